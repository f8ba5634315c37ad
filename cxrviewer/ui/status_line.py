"""The one line at the bottom: the model, offline, progress with time left, and the key under the hand.

Knows words and a clock; knows nothing of where they come from.
"""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from cxrviewer.inference.engine import Completion
from cxrviewer.reporting.draft import ModelIdentity
from cxrviewer.ui.labels import ElidedLabel, label, plain_button

_MEGABYTE = 1_000_000


class StatusLine(QFrame):
    """Left what is, right what can be done.

    Signals:
        models_asked: the model's name was pressed.
        display_asked: the words about the screen's calibration were pressed.
    """

    models_asked = Signal()
    display_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._model = plain_button(self.tr("model not loaded"), self.tr("Models on this machine (Ctrl+M)"))
        self._model.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._model.clicked.connect(self.models_asked)
        self._display = plain_button("", self.tr("Calibration of this screen, test page (Ctrl+Shift+D)"))
        self._display.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._display.hide()
        self._display.clicked.connect(self.display_asked)
        self._curtain = label(self.tr("patient hidden"), "secondary")
        self._curtain.hide()
        self._progress = label("", "secondary")
        self._hint = ElidedLabel()
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(16)
        row.addWidget(self._model)
        row.addWidget(label(self.tr("offline"), "secondary"))
        row.addWidget(self._display)
        row.addWidget(self._curtain)
        row.addWidget(self._progress)
        row.addWidget(self._hint, 1)
        self._name = ""
        self._began = 0.0
        self._writing = QTimer(self, interval=1000)
        self._writing.timeout.connect(self._tick)

    def set_model(self, identity: ModelIdentity) -> None:
        """The model is loaded."""
        self._name = f"{identity.name} · {identity.dtype} · {identity.device}"
        self._model.setText(self._name)
        self._progress.clear()

    def set_kept(self, _identifier: str, completion: Completion | None) -> None:
        """A text has ended; the model keeps what it read of the film for the next question."""
        if completion is not None and completion.kept_bytes:
            kept = self.tr("keeps {size} MB of this film").format(size=-(-completion.kept_bytes // _MEGABYTE))
            self._model.setText(f"{self._name} · {kept}")

    def set_no_model(self) -> None:
        """There is no model."""
        self._model.setText(self.tr("no model"))
        self._progress.clear()

    def set_loading(self, done_bytes: int, total_bytes: int) -> None:
        """So much of the model is in memory."""
        if not self._began:
            self._began = time.monotonic()
        elapsed = time.monotonic() - self._began
        text = self.tr("loading {done} of {total} MB").format(
            done=done_bytes // _MEGABYTE, total=max(1, total_bytes // _MEGABYTE)
        )
        if elapsed > 1 and 0 < done_bytes < total_bytes:
            left = round(elapsed * (total_bytes - done_bytes) / done_bytes)
            text += self.tr(" · about {seconds} s left").format(seconds=left)
        self._progress.setText(text)

    def set_writing(self, *, writing: bool) -> None:
        """The model writes for the film on the screen."""
        if writing:
            self._began = time.monotonic()
            self._progress.setText(self.tr("writing"))
            self._writing.start()
        else:
            self._writing.stop()
            self._progress.clear()

    def set_display(self, words: str) -> None:
        """Whether the screen that the window stands on is calibrated."""
        self._display.setText(words)
        self._display.setVisible(bool(words))

    def set_finishing(self) -> None:
        """The window closes as soon as the model has stopped."""
        self._writing.stop()
        self._progress.setText(self.tr("finishing: the window closes when the model has stopped"))

    def set_curtain(self, drawn: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        """What can name the patient is hidden, and the line says so."""
        self._curtain.setVisible(drawn)

    def set_hint(self, text: str) -> None:
        """Keys for what has the focus."""
        self._hint.setText(text)

    @property
    def text(self) -> str:
        """All that stands in the line."""
        return " | ".join((self._model.text(), self._progress.text(), self._hint.text()))

    def _tick(self) -> None:
        elapsed = round(time.monotonic() - self._began)
        self._progress.setText(self.tr("writing · {seconds} s · Ctrl+. stops").format(seconds=elapsed))
