"""A protocol's further questions, each as one row of the form. Knows kinds of questions; knows no case."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cxrviewer.study.protocol import RADPEER, Question, QuestionKind
from cxrviewer.ui.labels import label


class ChoiceRow(QWidget):
    """One of a few words, or none; the chosen one is given up by choosing it again.

    Signals:
        changed: the reader chose; without argument.
    """

    changed = Signal()

    def __init__(self, text: str, choices: Sequence[tuple[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = [value for _, value in choices]
        # No QButtonGroup: in one, only the button that last had the keys could be reached by them again.
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout()
        row.setSpacing(4)
        for words, _ in choices:
            button = QPushButton(words)
            button.setProperty("role", "grade")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{text} {words}")
            button.clicked.connect(self._clicked)
            self._buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(text, "secondary", wrap=True))
        column.addLayout(row)

    @property
    def value(self) -> object:
        """What is chosen; None for nothing."""
        number = next((n for n, button in enumerate(self._buttons) if button.isChecked()), None)
        return None if number is None else self._values[number]

    def set_value(self, value: object) -> None:
        """Choose this; None for nothing."""
        for button, known in zip(self._buttons, self._values, strict=True):
            button.setChecked(value is not None and known == value)

    def take_focus(self) -> None:
        """Take the keys."""
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The words, in their order."""
        return tuple(self._buttons)

    def _clicked(self) -> None:
        for button in self._buttons:
            if button is not self.sender():
                button.setChecked(False)
        self.changed.emit()


class TextRow(QWidget):
    """A line of free text.

    Signals:
        changed: the reader typed; without argument.
    """

    changed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QLineEdit()
        self._field.setAccessibleName(text)
        self._field.setAcceptDrops(False)
        self._field.textChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(text, "secondary", wrap=True))
        column.addWidget(self._field)

    @property
    def value(self) -> object:
        """What is typed; None for nothing."""
        return self._field.text().strip() or None

    def set_value(self, value: object) -> None:
        """Show this text."""
        self._field.setText(value if isinstance(value, str) else "")

    def take_focus(self) -> None:
        """Take the keys."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)


QuestionRow = ChoiceRow | TextRow


def question_row(question: Question, *, yes: str, no: str, optional: str) -> QuestionRow:
    """The row for a question; the words for yes, no and "optional" are the form's language."""
    text = question.text if question.required else f"{question.text} ({optional})"
    if question.kind is QuestionKind.YES_NO:
        return ChoiceRow(text, ((yes, True), (no, False)))
    if question.kind is QuestionKind.RADPEER:
        return ChoiceRow(text, tuple((score, score) for score in RADPEER))
    return TextRow(text)
