"""Each figure as lines and handles on the film. Knows where its points are; paints nothing and measures nothing."""

import math
from dataclasses import dataclass

from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.measures import Line, Point, midline_of
from cxrviewer.imaging.radiograph import PixelSpacing, Radiograph

_ELLIPSE_CORNERS = 72
_ARC_CORNERS, _ARC_SHARE = 16, 0.25
"""Of the arc that marks an angle: its radius is this share of the shorter arm."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through film points."""

    points: tuple[Point, ...]
    is_closed: bool = False
    is_dashed: bool = False


def strokes(figure: Figure, points: tuple[Point, ...], spacing: PixelSpacing | None) -> tuple[Stroke, ...]:
    """The lines of a figure; of one that is still being drawn, those that its points allow."""
    match figure, points:
        case (Figure.RECTANGLE, (_, _)):
            return (Stroke(_corners(points), is_closed=True),)
        case (Figure.ELLIPSE, (_, _)):
            return (Stroke(_round(points), is_closed=True),)
        case (Figure.ANGLE, (a, vertex, b)):
            return (Stroke((a, vertex, b)), *_arc(a, vertex, b))
        case (Figure.COBB, (a, b, c, d)):
            return (Stroke((a, b)), Stroke((c, d)), Stroke((_middle(a, b), _middle(c, d)), is_dashed=True))
        case (Figure.COBB | Figure.CARDIOTHORACIC, (a, b, *rest)) if len(rest) < 4:
            return (Stroke((a, b)), *((Stroke((rest[0], rest[1])),) if len(rest) == 2 else ()))
        case (Figure.CARDIOTHORACIC, (h1, h2, t1, t2, top, bottom)):
            return _cardiothoracic((h1, h2, t1, t2), (top, bottom), spacing)
        case _ if len(points) > 1:
            return (Stroke(points),)
    return ()


def handles(annotation: Annotation) -> tuple[Point, ...]:
    """Where the annotation can be taken hold of to reshape it."""
    if annotation.figure in (Figure.RECTANGLE, Figure.ELLIPSE):
        return _corners(annotation.points)
    return annotation.points


def with_handle(annotation: Annotation, index: int, to: Point) -> Annotation:
    """The annotation with one of its handles at another place."""
    points = list(annotation.points)
    if annotation.figure in (Figure.RECTANGLE, Figure.ELLIPSE):
        (ax, ay), (bx, by) = points
        x, y = to
        corners: tuple[Line, ...] = ((x, y), (bx, by)), ((ax, y), (x, by)), ((ax, ay), (x, y)), ((x, ay), (bx, y))
        return annotation.with_points(corners[index])
    points[index] = to
    return annotation.with_points(points)


def completed(figure: Figure, points: tuple[Point, ...], film: Radiograph) -> tuple[Point, ...]:
    """The points of a figure whose strokes are all drawn: a midline is added to heart and thorax."""
    if figure is not Figure.CARDIOTHORACIC:
        return points
    return (*points, *_on_film(midline_of((points[2], points[3]), film.pixel_spacing), film))


def clamped(point: Point, film: Radiograph) -> Point:
    """The nearest point on the film."""
    return min(max(point[0], 0.0), float(film.columns)), min(max(point[1], 0.0), float(film.rows))


def kept_on(annotation: Annotation, dx: float, dy: float, film: Radiograph) -> Annotation:
    """The annotation moved as far as the film reaches."""
    xs, ys = [x for x, _ in annotation.points], [y for _, y in annotation.points]
    dx = min(max(dx, -min(xs)), film.columns - max(xs))
    dy = min(max(dy, -min(ys)), film.rows - max(ys))
    return annotation.moved(dx, dy)


def _middle(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _corners(points: tuple[Point, ...]) -> tuple[Point, ...]:
    (ax, ay), (bx, by) = points
    return (ax, ay), (bx, ay), (bx, by), (ax, by)


def _round(points: tuple[Point, ...]) -> tuple[Point, ...]:
    (ax, ay), (bx, by) = points
    x, y, across, down = (ax + bx) / 2, (ay + by) / 2, (bx - ax) / 2, (by - ay) / 2
    turns = (2 * math.pi * i / _ELLIPSE_CORNERS for i in range(_ELLIPSE_CORNERS))
    return tuple((x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns)


def _arc(a: Point, vertex: Point, b: Point) -> tuple[Stroke, ...]:
    """From arm to arm on the side that is measured; none where an arm has no length."""
    arms = [(x - vertex[0], y - vertex[1]) for x, y in (a, b)]
    radius = _ARC_SHARE * min(math.hypot(*arm) for arm in arms)
    if radius == 0:
        return ()
    first, last = (math.atan2(y, x) for x, y in arms)
    way = math.remainder(last - first, 2 * math.pi)
    turns = (first + way * i / _ARC_CORNERS for i in range(_ARC_CORNERS + 1))
    return (Stroke(tuple((vertex[0] + radius * math.cos(t), vertex[1] + radius * math.sin(t)) for t in turns)),)


def _cardiothoracic(
    ends: tuple[Point, Point, Point, Point], midline: Line, spacing: PixelSpacing | None
) -> tuple[Stroke, ...]:
    """From each end the shortest way to the midline, in millimetres; the midline long enough to be reached."""
    row, column = (spacing.row_mm, spacing.column_mm) if spacing else (1.0, 1.0)
    (ax, ay), (bx, by) = midline
    dx, dy = (bx - ax) * column, (by - ay) * row
    size = dx * dx + dy * dy
    if size == 0:
        return (Stroke(ends[:2]), Stroke(ends[2:]))
    along = [((x - ax) * column * dx + (y - ay) * row * dy) / size for x, y in ends]
    feet = [(ax + t * (bx - ax), ay + t * (by - ay)) for t in along]
    first, last = min(0.0, *along), max(1.0, *along)
    whole = tuple((ax + t * (bx - ax), ay + t * (by - ay)) for t in (first, last))
    return (*(Stroke((end, foot)) for end, foot in zip(ends, feet, strict=True)), Stroke(whole, is_dashed=True))


def _on_film(line: Line, film: Radiograph) -> Line:
    """The line shortened about its middle until it lies on the film."""
    (ax, ay), (bx, by) = line
    x, y, dx, dy = (ax + bx) / 2, (ay + by) / 2, (bx - ax) / 2, (by - ay) / 2
    room = [1.0]
    for middle, half, end in ((x, dx, film.columns), (y, dy, film.rows)):
        if half:
            room.append(max(0.02, min(middle, end - middle)) / abs(half))
    share = min(room)
    return (x - dx * share, y - dy * share), (x + dx * share, y + dy * share)
