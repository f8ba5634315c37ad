"""Two people agree that the arms may be named. Knows names and who still reads; the rule is the study room's."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from cxrviewer.ui.labels import label


class UnblindingPage(QWidget):
    """How far each reader is, two names, a reason.

    Signals:
        agreed: the two names as a tuple, the reason.
    """

    agreed = Signal(object, str)

    def __init__(self, study: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._progress = label("", "secondary", wrap=True)
        self.names = (self._field(self.tr("Name")), self._field(self.tr("Another person's name")))
        self.reason = self._field(self.tr("Reason, where reading still goes on"))
        self._problem = label("", "error", wrap=True)
        self.agree = QPushButton(self.tr("Name the arms"))
        self.agree.setAutoDefault(False)
        self.agree.clicked.connect(self._pressed)
        page = QWidget()
        page.setFixedWidth(480)
        column = QVBoxLayout(page)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(label(self.tr("{study} is blinded").format(study=study), "title", wrap=True))
        column.addWidget(
            label(
                self.tr(
                    "Results name the arms. Two people agree to that, and their names go into the journal; it cannot "
                    "be undone."
                ),
                "secondary",
                wrap=True,
            )
        )
        column.addWidget(self._progress)
        column.addSpacing(4)
        for field in (*self.names, self.reason):
            column.addWidget(field)
        column.addWidget(self._problem)
        column.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.addWidget(page, 1, Qt.AlignmentFlag.AlignHCenter)

    def show_readers(self, left: Mapping[str, int], readers: Sequence[str]) -> None:
        """How many reports each reader has still to read."""
        words = [
            self.tr("{reader}: {count} to read").format(reader=reader, count=left[reader])
            if reader in left
            else self.tr("{reader}: finished").format(reader=reader)
            for reader in readers
        ]
        self._progress.setText("\n".join(words))
        self.reason.setVisible(bool(left))

    def say_problem(self, text: str) -> None:
        """Why these two cannot agree."""
        self._problem.setText(text[:1].upper() + text[1:])

    @property
    def problem(self) -> str:
        """Why the two named cannot agree."""
        return self._problem.text()

    def take_focus(self) -> None:
        """Take the keys."""
        self.names[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self) -> None:
        self.say_problem("")
        first, second = (field.text().strip() for field in self.names)
        self.agreed.emit((first, second), self.reason.text().strip())

    def _field(self, words: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(words)
        made.setAccessibleName(words)
        made.returnPressed.connect(self._pressed)
        return made
