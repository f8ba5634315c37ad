"""A protocol's further questions, each as one row of the form. Knows kinds of questions; knows no case."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

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
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)  # so that the chosen one can be given up; kept by _clicked
        row = QHBoxLayout()
        row.setSpacing(4)
        for number, (words, _) in enumerate(choices):
            button = QPushButton(words)
            button.setProperty("role", "grade")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{text} {words}")
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(text, "secondary", wrap=True))
        column.addLayout(row)

    @property
    def value(self) -> object:
        """What is chosen; None for nothing."""
        number = next((n for n in range(len(self._values)) if self._group.button(n).isChecked()), None)
        return None if number is None else self._values[number]

    def set_value(self, value: object) -> None:
        """Choose this; None for nothing."""
        for number, known in enumerate(self._values):
            self._group.button(number).setChecked(value is not None and known == value)

    def take_focus(self) -> None:
        """Take the keys."""
        self._group.button(0).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The words, in their order."""
        return tuple(button for button in self._group.buttons() if isinstance(button, QPushButton))

    def _clicked(self, number: int) -> None:
        for other, button in enumerate(self.buttons):
            if other != number:
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
    """The row for a question; the words for yes, no and "optional" are the form's language.

    Places on the film are typed nowhere: they are no row, and ``cannot_ask`` names such questions.
    """
    text = question.text if question.required else f"{question.text} ({optional})"
    if question.kind is QuestionKind.YES_NO:
        return ChoiceRow(text, ((yes, True), (no, False)))
    if question.kind is QuestionKind.RADPEER:
        return ChoiceRow(text, tuple((score, score) for score in RADPEER))
    return TextRow(text)
