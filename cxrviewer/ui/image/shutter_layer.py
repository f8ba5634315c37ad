"""The display shutter over the film (PS3.3 C.7.6.11). Knows its shapes; not whether it makes sense."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygonF, qRgba

from cxrviewer.imaging.aperture import Ellipse, Rectangle, Shape, Shutter, open_mask
from cxrviewer.imaging.display_function import DisplayFunction
from cxrviewer.imaging.grayscale import shutter_grey
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.film_transform import film_transform
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.view_state import Film


class ShutterLayer:
    """A ``Layer``: covers all of the film outside the shutter's opening with the grey that the file asks for."""

    def __init__(self) -> None:
        self.visible = True
        self._film: Radiograph | None = None
        self._covered = QPainterPath()
        self._mask: QImage | None = None
        self._display: DisplayFunction | None = None

    def show(self, radiograph: Radiograph | None) -> None:
        """Cover another film; one without a shutter is left as it is."""
        self._film = radiograph if radiograph is not None and radiograph.shutter is not None else None
        self._covered, self._mask = QPainterPath(), None
        if self._film is not None and self._film.shutter is not None:
            self._covered.addRect(QRectF(0, 0, self._film.columns, self._film.rows))
            opening = QPainterPath(self._covered)
            for shape in self._film.shutter.aperture.shapes:
                opening = opening.intersected(_path(shape))
            self._covered = self._covered.subtracted(opening)

    def set_display(self, display: DisplayFunction | None) -> None:
        """The grey is a P-value: a calibrated display is driven accordingly."""
        self._display = display

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """Hard edges: a pixel is covered or it is not. From 1:1 on exactly those whose centre the shutter covers."""
        film = self._film
        if film is None or film.shutter is None or not self.visible:
            return
        grey = shutter_grey(film.shutter, self._display)
        size = Film(film.columns, film.rows)
        transform = film_transform(projection, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if projection.view.zoom < 1 or self._is_straight(film.shutter):
            painter.fillPath(transform.map(self._covered), QColor(grey, grey, grey))
            return
        if self._mask is None:
            self._mask = _mask(film.shutter, film.rows, film.columns)
        self._mask.setColorTable([qRgba(0, 0, 0, 0), qRgba(grey, grey, grey, 255)])
        painter.setTransform(transform, combine=True)
        painter.drawImage(QPointF(0, 0), self._mask)

    @staticmethod
    def _is_straight(shutter: Shutter) -> bool:
        return all(isinstance(shape, Rectangle) for shape in shutter.aperture.shapes)


def _mask(shutter: Shutter, rows: int, columns: int) -> QImage:
    covered = (~open_mask(shutter.aperture, rows, columns)).astype(np.uint8)
    # A copy: QImage does not keep the array alive.
    return QImage(covered.data, columns, rows, columns, QImage.Format.Format_Indexed8).copy()


def _path(shape: Shape) -> QPainterPath:
    path = QPainterPath()
    if isinstance(shape, Rectangle):
        path.addRect(QRectF(QPointF(shape.left, shape.top), QPointF(shape.right, shape.bottom)))
    elif isinstance(shape, Ellipse):
        path.addEllipse(QPointF(*shape.centre), shape.radius_x, shape.radius_y)
    else:
        path.addPolygon(QPolygonF([QPointF(*vertex) for vertex in shape.vertices]))
        path.closeSubpath()
    return path
