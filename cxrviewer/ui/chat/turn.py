"""One question with its answer, as it stands in the chat. Knows nothing of the turns around it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cxrviewer.ui.labels import label, plain_button
from cxrviewer.ui.prose import Prose


class TurnView(QWidget):
    """What the reader asked, plain; what the machine answered, with the amber edge.

    Signals:
        edit_asked: the position of this turn, its question.
    """

    edit_asked = Signal(int, str)

    def __init__(self, position: int, question: str, line_height: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._position = position
        self._question_text = question
        self._question = Prose("human", line_height)
        self._question.setAccessibleName(self.tr("Question"))
        self._question.set_text(question)
        self._answer = Prose("machine", line_height)
        self._answer.setAccessibleName(self.tr("AI answer, not verified"))
        self._note = label("", "secondary", wrap=True)
        self._note.hide()
        self._edit = plain_button(self.tr("Edit"), self.tr("Change this question and ask again from here"))
        self._edit.clicked.connect(self._edit_clicked)
        asked = QHBoxLayout()
        asked.setSpacing(4)
        asked.addWidget(self._question, 1)
        asked.addWidget(self._edit, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(asked)
        layout.addWidget(self._answer)
        layout.addWidget(self._note)

    @property
    def question(self) -> str:
        """What was asked."""
        return self._question_text

    @property
    def answer(self) -> str:
        """What was answered so far."""
        return self._answer.toPlainText()

    @property
    def edit_button(self) -> QWidget:
        """Starts the question's correction."""
        return self._edit

    def grow(self, text: str) -> None:
        """More of the answer."""
        self._answer.append_text(text)

    def set_note(self, text: str) -> None:
        """A remark below the answer: that it was stopped or cut off."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def set_editable(self, *, editable: bool) -> None:
        """Whether the question can be asked anew now."""
        self._edit.setEnabled(editable)

    def _edit_clicked(self) -> None:
        self.edit_asked.emit(self._position, self._question_text)
