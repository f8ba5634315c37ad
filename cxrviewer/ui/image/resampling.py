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

Box = tuple[float, float, float, float]
"""(left, top, right, bottom)"""

_MARGIN = 4  # pixels around the visible ones that the filters reach for


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
) -> Pixels:
    """The values in a box of the level, which it may not leave, as (height, width) of ``size`` (width, height).

    ``extremes`` are the least and the largest value that may come out of enlarging.
    """
    rows, columns = level.values.shape
    x0, y0 = max(0, math.floor(box[0]) - _MARGIN), max(0, math.floor(box[1]) - _MARGIN)
    x1, y1 = min(columns, math.ceil(box[2]) + _MARGIN), min(rows, math.ceil(box[3]) + _MARGIN)
    part = level.values[y0:y1, x0:x1]
    box = (box[0] - x0, box[1] - y0, min(box[2] - x0, x1 - x0), min(box[3] - y0, y1 - y0))
    width, height = size
    if box[2] - box[0] == width and box[3] - box[1] == height and box[0] % 1 == 0 and box[1] % 1 == 0:
        return np.ascontiguousarray(part[int(box[1]) :, int(box[0]) :][:height, :width])
    if magnification is Magnification.NEAREST:
        return _nearest(part, box, size)
    if level.film_share is not None:
        return _resampled_film(part, level.film_share[y0:y1, x0:x1], box, size, padding_value)
    magnified = box[2] - box[0] < width or box[3] - box[1] < height
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


def _nearest(part: Pixels, box: Box, size: tuple[int, int]) -> Pixels:
    width, height = size
    x = (box[0] + (np.arange(width) + 0.5) * (box[2] - box[0]) / width).astype(np.intp)
    y = (box[1] + (np.arange(height) + 0.5) * (box[3] - box[1]) / height).astype(np.intp)
    return part[y[:, None], x]


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
