"""Draws the visible part of a film: stored values at device resolution, then one table look-up to grey.

Knows the film's levels and its rectangle on the device; knows nothing of Qt. The values are resampled before the
table is applied, so changing the window costs only the look-up.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.radiograph import Pixels
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.resampling import Magnification, resampled
from cxrviewer.ui.image.view_state import Canvas, Placement

Grey = npt.NDArray[np.uint8]

_FINEST = 1.7
"""Film pixels per device pixel, of a level's own, from which the next level is nearer: it is then enlarged by
less than a fifth, which shows less than the time saved."""


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle of whole device pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)"""
        return self.right - self.left, self.bottom - self.top

    @property
    def is_empty(self) -> bool:
        return self.left >= self.right or self.top >= self.bottom

    def common(self, other: "_Area") -> "_Area":
        return _Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """The visible part of a film, one stored value for each device pixel."""

    placement: Placement
    magnification: Magnification
    left: int
    """First column on the canvas, in device pixels."""
    top: int
    """First row on the canvas, in device pixels."""
    values: Pixels  # (height, width)


def visible_patch(
    pyramid: Pyramid,
    placement: Placement,
    canvas: Canvas,
    magnification: Magnification = Magnification.SMOOTH,
    previous: Patch | None = None,
) -> Patch | None:
    """What the canvas shows of the film; None where that is nothing.

    ``previous``, a patch of the same film, is used where the film has only moved: then its edges alone are new.
    """
    film = _Area(placement.left, placement.top, placement.left + placement.width, placement.top + placement.height)
    seen = film.common(_Area(0, 0, canvas.device_width, canvas.device_height))
    if seen.is_empty:
        return None
    if previous is not None:
        kept = _kept(previous, placement, seen, magnification)
        if kept is not None:
            return _moved(pyramid, placement, seen, previous, kept)
    return Patch(placement, magnification, seen.left, seen.top, _values(pyramid, placement, seen, magnification))


def grey_values(values: Pixels, table: Grey, out: Grey | None = None) -> Grey:
    """The table applied to stored values; into ``out`` where one is given."""
    # mode="clip" lets numpy write to out directly; no uint16 lies outside a table of 65536 entries.
    return np.take(table, values, out=out, mode="clip")


def _values(pyramid: Pyramid, placement: Placement, area: _Area, magnification: Magnification) -> Pixels:
    rows, columns = pyramid.levels[0].values.shape
    shrink = min(columns / placement.width, rows / placement.height)  # film pixels per device pixel
    k = 0
    while shrink / 2**k > _FINEST:
        k += 1
    x_scale, y_scale = columns / placement.width / 2**k, rows / placement.height / 2**k
    box = (
        (area.left - placement.left) * x_scale,
        (area.top - placement.top) * y_scale,
        (area.right - placement.left) * x_scale,
        (area.bottom - placement.top) * y_scale,
    )
    return resampled(
        pyramid.level(k),
        box,
        area.size,
        magnification=magnification if shrink < 1 else Magnification.SMOOTH,
        padding_value=pyramid.padding_value,
        extremes=pyramid.extremes,
    )


def _kept(previous: Patch, placement: Placement, seen: _Area, magnification: Magnification) -> _Area | None:
    """Which part of the canvas shows what the previous patch already holds, moved; None where none does."""
    before = previous.placement
    if (before.width, before.height) != (placement.width, placement.height):
        return None
    if previous.magnification is not magnification:
        return None
    left, top = previous.left + placement.left - before.left, previous.top + placement.top - before.top
    height, width = previous.values.shape
    kept = seen.common(_Area(left, top, left + width, top + height))
    return None if kept.is_empty else kept


def _moved(pyramid: Pyramid, placement: Placement, seen: _Area, previous: Patch, kept: _Area) -> Patch:
    width, height = seen.size
    values = np.empty((height, width), np.uint16)
    dx = placement.left - previous.placement.left + previous.left
    dy = placement.top - previous.placement.top + previous.top
    rows, columns = (
        slice(kept.top - seen.top, kept.bottom - seen.top),
        slice(kept.left - seen.left, kept.right - seen.left),
    )
    values[rows, columns] = previous.values[kept.top - dy : kept.bottom - dy, kept.left - dx : kept.right - dx]
    for edge in (
        _Area(seen.left, seen.top, seen.right, kept.top),
        _Area(seen.left, kept.bottom, seen.right, seen.bottom),
        _Area(seen.left, kept.top, kept.left, kept.bottom),
        _Area(kept.right, kept.top, seen.right, kept.bottom),
    ):
        if not edge.is_empty:
            drawn = _values(pyramid, placement, edge, previous.magnification)
            y, x = edge.top - seen.top, edge.left - seen.left
            values[y : y + drawn.shape[0], x : x + drawn.shape[1]] = drawn
    return Patch(placement, previous.magnification, seen.left, seen.top, values)
