"""From stored values to the grey on the screen: every step of the chain folded into one table of 65536 bytes.

The order is PS3.4 N.2's: Modality LUT, VOI LUT, Presentation LUT, then MONOCHROME1. Load and reset both show
``default_voi``. Knows nothing of files or of how a film is drawn.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.radiograph import (
    LookupTable,
    PhotometricInterpretation,
    PresentationShape,
    Radiograph,
    Voi,
    VoiFunction,
    Window,
)
from cxrviewer.imaging.voi_lut import apply_modality_lut, apply_presentation_lut, apply_voi

TABLE_SIZE = 1 << 16
AUTOMATIC = "Automatic"
FULL_RANGE = "Full range"

_PERCENTILES = (0.5, 99.5)
_SAMPLE = 1 << 19
"""About how many pixels the automatic window looks at; percentiles of so many do not move."""


def grayscale_table(radiograph: Radiograph, voi: Voi, *, invert: bool = False) -> npt.NDArray[np.uint8]:
    """(65536,) grey for each value of ``radiograph.pixels``: the whole chain, 0 black, 255 white.

    Padding is black whatever the polarity: there is no image there, and a bright surround would dazzle.
    """
    stored = np.arange(TABLE_SIZE) + radiograph.stored_offset
    grey = apply_voi(apply_modality_lut(stored, radiograph.modality_lut), voi)
    if isinstance(radiograph.presentation_lut, LookupTable):
        grey = apply_presentation_lut(grey, radiograph.presentation_lut)
    table = np.floor(grey * 255 + 0.5).astype(np.uint8)  # half up, so that golden values are worked by hand
    if smallest_is_white(radiograph) != invert:
        np.subtract(255, table, out=table)
    if radiograph.padding is not None:
        first, last = (int(np.clip(end - radiograph.stored_offset, 0, TABLE_SIZE)) for end in radiograph.padding)
        table[first : last + 1] = 0
    return table


def smallest_is_white(radiograph: Radiograph) -> bool:
    """Whether the film is turned over at the end of the chain: once, however often the file says so.

    In a DX image MONOCHROME1 and Presentation LUT Shape INVERSE are two statements of one fact (PS3.3 C.8.11.3,
    Table C.8-71); turning for each would show a negative.
    """
    return (
        radiograph.photometric_interpretation is PhotometricInterpretation.MONOCHROME1
        or radiograph.presentation_lut is PresentationShape.INVERSE
    )


def render(radiograph: Radiograph, voi: Voi | None = None, *, invert: bool = False) -> npt.NDArray[np.uint8]:
    """(rows, columns) uint8: the whole film through the whole chain; without ``voi`` as it is shown at first."""
    chosen = default_voi(radiograph) if voi is None else voi
    return np.take(grayscale_table(radiograph, chosen, invert=invert), radiograph.pixels)


def default_voi(radiograph: Radiograph) -> Voi:
    """What loading and resetting show: the file's first VOI, else the automatic window."""
    return radiograph.voi[0] if radiograph.voi else automatic_window(radiograph)


def voi_choices(radiograph: Radiograph) -> tuple[tuple[str, Voi], ...]:
    """Each VOI of the file by its explanation, then "Full range" and "Automatic"; no name comes twice."""
    choices: list[tuple[str, Voi]] = []
    taken = {FULL_RANGE, AUTOMATIC}
    for position, voi in enumerate(radiograph.voi, start=1):
        kind = "VOI LUT" if isinstance(voi, LookupTable) else "Window"
        name = voi.explanation or f"{kind} {position}"
        # Tables and windows are often explained alike: NORMAL, and NORMAL again.
        for fuller in (f"{name} ({kind})", f"{name} ({position})"):
            if name in taken:
                name = fuller
        taken.add(name)
        choices.append((name, voi))
    return (*choices, (FULL_RANGE, full_range(radiograph)), (AUTOMATIC, automatic_window(radiograph)))


def full_range(radiograph: Radiograph) -> Window:
    """The window that just holds every value: all that 8 bits can say, or all that is there of more bits."""
    if radiograph.bits_stored <= 8:
        ends = np.array([0, (1 << radiograph.bits_stored) - 1]) + radiograph.stored_offset
        values = apply_modality_lut(ends, radiograph.modality_lut)
        return window_from_range(float(values.min()), float(values.max()), FULL_RANGE)
    return window_from_range(*modality_range(radiograph), FULL_RANGE)


def automatic_window(radiograph: Radiograph) -> Window:
    """Full range for 8 bits, which were windowed by whoever made them; else all but the extreme half percents.

    Padding, and rows and columns at the edges that hold one value only (collimation, frames), do not count.
    """
    if radiograph.bits_stored <= 8:
        return replace(full_range(radiograph), explanation=AUTOMATIC)
    step = max(1, int(np.sqrt(radiograph.pixels.size / _SAMPLE)))
    sample = _without_constant_edges(radiograph.pixels[::step, ::step])
    stored = sample.astype(np.int32).ravel() + radiograph.stored_offset
    if radiograph.padding is not None:
        first, last = radiograph.padding
        stored = stored[(stored < first) | (stored > last)]
    if stored.size == 0:
        return window_from_range(*modality_range(radiograph), AUTOMATIC)
    ends = np.percentile(stored, _PERCENTILES, method="nearest")
    low, high = sorted(float(value) for value in apply_modality_lut(ends, radiograph.modality_lut))
    if low == high:
        low, high = modality_range(radiograph)
    return window_from_range(low, high, AUTOMATIC)


def _without_constant_edges(sample: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    rows = np.flatnonzero(np.ptp(sample, axis=1))
    columns = np.flatnonzero(np.ptp(sample, axis=0))
    if rows.size == 0 or columns.size == 0:
        return sample
    return sample[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def window_from_range(low: float, high: float, explanation: str = "") -> Window:
    """The linear window that shows ``low`` as black and ``high`` as white (PS3.3 C.11.2.1.2.1 solved for both).

    Where the range is below 1, LINEAR cannot be that narrow and LINEAR_EXACT is used.
    """
    if 0 < high - low < 1:
        return Window((low + high) / 2, high - low, VoiFunction.LINEAR_EXACT, explanation)
    return Window((low + high + 1) / 2, high - low + 1, VoiFunction.LINEAR, explanation)


def window_of(radiograph: Radiograph, voi: Voi) -> Window:
    """The window nearest to a VOI, from which dragging can go on; a window is its own.

    For a lookup table: the straight line through a tenth and nine tenths of the way it climbs. Its whole input
    range will not do, because tables are often flat far beyond the film's values.
    """
    if isinstance(voi, Window):
        return voi
    entries = voi.entries.astype(np.float64)
    rising = entries if entries[-1] >= entries[0] else entries[::-1]
    climbed = np.maximum.accumulate(rising)
    if climbed[-1] == climbed[0]:
        return window_from_range(*modality_range(radiograph))
    share = (climbed - climbed[0]) / (climbed[-1] - climbed[0])
    tenth, nine_tenths = (float(np.interp(level, share, np.arange(share.size))) for level in (0.1, 0.9))
    low, high = tenth - (nine_tenths - tenth) / 8, nine_tenths + (nine_tenths - tenth) / 8
    if rising is not entries:
        low, high = entries.size - 1 - high, entries.size - 1 - low
    return window_from_range(voi.first_mapped + low, voi.first_mapped + high, voi.explanation)


def modality_range(radiograph: Radiograph) -> tuple[float, float]:
    """Lowest and highest modality value on the film, padding left out (unless there is nothing else)."""
    present = _values_present(radiograph) + radiograph.stored_offset
    if radiograph.padding is not None:
        first, last = radiograph.padding
        image = present[(present < first) | (present > last)]
        present = image if image.size else present
    values = apply_modality_lut(present, radiograph.modality_lut)
    return float(values.min()), float(values.max())


def _values_present(radiograph: Radiograph) -> npt.NDArray[np.int64]:
    """The distinct values of ``pixels``, sorted."""
    if radiograph.padding is None and not isinstance(radiograph.modality_lut, LookupTable):
        # A straight line: its ends are enough, and cost a tenth of a count.
        return np.array([radiograph.pixels.min(), radiograph.pixels.max()], dtype=np.int64)
    seen = np.zeros(TABLE_SIZE, dtype=bool)
    seen[radiograph.pixels.ravel()] = True
    return np.flatnonzero(seen)
