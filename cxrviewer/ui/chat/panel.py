"""The chat about the draft on the screen: turns, follow-ups by one key, a line to type in.

Knows nothing of the store, the runner and other panels; drops text of a request that is not the one it shows.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cxrviewer.reporting import prompts
from cxrviewer.reporting.chat import Exchange
from cxrviewer.reporting.draft import Draft, FinishReason
from cxrviewer.ui.chat.question_field import QuestionField
from cxrviewer.ui.chat.turn import TurnView
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.labels import label

_FOLLOW_UPS = {
    "Differential": "draft.differential",
    "Alternative": "draft.alternative",
    "Further examination": "draft.examination",
}
"""Their actions."""


class ChatPanel(QWidget):
    """Several turns about one draft.

    Signals:
        asked: the question, its position in the chat.
        stop_asked: the answer that is being written is to stop.
    """

    asked = Signal(str, int)
    stop_asked = Signal()

    def __init__(self, line_height: float, bindings: KeyBindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line_height = line_height
        self._turns: list[TurnView] = []
        self._identifier = ""
        self._has_draft = False
        self._ready = False
        self._writing = False
        self._editing: int | None = None
        self._hint = label("", "secondary", wrap=True)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._scroll = QScrollArea()
        self._field = QuestionField()
        self._field.setAcceptDrops(False)  # a film dropped here is to be opened, not quoted
        self._field.setAccessibleName(self.tr("Question about the draft"))
        self._field.sent.connect(self.send)
        self._field.escaped.connect(self._give_up_edit)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._button.setMinimumWidth(64)
        self._button.clicked.connect(self._pressed)
        self._verbs = ActionMap(self, bindings)
        self._follow_ups = [self._make_follow_up(name, text) for name, text in prompts.FOLLOW_UPS.items()]
        self._lay_out()
        self._refresh()

    # What the session says

    def set_draft(self, draft: Draft | None) -> None:
        """The draft that the chat is about."""
        self._has_draft = draft is not None
        self._refresh()

    def set_model_ready(self, *, ready: bool) -> None:
        """Whether there is a model to ask."""
        self._ready = ready
        self._refresh()

    def set_writing(self, *, writing: bool) -> None:
        """Whether the model writes for this film: a draft or an answer."""
        self._writing = writing
        if not writing:
            self._identifier = ""
        self._refresh()

    def show_exchanges(self, exchanges: tuple[Exchange, ...]) -> None:
        """Show the chat as it is kept."""
        self._identifier = ""
        self._editing = None
        self._error.hide()
        self._cut(0)
        for exchange in exchanges:
            turn = self._add(exchange.position, exchange.question)
            turn.grow(exchange.answer.text)
            turn.set_note(self._note(exchange.answer))
        self._refresh()

    def begin(self, identifier: str, position: int, question: str) -> None:
        """A question was asked; what stood at its place and below goes."""
        self._identifier = identifier
        self._editing = None
        self._error.hide()
        self._cut(position)
        self._add(position, question)
        self._refresh()

    def grow(self, identifier: str, text: str) -> None:
        """More of the answer to the request; of any other request it is dropped."""
        if identifier == self._identifier and self._turns:
            self._turns[-1].grow(text)

    def fail(self, error: Exception) -> None:
        """Say why there is no answer."""
        self._error.setText(self.tr("Failed: {reason}").format(reason=error))
        self._error.show()

    # What the reader does

    def send(self) -> None:
        """Ask what stands in the field."""
        question = self._field.toPlainText().strip()
        if question and self._can_ask():
            position = len(self._turns) if self._editing is None else self._editing
            self._field.clear()
            self.asked.emit(question, position)

    def focus_pane(self) -> None:
        """Take the keys."""
        self._field.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def has_input_focus(self) -> bool:
        """Whether the reader is typing a question."""
        return self._field.hasFocus()

    @property
    def turns(self) -> tuple[TurnView, ...]:
        """The turns on the screen."""
        return tuple(self._turns)

    @property
    def field(self) -> QuestionField:
        """Where a question is typed."""
        return self._field

    @property
    def button(self) -> QPushButton:
        """Send, or Stop while the model writes."""
        return self._button

    def _pressed(self) -> None:
        if self._writing:
            self.stop_asked.emit()
        else:
            self.send()

    def _edit(self, position: int, question: str) -> None:
        self._editing = position
        self._field.setPlainText(question)
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()

    def _give_up_edit(self) -> None:
        if self._editing is not None:
            self._editing = None
            self._field.clear()
            self._refresh()

    def _can_ask(self) -> bool:
        return self._has_draft and self._ready and not self._writing

    def _refresh(self) -> None:
        answering = bool(self._identifier)
        for button in self._follow_ups:
            button.setEnabled(self._can_ask())
        for turn in self._turns:
            turn.set_editable(editable=self._can_ask())
        self._field.setPlaceholderText(
            self.tr("Ask about the draft") if self._has_draft else self.tr("The chat opens once there is a draft")
        )
        self._field.viewport().update()  # QPlainTextEdit does not repaint for a new placeholder by itself
        self._button.setText(self.tr("Stop") if answering else self.tr("Send"))
        self._button.setToolTip(self.tr("Stop (Ctrl+.)") if answering else self.tr("Send (Enter)"))
        self._button.setEnabled(answering or self._can_ask())
        if self._editing is None:
            self._hint.setText("")
        else:
            self._hint.setText(
                self.tr("Asking question {number} anew; Esc leaves it.").format(number=self._editing + 1)
            )
        self._hint.setVisible(bool(self._hint.text()))

    def _add(self, position: int, question: str) -> TurnView:
        turn = TurnView(position, question, self._line_height)
        turn.edit_asked.connect(self._edit)
        self._turns.append(turn)
        self._page_layout.insertWidget(self._page_layout.count() - 1, turn)
        return turn

    def _cut(self, position: int) -> None:
        for turn in self._turns[position:]:
            self._page_layout.removeWidget(turn)
            turn.hide()
            turn.deleteLater()
        del self._turns[position:]

    def _note(self, answer: Draft) -> str:
        return {
            FinishReason.STOP: "",
            FinishReason.CANCELLED: self.tr("Stopped: the text is not complete."),
            FinishReason.LENGTH: self.tr("Cut off: the text is not complete."),
        }[answer.finish_reason]

    def _make_follow_up(self, name: str, question: str) -> QPushButton:
        names = {
            "Differential": self.tr("&Differential"),
            "Alternative": self.tr("Al&ternative"),
            "Further examination": self.tr("Further e&xam"),
        }
        ask = partial(self._ask_follow_up, question)
        button = QPushButton(names[name])
        button.setAutoDefault(False)
        # The letter stays underlined; the key itself is a shortcut of its own, because a button's waits 100 ms.
        button.setShortcut(QKeySequence())
        self._verbs.bind({_FOLLOW_UPS[name]: ask})
        button.setToolTip(f"{question} ({self._verbs.bindings.text(_FOLLOW_UPS[name])})")
        button.setAccessibleName(question)
        button.clicked.connect(lambda _=False: ask())
        return button

    def _ask_follow_up(self, question: str) -> None:
        if self._can_ask():
            self.asked.emit(question, len(self._turns))

    def _follow_end(self, _least: int, most: int) -> None:
        self._scroll.verticalScrollBar().setValue(most)

    def _lay_out(self) -> None:
        page = QWidget()
        self._page_layout = QVBoxLayout(page)
        self._page_layout.setContentsMargins(0, 0, 6, 0)
        self._page_layout.setSpacing(4)
        self._page_layout.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the turns take the keys, and are scrolled to
        self._scroll.setWidget(page)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._follow_end)
        header = QHBoxLayout()
        header.setSpacing(6)
        header.addWidget(label(self.tr("Chat"), "heading"))
        header.addStretch(1)
        for button in self._follow_ups:
            header.addWidget(button)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._field, 1)
        line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(header)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._error)
        layout.addWidget(self._hint)
        layout.addLayout(line)
