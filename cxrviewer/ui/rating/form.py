"""The grade of the draft on the screen: four rows in the paper's words, the reader's name, a comment.

Knows what a rating is, not where it is kept: "Saved" appears only when somebody says that it was.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cxrviewer.reporting.draft import Draft
from cxrviewer.reporting.rating import Acceptability, Rating
from cxrviewer.ui.grade_words import grade_words
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.labels import label

_GROUPS = ("grade.", "grade.form_")
"""The same grades by Alt and a digit anywhere, and by the digit alone within the form."""


class RatingForm(QWidget):
    """A grade is given by a click, by its digit while the form has the keys, or by Alt and its digit anywhere.

    Signals:
        rated: the Rating that is to be kept.
        reader_changed: the reader's name.
    """

    rated = Signal(object)
    reader_changed = Signal(str)

    def __init__(self, reader: str, bindings: KeyBindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._rating: Rating | None = None  # as it is kept
        self._rows = {grade: self._make_row(grade) for grade in Acceptability}
        by_key = {f"{group}{grade.value}": partial(self.grade, grade) for grade in Acceptability for group in _GROUPS}
        ActionMap(self, bindings).bind(by_key)
        self._reader = QLineEdit(reader)
        self._reader.setPlaceholderText(self.tr("Your name"))
        self._reader.setAccessibleName(self.tr("Reader's name"))
        self._reader.editingFinished.connect(self._reader_edited)
        self._known_reader = reader.strip()
        self._comment = QLineEdit()
        self._comment.setPlaceholderText(self.tr("Comment"))
        self._comment.setAccessibleName(self.tr("Comment on the draft"))
        self._comment.editingFinished.connect(self.flush)
        for field in (self._reader, self._comment):
            field.setAcceptDrops(False)  # a film dropped here is to be opened, not quoted
        self._state = label("", "secondary")
        self._lay_out()
        self._refresh()

    # What the session says

    def show_draft(self, draft: Draft | None, rating: Rating | None) -> None:
        """The draft to grade, and the reader's grade of it so far. An unfinished draft is none."""
        same = self._draft is not None and draft is not None and self._draft.identifier == draft.identifier
        self._draft = draft
        self._rating = rating
        if rating is not None or not same:  # what is typed about this draft stays
            self._comment.setText("" if rating is None else rating.comment)
        self._say("", "secondary")
        if rating is not None:
            self._say_saved(rating)
        self._refresh()

    def show_saved(self, rating: Rating) -> None:
        """This rating is on the disk."""
        if self._draft is not None and rating.draft_identifier == self._draft.identifier:
            self._rating = rating
            self._say_saved(rating)
            self._refresh()

    # What the reader does

    @property
    def reader(self) -> str:
        """The reader's name."""
        return self._reader.text().strip()

    def grade(self, acceptability: Acceptability) -> None:
        """Give this grade, with the comment as it stands."""
        if self._draft is None:
            return
        if not self.reader:
            self._say(self.tr("Write your name first, then grade."), "error")
            self._reader.setFocus(Qt.FocusReason.OtherFocusReason)
            self._refresh()
            return
        self._emit(acceptability)

    def flush(self) -> None:
        """Keep a comment that was changed after the grade."""
        rating = self._rating
        if rating is not None and self._draft is not None and self._comment.text().strip() != rating.comment:
            self._emit(rating.acceptability)

    def focus_pane(self) -> None:
        """Take the keys."""
        chosen = Acceptability.ACCEPTABLE if self._rating is None else self._rating.acceptability
        row = self._rows[chosen]
        (row if row.isEnabled() else self._reader).setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def rows(self) -> dict[Acceptability, QPushButton]:
        """The row of each grade."""
        return self._rows

    @property
    def reader_field(self) -> QLineEdit:
        """Where the name is typed."""
        return self._reader

    @property
    def comment_field(self) -> QLineEdit:
        """Where the comment is typed."""
        return self._comment

    @property
    def state(self) -> str:
        """What the form says about saving."""
        return self._state.text()

    def _emit(self, acceptability: Acceptability) -> None:
        assert self._draft is not None
        self._say(self.tr("Saving"), "secondary")
        self.rated.emit(
            Rating(
                reader=self.reader,
                draft_identifier=self._draft.identifier,
                acceptability=acceptability,
                comment=self._comment.text().strip(),
            )
        )
        if self._state.text() == self.tr("Saving"):
            self._say(self.tr("Not saved"), "error")
        self._refresh()

    def _reader_edited(self) -> None:
        if self.reader != self._known_reader:
            self._known_reader = self.reader
            self._say("", "secondary")
            self.reader_changed.emit(self.reader)

    def _row_chosen(self) -> None:
        self.grade(Acceptability(int(self.sender().property("grade"))))

    def _refresh(self) -> None:
        can_grade = self._draft is not None
        for grade, row in self._rows.items():
            row.setEnabled(can_grade)
            row.setChecked(self._rating is not None and self._rating.acceptability is grade)
        self._comment.setEnabled(can_grade)

    def _say_saved(self, rating: Rating) -> None:
        moment = rating.rated_at.astimezone().strftime("%H:%M:%S")
        self._say(self.tr("Saved {time}").format(time=moment), "verified")

    def _say(self, text: str, role: str) -> None:
        self._state.setText(text)
        self._state.setProperty("role", role)
        self._state.style().polish(self._state)

    def _make_row(self, grade: Acceptability) -> QPushButton:
        row = QPushButton(f"{grade.value}   {grade_words(grade)}")
        row.setProperty("role", "grade")
        row.setCheckable(True)
        row.setAutoDefault(False)
        row.setAccessibleName(self.tr("Grade {number}: {words}").format(number=grade.value, words=grade_words(grade)))
        row.setToolTip(self.tr("Alt+{number}").format(number=grade.value))
        # No QButtonGroup: in one, only the row that last had the keys could be reached by Tab again.
        row.setProperty("grade", grade.value)
        row.clicked.connect(self._row_chosen)
        return row

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(label(self.tr("Grade"), "heading"))
        header.addStretch(1)
        header.addWidget(self._state)
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.addWidget(self._reader, 0, 0)
        fields.addWidget(self._comment, 0, 1)
        fields.setColumnStretch(0, 1)
        fields.setColumnStretch(1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(4)
        layout.addLayout(header)
        for row in self._rows.values():
            layout.addWidget(row)
        layout.addSpacing(2)
        layout.addLayout(fields)
