"""Which files a person means who opens files and folders; looks at names and first bytes, knows no image format."""

from collections.abc import Iterable, Iterator
from pathlib import Path

_SUFFIXES = frozenset({".dcm", ".dicom", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})


def film_files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files among ``paths`` as they are, and below each folder those that may be films, in the order of names.

    A DICOMDIR stands for the folder it lies in. A file that was named by hand is never left out: if it cannot be
    read, the person who named it wants to know.
    """
    for path in paths:
        folder = path.parent if path.name.upper() == "DICOMDIR" else path
        if folder.is_dir():
            yield from sorted(file for file in folder.rglob("*") if _may_be_a_film(file))
        else:
            yield path


def _may_be_a_film(file: Path) -> bool:
    if file.name.startswith(".") or file.name.upper() == "DICOMDIR" or not file.is_file():
        return False
    return file.suffix.lower() in _SUFFIXES or _begins_as_dicom(file)


def _begins_as_dicom(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(132)[128:] == b"DICM"
    except OSError:
        return False
