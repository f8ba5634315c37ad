"""Which files a person means who opens files and folders; looks at names and first bytes, knows no image format."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cxrviewer.errors import RadiographError
from cxrviewer.imaging.containers import SUFFIXES, Contents, contents_of, is_container
from cxrviewer.imaging.dicomdir import is_directory


@dataclass(frozen=True, slots=True)
class Missing:
    """Films that a container lists and does not hold."""

    container: Path
    names: tuple[str, ...]
    listed: int
    """How many films it lists, these among them."""


def film_files(
    paths: Iterable[Path],
    look_into: Callable[[Path], Contents] = contents_of,
    *,
    missed: Callable[[Missing], object] = lambda _missing: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Path]:
    """The files among ``paths`` as they are, and below each folder those that may be films, in the order of names.

    A zip archive or a DICOMDIR stands for the films in it; a damaged DICOMDIR for the folder it lies in. A file that
    was named by hand is never left out: if it cannot be read, the person who named it wants to know. ``missed`` is
    told what a container lacks; once ``stopped`` says so, nothing more is looked at.
    """
    for path in paths:
        if stopped():
            return
        if path.is_dir():
            yield from _films_below(path, stopped)
        elif is_container(path):
            try:
                contents = look_into(path)
            except RadiographError:
                yield from _films_below(path.parent, stopped) if is_directory(path) else (path,)
                continue
            if contents.missing:
                missed(Missing(path, contents.missing, len(contents.files) + len(contents.missing)))
            yield from contents.files
        else:
            yield path


def _films_below(folder: Path, stopped: Callable[[], bool]) -> Iterator[Path]:
    """One folder after another, so that the first film is known before the last folder was opened.

    A folder that cannot be opened stands for itself, so that the list says so. Links to folders are not followed: they
    may go round in a circle.
    """
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in inside:
        if stopped():
            return
        if entry.is_dir(follow_symlinks=False):
            yield from _films_below(folder / entry.name, stopped)
        elif _may_be_a_film(entry):
            yield folder / entry.name


def _may_be_a_film(entry: "os.DirEntry[str]") -> bool:
    if entry.name.startswith(".") or entry.name.upper() == "DICOMDIR":
        return False
    try:
        if not entry.is_file():
            return False
    except OSError:
        return False
    return Path(entry.name).suffix.lower() in SUFFIXES or _begins_as_dicom(entry.path)


def _begins_as_dicom(file: str) -> bool:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(132)[128:] == b"DICM"
    except OSError:
        return False
