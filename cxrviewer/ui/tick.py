"""A box to tick that can be seen on black. Knows only its words."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox

_BOX = 14


class Tick(QCheckBox):
    """A box with an outline as clear as a field's; the style's own can hardly be seen on a dark panel."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """Box, gap and words."""
        metrics = self.fontMetrics()
        return QSize(_BOX + 10 + metrics.horizontalAdvance(self.text()) + 4, max(_BOX, metrics.height()) + 8)

    def hitButton(self, pos: object) -> bool:  # noqa: N802
        """The words belong to the box."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Box, tick, words; a frame in the focus colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ink = palette.color(QPalette.ColorRole.WindowText)
        edge = palette.color(QPalette.ColorRole.Link if self.hasFocus() else QPalette.ColorRole.PlaceholderText)
        top = (self.height() - _BOX) / 2
        painter.setPen(QPen(edge, 1))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(QRectF(1.5, top + 0.5, _BOX - 1, _BOX - 1), 2, 2)
        if self.isChecked():
            painter.setPen(QPen(ink, 2))
            painter.drawPolyline([QPointF(4.5, top + 7), QPointF(7, top + 10), QPointF(11.5, top + 4)])
        painter.setPen(ink)
        words = QRect(_BOX + 10, 0, self.width() - _BOX - 10, self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.text())
        painter.end()
