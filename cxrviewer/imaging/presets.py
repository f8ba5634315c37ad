"""The windows that a chest film offers by name: the file's own, and those found in its own values.

Knows what lungs, bones and tubes look like in a histogram; knows no table and draws nothing.
"""

import numpy as np

from cxrviewer.imaging.exposed_field import FieldHistogram, exposed_histograms
from cxrviewer.imaging.grayscale import AUTOMATIC, FULL_RANGE, automatic_window, full_range, window_from_range
from cxrviewer.imaging.radiograph import LookupTable, Radiograph, Voi, Window
from cxrviewer.imaging.voi_lut import apply_modality_lut

LUNGS = "Lungs"
BONE = "Bone"
LINES_AND_TUBES = "Lines and tubes"
REGION = "Region"

_BINS = 256


def voi_choices(radiograph: Radiograph) -> tuple[tuple[str, Voi], ...]:
    """Each VOI of the file by its explanation, then full range, automatic and the presets; no name comes twice."""
    choices: list[tuple[str, Voi]] = []
    taken = {FULL_RANGE, AUTOMATIC, LUNGS, BONE, LINES_AND_TUBES}
    for position, voi in enumerate(radiograph.voi, start=1):
        kind = "VOI LUT" if isinstance(voi, LookupTable) else "Window"
        name = voi.explanation or f"{kind} {position}"
        # Tables and windows are often explained alike: NORMAL, and NORMAL again.
        for fuller in (f"{name} ({kind})", f"{name} ({position})"):
            if name in taken:
                name = fuller
        taken.add(name)
        choices.append((name, voi))
    field, middle = exposed_histograms(radiograph)
    found = (full_range(radiograph), automatic_window(radiograph, field), *_chest_windows(radiograph, field, middle))
    return (*choices, *((window.explanation, window) for window in found))


def chest_windows(radiograph: Radiograph) -> tuple[Window, ...]:
    """Lungs, bone, lines and tubes; none for a film with nothing to tell apart.

    The middle of a chest film falls into what air made dark (lungs) and what water and bone made bright (heart,
    spine, abdomen). The threshold between them (Otsu 1979) and the middle of each part are the landmarks. They are
    sought from dark to bright as the film itself is shown: inverting changes nothing here.
    """
    return _chest_windows(radiograph, *exposed_histograms(radiograph))


def _chest_windows(radiograph: Radiograph, field: FieldHistogram, middle: FieldHistogram) -> tuple[Window, ...]:
    low, high = middle.quantile(0.005), middle.quantile(0.995)
    if low == high:
        return ()
    threshold = _threshold(middle.between(low, high), low, high)
    below, above = middle.between(low, threshold), middle.between(threshold, high)
    if radiograph.smallest_is_white:
        dark, lung, soft, bright = high, above.quantile(0.5), below.quantile(0.5), field.quantile(0.005)
    else:
        dark, lung, soft, bright = low, below.quantile(0.5), above.quantile(0.5), field.quantile(0.995)
    ends = {
        LUNGS: (dark, soft),
        BONE: (lung - 0.5 * (lung - dark), soft + 0.75 * (bright - soft)),
        LINES_AND_TUBES: (lung, bright),
    }
    return tuple(window_from_range(min(pair), max(pair), name) for name, pair in ends.items() if pair[0] != pair[1])


def _threshold(field: FieldHistogram, low: float, high: float) -> float:
    """The value that parts the field into two groups as far apart as they can be."""
    weights, edges = np.histogram(field.values, bins=_BINS, range=(low, high), weights=field.counts)
    middles = (edges[1:] + edges[:-1]) / 2
    count, moment = np.cumsum(weights), np.cumsum(weights * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (moment[-1] * count / count[-1] - moment) ** 2 / (count * (count[-1] - count))
    return float(middles[int(np.nanargmax(apart[:-1]))])


def region_window(radiograph: Radiograph, rect: tuple[float, float, float, float]) -> Window:
    """The window over what lies in a rectangle (x, y, width, height) in film pixels, padding left out.

    All but its extreme half percents. Raises ValueError where the rectangle holds no two values to tell apart.
    """
    x, y, width, height = rect
    columns = slice(max(0, round(min(x, x + width))), max(0, round(max(x, x + width))))
    rows = slice(max(0, round(min(y, y + height))), max(0, round(max(y, y + height))))
    stored = radiograph.pixels[rows, columns].astype(np.int64).ravel() + radiograph.stored_offset
    if radiograph.padding is not None:
        first, last = radiograph.padding
        stored = stored[(stored < first) | (stored > last)]
    values = apply_modality_lut(stored, radiograph.modality_lut)
    if values.size == 0 or values.min() == values.max():
        raise ValueError("the rectangle holds one value only")
    low, high = np.percentile(values, (0.5, 99.5), method="nearest")
    if low == high:
        low, high = values.min(), values.max()
    return window_from_range(float(low), float(high), REGION)
