"""How a new study is to be read: readers, seed, separation, options. Knows a protocol's fields and no manifest."""

import secrets

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from cxrviewer.study.protocol import Protocol, Question, QuestionKind
from cxrviewer.ui.labels import label
from cxrviewer.ui.study.fields import NumberField
from cxrviewer.ui.tick import Tick

_MOST_SEED = 2**31 - 1


class ProtocolForm(QWidget):
    """Names beside their values, two of them in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readers = QLineEdit()
        self.readers.setAcceptDrops(False)
        self.readers.setPlaceholderText(self.tr("Dr. Ito, Dr. Kim, Dr. Lee"))
        self.seed = NumberField(0, _MOST_SEED, secrets.randbelow(1_000_000))
        self.separation = NumberField(1, 9999, 1)
        self.days = NumberField(0, 365, 0)
        self.repeats = NumberField(0, 9999, 0)
        self.back = NumberField(0, 9999, 1)
        self.idle = NumberField(5, 600, 30)
        self.image_first = Tick(self.tr("Film first, the report on a key"))
        self.comment = Tick(self.tr("A comment is needed for grades 3 and 4"))
        self.comment.setChecked(True)
        self.alike = Tick(self.tr("Make the reports alike: no headings, no traces of origin"))
        self.alike.setChecked(True)
        self.invented = Tick(self.tr("Ask whether the report tells of what is not on the film"))
        self.radpeer = Tick(self.tr("Ask for a RADPEER score"))
        self.guess = Tick(self.tr("Let the reader guess the arm"))
        self._boxes = (self.image_first, self.comment, self.alike, self.invented, self.radpeer, self.guess)
        self._lay_out()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """All that can be typed into or ticked, in the eye's order."""
        numbers = (self.seed, self.separation, self.days, self.repeats, self.back, self.idle)
        return (self.readers, *numbers, *self._boxes)

    def protocol(self, arms: tuple[str, ...]) -> Protocol:
        """The protocol as it stands in the form. Raises StudyError."""
        asked = []
        if self.invented.isChecked():
            text = self.tr("Does the report tell of something that is not on the film?")
            asked.append(Question("hallucination", text, QuestionKind.YES_NO, required=True))
        if self.radpeer.isChecked():
            asked.append(Question("radpeer", self.tr("RADPEER score"), QuestionKind.RADPEER, required=True))
        days = self.days.value
        return Protocol(
            arms=arms,
            readers=tuple(name.strip() for name in self.readers.text().split(",") if name.strip()),
            seed=self.seed.value,
            separation=1 if days else self.separation.value,  # sittings are the separation then
            days_apart=days or None,
            repeats=self.repeats.value,
            questions=tuple(asked),
            image_first=self.image_first.isChecked(),
            comment_required_for=(3, 4) if self.comment.isChecked() else (),
            back_allowed=self.back.value,
            guess_arm=self.guess.isChecked(),
            idle_s=float(self.idle.value),
            normalised=self.alike.isChecked(),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        numbers = (
            (self.tr("Seed of the reading orders"), self.seed),
            (self.tr("Positions between two reports of a film"), self.separation),
            (self.tr("Days between the arms of a film (0: one sitting)"), self.days),
            (self.tr("Reports shown twice"), self.repeats),
            (self.tr("Cases a reader may go back"), self.back),
            (self.tr("Seconds without input that still count"), self.idle),
        )
        words = self.tr("Readers, with commas between")
        self.readers.setAccessibleName(words)
        grid.addWidget(label(words, "secondary"), 0, 0)
        grid.addWidget(self.readers, 0, 1, 1, 3)
        for place, (words, field) in enumerate(numbers):
            field.setAccessibleName(words)
            row, column = 1 + place // 2, 2 * (place % 2)
            grid.addWidget(label(words, "secondary"), row, column)
            grid.addWidget(field, row, column + 1)
        for place, box in enumerate(self._boxes):
            grid.addWidget(box, 5 + place // 2, 2 * (place % 2), 1, 2)
        grid.setRowMinimumHeight(4, 4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
