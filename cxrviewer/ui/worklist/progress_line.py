"""The quiet line at the worklist's foot while films are found and read. Knows two numbers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from cxrviewer.ui.labels import ElidedLabel, plain_button


class ProgressLine(QWidget):
    """How far reading has come, and a way to stop it.

    Signals:
        stop_asked: the reader wants no more to be found and read.
    """

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElidedLabel()
        self._stop = plain_button(self.tr("Stop"), self.tr("Find and read no more films; those in the list stay"))
        self._stop.setAccessibleName(self.tr("Stop reading films"))
        self._stop.clicked.connect(self.stop_asked)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(8, 0, 4, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._stop)
        self._narrow = False
        self._numbers = (0, 0)
        self.hide()

    @property
    def text(self) -> str:
        """The words on the screen."""
        return "" if self.isHidden() else self._words.text()

    def show_progress(self, read: int, found: int) -> None:
        """So many of those found so far are read."""
        self._numbers = (read, found)
        words = self.tr("{read} of {found}") if self._narrow else self.tr("Reading {read} of {found}")
        self._words.setText(words.format(read=f"{read:,}", found=f"{found:,}"))
        self.show()

    def set_narrow(self, *, narrow: bool) -> None:
        """The button below the words in a strip, beside them elsewhere."""
        self._narrow = narrow
        side = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(side)
        self._row.setContentsMargins(2 if narrow else 8, 0, 2 if narrow else 4, 0)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag.AlignLeft)
        if not self.isHidden():
            self.show_progress(*self._numbers)
