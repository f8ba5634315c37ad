"""The draft on the screen: asks for one, shows it as it comes, says what it is and where it comes from.

Knows nothing of the store, the runner and other panels; drops text of a request that is not the one it shows.
"""

import enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import Draft, Sampling
from cxrviewer.ui.draft.provenance_line import provenance_line
from cxrviewer.ui.draft.sampling_form import SamplingForm
from cxrviewer.ui.draft.scope_notes import ScopeNotes
from cxrviewer.ui.labels import Choice, ElidedLabel, label, plain_button
from cxrviewer.ui.prose import Prose


class ModelState(enum.Enum):
    """Whether there is a model to ask."""

    LOADING = "loading"
    READY = "ready"
    MISSING = "missing"


class DraftPanel(QWidget):
    """Header, controls, text.

    Signals:
        draft_asked: the prompt's name, the Sampling.
        stop_asked: what is being written is to stop.
        models_asked: there is no model, and the reader wants to choose one.
    """

    draft_asked = Signal(str, object)
    stop_asked = Signal()
    models_asked = Signal()

    def __init__(self, prompt: str, sampling: Sampling, line_height: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._identifier = ""
        self._draft: Draft | None = None
        self._has_film = False
        self._model = ModelState.LOADING
        self._model_words = ""
        self._writing = False
        self._model_name = ElidedLabel()
        self._model_name.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._prompt = self._make_prompts(prompt)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._button.setMinimumWidth(104)
        self._button.clicked.connect(self._pressed)
        self._sampling = SamplingForm(sampling)
        self._sampling.hide()
        self._fold = plain_button(self.tr("Sampling"), self.tr("Temperature, top-p, seed and length"))
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._sampling.setVisible)
        self._error = label("", "error", wrap=True)
        self.scope = ScopeNotes()
        self._hint = label("", "secondary", wrap=True)
        self.choose_model = QPushButton(self.tr("Choose a model"))
        self.choose_model.setToolTip(self.tr("Models on this machine (Ctrl+M)"))
        self.choose_model.setAutoDefault(False)
        self.choose_model.clicked.connect(self.models_asked)
        self._text = Prose("machine", line_height)
        self._text.setAccessibleName(self.tr("AI draft, not verified"))
        self._provenance = label("", "secondary", wrap=True)
        self._provenance.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._refresh()

    # What the session says

    def set_film(self, film: object) -> None:
        """Whether there is a film to draft for."""
        self._has_film = film is not None
        self._error.clear()
        self._refresh()

    def set_model(self, state: ModelState, words: str = "") -> None:
        """Whether the model can be asked; ``words`` is its name, or what is wrong and what to do."""
        self._model, self._model_words = state, words
        self._model_name.setText(words if state is ModelState.READY else "")
        self._refresh()

    def set_writing(self, *, writing: bool) -> None:
        """Whether the model writes for this film: a draft or an answer."""
        self._writing = writing
        if not writing:
            self._identifier = ""
        self._refresh()

    def show_draft(self, draft: Draft | None) -> None:
        """Show a whole draft as it is kept, or that there is none."""
        if draft is None or self._draft is None or draft.identifier != self._draft.identifier:
            self._draft = draft
        self._identifier = ""
        self._text.set_text("" if draft is None else draft.text)
        self._refresh()

    def begin(self, identifier: str) -> None:
        """A draft is being written."""
        self._identifier = identifier
        self._draft = None
        self._error.clear()
        self._text.set_text("")
        self._refresh()

    def grow(self, identifier: str, text: str) -> None:
        """More text of the request; of any other request it is dropped."""
        if identifier == self._identifier:
            first = not self._text.toPlainText()
            self._text.append_text(text)
            if first:
                self._refresh()

    def fail(self, error: Exception) -> None:
        """Say why there is no draft."""
        self._error.setText(self.tr("Failed: {reason}").format(reason=error))
        self._refresh()

    # What the reader does

    def ask(self) -> None:
        """Ask for a draft, as the button does; again with another seed, because the same one writes the same text."""
        if not self._can_draft():
            return
        if self._would_repeat():
            self._sampling.next_seed()
        self.draft_asked.emit(self.prompt(), self.sampling())

    def prompt(self) -> str:
        """The name of the chosen prompt."""
        return str(self._prompt.currentData())

    def sampling(self) -> Sampling:
        """The chosen sampling."""
        return self._sampling.sampling()

    def focus_pane(self) -> None:
        """Take the keys: the text where there is one, else the button."""
        (self._text if self._text.isVisibleTo(self) else self._button).setFocus(Qt.FocusReason.TabFocusReason)

    def _pressed(self) -> None:
        if self._writing:
            self.stop_asked.emit()
        else:
            self.ask()

    def _can_draft(self) -> bool:
        return self._has_film and not self._writing and self._model is not ModelState.MISSING

    def _would_repeat(self) -> bool:
        if self._draft is None:
            return False
        origin = self._draft.provenance
        same = origin.sampling == self.sampling() and origin.prompt == prompts.PROMPTS[self.prompt()]
        return same and not origin.sampling.greedy

    def _refresh(self) -> None:
        streaming = bool(self._identifier)
        again = self._draft is not None
        if self._writing:
            self._button.setText(self.tr("Stop"))
            self._button.setToolTip(self.tr("Stop writing (Ctrl+.)"))
        else:
            self._button.setText(self.tr("Draft again") if again else self.tr("Draft"))
            self._button.setToolTip(self.tr("Draft a report of this film (Ctrl+Enter)"))
        self._button.setAccessibleName(self._button.text())
        self._button.setEnabled(self._writing or self._can_draft())
        has_text = streaming or again
        self._text.setVisible(has_text)
        stands = has_text and bool(self._text.toPlainText())
        self._hint.setText("" if stands and self._model is not ModelState.MISSING else self._hint_text())
        self._hint.setVisible(bool(self._hint.text()))
        self.choose_model.setVisible(self._model is ModelState.MISSING)
        self._error.setVisible(bool(self._error.text()))
        self._provenance.setText("" if self._draft is None else provenance_line(self._draft))
        self._provenance.setVisible(self._draft is not None)

    def _hint_text(self) -> str:
        if self._model is ModelState.MISSING:
            return self.tr("No model: {reason}").format(reason=self._model_words)
        if not self._has_film:
            return self.tr("Open a film, and the model can draft a report of it.")
        if self._identifier:
            if self._model is ModelState.LOADING:
                return self.tr("Begins as soon as the model is loaded.")
            return self.tr("The model is looking at the film.")
        if self._draft is not None:
            return self.tr("The model wrote nothing. Draft again, or choose another prompt.")
        return self.tr("No draft yet. Ctrl+Enter drafts one.")

    def _make_prompts(self, chosen: str) -> QComboBox:
        box = Choice()
        names = {
            "specific": self.tr("Six findings"),
            "basic": self.tr("Basic"),
            "paediatric": self.tr("Paediatric"),
            "differential": self.tr("Differential diagnoses"),
        }
        for name, text in prompts.PROMPTS.items():
            box.addItem(names.get(name, name), name)
            box.setItemData(box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setAccessibleName(self.tr("Prompt"))
        box.setToolTip(self.tr("What the model is asked; each is one of the papers' prompts"))
        return box

    def _lay_out(self) -> None:
        header = QHBoxLayout()
        header.addWidget(label(self.tr("AI draft - not verified"), "machine"))
        header.addWidget(self._model_name, 1)
        controls = QHBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(self._prompt, 1)
        controls.addWidget(self._fold)
        controls.addWidget(self._button)
        page = QWidget()
        text = QVBoxLayout(page)
        text.setContentsMargins(0, 0, 6, 0)
        text.setSpacing(6)
        for widget in (self.scope, self._error, self._hint):
            text.addWidget(widget)
        text.addWidget(self.choose_model, 0, Qt.AlignmentFlag.AlignLeft)
        text.addWidget(self._text)
        text.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(8)
        layout.addLayout(header)
        layout.addLayout(controls)
        layout.addWidget(self._sampling)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._provenance)
        QWidget.setTabOrder(self._prompt, self._fold)
        QWidget.setTabOrder(self._fold, self._button)

    @property
    def button(self) -> QPushButton:
        """Draft, or Stop while the model writes."""
        return self._button

    @property
    def text(self) -> str:
        """The text on the screen."""
        return self._text.toPlainText()

    @property
    def messages(self) -> tuple[QLabel, QLabel, QLabel]:
        """Error, hint and provenance, as they stand."""
        return self._error, self._hint, self._provenance
