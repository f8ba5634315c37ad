"""Lengths, angles and areas between points of a film, in the honest unit; numbers only, no words for the screen.

Points are film pixels, (x, y), with (0, 0) the outer corner of the first pixel. Knows where pixels lie and how far
apart they are; knows nothing of values, of drawing or of files.
"""

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

from cxrviewer.imaging.radiograph import PixelSpacing

Point = tuple[float, float]
"""(x, y) in film pixels."""
Line = tuple[Point, Point]


class Unit(enum.Enum):
    """What a figure counts."""

    PIXEL = "px"
    MILLIMETRE = "mm"
    SQUARE_PIXEL = "px²"
    SQUARE_MILLIMETRE = "mm²"


_OF_SPACING = frozenset({Unit.MILLIMETRE, Unit.SQUARE_MILLIMETRE})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure that cannot be shown without its unit, nor millimetres without saying whose.

    Raises ValueError for millimetres of no source and for pixels of one.
    """

    value: float
    unit: Unit
    source: str = ""
    """Where the millimetres come from (``pixel_spacing`` lists the sources); empty for pixels."""

    def __post_init__(self) -> None:
        if (self.unit in _OF_SPACING) != bool(self.source):
            raise ValueError(f"{self.unit.value} from {self.source or 'nowhere'}")


@dataclass(frozen=True, slots=True)
class CardiothoracicRatio:
    """The transverse diameter of the heart over the inner width of the thorax, square to a midline (Danzer 1919)."""

    first: Quantity
    """From the midline to the heart's border on the side of the film's first column; below 0 where it does not
    reach the midline."""
    last: Quantity
    """The same on the side of the last column."""
    thorax: Quantity
    ratio: float


def distance(first: Point, second: Point, spacing: PixelSpacing | None) -> Quantity:
    """How far apart two points are."""
    (ax, ay), (bx, by) = _scaled(first, spacing), _scaled(second, spacing)
    return _length(math.hypot(bx - ax, by - ay), spacing)


def angle(first: Point, vertex: Point, second: Point, spacing: PixelSpacing | None) -> float:
    """The angle at ``vertex``, 0 to 180 degrees; 0 where an arm has no length."""
    a, v, b = (_scaled(point, spacing) for point in (first, vertex, second))
    return _between((a[0] - v[0], a[1] - v[1]), (b[0] - v[0], b[1] - v[1]))


def cobb_angle(first: Line, second: Line, spacing: PixelSpacing | None) -> float:
    """The Cobb angle of two endplates, 0 to 180 degrees, whichever end of each was drawn first.

    Both are read across the spine in the same sense, the spine running from the middle of one to the middle of the
    other; so a curve beyond 90 degrees is not mistaken for its supplement.
    """
    (a, b), (c, d) = (tuple(_scaled(point, spacing) for point in line) for line in (first, second))
    spine = (c[0] + d[0] - a[0] - b[0], c[1] + d[1] - a[1] - b[1])
    upper, lower = (_across(spine, (end[0] - start[0], end[1] - start[1])) for start, end in ((a, b), (c, d)))
    between = _between(upper, lower)
    return between if spine != (0.0, 0.0) else min(between, 180.0 - between)


def polygon_area(corners: Sequence[Point], spacing: PixelSpacing | None) -> Quantity:
    """The area inside a polygon that does not cross itself."""
    points = [_scaled(corner, spacing) for corner in corners]
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
    return _area(abs(twice) / 2, spacing)


def ellipse_area(first: Point, second: Point, spacing: PixelSpacing | None) -> Quantity:
    """The area inside the ellipse that fills the upright rectangle with these opposite corners."""
    (ax, ay), (bx, by) = _scaled(first, spacing), _scaled(second, spacing)
    return _area(math.pi / 4 * abs(bx - ax) * abs(by - ay), spacing)


def cardiothoracic_ratio(
    heart: Line, thorax: Line, midline: Line, spacing: PixelSpacing | None
) -> CardiothoracicRatio | None:
    """The ratio of the widths that the two strokes have square to the midline; None where there is no width."""
    top, bottom = (_scaled(point, spacing) for point in midline)
    along = (bottom[0] - top[0], bottom[1] - top[1])
    size = math.hypot(*along)
    if size == 0:
        return None
    # Square to the midline, towards the film's last column (towards its last row where the midline lies flat).
    normal = (along[1] / size, -along[0] / size)
    if normal[0] < 0 or (normal[0] == 0 and normal[1] < 0):
        normal = (-normal[0], -normal[1])

    def offsets(line: Line) -> tuple[float, float]:
        points = (_scaled(point, spacing) for point in line)
        low, high = sorted((x - top[0]) * normal[0] + (y - top[1]) * normal[1] for x, y in points)
        return low, high

    heart_low, heart_high = offsets(heart)
    thorax_low, thorax_high = offsets(thorax)
    width = thorax_high - thorax_low
    if width == 0:
        return None
    return CardiothoracicRatio(
        first=_length(-heart_low, spacing),
        last=_length(heart_high, spacing),
        thorax=_length(width, spacing),
        ratio=(heart_high - heart_low) / width,
    )


def midline_of(thorax: Line, spacing: PixelSpacing | None) -> Line:
    """Where a midline is first put: square to the thorax's stroke, through its middle, 0.6 times as long; downwards."""
    (ax, ay), (bx, by) = thorax
    row, column = (spacing.row_mm, spacing.column_mm) if spacing else (1.0, 1.0)
    middle = ((ax + bx) / 2, (ay + by) / 2)
    # Turned by 90 degrees in millimetres, then back to pixels.
    half = (-(by - ay) * row / column * 0.3, (bx - ax) * column / row * 0.3)
    if half[1] < 0 or (half[1] == 0 and half[0] < 0):
        half = (-half[0], -half[1])
    return (middle[0] - half[0], middle[1] - half[1]), (middle[0] + half[0], middle[1] + half[1])


def _scaled(point: Point, spacing: PixelSpacing | None) -> Point:
    """In millimetres, where there are any."""
    return point if spacing is None else (point[0] * spacing.column_mm, point[1] * spacing.row_mm)


def _between(first: Point, second: Point) -> float:
    cross = first[0] * second[1] - first[1] * second[0]
    dot = first[0] * second[0] + first[1] * second[1]
    return math.degrees(math.atan2(abs(cross), dot))


def _across(spine: Point, direction: Point) -> Point:
    """The direction, or its opposite, that leads from the one side of the spine to the other."""
    cross = spine[0] * direction[1] - spine[1] * direction[0]
    return direction if cross >= 0 else (-direction[0], -direction[1])


def _length(value: float, spacing: PixelSpacing | None) -> Quantity:
    return Quantity(value, Unit.PIXEL) if spacing is None else Quantity(value, Unit.MILLIMETRE, spacing.source)


def _area(value: float, spacing: PixelSpacing | None) -> Quantity:
    if spacing is None:
        return Quantity(value, Unit.SQUARE_PIXEL)
    return Quantity(value, Unit.SQUARE_MILLIMETRE, spacing.source)
