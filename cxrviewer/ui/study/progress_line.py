"""A line two pixels high that says how far a reader is. Knows two numbers and two colours."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class ProgressLine(QWidget):
    """From the left edge, as far as what is done of all."""

    def __init__(self, done_colour: QColor, rest_colour: QColor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = done_colour, rest_colour
        self._share = 0.0
        self.setFixedHeight(2)

    def show_progress(self, done: int, of: int) -> None:
        """So many are done."""
        self._share = done / of if of else 1.0
        self.setAccessibleName(self.tr("{done} of {of} answered").format(done=done, of=of))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Two rectangles."""
        painter = QPainter(self)
        done, rest = self._colours
        painter.fillRect(self.rect(), rest)
        painter.fillRect(QRectF(0, 0, self.width() * self._share, self.height()), done)
        painter.end()
