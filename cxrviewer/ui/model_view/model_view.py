"""Shows on the film which part the model sees, and beside it what it is given; says when the screen shows otherwise.

Knows the canvas, the inset and the examination. What the model is given is fixed by the file: nothing here changes it.
"""

from PySide6.QtCore import QEvent, QObject, QRect, Signal

from cxrviewer.imaging.grayscale import default_voi
from cxrviewer.imaging.radiograph import Radiograph, Voi
from cxrviewer.inference.preprocess import InputFormat, ModelInput, crop_box
from cxrviewer.reporting.draft import Draft
from cxrviewer.ui.film_examination import FilmExamination
from cxrviewer.ui.image.orientation import AS_STORED
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.inference_runner import InferenceRunner
from cxrviewer.ui.model_view.inset import InputInset
from cxrviewer.ui.session import Session

_MARGIN = 8  # logical pixels
_BELOW = 64  # logical pixels that the texts in the lower corners take


class ModelView(QObject):
    """Off until the reader asks for it with M.

    Signals:
        shown_changed: whether what the model sees is shown.
    """

    shown_changed = Signal(bool)

    def __init__(
        self, pane: ImagePane, examination: FilmExamination, runner: InferenceRunner, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._canvas = pane.film_canvas
        self._examination = examination
        self._draft: Draft | None = None
        self._own_voi: Voi | None = None
        self._shown = False
        self.inset = InputInset(self._canvas)
        runner.input_format_changed.connect(self._input_format_changed)
        session.draft_shown.connect(self._draft_shown)
        examination.model_input_changed.connect(self._refresh)
        self._canvas.radiograph_changed.connect(self._film_changed)
        for changed in (self._canvas.voi_changed, self._canvas.inverted_changed, self._canvas.view_changed):
            changed.connect(self._refresh_badge)
        self._canvas.installEventFilter(self)
        pane.verbs.bind({"image.model_view": self.toggle})
        pane.add_to_more(self.tr("What the model sees"), "image.model_view", self.toggle)

    @property
    def shown(self) -> bool:
        """Whether what the model sees is shown."""
        return self._shown

    def toggle(self) -> None:
        """Show or hide what the model sees."""
        self._shown = not self._shown
        self._examination.want_model_input(wanted=self._shown)
        self._refresh()
        self.shown_changed.emit(self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The inset keeps its corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _input_format_changed(self, input_format: InputFormat | None) -> None:
        self._examination.set_input_format(input_format)
        self._refresh_badge()

    def _draft_shown(self, draft: Draft | None) -> None:
        self._draft = draft
        self._refresh()

    def _film_changed(self, radiograph: Radiograph | None) -> None:
        self._own_voi = None if radiograph is None else default_voi(radiograph)
        self._examination.show_film(radiograph)
        self._refresh_badge()

    def _refresh(self) -> None:
        film, seen = self._canvas.radiograph, self._examination.model_input
        self._canvas.set_crop_box(self._box(film))
        self.inset.setVisible(self._shown and film is not None)
        if not self._shown or film is None:
            self.inset.show_words("")  # no film's input outlives it, not even unseen
            return
        if self._examination.input_format is None:
            self.inset.show_words(self.tr("Not known before a model is loaded."))
        elif seen is None:
            self.inset.show_words(self.tr("Being computed."))
        else:
            self.inset.show_input(seen, self._draft_words(seen))
        self._place()

    def _box(self, film: Radiograph | None) -> tuple[float, float, float, float] | None:
        seen = self._examination.input_format
        if not self._shown or film is None or seen is None:
            return None
        box = crop_box(film.rows, film.columns, seen.size)
        return box.left, box.top, box.right - box.left, box.bottom - box.top

    def _draft_words(self, seen: ModelInput) -> str:
        film = self._canvas.radiograph
        if film is None or self._draft is None or self._draft.provenance.radiograph_digest != film.digest:
            return ""
        if self._draft.provenance.input_sha256 == seen.sha256:
            return self.tr("The draft was made from this input.")
        return self.tr("The draft was made from another input.")

    def _refresh_badge(self) -> None:
        self._canvas.set_badge("model", self._difference())

    def _difference(self) -> str:
        """How the screen differs from what the model sees; empty where it does not, or where no model is loaded."""
        if self._own_voi is None or self._canvas.voi is None or self._examination.input_format is None:
            return ""
        differences = (
            (self._canvas.voi != self._own_voi, self.tr("its own window")),
            (self._canvas.inverted, self.tr("not inverted")),
            (self._canvas.view.orientation != AS_STORED, self.tr("not turned or flipped")),
        )
        parts = self.tr(", ").join(words for differs, words in differences if differs)
        return self.tr("Model sees: {parts}").format(parts=parts) if parts else ""

    def _place(self) -> None:
        if self.inset.isVisibleTo(self._canvas):
            room = self._canvas.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_BELOW)
            self.inset.place_in(QRect(room))
