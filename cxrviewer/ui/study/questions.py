"""A protocol's further questions, each as one row of the form. Knows kinds of questions; knows no case."""

from collections.abc import Sequence
from dataclasses import dataclass

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


class MarkRow(QWidget):
    """Places on the film, pointed at while the button is down.

    Signals:
        changed: a place was added or all were taken back; without argument.
        armed: whether a click on the film is a place.
    """

    changed = Signal()
    armed = Signal(bool)

    def __init__(self, text: str, words: "Words", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[list[float]] = []
        self.point = QPushButton(words.point)
        self.point.setProperty("role", "grade")
        self.point.setCheckable(True)
        self.point.setAccessibleName(f"{text} {words.point}")
        self.point.toggled.connect(self.armed)
        self._clear = QPushButton(words.clear)
        self._clear.setProperty("role", "grade")
        self._clear.clicked.connect(self._take_back)
        self._count = label("", "secondary")
        row = QHBoxLayout()
        row.setSpacing(4)
        for button in (self.point, self._clear):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(self._count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(text, "secondary", wrap=True))
        column.addLayout(row)
        self.set_value(None)

    @property
    def value(self) -> object:
        """A list of [column, row]; None for no place."""
        return [list(place) for place in self._places] or None

    def set_value(self, value: object) -> None:
        """These places, and no more clicks."""
        self._places = [list(place) for place in value] if isinstance(value, list) else []
        self.point.setChecked(False)
        self._show()

    def add(self, column: float, row: float) -> None:
        """One place more."""
        self._places.append([column, row])
        self._show()
        self.changed.emit()

    def take_focus(self) -> None:
        """Take the keys."""
        self.point.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        self._places = []
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._count.setText(str(len(self._places)) if self._places else "")
        self._clear.setEnabled(bool(self._places))


QuestionRow = ChoiceRow | TextRow | MarkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """In the form's language."""

    yes: str
    no: str
    optional: str
    point: str
    clear: str


def question_row(question: Question, words: Words) -> QuestionRow:
    """The row for a question."""
    text = question.text if question.required else f"{question.text} ({words.optional})"
    match question.kind:
        case QuestionKind.YES_NO:
            return ChoiceRow(text, ((words.yes, True), (words.no, False)))
        case QuestionKind.RADPEER:
            return ChoiceRow(text, tuple((score, score) for score in RADPEER))
        case QuestionKind.MARK:
            return MarkRow(text, words)
        case QuestionKind.TEXT:
            return TextRow(text)
