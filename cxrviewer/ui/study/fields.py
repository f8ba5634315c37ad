"""Two small fields of the design form: a whole number, and a tick that can be seen on black. Knows no study."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIntValidator, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

_BOX = 14


class NumberField(QLineEdit):
    """A whole number within limits; what is no number counts as the least."""

    def __init__(self, least: int, most: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(str(value), parent)
        self._least, self._most = least, most
        self.setValidator(QIntValidator(least, most, self))
        self.setMaximumWidth(140)

    @property
    def value(self) -> int:
        """The number."""
        text = self.text().strip()
        return min(max(int(text) if text.lstrip("-").isdigit() else self._least, self._least), self._most)

    def set_value(self, value: int) -> None:
        """Show this number."""
        self.setText(str(value))


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
