"""Where the label of a figure goes: beside it, never on it, and on the screen. Arithmetic only; paints nothing."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

_GAP = 10.0  # logical pixels between a figure and its label
_EDGE = 4.0
_FAR = 0.05  # what a logical pixel weighs by which a label was pushed back onto the screen
_COVERS_ITSELF, _COVERS_LABEL, _COVERS_FIGURE = 1000.0, 120.0, 60.0

Paths = Sequence[QPainterPath]
Points = Sequence[QPointF]


def placed(
    size: QSizeF,
    own: Paths,
    anchors: Points,
    area: QRectF,
    *,
    taken: Sequence[QRectF] = (),
    others: QPainterPath | None = None,
) -> QRectF:
    """The best of the places around the figure.

    ``own`` are the figure's lines; what they enclose is the figure's too. ``anchors`` are the points to stand at, the
    preferred first. ``taken`` are labels that are already placed, ``others`` all that is drawn.
    """
    allowed = area.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    best, least = QRectF(QPointF(), size), float("inf")
    for place in _places(size, anchors, _bounds(own, anchors)):
        moved = inside(place, allowed)
        cost = _FAR * QLineF(place.center(), moved.center()).length()
        cost += _COVERS_ITSELF * covers(moved, own)
        cost += _COVERS_LABEL * sum(moved.intersects(other) for other in taken)
        if others is not None:
            cost += _COVERS_FIGURE * others.intersects(moved)
        if cost < least:
            best, least = moved, cost
        if cost == 0:
            break  # the places come in the order of preference
    return best


def covers(label: QRectF, own: Paths) -> int:
    """How many of the lines the label lies on, or inside of."""
    roomy = label.adjusted(-3, -3, 3, 3)
    return sum(path.intersects(roomy) for path in own)


def _places(size: QSizeF, anchors: Points, bounds: QRectF) -> Iterator[QRectF]:
    w, h = size.width(), size.height()
    for anchor in anchors:
        x, y = anchor.x(), anchor.y()
        for left, top in (
            (x + _GAP, y - h / 2),
            (x - _GAP - w, y - h / 2),
            (x + _GAP, y + _GAP),
            (x + _GAP, y - _GAP - h),
            (x - w / 2, y + _GAP),
            (x - w / 2, y - _GAP - h),
            (x - _GAP - w, y + _GAP),
            (x - _GAP - w, y - _GAP - h),
        ):
            yield QRectF(QPointF(left, top), size)
    middle = bounds.center()
    for left, top in (
        (bounds.right() + _GAP, middle.y() - h / 2),
        (bounds.left() - _GAP - w, middle.y() - h / 2),
        (middle.x() - w / 2, bounds.bottom() + _GAP),
        (middle.x() - w / 2, bounds.top() - _GAP - h),
    ):
        yield QRectF(QPointF(left, top), size)


def _bounds(own: Paths, anchors: Points) -> QRectF:
    bounds = QRectF(anchors[0], QSizeF(0, 0))
    for path in own:
        bounds = bounds.united(path.boundingRect())
    return bounds


def inside(place: QRectF, area: QRectF) -> QRectF:
    """The label pushed onto the area."""
    moved = QRectF(place)
    moved.moveLeft(max(area.left(), min(moved.left(), area.right() - moved.width())))
    moved.moveTop(max(area.top(), min(moved.top(), area.bottom() - moved.height())))
    return moved
