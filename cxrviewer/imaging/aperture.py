"""The part of a film that a shutter or a collimator leaves open, as shapes in film pixels.

Knows geometry; knows no DICOM element and draws nothing.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
"""(rows, columns): True where the film is open."""

Centres = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Edges in film pixels; (0, 0) is the outer corner of the first pixel. Raises ValueError unless it has an area."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (self.left < self.right and self.top < self.bottom):
            raise ValueError("the edges of a rectangle must be apart")


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A circle on the detector; an ellipse where pixels are not square. Raises ValueError without a radius."""

    centre: tuple[float, float]
    """(x, y) in film pixels."""
    radius_x: float
    radius_y: float

    def __post_init__(self) -> None:
        if not (self.radius_x > 0 and self.radius_y > 0):
            raise ValueError("a circle needs a radius")


@dataclass(frozen=True, slots=True)
class Polygon:
    """Vertices (x, y) in film pixels, in order. Raises ValueError below three."""

    vertices: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.vertices) < 3:
            raise ValueError("a polygon needs three vertices")


Shape = Rectangle | Ellipse | Polygon


@dataclass(frozen=True, slots=True)
class Aperture:
    """What all of its shapes leave open together (PS3.3 C.7.6.11: several shapes combine to the smallest opening)."""

    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        if not self.shapes:
            raise ValueError("an aperture needs a shape")


@dataclass(frozen=True, slots=True)
class Shutter:
    """A display shutter: what it leaves open, and the grey of what it covers."""

    aperture: Aperture
    p_value: float = 0.0
    """Shutter Presentation Value as a fraction: 0 black, 1 white."""


def open_mask(aperture: Aperture, rows: int, columns: int, *, step: int = 1) -> Mask:
    """Which pixels are open, a pixel counting by its centre; with ``step``, of every step-th row and column."""
    x = np.arange(0, columns, step) + 0.5
    y = np.arange(0, rows, step) + 0.5
    mask = np.ones((y.size, x.size), dtype=np.bool_)
    for shape in aperture.shapes:
        mask &= _inside(shape, x, y)
    return mask


def _inside(shape: Shape, x: Centres, y: Centres) -> Mask:
    if isinstance(shape, Rectangle):
        across = (shape.left < x) & (x < shape.right)
        down = (shape.top < y) & (y < shape.bottom)
        return down[:, None] & across[None, :]
    if isinstance(shape, Ellipse):
        dx, dy = (x - shape.centre[0]) / shape.radius_x, (y - shape.centre[1]) / shape.radius_y
        near: Mask = dx[None, :] ** 2 + dy[:, None] ** 2 <= 1
        return near
    return _inside_polygon(shape, x, y)


def _inside_polygon(polygon: Polygon, x: Centres, y: Centres) -> Mask:
    """Even-odd: each edge turns over what lies to its right in the rows that it crosses."""
    turns = np.zeros((y.size, x.size + 1), dtype=np.bool_)
    corners = polygon.vertices
    for (x1, y1), (x2, y2) in zip(corners, (*corners[1:], corners[0]), strict=True):
        if y1 == y2:
            continue
        rows = np.flatnonzero((min(y1, y2) <= y) & (y < max(y1, y2)))
        crossing = x1 + (y[rows] - y1) * (x2 - x1) / (y2 - y1)
        turns[rows, np.searchsorted(x, crossing)] ^= True
    inside: Mask = np.logical_xor.accumulate(turns, axis=1)[:, : x.size]
    return inside
