"""Everything a film's file says of itself, as rows of text: the elements of a DICOM data set, the facts of a picture.

Decodes no pixel. Knows which values can name a patient; shows nothing.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.decoders import LIBRARY_ERRORS, quiet_decoders
from cxrviewer.imaging.dicom_dataset import looks_like_dicom, open_dataset
from cxrviewer.imaging.file_content import file_content

LONGEST: Final = 4096
"""Characters of a value that are kept; a report in a private element can be larger than the image."""
_DEEPEST: Final = 32
_MOST: Final = 50_000

_BYTES = frozenset({"OB", "OW", "OF", "OD", "OL", "OV", "UN"})
_SPEAKING = frozenset({"AT", "CS", "DS", "FD", "FL", "IS", "OB", "OD", "OF", "OL", "OW", "SL", "SQ", "SS", "UL", "US"})
_TECHNICAL_GROUPS = frozenset({0x0002, 0x0008, 0x0018, 0x0028, 0x2050, 0x5000, 0x6000, 0x7FE0})


@dataclass(frozen=True, slots=True)
class Element:
    """One data element (PS3.5 7.1), or one fact of a picture, for which tag and vr are empty."""

    tag: str
    """``(0028,0010)``"""
    vr: str
    """Value representation; empty for an element that cannot be read."""
    name: str
    value: str
    """As text, at most ``LONGEST`` characters; of bytes their number, of a sequence nothing."""
    identifies: bool
    """Whether the value may name a patient, a person or a place. Doubt counts as yes."""
    items: tuple[tuple["Element", ...], ...] = ()
    """Of a sequence: the elements of each item."""


def read_elements(path: Path) -> tuple[Element, ...]:
    """All elements of the file, in the order of their tags. Raises RadiographError."""
    content = file_content(path)
    try:
        with quiet_decoders():
            if not looks_like_dicom(content):
                return _of_picture(content)
            dataset = open_dataset(content)
            budget = _Budget(_MOST)
            return (*_of_dataset(dataset.file_meta, budget, 0), *_of_dataset(dataset, budget, 0))
    except MemoryError:
        raise
    except LIBRARY_ERRORS as error:
        raise UnreadableFile("what the file says of itself cannot be read; ask for a new copy") from error


@dataclass(slots=True)
class _Budget:
    """How many elements may still be read."""

    left: int


def _of_dataset(dataset: Dataset, budget: _Budget, depth: int) -> tuple[Element, ...]:
    found = []
    for tag in sorted(dataset.keys()):
        if budget.left <= 0:
            break
        budget.left -= 1
        try:
            found.append(_element(dataset[tag], budget, depth))
        except LIBRARY_ERRORS:
            # One value that cannot be read does not hide the others.
            found.append(Element(_tag(tag), "", "", "", identifies=False))
    return tuple(found)


def _element(element: DataElement, budget: _Budget, depth: int) -> Element:
    tag, vr = element.tag, str(element.VR)
    name = str(element.name)
    identifies = tag.is_private or vr not in _SPEAKING or tag.group not in _TECHNICAL_GROUPS
    if vr == "SQ":
        items = () if depth >= _DEEPEST else tuple(_of_dataset(item, budget, depth + 1) for item in element.value)
        return Element(_tag(tag), vr, name, "", identifies=False, items=items)
    if vr in _BYTES and isinstance(element.value, (bytes, bytearray)):
        return Element(_tag(tag), vr, name, f"{len(element.value)} B", identifies=False)
    value = element.value
    text = "" if value is None else "\\".join(map(str, value)) if element.VM > 1 else str(value)
    return Element(_tag(tag), vr, name, text.strip(" \0")[:LONGEST], identifies=identifies)


def _tag(tag: int) -> str:
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


def _of_picture(content: bytes) -> tuple[Element, ...]:
    with Image.open(io.BytesIO(content)) as picture:
        facts = {
            "Format": picture.format or "",
            "Columns": str(picture.width),
            "Rows": str(picture.height),
            "Mode": picture.mode,
            "Size": f"{len(content)} B",
        }
        written = {
            str(name): str(value) for name, value in picture.info.items() if isinstance(value, (str, int, float))
        }
    return (
        *(Element("", "", name, value, identifies=False) for name, value in facts.items()),
        # What somebody wrote into the file can be anything.
        *(Element("", "", name, value[:LONGEST], identifies=True) for name, value in sorted(written.items())),
    )
