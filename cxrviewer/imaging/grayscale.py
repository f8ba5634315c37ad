"""From stored values to the grey on the screen: every step of the chain folded into one table of 65536 bytes.

The order is PS3.4 N.2's: Modality LUT, VOI LUT, Presentation LUT, then MONOCHROME1, and last the display's own
function. Load and reset both show ``default_voi``. Knows nothing of files or of how a film is drawn.
"""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.aperture import Shutter, open_mask
from cxrviewer.imaging.display_function import DisplayFunction
from cxrviewer.imaging.exposed_field import FieldHistogram, exposed_histograms
from cxrviewer.imaging.overlay import burn_in
from cxrviewer.imaging.radiograph import LookupTable, Radiograph, Voi, VoiFunction, Window, WindowedLut
from cxrviewer.imaging.voi_lut import apply_modality_lut, apply_presentation_lut, apply_voi

TABLE_SIZE = 1 << 16
AUTOMATIC = "Automatic"
FULL_RANGE = "Full range"

_SHARES = (0.005, 0.995)
"""Of the exposed field: what the automatic window leaves black and white."""


def grayscale_table(
    radiograph: Radiograph, voi: Voi, *, invert: bool = False, display: DisplayFunction | None = None
) -> npt.NDArray[np.uint8]:
    """(65536,) grey for each value of ``radiograph.pixels``: the whole chain, 0 black, 255 white.

    Without ``display`` the grey levels are P-values; with it they are the driving levels of that display.
    Padding is black whatever the polarity: there is no image there, and a bright surround would dazzle.
    """
    stored = np.arange(TABLE_SIZE) + radiograph.stored_offset
    grey = apply_voi(apply_modality_lut(stored, radiograph.modality_lut), voi)
    if isinstance(radiograph.presentation_lut, LookupTable):
        grey = apply_presentation_lut(grey, radiograph.presentation_lut)
    turned = radiograph.smallest_is_white != invert
    if display is None:
        table = np.floor(grey * 255 + 0.5).astype(np.uint8)  # half up, so that golden values are worked by hand
        if turned:
            np.subtract(255, table, out=table)
    else:
        table = display.driving_levels(1 - grey if turned else grey)
    if radiograph.padding is not None:
        first, last = (int(np.clip(end - radiograph.stored_offset, 0, TABLE_SIZE)) for end in radiograph.padding)
        table[first : last + 1] = 0
    return table


def render(
    radiograph: Radiograph,
    voi: Voi | None = None,
    *,
    invert: bool = False,
    shutter: bool = False,
    overlays: bool = False,
    display: DisplayFunction | None = None,
) -> npt.NDArray[np.uint8]:
    """(rows, columns) uint8: the whole film through the whole chain; without ``voi`` as it is shown at first.

    ``shutter`` covers what the film's shutter covers, ``overlays`` draws its overlays in white, as the pane does.
    """
    chosen = default_voi(radiograph) if voi is None else voi
    grey = np.take(grayscale_table(radiograph, chosen, invert=invert, display=display), radiograph.pixels)
    if shutter and radiograph.shutter is not None:
        covered = ~open_mask(radiograph.shutter.aperture, radiograph.rows, radiograph.columns)
        grey[covered] = shutter_grey(radiograph.shutter, display)
    return burn_in(grey, radiograph.overlays) if overlays else grey


def shutter_grey(shutter: Shutter, display: DisplayFunction | None = None) -> int:
    """The grey level or driving level of what a shutter covers; the polarity of the film does not matter to it."""
    if display is None:
        return int(shutter.p_value * 255 + 0.5)
    return int(display.driving_levels(np.array([shutter.p_value]))[0])


def default_voi(radiograph: Radiograph) -> Voi:
    """What loading and resetting show: the file's first VOI, else the automatic window.

    8 bits without a VOI are shown as they are: they were windowed by whoever made them.
    """
    if radiograph.voi:
        return radiograph.voi[0]
    return full_range(radiograph) if radiograph.bits_stored <= 8 else automatic_window(radiograph)


def full_range(radiograph: Radiograph) -> Window:
    """The window that just holds every value: all that 8 bits can say, or all that is there of more bits."""
    if radiograph.bits_stored <= 8:
        ends = np.array([0, (1 << radiograph.bits_stored) - 1]) + radiograph.stored_offset
        values = apply_modality_lut(ends, radiograph.modality_lut)
        return window_from_range(float(values.min()), float(values.max()), FULL_RANGE)
    return window_from_range(*modality_range(radiograph), FULL_RANGE)


def automatic_window(radiograph: Radiograph, field: FieldHistogram | None = None) -> Window:
    """All but the extreme half percents of the exposed field: padding, shutter and collimation do not count.

    ``field``: its histogram, where it is known already.
    """
    field = exposed_histograms(radiograph)[0] if field is None else field
    low, high = (field.quantile(share) for share in _SHARES)
    if low == high:
        low, high = modality_range(radiograph)
    return window_from_range(low, high, AUTOMATIC)


def window_from_range(low: float, high: float, explanation: str = "") -> Window:
    """The linear window that shows ``low`` as black and ``high`` as white (PS3.3 C.11.2.1.2.1 solved for both).

    Where the range is below 1, LINEAR cannot be that narrow and LINEAR_EXACT is used.
    """
    if 0 < high - low < 1:
        return Window((low + high) / 2, high - low, VoiFunction.LINEAR_EXACT, explanation)
    return Window((low + high + 1) / 2, high - low + 1, VoiFunction.LINEAR, explanation)


def window_of(radiograph: Radiograph, voi: Voi) -> Window:
    """The window that stands for a VOI in numbers, from which dragging goes on; a window is its own.

    For a lookup table: the straight line through a tenth and nine tenths of the way it climbs within the film's own
    values. Its whole input range will not do: tables are often flat, or go on climbing, far beyond them, and a hand
    that moves by widths of that range would throw the film into white.
    """
    if isinstance(voi, Window):
        return voi
    if isinstance(voi, WindowedLut):
        return voi.window
    low, high = (int(np.clip(end - voi.first_mapped, 0, voi.entries.size - 1)) for end in modality_range(radiograph))
    within = voi.entries[low : high + 1].astype(np.float64)
    return _window_of_climb(voi.first_mapped + low, within, voi.explanation) or window_from_range(
        *modality_range(radiograph), voi.explanation
    )


def _window_of_climb(first: int, entries: npt.NDArray[np.float64], explanation: str) -> Window | None:
    """The line through a tenth and nine tenths of the climb of the entries, the first of them at ``first``."""
    rising = entries if entries[-1] >= entries[0] else entries[::-1]
    climbed = np.maximum.accumulate(rising)
    if climbed[-1] == climbed[0]:
        return None
    share = (climbed - climbed[0]) / (climbed[-1] - climbed[0])
    tenth, nine_tenths = (float(np.interp(level, share, np.arange(share.size))) for level in (0.1, 0.9))
    low, high = tenth - (nine_tenths - tenth) / 8, nine_tenths + (nine_tenths - tenth) / 8
    if rising is not entries:
        low, high = entries.size - 1 - high, entries.size - 1 - low
    return window_from_range(first + low, first + high, explanation)


def windowed(radiograph: Radiograph, voi: Voi, window: Window) -> Voi:
    """The VOI with other numbers: another window, or the same curve moved and stretched to stand where it says.

    Dragging under a VOI LUT keeps the curve that the manufacturer shaped; at the numbers that it began with the film
    looks as it did.
    """
    if isinstance(voi, Window):
        return window
    if isinstance(voi, WindowedLut):
        return replace(voi, window=window)
    return WindowedLut(voi, window_of(radiograph, voi), window)


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
