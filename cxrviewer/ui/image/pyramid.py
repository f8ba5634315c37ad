"""A film at halved sizes, so that a small picture of it is an average and not a selection of its pixels.

Knows stored values and padding; knows nothing of grey scale or Qt.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.radiograph import Pixels, Radiograph

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Stored values, and where some are padding, which share of each pixel is film (None: all of it)."""

    values: Pixels
    film_share: Weights | None = None


@dataclass(slots=True, eq=False)
class Pyramid:
    """The levels of one film: level k has pixels of 2^k x 2^k film pixels. Made as they are first asked for."""

    levels: list[Level] = field(default_factory=list)
    padding_value: int = 0
    """The stored value that a pixel of mere padding is given back as."""
    extremes: tuple[int, int] = (0, 65535)
    """The least and the largest stored value."""

    @classmethod
    def of(cls, radiograph: Radiograph) -> "Pyramid":
        """The pyramid of a radiograph; only its first level exists yet."""
        pixels = radiograph.pixels
        extremes = int(pixels.min()), int(pixels.max())
        if radiograph.padding is None:
            return cls([Level(pixels)], extremes=extremes)
        # Padding is stated as the file stores it, pixels are shifted to start at 0.
        first, last = (int(np.clip(end - radiograph.stored_offset, 0, 65535)) for end in radiograph.padding)
        outside = (pixels >= first) & (pixels <= last)
        if not outside.any():
            return cls([Level(pixels)], extremes=extremes)
        return cls([Level(pixels, (~outside).astype(np.float32))], first, extremes)

    def level(self, k: int) -> Level:
        """Level k, or the smallest there is."""
        while len(self.levels) <= k and max(self.levels[-1].values.shape) > 1:
            self.levels.append(_halved(self.levels[-1], half_up=len(self.levels) % 2 == 1))
        return self.levels[min(k, len(self.levels) - 1)]


def _even(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    rows, columns = array.shape
    if rows % 2 == 0 and columns % 2 == 0:
        return array
    return np.pad(array, ((0, rows % 2), (0, columns % 2)), mode="edge")


def _sums(array: npt.NDArray[Any], kind: type[np.generic]) -> npt.NDArray[Any]:
    """Sums over 2x2 pixels; an odd last row or column counts twice, as if the film went on."""
    whole = _even(array)
    rows = np.add(whole[0::2], whole[1::2], dtype=kind)
    return np.asarray(np.add(rows[:, 0::2], rows[:, 1::2]))


def _halved(level: Level, *, half_up: bool) -> Level:
    if level.film_share is None:
        means = _sums(level.values, np.uint32)
        # To the nearest, and a half up and down by turns: rounding down, or halves always up, would darken or
        # brighten the film from level to level.
        means += 2 if half_up else 1
        means >>= 2
        return Level(means.astype(np.uint16))
    share = _sums(level.film_share, np.float32)
    weighted = _sums(level.values * level.film_share, np.float32)
    means = np.divide(weighted, share, out=np.zeros_like(weighted), where=share > 0)
    return Level(np.rint(means).astype(np.uint16), (share / 4).astype(np.float32))
