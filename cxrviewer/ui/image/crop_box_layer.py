"""The dashed box around the part of the film that the model sees. Knows its rectangle, not why it is there."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.palette import Palette

Rect = tuple[float, float, float, float]
"""(x, y, width, height) in film pixels."""


class CropBoxLayer:
    """A ``Layer``; empty while there is no rectangle."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self.rect: Rect | None = None

    def paint(self, painter: QPainter, projection: Projection) -> None:
        """The machine's colour on black dashes, to be seen on any grey."""
        if self.rect is None:
            return
        x, y, width, height = self.rect
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        box = QPolygonF([projection.to_widget(corner) for corner in corners])
        for pen in (
            QPen(QColor(self._palette.surround), 3),
            QPen(QColor(self._palette.machine), 1, Qt.PenStyle.DashLine),
        ):
            painter.setPen(pen)
            painter.drawPolygon(box)
