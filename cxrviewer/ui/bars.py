"""Two bars across the window: a notice that something went wrong, and a banner that stands while it is true.

They know only words.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from cxrviewer.ui.labels import label, plain_button


class _Bar(QFrame):
    def __init__(self, name: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._word = label(word, "")
        self._word.setObjectName(f"{name}Word")
        self._words = label("", "", wrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._word)
        self._row.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The words on the screen."""
        return self._words.text() if not self.isHidden() else ""


class NoticeBar(_Bar):
    """An error in one sentence, until it is dismissed or the next one comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("notice", "", parent)
        self._sentence, self._curtain = "", False
        self._word.setText(self.tr("Error"))
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        dismiss = plain_button(self.tr("Dismiss"), self.tr("Hide this line"))
        dismiss.clicked.connect(self.hide)
        self._row.addWidget(dismiss)

    def say(self, sentence: str) -> None:
        """Show this."""
        self._sentence = sentence
        self._words.setText(self.tr("Hidden; it may name a file.") if self._curtain else sentence)
        self.show()

    def set_curtain(self, drawn: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        """Hide or show the sentence: the name of a file can be the patient's."""
        self._curtain = drawn
        if not self.isHidden():
            self.say(self._sentence)


class Banner(_Bar):
    """Why what the model writes about this film means nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("banner", "", parent)
        self._word.setText(self.tr("Demo model"))
        self._words.setText(
            self.tr(
                "This checkpoint has only ever seen synthetic films, and this is not one. What it writes here means "
                "nothing."
            )
        )
