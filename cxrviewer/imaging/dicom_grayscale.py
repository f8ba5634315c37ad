"""The grey-scale chain as a DICOM file states it: Modality LUT, VOI LUTs, Presentation LUT, padding.

What is corrupt is passed over with a warning, because a film that opens plainly helps more than one that does not
open. Applies nothing: that is ``grayscale``.
"""

from collections.abc import Sequence

import numpy as np
from pydicom.dataset import Dataset, FileDataset

from cxrviewer.imaging.decoders import LIBRARY_ERRORS
from cxrviewer.imaging.dicom_pixels import DecodedFrame
from cxrviewer.imaging.dicom_values import items, number, numbers, text, texts
from cxrviewer.imaging.lookup_tables import read_lookup_table
from cxrviewer.imaging.radiograph import Fault, LookupTable, PresentationShape, Rescale, Voi, VoiFunction, Window
from cxrviewer.imaging.voi_lut import Values, apply_modality_lut, apply_voi

_LARGEST = 1e12
"""Of a rescale slope or intercept. No unit needs more, and sums with more lose the pixel's value."""


_DIMMEST = 8
"""A table of greys whose brightest entry is below an eighth of white states more bits than it has."""


class PassedOver:
    """What of a file's grey scale could not be used: a sentence for each, and which parts it was."""

    def __init__(self, warnings: list[str]) -> None:
        """``warnings``: the film's, to which sentences are added."""
        self.warnings = warnings
        self.faults: list[Fault] = []

    def over(self, fault: Fault, sentence: str) -> None:
        """Remember one; a part that is damaged twice is named once."""
        self.warnings.append(sentence)
        if fault not in self.faults:
            self.faults.append(fault)


def read_modality_lut(dataset: FileDataset, *, frame: DecodedFrame, passed: PassedOver) -> Rescale | LookupTable:
    """Modality LUT Sequence, else Rescale Slope and Intercept, else the identity (PS3.3 C.11.1)."""
    for item in items(dataset, "ModalityLUTSequence")[:1]:
        try:
            table = read_lookup_table(item, signed_input=frame.stored_offset < 0, big_endian=_big_endian(dataset))
        except LIBRARY_ERRORS:
            passed.over(Fault.MODALITY_LUT, "The modality lookup table is corrupt and was passed over.")
            continue
        low, high = int(frame.pixels.min()) + frame.stored_offset, int(frame.pixels.max()) + frame.stored_offset
        last_mapped = table.first_mapped + table.entries.size - 1
        if low == high or (low < last_mapped and high > table.first_mapped):
            return table
        passed.over(
            Fault.MODALITY_LUT,
            "The modality lookup table lies outside all pixel values of the film and was passed over.",
        )
    slope, intercept = number(dataset, "RescaleSlope"), number(dataset, "RescaleIntercept")
    slope, intercept = 1.0 if slope is None else slope, intercept or 0.0
    if not 1 / _LARGEST < abs(slope) < _LARGEST or abs(intercept) > _LARGEST:
        passed.over(Fault.RESCALE, "The rescale slope or intercept cannot be meant and was passed over.")
        return Rescale()
    return Rescale(slope, intercept)


def read_vois(
    dataset: FileDataset, *, frame: DecodedFrame, modality_lut: Rescale | LookupTable, passed: PassedOver
) -> tuple[Voi, ...]:
    """Every VOI of the file, the one to start with first (PS3.3 C.11.2).

    Lookup tables come before windows: where a file has both they are alternatives, and the table is the curve that
    the manufacturer shaped, of which the window is the straight-line stand-in for software without tables.
    """
    possible = np.array([0, (1 << frame.bits_stored) - 1]) + frame.stored_offset
    signed = bool(apply_modality_lut(possible, modality_lut).min() < 0)
    vois: tuple[Voi, ...] = (
        *_voi_tables(dataset, signed=signed, passed=passed),
        *_windows(dataset, passed=passed),
    )
    ends = np.array([frame.pixels.min(), frame.pixels.max()], dtype=np.int64) + frame.stored_offset
    seen = apply_modality_lut(ends, modality_lut)
    usable = []
    for voi in vois:
        if _is_blind(voi, seen):
            kind, words = (Fault.WINDOW, "window") if isinstance(voi, Window) else (Fault.VOI_LUT, "VOI lookup table")
            passed.over(kind, f"A {words} of the file lies outside all its pixel values and was passed over.")
        else:
            usable.append(voi)
    return tuple(usable)


def _is_blind(voi: Voi, ends: Values) -> bool:
    """Whether the VOI shows the whole film as one black or white, while there is something to see."""
    low, high = ends
    if low == high:
        return False
    between = apply_voi(np.linspace(low, high, 65), voi)
    return bool(np.all(between == between[0])) and float(between[0]) in (0.0, 1.0)


def _voi_tables(dataset: FileDataset, *, signed: bool, passed: PassedOver) -> Sequence[LookupTable]:
    tables = []
    for position, item in enumerate(items(dataset, "VOILUTSequence"), start=1):
        try:
            table = read_lookup_table(
                item, signed_input=signed, big_endian=_big_endian(dataset), explanation=f"VOI LUT {position}"
            )
        except LIBRARY_ERRORS:
            passed.over(Fault.VOI_LUT, f"VOI lookup table {position} is corrupt and was passed over.")
            continue
        if _is_dim(table):
            passed.over(Fault.VOI_LUT, f"VOI lookup table {position} makes everything black and was passed over.")
            continue
        tables.append(table)
    return tables


def _is_dim(table: LookupTable) -> bool:
    """Whether the table's brightest grey is nearly black."""
    return int(table.entries.max()) * _DIMMEST < (1 << table.bits) - 1


def _windows(dataset: Dataset, *, passed: PassedOver) -> Sequence[Window]:
    centers, widths = numbers(dataset, "WindowCenter"), numbers(dataset, "WindowWidth")
    names = texts(dataset, "WindowCenterWidthExplanation")
    function = _voi_function(dataset, passed=passed)
    if len(centers) != len(widths):
        passed.over(Fault.WINDOW, "The file's window centers and widths do not pair up.")
    windows = []
    for position, (center, width) in enumerate(zip(centers, widths, strict=False), start=1):
        name = names[position - 1] if position <= len(names) and names[position - 1] else f"Window {position}"
        try:
            windows.append(Window(center, width, function, name))
        except ValueError:
            passed.over(Fault.WINDOW, f"Window {position} has a width that is not allowed and was passed over.")
    return windows


def _voi_function(dataset: Dataset, *, passed: PassedOver) -> VoiFunction:
    stated = text(dataset, "VOILUTFunction")
    try:
        return VoiFunction(stated) if stated else VoiFunction.LINEAR
    except ValueError:
        passed.over(Fault.WINDOW, "The VOI LUT function is not one that DICOM knows; windows are taken as linear.")
        return VoiFunction.LINEAR


def read_presentation_lut(dataset: FileDataset, *, passed: PassedOver) -> PresentationShape | LookupTable:
    """Presentation LUT Sequence, else Presentation LUT Shape, else the identity (PS3.3 C.11.6)."""
    for item in items(dataset, "PresentationLUTSequence")[:1]:
        try:
            table = read_lookup_table(item, signed_input=False, big_endian=_big_endian(dataset))
        except LIBRARY_ERRORS:
            passed.over(Fault.PRESENTATION_LUT, "The presentation lookup table is corrupt and was passed over.")
            continue
        if not _is_dim(table):
            return table
        passed.over(Fault.PRESENTATION_LUT, "The presentation lookup table makes everything black and was passed over.")
    stated = text(dataset, "PresentationLUTShape")
    try:
        return PresentationShape(stated) if stated else PresentationShape.IDENTITY
    except ValueError:
        passed.over(Fault.PRESENTATION_LUT, "The presentation LUT shape is unknown to DICOM and was passed over.")
        return PresentationShape.IDENTITY


def read_padding(dataset: Dataset, *, signed: bool) -> tuple[int, int] | None:
    """Pixel Padding Value and Range Limit, in order, as stored values (PS3.3 C.7.5.1.1.2)."""
    value = number(dataset, "PixelPaddingValue")
    if value is None:
        return None
    limit = number(dataset, "PixelPaddingRangeLimit")
    ends = sorted(_as_stored(int(end), signed=signed) for end in (value, value if limit is None else limit))
    return ends[0], ends[1]


def _as_stored(value: int, *, signed: bool) -> int:
    # US or SS by Pixel Representation, but files mix them up.
    value &= 0xFFFF
    return value - 0x10000 if signed and value > 0x7FFF else value


def _big_endian(dataset: FileDataset) -> bool:
    return not dataset.file_meta.TransferSyntaxUID.is_little_endian
