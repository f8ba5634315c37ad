"""The index of a disc: which files a DICOMDIR lists, and which of them are there. Reads no image.

Offsets between its records are not followed: media exist with none, with wrong ones and in another order, and the
records themselves say all that is needed (PS3.3 F.3, PS3.10 8.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.decoders import LIBRARY_ERRORS, quiet_decoders
from cxrviewer.imaging.dicom_dataset import PREAMBLE
from cxrviewer.imaging.dicom_values import items, text

_CLASS = b"1.2.840.10008.1.3.10"
"""Media Storage Directory Storage, the Media Storage SOP Class UID of a DICOMDIR (PS3.10 7.1)."""
_META_BYTES = 512
_DAMAGED = "the DICOMDIR is damaged; open the folder it lies in instead"
_INACTIVE = 0x0000  # Record In-use Flag (0004,1410)


@dataclass(frozen=True, slots=True)
class Directory:
    """What a DICOMDIR says of its disc."""

    files: tuple[Path, ...]
    """The images that are there, in the order of their records."""
    missing: tuple[str, ...]
    """The file IDs of those that are not, or that lead out of the disc's folder."""


def is_directory(path: Path) -> bool:
    """Whether the file is the index of a disc: by its name (PS3.10 8.6), or by its class where it was renamed."""
    if path.name.upper() == "DICOMDIR":
        return path.is_file()
    try:
        with path.open("rb") as opened:
            start = opened.read(_META_BYTES)
    except OSError:
        return False
    return start[PREAMBLE : PREAMBLE + 4] == b"DICM" and _CLASS in start


def read_directory(path: Path) -> Directory:
    """What the DICOMDIR lists. Raises UnreadableFile."""
    try:
        with quiet_decoders():
            dataset = dcmread(path, force=True)
            if "DirectoryRecordSequence" not in dataset:
                raise UnreadableFile(_DAMAGED)
            records = items(dataset, "DirectoryRecordSequence")
            listed = tuple(dict.fromkeys(file_id for record in records if (file_id := _file_id(record))))
    except MemoryError:
        raise
    except LIBRARY_ERRORS as error:
        raise UnreadableFile(_DAMAGED) from error
    found = {file_id: _below(path.parent, file_id) for file_id in listed}
    return Directory(
        files=tuple(file for file in found.values() if file is not None),
        missing=tuple("/".join(file_id) for file_id, file in found.items() if file is None),
    )


def _file_id(record: Dataset) -> tuple[str, ...]:
    """The components of an image's file ID (0004,1500); empty for a record of anything else."""
    if record.get("RecordInUseFlag") == _INACTIVE or text(record, "DirectoryRecordType").upper() != "IMAGE":
        return ()
    value = record.get("ReferencedFileID")
    parts: Sequence[object] = value if isinstance(value, (MultiValue, list, tuple)) else [value] if value else []
    # Some writers put the whole path into one component.
    return tuple(part for each in parts for part in str(each).replace("\\", "/").split("/") if part)


def _below(folder: Path, file_id: tuple[str, ...]) -> Path | None:
    """The file below the folder, whatever the case of its name; None where there is none."""
    here = folder
    for part in file_id:
        if part in (".", ".."):
            return None
        following = here / part
        if not following.exists():
            # ISO 9660 discs are often mounted in lower case, or with a version behind the name.
            wanted = part.casefold()
            names = sorted(here.iterdir()) if here.is_dir() else []
            alike = (entry for entry in names if entry.name.casefold().partition(";")[0].rstrip(".") == wanted)
            following = next(alike, following)
        here = following
    inside = here.resolve().is_relative_to(folder.resolve())
    return here if here.is_file() and inside else None
