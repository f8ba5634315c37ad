"""Draws the visible part of a film: stored values at device resolution, then one table look-up to grey.

Knows stored values, padding and PIL's filters; knows nothing of Qt. The values are resampled before the table is
applied, so changing the window costs only the look-up, and a film looks the same however it was windowed first.
"""

import enum
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from cxrviewer.imaging.radiograph import Pixels
from cxrviewer.ui.image.pyramid import Level, Pyramid
from cxrviewer.ui.image.view_state import Canvas, Placement

Grey = npt.NDArray[np.uint8]

_MARGIN = 4  # level pixels around the visible ones that the filters reach for


class Magnification(enum.Enum):
    """How the space between film pixels is filled above 1:1."""

    SMOOTH = "smooth"
    """Bicubic, within the values of the neighbourhood."""
    NEAREST = "nearest"
    """Each film pixel is a square."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """The visible part of a film: values (height, width) uint16 and its first device pixel on the canvas."""

    left: int
    top: int
    values: Pixels


def visible_patch(
    pyramid: Pyramid, placement: Placement, canvas: Canvas, magnification: Magnification = Magnification.SMOOTH
) -> Patch | None:
    """The stored values of the film part that the canvas shows, one for each device pixel; None where it shows none."""
    left, right = max(0, placement.left), min(canvas.device_width, placement.left + placement.width)
    top, bottom = max(0, placement.top), min(canvas.device_height, placement.top + placement.height)
    if left >= right or top >= bottom:
        return None
    rows, columns = pyramid.levels[0].values.shape
    shrink = min(columns / placement.width, rows / placement.height)  # film pixels per device pixel
    # Twice as coarse as needed is too coarse, so 1 <= level pixels per device pixel < 2 is left to the filter.
    k = max(0, math.floor(math.log2(shrink) + 1e-9)) if shrink > 1 else 0
    level = pyramid.level(k)
    x_scale, y_scale = columns / placement.width / 2**k, rows / placement.height / 2**k
    box = (
        (left - placement.left) * x_scale,
        (top - placement.top) * y_scale,
        (right - placement.left) * x_scale,
        (bottom - placement.top) * y_scale,
    )
    values = _resampled(level, box, (right - left, bottom - top), magnification, pyramid.padding_value)
    return Patch(left, top, values)


def grey_values(values: Pixels, table: Grey, out: Grey | None = None) -> Grey:
    """The table applied to stored values; into ``out`` where one is given."""
    # mode="clip" lets numpy write to out directly; no uint16 lies outside a table of 65536 entries.
    return np.take(table, values, out=out, mode="clip")


def _resampled(
    level: Level,
    box: tuple[float, float, float, float],
    size: tuple[int, int],
    magnification: Magnification,
    padding_value: int,
) -> Pixels:
    rows, columns = level.values.shape
    x0, y0 = max(0, math.floor(box[0]) - _MARGIN), max(0, math.floor(box[1]) - _MARGIN)
    x1, y1 = min(columns, math.ceil(box[2]) + _MARGIN), min(rows, math.ceil(box[3]) + _MARGIN)
    part = level.values[y0:y1, x0:x1]
    box = (box[0] - x0, box[1] - y0, min(box[2] - x0, x1 - x0), min(box[3] - y0, y1 - y0))
    width, height = size
    if box[2] - box[0] == width and box[3] - box[1] == height and box[0] % 1 == 0 and box[1] % 1 == 0:
        return np.ascontiguousarray(part[int(box[1]) :, int(box[0]) :][:height, :width])
    magnified = box[2] - box[0] < width or box[3] - box[1] < height
    if magnified and magnification is Magnification.NEAREST:
        return _nearest(part, box, size)
    if level.film_share is not None:
        return _resampled_film(part, level.film_share[y0:y1, x0:x1], box, size, padding_value)
    # Hamming keeps edges as sharp as bicubic does but has no lobe below zero: no dark seam beside a bright clavicle.
    resampling = Image.Resampling.BICUBIC if magnified else Image.Resampling.HAMMING
    drawn = _resize(part.astype(np.float32), size, resampling, box)
    if magnified:
        # Bicubic overshoots at edges; a value the film does not hold there could be padding or beyond its window.
        np.clip(drawn, part.min(), part.max(), out=drawn)
    return _whole(drawn)


def _resampled_film(
    part: Pixels,
    share: npt.NDArray[np.float32],
    box: tuple[float, float, float, float],
    size: tuple[int, int],
    padding_value: int,
) -> Pixels:
    """The mean of what is film alone: padding mixed in would draw a false rim. Mostly padding becomes padding."""
    seen = _resize(share, size, Image.Resampling.BILINEAR, box)
    drawn = _resize(part * share, size, Image.Resampling.BILINEAR, box)
    np.divide(drawn, seen, out=drawn, where=seen > 0)
    values = _whole(drawn)
    values[seen < 0.5] = padding_value
    return values


def _nearest(part: Pixels, box: tuple[float, float, float, float], size: tuple[int, int]) -> Pixels:
    width, height = size
    x = (box[0] + (np.arange(width) + 0.5) * (box[2] - box[0]) / width).astype(np.intp)
    y = (box[1] + (np.arange(height) + 0.5) * (box[3] - box[1]) / height).astype(np.intp)
    return part[y[:, None], x]


def _resize(
    values: npt.NDArray[np.float32],
    size: tuple[int, int],
    resampling: Image.Resampling,
    box: tuple[float, float, float, float],
) -> npt.NDArray[np.float32]:
    # Mode "F": PIL filters float32 twice as fast as 16-bit integers, and without rounding between its two passes.
    return np.array(Image.fromarray(values).resize(size, resampling, box=box))


def _whole(values: npt.NDArray[np.float32]) -> Pixels:
    values += np.float32(0.5)
    np.clip(values, 0, 65535, out=values)
    return values.astype(np.uint16)
