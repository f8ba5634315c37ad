"""The values of a film at a point and inside an outline. Knows pixels and the modality LUT; draws nothing.

A pixel belongs to an outline when its centre does. Padding is no image and is left out.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.radiograph import Pixels, Radiograph
from cxrviewer.imaging.voi_lut import apply_modality_lut

Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed outline; inside is what an odd number of its edges encloses."""

    corners: tuple[Point, ...]

    def mask(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Mask:
        """Which of the points at columns ``x`` (1, n) and rows ``y`` (m, 1) lie inside, (m, n)."""
        inside = np.zeros((y.shape[0], x.shape[1]), bool)
        for (ax, ay), (bx, by) in zip(self.corners, self.corners[1:] + self.corners[:1], strict=True):
            if ay != by:
                beside = x < ax + (y - ay) * ((bx - ax) / (by - ay))
                inside ^= ((ay > y) != (by > y)) & beside
        return inside


@dataclass(frozen=True, slots=True)
class Ellipse:
    """The ellipse that fills the upright rectangle with these opposite corners."""

    corners: tuple[Point, ...]

    def mask(self, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Mask:
        """Which of the points at columns ``x`` (1, n) and rows ``y`` (m, 1) lie inside, (m, n)."""
        (ax, ay), (bx, by) = self.corners
        if ax == bx or ay == by:
            return np.zeros((y.shape[0], x.shape[1]), bool)
        across, down = (2 * x - ax - bx) / (bx - ax), (2 * y - ay - by) / (by - ay)
        return np.asarray(across**2 + down**2 < 1)


Outline = Polygon | Ellipse


def rectangle(first: Point, second: Point) -> Polygon:
    """The upright rectangle with these opposite corners."""
    (ax, ay), (bx, by) = first, second
    return Polygon((first, (bx, ay), second, (ax, by)))


@dataclass(frozen=True, slots=True)
class ValueStatistics:
    """Of the modality values (``Radiograph.modality_unit``) inside an outline."""

    pixels: int
    mean: float
    deviation: float
    """Standard deviation of exactly these pixels, not an estimate for more of them."""
    smallest: float
    largest: float


@dataclass(frozen=True, slots=True)
class ValueAt:
    """One pixel's values."""

    column: int
    row: int
    stored: int
    modality: float


def value_at(radiograph: Radiograph, point: Point) -> ValueAt | None:
    """The pixel under a point; None beside the film."""
    column, row = math.floor(point[0]), math.floor(point[1])
    if not (0 <= column < radiograph.columns and 0 <= row < radiograph.rows):
        return None
    stored = int(radiograph.pixels[row, column]) + radiograph.stored_offset
    modality = float(apply_modality_lut(np.array([stored]), radiograph.modality_lut)[0])
    return ValueAt(column, row, stored, modality)


def statistics_of(radiograph: Radiograph, outline: Outline) -> ValueStatistics | None:
    """Mean, spread and range inside the outline; None where no pixel's centre is inside."""
    values, counts = stored_inside(radiograph, outline)
    if values.size == 0:
        return None
    modality = apply_modality_lut(values, radiograph.modality_lut)
    mean = float(np.average(modality, weights=counts))
    variance = float(np.average((modality - mean) ** 2, weights=counts))
    return ValueStatistics(
        pixels=int(counts.sum()),
        mean=mean,
        deviation=math.sqrt(variance),
        smallest=float(modality.min()),
        largest=float(modality.max()),
    )


def stored_inside(radiograph: Radiograph, outline: Outline) -> tuple[Counts, Counts]:
    """The stored values that occur inside, ascending, and how often each does, (n,) both; padding left out."""
    pixels, left, top = _cut_out(radiograph, outline.corners)
    x = np.arange(left, left + pixels.shape[1])[np.newaxis, :] + 0.5
    y = np.arange(top, top + pixels.shape[0])[:, np.newaxis] + 0.5
    counts = np.bincount(pixels[outline.mask(x, y)])
    values = np.flatnonzero(counts)
    stored = values + radiograph.stored_offset
    if radiograph.padding is not None:
        first, last = radiograph.padding
        is_image = (stored < first) | (stored > last)
        stored, values = stored[is_image], values[is_image]
    return stored, counts[values]


def _cut_out(radiograph: Radiograph, corners: Sequence[Point]) -> tuple[Pixels, int, int]:
    """The smallest upright part of the film that holds the corners; its first column and row."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
    right, bottom = min(radiograph.columns, math.ceil(max(xs))), min(radiograph.rows, math.ceil(max(ys)))
    return radiograph.pixels[top : max(top, bottom), left : max(left, right)], left, top
