"""The overlay planes of a DICOM image: groups 60xx, in data of their own or in unused bits of the pixels.

Knows PS3.3 C.9.2; what is damaged is passed over. Draws nothing.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset, FileDataset
from pydicom.multival import MultiValue
from pydicom.pixels.utils import pixel_array
from pydicom.tag import Tag
from pydicom.uid import UID, RLELossless

from cxrviewer.imaging.decoders import LIBRARY_ERRORS, MAX_PIXELS
from cxrviewer.imaging.dicom_grayscale import PassedOver
from cxrviewer.imaging.overlay import Bits, Overlay
from cxrviewer.imaging.radiograph import Fault

_GROUPS = range(0x6000, 0x6020, 2)
_ROWS, _COLUMNS = 0x0010, 0x0011
_DESCRIPTION, _ORIGIN = 0x0022, 0x0050
_BIT_POSITION = 0x0102
_LABEL, _DATA = 0x1500, 0x3000
_FARTHEST = 1 << 16
"""Film pixels by which an overlay may lie beside the film."""


def read_overlays(dataset: FileDataset, *, bits_stored: int, passed: PassedOver) -> tuple[Overlay, ...]:
    """Every plane that marks something, the first frame of each, cut to what it marks.

    ``bits_stored``: how many bits of a cell the image itself takes.
    """
    overlays = []
    for number, group in enumerate(_GROUPS, start=1):
        if not any(Tag(group, element) in dataset for element in (_ROWS, _DATA, _BIT_POSITION)):
            continue
        try:
            overlay = _read_overlay(dataset, group, f"Overlay {number}", bits_stored)
        except LIBRARY_ERRORS:
            passed.over(Fault.OVERLAY, f"Overlay {number} is corrupt and was passed over.")
            continue
        if overlay is not None:
            overlays.append(overlay)
    return tuple(overlays)


def _read_overlay(dataset: FileDataset, group: int, name: str, bits_stored: int) -> Overlay | None:
    if Tag(group, _DATA) in dataset:
        bits = _own_bits(dataset, group)
    else:
        bits = _embedded_bits(dataset, _whole(dataset, group, _BIT_POSITION), bits_stored)
    row, column = (int(place) for place in _texts(dataset, group, _ORIGIN) or ("1", "1"))
    if max(abs(row), abs(column)) > _FARTHEST:
        raise ValueError("the overlay lies far from the film")
    rows, columns = np.flatnonzero(bits.any(axis=1)), np.flatnonzero(bits.any(axis=0))
    if rows.size == 0:
        return None
    words = [text for element in (_LABEL, _DESCRIPTION) for text in _texts(dataset, group, element)]
    top, left = int(rows[0]), int(columns[0])
    marked = np.ascontiguousarray(bits[top : rows[-1] + 1, left : columns[-1] + 1])
    # Overlay Origin counts from 1: (1, 1) lies on the film's first pixel.
    return Overlay(marked, left=column - 1 + left, top=row - 1 + top, name=words[0] if words else name)


def _own_bits(dataset: FileDataset, group: int) -> Bits:
    """Overlay Data: one bit a pixel, the first pixel in the lowest bit, rows without a gap between them."""
    rows, columns = _whole(dataset, group, _ROWS), _whole(dataset, group, _COLUMNS)
    if min(rows, columns) < 1 or rows * columns > MAX_PIXELS:
        raise ValueError(f"an overlay of {rows} by {columns}")
    element = dataset[Tag(group, _DATA)]
    data: npt.NDArray[Any] = np.frombuffer(element.value, np.uint8)
    if element.VR == "OW" and not dataset.file_meta.TransferSyntaxUID.is_little_endian:
        data = data[: data.size // 2 * 2].view(">u2").astype("<u2").view(np.uint8)
    if data.size * 8 < rows * columns:
        raise ValueError("Overlay Data is cut short")
    return np.unpackbits(data, count=rows * columns, bitorder="little").astype(np.bool_).reshape(rows, columns)


def _embedded_bits(dataset: FileDataset, position: int, bits_stored: int) -> Bits:
    """The bit of each pixel's cell that no pixel value uses (retired in PS3.3 2004, found in older files)."""
    syntax = UID(dataset.file_meta.TransferSyntaxUID)
    high = int(dataset.HighBit)
    if not 0 <= position < int(dataset.BitsAllocated) or high - bits_stored < position <= high:
        raise ValueError(f"bit {position} holds the image itself")
    if syntax.is_compressed and syntax != RLELossless:
        raise ValueError("compressed cells have no bits to spare")
    plugin = "pydicom" if syntax == RLELossless else ""
    cells = pixel_array(dataset, index=0, decoding_plugin=plugin, correct_unused_bits=False)
    if cells.ndim != 2:
        raise ValueError("an overlay in the bits of a colour image")
    bits: Bits = ((cells >> position) & 1).astype(np.bool_)
    return bits


def _texts(dataset: Dataset, group: int, element: int) -> list[str]:
    """Each value of the element as text; none where it is absent or empty."""
    tag = Tag(group, element)
    value = dataset[tag].value if tag in dataset else None
    if value is None or value == "":
        return []
    return [str(part).strip() for part in value] if isinstance(value, MultiValue | list) else [str(value).strip()]


def _whole(dataset: Dataset, group: int, element: int) -> int:
    """The element as a whole number, -1 where it is absent. Raises ValueError where it is none."""
    found = _texts(dataset, group, element)
    return int(found[0]) if found else -1
