"""How far a job with a checkpoint is: words, time left, a way to stop it. Knows a clock and no job."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxrviewer.ui.labels import ElidedLabel
from cxrviewer.ui.models.table import size_words

_LONG_S = 3.0


class JobLine(QWidget):
    """Stands while a job runs.

    Signals:
        stop_asked: the job is to stop.
    """

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = ""
        self._began = 0.0
        self._first: int | None = None
        self._words = ElidedLabel()
        self.stop = QPushButton(self.tr("Stop"))
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.stop_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self.stop)
        self.hide()

    def begin(self, what: str) -> None:
        """A job begins; ``what`` says which."""
        self._what, self._began, self._first = what, time.monotonic(), None
        self._words.setText(what)
        self.stop.setAccessibleName(self.tr("Stop: {what}").format(what=what))
        self.show()

    def show_progress(self, done: int, total: int) -> None:
        """So many bytes of so many."""
        if self._first is None:
            self._first = done  # what a resumed fetch found on the disk took no time
        words = self.tr("{what} · {done} of {total}").format(
            what=self._what, done=size_words(done), total=size_words(total)
        )
        elapsed, read = time.monotonic() - self._began, done - self._first
        if elapsed > _LONG_S and read > 0:
            left = elapsed * (total - done) / read
            words += (
                self.tr(" · about {minutes} min left").format(minutes=round(left / 60))
                if left >= 90
                else self.tr(" · about {seconds} s left").format(seconds=round(left))
            )
        self._words.setText(words)

    @property
    def text(self) -> str:
        """The words on the screen."""
        return self._words.text() if not self.isHidden() else ""
