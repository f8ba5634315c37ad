"""Draws the visible part of a film: stored values at device resolution, then one table look-up to grey.

Knows the film's levels and its rectangle on the device; knows nothing of Qt. The values are resampled before the
table is applied, so changing the window costs only the look-up.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.radiograph import Pixels
from cxrviewer.ui.image.orientation import Orientation
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.resampling import Magnification, resampled
from cxrviewer.ui.image.view_state import Canvas, Placement

Grey = npt.NDArray[np.uint8]

_FINEST = 1.7
"""Film pixels per device pixel, of a level's own, from which the next level is nearer: it is then enlarged by
less than a fifth, which shows less than the time saved."""
_BAND = 128  # rows


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
    quick: bool = False
    """Whether it was made for a picture that moves, and waits to be made well."""


def visible_patch(
    pyramid: Pyramid,
    placement: Placement,
    canvas: Canvas,
    magnification: Magnification = Magnification.SMOOTH,
    previous: Patch | None = None,
    *,
    quick: bool = False,
) -> Patch | None:
    """What the canvas shows of the film; None where that is nothing.

    ``previous``, a patch of the same film, is used where the film has only moved: then its edges alone are new.
    ``quick`` allows a softer picture, to be followed by one that is not.
    """
    film = _Area(placement.left, placement.top, placement.left + placement.width, placement.top + placement.height)
    seen = film.common(_Area(0, 0, canvas.device_width, canvas.device_height))
    if seen.is_empty:
        return None
    if previous is not None and (quick or not previous.quick):
        kept = _kept(previous, placement, seen, magnification)
        if kept is not None:
            return _moved(pyramid, placement, seen, previous, kept)
    values = np.ascontiguousarray(_values(pyramid, placement, seen, magnification, quick=quick))
    return Patch(placement, magnification, seen.left, seen.top, values, quick)


def grey_values(values: Pixels, table: Grey, out: Grey | None = None) -> Grey:
    """The table applied to stored values; into ``out`` where one is given."""
    grey = np.empty(values.shape, np.uint8) if out is None else out
    # Some rows at a time: numpy turns the values into indices of 8 bytes, which for the whole would be 20 MB of new
    # memory in every frame.
    for top in range(0, len(values), _BAND):
        # mode="clip" lets numpy write to out directly; no uint16 lies outside a table of 65536 entries.
        table.take(values[top : top + _BAND], out=grey[top : top + _BAND], mode="clip")
    return grey


def _values(
    pyramid: Pyramid, placement: Placement, area: _Area, magnification: Magnification, *, quick: bool = False
) -> Pixels:
    """The values in an area of the canvas; possibly a view that is not contiguous."""
    rows, columns = pyramid.levels[0].values.shape
    across, down = (round(length) for length in placement.orientation.size(placement.width, placement.height))
    shrink = min(columns / across, rows / down)  # film pixels per device pixel
    k = 0
    while shrink / 2**k > _FINEST:
        k += 1
    lying = _as_stored(placement, area)
    x_scale, y_scale = columns / across / 2**k, rows / down / 2**k
    values = resampled(
        pyramid.level(k),
        (lying.left * x_scale, lying.top * y_scale, lying.right * x_scale, lying.bottom * y_scale),
        lying.size,
        magnification=magnification if shrink < 1 else Magnification.SMOOTH,
        padding_value=pyramid.padding_value,
        extremes=pyramid.extremes,
        quick=quick,
    )
    return turned(values, placement.orientation)


def _as_stored(placement: Placement, area: _Area) -> _Area:
    """Where an area of the canvas lies within the film as it is stored, in device pixels from the film's corner."""
    orientation = placement.orientation
    width, height = orientation.size(placement.width, placement.height)
    x, y = zip(
        *(
            orientation.to_film((x - placement.left - placement.width / 2, y - placement.top - placement.height / 2))
            for x, y in ((area.left, area.top), (area.right, area.bottom))
        ),
        strict=True,
    )
    return _Area(
        round(min(x) + width / 2), round(min(y) + height / 2), round(max(x) + width / 2), round(max(y) + height / 2)
    )


def turned(values: Pixels, orientation: Orientation) -> Pixels:
    """An array of the film as it lies on the screen; a view of the same memory."""
    if orientation.mirrored:
        values = values[:, ::-1]
    return np.rot90(values, -orientation.quarter_turns)


def _kept(previous: Patch, placement: Placement, seen: _Area, magnification: Magnification) -> _Area | None:
    """Which part of the canvas shows what the previous patch already holds, moved; None where none does."""
    before = previous.placement
    if replace(before, left=placement.left, top=placement.top) != placement:
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
            drawn = _values(pyramid, placement, edge, previous.magnification, quick=previous.quick)
            y, x = edge.top - seen.top, edge.left - seen.left
            values[y : y + drawn.shape[0], x : x + drawn.shape[1]] = drawn
    return Patch(placement, previous.magnification, seen.left, seen.top, values, previous.quick)
