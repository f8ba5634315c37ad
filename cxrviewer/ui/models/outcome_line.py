"""What came of the last thing done with a checkpoint, and the way back from a removal. Knows no job and no list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cxrviewer.errors import CxrViewerError
from cxrviewer.inference.models_folder import Removed, restore
from cxrviewer.ui.labels import label, plain_button
from cxrviewer.ui.models.table import size_words


class OutcomeLine(QWidget):
    """A sentence, and a button while something removed can still be brought back.

    Signals:
        restored: what was removed last is back.
    """

    restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._removed: list[Removed] = []
        self._words = label("", "secondary", wrap=True)
        self.undo = plain_button("", self.tr("Bring back what was removed last (Ctrl+Z)"))
        self.undo.clicked.connect(self.bring_back)
        self.undo.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo)
        self.setMinimumHeight(self.undo.sizeHint().height())

    @property
    def text(self) -> str:
        """The words on the screen."""
        return self._words.text()

    @property
    def wrong(self) -> bool:
        """Whether they say that something failed."""
        return bool(self._words.property("role") == "error")

    def say(self, words: str, *, wrong: bool = False) -> None:
        """Show this."""
        self._words.setText(words)
        self._words.setProperty("role", "error" if wrong else "secondary")
        self._words.style().polish(self._words)

    def say_error(self, error: CxrViewerError) -> None:
        """Show why something failed."""
        sentence = str(error)
        self.say(f"{sentence[:1].upper()}{sentence[1:]}", wrong=True)

    def keep(self, gone: Removed) -> None:
        """Say that this is removed; it can be brought back from here on."""
        self._removed.append(gone)
        self._show_undo()
        if gone.kept_at is None:
            self.say(self.tr("{name} is forgotten; its files stay where they are.").format(name=gone.name))
        else:
            words = self.tr("{name} is removed; its {size} are freed when this window closes.")
            self.say(words.format(name=gone.name, size=size_words(gone.bytes)))

    def bring_back(self) -> None:
        """Undo the last removal."""
        if not self._removed:
            return
        try:
            restore(self._removed[-1])
        except CxrViewerError as error:
            self.say_error(error)
            return
        self.say(self.tr("{name} is back.").format(name=self._removed.pop().name))
        self._show_undo()
        self.restored.emit()

    def let_go(self) -> tuple[Removed, ...]:
        """What can no longer be brought back, to be deleted for good; the line is empty again."""
        gone, self._removed = tuple(self._removed), []
        self._show_undo()
        self.say("")
        return gone

    def _show_undo(self) -> None:
        if self._removed:
            self.undo.setText(self.tr("Bring back {name}").format(name=self._removed[-1].name))
        self.undo.setVisible(bool(self._removed))
