"""Figures as lines that can be seen on any grey: light on dark. Knows a painter; knows no label."""

import math

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from cxrviewer.imaging.annotation import Figure
from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.annotations.figures import Stroke, strokes
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.palette import Palette

_LINE, _CASING = 1.5, 3.5  # logical pixels
_TICK, _CROSS, _GAP = 6.0, 9.0, 3.0
_HANDLE = 4.5  # radius
_HEAD, _HEAD_TURN = 13.0, math.radians(20)


def paint_figure(
    painter: QPainter,
    projection: Projection,
    figure: Figure,
    points: tuple[Point, ...],
    film: Radiograph,
    palette: Palette,
) -> None:
    """The lines of a figure and what belongs to its ends."""
    for stroke in strokes(figure, points, film.pixel_spacing):
        paint_path(painter, path_of(stroke, projection), palette, is_dashed=stroke.is_dashed)
    on_widget = [projection.to_widget(point) for point in points]
    match figure:
        case Figure.PROBE:
            paint_path(painter, _cross(on_widget[0]), palette)
        case Figure.LENGTH if len(points) == 2:
            paint_path(painter, _ticks(*on_widget), palette)
        case Figure.ARROW if len(points) == 2:
            paint_path(painter, _arrow_head(*on_widget), palette, is_filled=True)


def paint_handles(painter: QPainter, projection: Projection, points: tuple[Point, ...], palette: Palette) -> None:
    """Rings, so that what they stand on is seen."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for point in points:
        at = projection.to_widget(point)
        for colour, width in ((palette.surround, 4.0), (palette.focus, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(at, _HANDLE, _HANDLE)


def path_of(stroke: Stroke, projection: Projection) -> QPainterPath:
    """The stroke on the widget."""
    path = QPainterPath(projection.to_widget(stroke.points[0]))
    for point in stroke.points[1:]:
        path.lineTo(projection.to_widget(point))
    if stroke.is_closed:
        path.closeSubpath()
    return path


def paint_path(
    painter: QPainter,
    path: QPainterPath,
    palette: Palette,
    *,
    is_dashed: bool = False,
    is_filled: bool = False,
) -> None:
    """Dark underneath, the colour of marks on it."""
    painter.setBrush(QColor(palette.mark) if is_filled else Qt.BrushStyle.NoBrush)
    casing = QColor(palette.surround)
    casing.setAlpha(190)
    painter.setPen(QPen(casing, _CASING, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(path)
    style = Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(palette.mark), _LINE, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
    painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _ticks(first: QPointF, second: QPointF) -> QPainterPath:
    """Short lines square to both ends, that say where exactly a length ends."""
    path = QPainterPath()
    line = QLineF(first, second)
    if line.length() == 0:
        return path
    normal = line.normalVector().unitVector()
    away = QPointF(normal.dx(), normal.dy()) * _TICK
    for end in (first, second):
        path.moveTo(end - away)
        path.lineTo(end + away)
    return path


def _cross(at: QPointF) -> QPainterPath:
    """Four short lines around a point that leave it to be seen."""
    path = QPainterPath()
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        path.moveTo(at + QPointF(x, y) * _GAP)
        path.lineTo(at + QPointF(x, y) * _CROSS)
    return path


def _arrow_head(head: QPointF, tail: QPointF) -> QPainterPath:
    """A filled triangle whose tip is the head."""
    path = QPainterPath()
    back = math.atan2(tail.y() - head.y(), tail.x() - head.x())
    path.moveTo(head)
    for turn in (-_HEAD_TURN, _HEAD_TURN):
        path.lineTo(head + QPointF(math.cos(back + turn), math.sin(back + turn)) * _HEAD)
    path.closeSubpath()
    return path
