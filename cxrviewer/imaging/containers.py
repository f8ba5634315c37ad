"""What lies in a container of films: a zip archive or a DICOMDIR. Reads names and first bytes, no image."""

from dataclasses import dataclass
from pathlib import Path

from cxrviewer.imaging.archive import is_archive, member_content, members
from cxrviewer.imaging.dicom_dataset import PREAMBLE
from cxrviewer.imaging.dicomdir import is_directory, read_directory

SUFFIXES = frozenset({".dcm", ".dicom", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""Of files that are films by their name; others are looked into."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The films in a container."""

    files: tuple[Path, ...]
    missing: tuple[str, ...] = ()
    """Names that the container lists and does not hold."""


def is_container(path: Path) -> bool:
    """Whether ``contents_of`` can look into this file."""
    return is_directory(path) or is_archive(path)


def contents_of(path: Path) -> Contents:
    """The films in a zip archive or on the disc of a DICOMDIR. Raises UnreadableFile."""
    if is_directory(path):
        directory = read_directory(path)
        return Contents(directory.files, directory.missing)
    return Contents(tuple(member for member in members(path) if _may_be_a_film(path, member)))


def _may_be_a_film(archive: Path, member: Path) -> bool:
    if member.suffix.lower() in SUFFIXES:
        return True
    return member_content(archive, member, limit=PREAMBLE + 4)[PREAMBLE:] == b"DICM"
