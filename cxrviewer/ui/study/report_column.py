"""The column beside the film: where the reader is, the report, the form. Knows no arm, no model and no journal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cxrviewer.study.answer import Answer, Item
from cxrviewer.study.protocol import Protocol
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.labels import label, plain_button, rule
from cxrviewer.ui.prose import Prose
from cxrviewer.ui.study.grade_form import GradeForm
from cxrviewer.ui.study.progress_line import ProgressLine
from cxrviewer.ui.theme import Theme


class ReportColumn(QWidget):
    """The report is plain text: nothing about it tells who wrote it.

    Signals:
        pause_asked, back_asked, forward_asked, report_asked: a button was pressed; without argument.
    """

    pause_asked = Signal()
    back_asked = Signal()
    forward_asked = Signal()
    report_asked = Signal()

    def __init__(self, theme: Theme, protocol: Protocol, bindings: KeyBindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("column")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(theme.sizes["column_least"])
        self._place = label("", "title")
        self._note = label("", "secondary", wrap=True)
        self._line = ProgressLine(theme.colour("secondary"), theme.colour("hairline"))
        self._report = Prose("reading", theme.line_height)
        self._report.setAccessibleName(self.tr("Report"))
        self._ask = QPushButton(self.tr("Show the report"))
        self._ask.setToolTip(self.tr("Enter"))
        self._ask.setAutoDefault(False)
        self._ask.clicked.connect(self.report_asked)
        self._back = plain_button(self.tr("Back"), self.tr("The case before (Alt+Left)"))
        self._forward = plain_button(self.tr("Forward"), self.tr("Leave the earlier answer as it is (Alt+Right)"))
        self._pause = plain_button(self.tr("Pause"), self.tr("Cover the case; time does not count (Ctrl+Shift+P)"))
        for button, asked in (
            (self._back, self.back_asked),
            (self._forward, self.forward_asked),
            (self._pause, self.pause_asked),
        ):
            button.clicked.connect(asked)
        self.form = GradeForm(protocol, bindings)
        self._lay_out()
        self.show_nothing()

    def show_place(self, item: Item, done: int) -> None:
        """Where the reader is."""
        self._place.setText(self.tr("{position} of {of}").format(position=item.position + 1, of=item.of))
        self._line.show_progress(done, item.of)
        self._note.setText(self.tr("Training case: it does not count.") if item.is_training else "")
        self._note.setVisible(item.is_training)

    def show_nothing(self) -> None:
        """No case is on the screen."""
        self._report.set_text("")
        self._report.hide()
        self._ask.hide()
        self.form.show_case(None)
        self.form.setEnabled(False)
        self.set_steps(back=False, forward=False)

    def show_case(self, item: Item, earlier: Answer | None, *, with_report: bool) -> None:
        """The case's report, or the button that asks for it."""
        self.form.show_case(earlier)
        self._ask.setVisible(not with_report)
        if with_report:
            self.show_report(item)
        else:
            self._report.set_text("")
            self.form.setEnabled(False)

    def show_report(self, item: Item) -> None:
        """The report may be seen now."""
        self._ask.hide()
        self._report.set_text(item.report)
        self._report.show()
        self._scroll.verticalScrollBar().setValue(0)
        self.form.setEnabled(True)
        self.form.focus_pane()

    def set_steps(self, *, back: bool, forward: bool) -> None:
        """Where the reader may go from here."""
        self._back.setVisible(back)
        self._forward.setVisible(forward)

    def focus_report(self) -> None:
        """Give the keys to the report's text."""
        self._report.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def report(self) -> str:
        """The text on the screen."""
        return self._report.toPlainText()

    @property
    def place(self) -> str:
        """The words that say where the reader is."""
        return self._place.text()

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """What can be pressed beside the form."""
        return {"back": self._back, "forward": self._forward, "pause": self._pause, "report": self._ask}

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.setContentsMargins(12, 10, 8, 0)
        header.addWidget(self._place, 1)
        for button in (self._back, self._forward, self._pause):
            header.addWidget(button)
        page = QWidget()
        text = QVBoxLayout(page)
        text.setContentsMargins(0, 0, 4, 0)
        text.addWidget(self._report)
        text.addWidget(self._ask, 0, Qt.AlignmentFlag.AlignLeft)
        text.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(page)
        body = QVBoxLayout()
        body.setContentsMargins(12, 6, 8, 8)
        body.addWidget(self._note)
        body.addWidget(label(self.tr("Report"), "heading"))
        body.addWidget(self._scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(self._line)
        layout.addLayout(body, 1)
        layout.addWidget(rule())
        layout.addWidget(self.form)
