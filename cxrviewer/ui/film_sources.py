"""Which files a person means who opens files and folders; looks at names and first bytes, knows no image format."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cxrviewer.errors import RadiographError
from cxrviewer.imaging.containers import SUFFIXES, Contents, contents_of, is_container
from cxrviewer.imaging.dicomdir import is_directory


def film_files(paths: Iterable[Path], look_into: Callable[[Path], Contents] = contents_of) -> Iterator[Path]:
    """The files among ``paths`` as they are, and below each folder those that may be films, in the order of names.

    A zip archive or a DICOMDIR stands for the films in it; a damaged DICOMDIR for the folder it lies in. A file that
    was named by hand is never left out: if it cannot be read, the person who named it wants to know.
    """
    for path in paths:
        if path.is_dir():
            yield from _films_below(path)
        elif is_container(path):
            try:
                yield from look_into(path).files
            except RadiographError:
                yield from _films_below(path.parent) if is_directory(path) else (path,)
        else:
            yield path


def _films_below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if _may_be_a_film(file))


def _may_be_a_film(file: Path) -> bool:
    if file.name.startswith(".") or file.name.upper() == "DICOMDIR" or not file.is_file():
        return False
    return file.suffix.lower() in SUFFIXES or _begins_as_dicom(file)


def _begins_as_dicom(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(132)[128:] == b"DICM"
    except OSError:
        return False
