"""A lens over the film while a key is held: twice as close, drawn from the stored values, windowed as the film is.

Knows the pointer and the canvas; how a film is drawn at a zoom is the canvas's matter.
"""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QMouseEvent, QPainter, QPen

from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.view_state import LARGEST_ZOOM, Canvas

CLOSER = 2.0
_SIDE = 280  # logical pixels


class Magnifier(QObject):
    """A ``Layer`` that follows the pointer; nothing while its key is up."""

    def __init__(self, canvas: FilmCanvas, palette: Palette) -> None:
        super().__init__(canvas)
        self._canvas, self._palette = canvas, palette
        self._at: QPointF | None = None
        self._tracked = canvas.hasMouseTracking()
        canvas.add_layer(self)
        canvas.installEventFilter(self)

    @property
    def held(self) -> bool:
        """Whether the lens is on the film."""
        return self._at is not None

    def hold(self, held: bool) -> None:  # noqa: FBT001 - what a held key gives
        """Lay the lens on the film at the pointer, or take it away."""
        if held == self.held:
            return
        if held:
            self._tracked = self._canvas.hasMouseTracking()
            at = QPointF(self._canvas.mapFromGlobal(QCursor.pos()))
            self._at = at if QRectF(self._canvas.rect()).contains(at) else QRectF(self._canvas.rect()).center()
        else:
            self._at = None
        self._canvas.setMouseTracking(held or self._tracked)
        self._canvas.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the pointer; every tool goes on working under the lens."""
        if self._at is not None and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            self._at = event.position()
            self._canvas.update()
        return False

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """The film point under the pointer stays under it."""
        if self._at is None:
            return
        ratio = projection.canvas.ratio
        lens = Canvas(_SIDE, _SIDE, ratio)
        # On whole device pixels, so that the lens is as sharp as the film.
        left, top = (round((at - _SIDE / 2) * ratio) / ratio for at in (self._at.x(), self._at.y()))
        view = replace(
            projection.view,
            zoom=min(CLOSER * projection.view.zoom, LARGEST_ZOOM),
            centre=projection.to_film(self._at),
            fit=False,
        )
        area = QRectF(0, 0, _SIDE, _SIDE)
        painter.translate(left, top)
        painter.setClipRect(area)
        painter.fillRect(area, QColor(self._palette.surround))
        painter.save()
        self._canvas.paint_lens(painter, view, lens, lens=self)
        painter.restore()
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, inset in ((self._palette.surround, 0.5), (self._palette.secondary, 1.5)):
            painter.setPen(QPen(QColor(colour), 1))
            painter.drawRect(area.adjusted(inset, inset, -inset, -inset))
