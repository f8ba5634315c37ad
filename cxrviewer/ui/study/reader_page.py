"""Who reads: a name is typed or chosen before the first case. Knows names; knows no answer of anybody."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from cxrviewer.ui.labels import label


class ReaderPage(QWidget):
    """The study's name, a field for the reader's, and the readers that the protocol names.

    Signals:
        chosen: the reader's name.
    """

    chosen = Signal(str)

    def __init__(self, study: str, readers: Sequence[str], suggested: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")  # fields look as they do beside the film
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._field = QLineEdit(suggested if suggested in readers else "")
        self._field.setPlaceholderText(self.tr("Your name"))
        self._field.setAccessibleName(self.tr("Reader's name"))
        self._problem = label("", "error", wrap=True)
        self._start = QPushButton(self.tr("Begin reading"))
        self._start.setAutoDefault(False)
        self._start.clicked.connect(self.give_name)
        self._names: list[QPushButton] = []
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(label(study, "title", wrap=True))
        column.addWidget(
            label(
                self.tr(
                    "Each report is graded from 1 to 4. What you answer is kept at once; you can stop at any time and "
                    "go on at the same case."
                ),
                "secondary",
                wrap=True,
            )
        )
        column.addSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._problem)
        column.addWidget(self._start, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(16)
        column.addWidget(label(self.tr("Readers of this study"), "secondary"))
        for name in readers:
            button = QPushButton(name)
            button.setProperty("role", "grade")
            button.setAutoDefault(False)
            button.setAccessibleName(self.tr("Read as {name}").format(name=name))
            button.clicked.connect(self._name_pressed)
            column.addWidget(button)
            self._names.append(button)
        column.addStretch(3)
        page = QWidget()
        page.setLayout(column)
        page.setFixedWidth(420)
        outer = QVBoxLayout(self)
        outer.addWidget(page, 1, Qt.AlignmentFlag.AlignHCenter)

    @property
    def field(self) -> QLineEdit:
        """Where the name is typed."""
        return self._field

    @property
    def problem(self) -> str:
        """Why nobody can read under the name given."""
        return self._problem.text()

    def say_problem(self, text: str) -> None:
        """Why nobody can read under this name."""
        self._problem.setText(text[:1].upper() + text[1:])

    def take_focus(self) -> None:
        """Take the keys."""
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_name(self) -> None:
        """The name in the field is the reader's."""
        name = " ".join(self._field.text().split())
        if name:
            self.chosen.emit(name)
        else:
            self.say_problem(self.tr("Type your name, or choose it below."))
            self.take_focus()

    def _name_pressed(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self._field.setText(button.text())
        self.give_name()
