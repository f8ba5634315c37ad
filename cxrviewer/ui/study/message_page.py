"""A page of words in place of the case: paused, stopped, done. Knows words and one key; knows no study."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxrviewer.ui.labels import label


class MessagePage(QWidget):
    """A title, a sentence, and buttons; the first button is what Enter does.

    Signals:
        chosen: the name of the button that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "title", wrap=True)
        self._words = label("", "secondary", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._buttons: dict[str, QPushButton] = {}
        page = QWidget()
        page.setFixedWidth(520)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addSpacing(8)
        column.addLayout(self._row)
        column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.addWidget(page, 1, Qt.AlignmentFlag.AlignHCenter)

    def say(self, title: str, words: str, buttons: dict[str, str]) -> None:
        """Show these words; ``buttons`` from name to word, the first one for Enter."""
        self._title.setText(title)
        self._words.setText(words[:1].upper() + words[1:])
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for place, (name, word) in enumerate(buttons.items()):
            button = QPushButton(word)
            button.setAutoDefault(False)
            button.clicked.connect(self._pressed(name))
            self._row.insertWidget(place, button)
            self._buttons[name] = button

    @property
    def text(self) -> str:
        """The words on the page."""
        return f"{self._title.text()}\n{self._words.text()}".strip()

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """The buttons by name."""
        return self._buttons

    def take_focus(self) -> None:
        """Give the keys to the first button."""
        for button in self._buttons.values():
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def press_first(self) -> None:
        """What Enter does."""
        for name in self._buttons:
            self.chosen.emit(name)
            return

    def _pressed(self, name: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(name)
