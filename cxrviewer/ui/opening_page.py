"""What stands where the film will be while it takes its time: its thumbnail, enlarged, and words. Reads nothing."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from cxrviewer.ui.theme import Theme

_MARGIN = 12


class OpeningPage(QWidget):
    """A blurred film says which one is coming; the words say that this is not it yet."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._thumbnail = QImage()
        self.words = ""
        """Read aloud, and written over the foot of the page."""

    def show_thumbnail(self, thumbnail: QImage, words: str) -> None:
        """Show this until the film comes."""
        self._thumbnail, self.words = thumbnail, words
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The whole thumbnail as large as it fits, and the words on a plate of their own."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surround"))
        side = min(self.width(), self.height())
        place = QRect(0, 0, side, side)
        place.moveCenter(self.rect().center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._thumbnail)
        words = painter.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideRight, self.width() - 6 * _MARGIN)
        plate = painter.fontMetrics().boundingRect(words).adjusted(-_MARGIN, -6, _MARGIN, 6)
        plate.moveCenter(self.rect().center())
        plate.moveBottom(self.height() - 2 * _MARGIN)
        painter.fillRect(plate, self._theme.colour("panel"))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), words)
        painter.end()
