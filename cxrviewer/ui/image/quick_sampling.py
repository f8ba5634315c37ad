"""Stored values at another size as fast as they can be had without a pattern: for a picture that is still moving.

Knows values alone; ``resampling`` makes the picture that stays.
"""

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.radiograph import Pixels

Box = tuple[float, float, float, float]
"""(left, top, right, bottom)"""

_BAND = 100  # rows at a time: what is worked on stays in the cache, and no memory is asked of the system


def quickly_sampled(values: Pixels, box: Box, size: tuple[int, int], *, average: bool = True) -> Pixels:
    """The values in a box, as (height, width) of ``size`` (width, height): the mean of four in each pixel.

    Without ``average`` it is one value that the film holds: padding mixed with film would be neither.
    """
    rows, columns = values.shape
    width, height = size
    offsets = (0.25, 0.75) if average else (0.5,)
    x = [_places(box[0], box[2], width, columns, offset) for offset in offsets]
    y = [_places(box[1], box[3], height, rows, offset) for offset in offsets]
    first, last = int(x[0][0]), int(x[-1][-1]) + 1
    x = [one - first for one in x]
    sampled = np.empty((height, width), np.uint16)
    for top in range(0, height, _BAND):
        band = np.s_[top : top + _BAND]
        lines = _mean_down([values[one[band], first:last] for one in y])
        sampled[band] = _mean_up([lines.take(one, axis=1) for one in x])
    return sampled


def _places(start: float, end: float, count: int, largest: int, offset: float) -> npt.NDArray[np.intp]:
    places = start + (np.arange(count) + offset) * (end - start) / count
    return np.clip(places.astype(np.intp), 0, largest - 1)


def _mean_down(two: list[Pixels]) -> Pixels:
    """The mean, a half rounded down, without leaving 16 bits."""
    if len(two) == 1:
        return two[0]
    half = two[0] ^ two[1]
    half >>= 1
    half += two[0] & two[1]
    return half


def _mean_up(two: list[Pixels]) -> Pixels:
    """The mean, a half rounded up: after one rounded down the picture as a whole keeps its brightness."""
    if len(two) == 1:
        return two[0]
    half = two[0] ^ two[1]
    half >>= 1
    whole = two[0] | two[1]
    whole -= half
    return whole
