"""The form of one case: four grades in the paper's words, a comment, further questions, a guess at the arm.

Knows what the protocol asks for; knows neither the report nor where an answer is kept.
"""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.answer import Answer
from cxrviewer.study.protocol import Protocol
from cxrviewer.ui.chat.question_field import QuestionField
from cxrviewer.ui.grade_words import grade_words
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.labels import label
from cxrviewer.ui.study.questions import ChoiceRow, MarkRow, QuestionRow, Words, question_row
from cxrviewer.ui.study.reading import Reply

_GROUPS = ("grade.", "grade.form_")
"""The same grades by Alt and a digit anywhere, and by the digit alone within the form."""


class GradeForm(QWidget):
    """A digit chooses while the form has the keys, Alt and the digit anywhere; Enter gives the answer.

    Signals:
        submitted: the reader gives the answer as it stands; without argument.
        changed: the reader chose or typed something; without argument.
    """

    submitted = Signal()
    changed = Signal()

    def __init__(self, protocol: Protocol, bindings: KeyBindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._protocol = protocol
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Grade: press 1, 2, 3 or 4"))
        self._rows = {grade: self._make_row(grade) for grade in Acceptability}
        by_key = {
            f"{group}{grade.value}": partial(self._chosen_by_hand, grade)
            for grade in Acceptability
            for group in _GROUPS
        }
        ActionMap(self, bindings).bind(by_key)
        self._comment = QuestionField()
        self._comment.setAccessibleName(self.tr("Comment on the report"))
        self._comment.setPlaceholderText(self._comment_words())
        self._comment.setAcceptDrops(False)
        self._comment.sent.connect(self.submitted)
        self._comment.escaped.connect(self.focus_pane)
        self._comment.textChanged.connect(self.changed)
        words = Words(
            yes=self.tr("Yes"),
            no=self.tr("No"),
            optional=self.tr("optional"),
            point=self.tr("Point at the film"),
            clear=self.tr("Clear"),
        )
        self._questions: dict[str, QuestionRow] = {
            question.name: question_row(question, words) for question in protocol.questions
        }
        self._guess: ChoiceRow | None = None
        if protocol.guess_arm:
            self._guess = ChoiceRow(
                self.tr("Which kind of report do you take it for? (optional)"), [(arm, arm) for arm in protocol.arms]
            )
        for row in self._all_rows():
            row.changed.connect(self.changed)
        self._state = label("", "secondary")
        self._state.setAccessibleName(self.tr("State of the answer"))
        self._save = QPushButton(self.tr("Save and go on"))
        self._save.setToolTip(self.tr("Enter"))
        self._save.setAutoDefault(False)
        self._save.clicked.connect(self.submitted)
        self._problem = label("", "error", wrap=True)
        self._problem.setMinimumHeight(self._problem.fontMetrics().height() + 2)  # so that nothing moves when it speaks
        self._lay_out()
        self.show_case(None)
        self.setEnabled(False)

    # What the window says

    def show_case(self, earlier: Answer | None) -> None:
        """An empty form, or one with what was answered before."""
        blocker = QSignalBlocker(self)  # nothing of this is the reader's doing
        self._choose(None if earlier is None else earlier.grade)
        self._comment.setPlainText("" if earlier is None else earlier.comment)
        for name, row in self._questions.items():
            row.set_value(None if earlier is None else earlier.answers.get(name))
        if self._guess is not None:
            self._guess.set_value(None if earlier is None else earlier.guessed_arm)
        blocker.unblock()
        self.say_problem("")

    def say_state(self, text: str, role: str = "secondary") -> None:
        """A few words at the form's head."""
        self._state.setText(text)
        self._state.setProperty("role", role)
        self._state.style().polish(self._state)

    def say_problem(self, text: str) -> None:
        """Why the answer was not kept, and what to do; nothing for no problem."""
        self._problem.setText(text)

    # What the reader does

    def reply(self) -> Reply | None:
        """What stands in the form; None, and the reader is told, where something is missing."""
        if self.grade is None:
            self.say_problem(self.tr("Choose a grade first: press 1, 2, 3 or 4."))
            self.focus_pane()
            return None
        comment = self._comment.toPlainText().strip()
        if self.grade.value in self._protocol.comment_required_for and not comment:
            self.say_problem(
                self.tr("Grade {number} needs a comment: say what is wrong with the report.").format(
                    number=self.grade.value
                )
            )
            self._comment.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        for question in self._protocol.questions:
            row = self._questions.get(question.name)
            if question.required and row is not None and row.value is None:
                self.say_problem(self.tr("An answer is missing: the question that has the keys now."))
                row.take_focus()
                return None
        answers = {name: row.value for name, row in self._questions.items() if row.value is not None}
        guess = None if self._guess is None else self._guess.value
        return Reply(
            grade=self.grade,
            comment=comment,
            answers=answers,
            guessed_arm=guess if isinstance(guess, str) else None,
        )

    @property
    def grade(self) -> Acceptability | None:
        """The chosen grade."""
        return next((grade for grade, row in self._rows.items() if row.isChecked()), None)

    @property
    def comment_field(self) -> QuestionField:
        """Where the comment is typed."""
        return self._comment

    @property
    def guess(self) -> ChoiceRow | None:
        """The question for the arm, where it is asked."""
        return self._guess

    @property
    def question_rows(self) -> dict[str, QuestionRow]:
        """The further questions, by name."""
        return self._questions

    @property
    def mark_rows(self) -> tuple[MarkRow, ...]:
        """The questions that are answered on the film."""
        return tuple(row for row in self._questions.values() if isinstance(row, MarkRow))

    @property
    def state(self) -> str:
        """The words at the form's head."""
        return self._state.text()

    @property
    def problem(self) -> str:
        """Why the answer was not kept; empty for no problem."""
        return self._problem.text()

    def focus_pane(self) -> None:
        """Take the keys: the form itself where nothing is chosen, so that no grade looks preferred."""
        row = None if self.grade is None else self._rows[self.grade]
        (row or self).setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A frame while the form itself has the keys."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(self.palette().color(QPalette.ColorRole.Link))
            painter.drawRect(self.rect().adjusted(2, 2, -3, -3))
            painter.end()

    def _choose(self, chosen: Acceptability | None) -> None:
        for grade, row in self._rows.items():
            row.setChecked(grade is chosen)

    def _chosen_by_hand(self, grade: Acceptability) -> None:
        if not self.isEnabled():
            return
        self._choose(grade)
        self.say_problem("")
        needs_words = grade.value in self._protocol.comment_required_for and not self._comment.toPlainText().strip()
        if needs_words:
            self._comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.isAncestorOf(self.focusWidget() or self):
            self._rows[grade].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def _row_chosen(self) -> None:
        self._chosen_by_hand(Acceptability(int(self.sender().property("grade"))))

    def _all_rows(self) -> tuple[QuestionRow, ...]:
        return (*self._questions.values(), *(() if self._guess is None else (self._guess,)))

    def _comment_words(self) -> str:
        needed = self._protocol.comment_required_for
        if not needed:
            return self.tr("Comment")
        grades = self.tr(" and ").join(map(str, sorted(needed)))
        return self.tr("Comment (needed for {grades})").format(grades=grades)

    def _make_row(self, grade: Acceptability) -> QPushButton:
        row = QPushButton(f"{grade.value}   {grade_words(grade)}")
        row.setProperty("role", "grade")
        row.setCheckable(True)
        row.setAutoDefault(False)
        row.setAccessibleName(self.tr("Grade {number}: {words}").format(number=grade.value, words=grade_words(grade)))
        row.setToolTip(self.tr("Alt+{number}").format(number=grade.value))
        row.setProperty("grade", grade.value)
        row.clicked.connect(self._row_chosen)
        return row

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(label(self.tr("Grade"), "heading"))
        header.addStretch(1)
        header.addWidget(self._state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.setSpacing(4)
        layout.addLayout(header)
        for row in self._rows.values():
            layout.addWidget(row)
        layout.addSpacing(4)
        layout.addWidget(self._comment)
        for question in self._all_rows():
            layout.addSpacing(4)
            layout.addWidget(question)
        layout.addWidget(self._problem)
        layout.addWidget(self._save)
