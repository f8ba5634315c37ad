"""Stored values at another size: averages where there is less room, a smooth surface or squares where there is more.

Knows values, padding and PIL's filters; knows nothing of films, screens or grey.
"""

import enum
import math

import numpy as np
import numpy.typing as npt
from PIL import Image

from cxrviewer.imaging.radiograph import Pixels
from cxrviewer.ui.image.pyramid import Level
from cxrviewer.ui.image.quick_sampling import Box, quickly_sampled

_MARGIN = 4  # pixels around the visible ones that the filters reach for
_BAND = 128  # rows at a time: memory that stays in the cache is filtered in half the time
_COARSE = 0.6  # film pixels per device pixel, below which a quick picture is a small one enlarged


class Magnification(enum.Enum):
    """How the space between film pixels is filled above 1:1."""

    SMOOTH = "smooth"
    """Bicubic, within the film's values."""
    NEAREST = "nearest"
    """Each film pixel is a square."""


def resampled(
    level: Level,
    box: Box,
    size: tuple[int, int],
    *,
    magnification: Magnification = Magnification.SMOOTH,
    padding_value: int = 0,
    extremes: tuple[int, int] = (0, 65535),
    quick: bool = False,
) -> Pixels:
    """The values in a box of the level, which it may not leave, as (height, width) of ``size`` (width, height).

    ``extremes`` are the least and the largest value that may come out of enlarging. ``quick`` is for a picture that
    is still moving: a third of the time, and softer.
    """
    width, height = size
    left, top, right, bottom = box
    if right - left == width and bottom - top == height and left % 1 == 0 and top % 1 == 0:
        return np.ascontiguousarray(level.values[int(top) : int(bottom), int(left) : int(right)])
    if quick:
        return _quickly(level, box, size)
    if magnification is Magnification.NEAREST:
        return quickly_sampled(level.values, box, size, average=False)
    values = np.empty((height, width), np.uint16)
    down = (bottom - top) / height
    for first in range(0, height, _BAND):
        last = min(first + _BAND, height)
        end = bottom if last == height else top + last * down
        part, share, within = _cut(level, (left, top + first * down, right, end))
        if share is None:
            values[first:last] = _resampled_part(part, within, (width, last - first), extremes)
        else:
            values[first:last] = _resampled_film(part, share, within, (width, last - first), padding_value)
    return values


def _quickly(level: Level, box: Box, size: tuple[int, int]) -> Pixels:
    width, height = size
    if box[2] - box[0] > _COARSE * width or min(size) < 2:
        return quickly_sampled(level.values, box, size, average=level.film_share is None)
    # Far above 1:1 four samples would be squares: a smooth film of half the pixels, each twice in both directions.
    half = resampled(level, box, ((width + 1) // 2, (height + 1) // 2))
    return half.repeat(2, axis=0).repeat(2, axis=1)[:height, :width]


def _cut(level: Level, box: Box) -> tuple[Pixels, npt.NDArray[np.float32] | None, Box]:
    """The part of the level that a box and the filters need, and the box within it."""
    rows, columns = level.values.shape
    x0, y0 = max(0, math.floor(box[0]) - _MARGIN), max(0, math.floor(box[1]) - _MARGIN)
    x1, y1 = min(columns, math.ceil(box[2]) + _MARGIN), min(rows, math.ceil(box[3]) + _MARGIN)
    share = None if level.film_share is None else level.film_share[y0:y1, x0:x1]
    within = (box[0] - x0, box[1] - y0, min(box[2] - x0, x1 - x0), min(box[3] - y0, y1 - y0))
    return level.values[y0:y1, x0:x1], share, within


def _resampled_part(part: Pixels, box: Box, size: tuple[int, int], extremes: tuple[int, int]) -> Pixels:
    magnified = box[2] - box[0] < size[0] or box[3] - box[1] < size[1]
    # Hamming keeps edges as sharp as bicubic does but has no lobe below zero: no dark seam beside a bright clavicle.
    resampling = Image.Resampling.BICUBIC if magnified else Image.Resampling.HAMMING
    drawn = _resize(part.astype(np.float32), size, resampling, box)
    if magnified:
        # Bicubic overshoots at edges; a value that the film holds nowhere is no finding.
        np.clip(drawn, *extremes, out=drawn)
    return _whole(drawn)


def _resampled_film(
    part: Pixels,
    share: npt.NDArray[np.float32],
    box: Box,
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


def _resize(
    values: npt.NDArray[np.float32],
    size: tuple[int, int],
    resampling: Image.Resampling,
    box: Box,
) -> npt.NDArray[np.float32]:
    # Mode "F": PIL filters float32 twice as fast as 16-bit integers, and without rounding between its two passes.
    return np.array(Image.fromarray(values).resize(size, resampling, box=box))


def _whole(values: npt.NDArray[np.float32]) -> Pixels:
    values += np.float32(0.5)
    np.clip(values, 0, 65535, out=values)
    return values.astype(np.uint16)
