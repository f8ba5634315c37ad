"""What is on the screen now: the film, its draft, its chat. Everything the model writes passes through here.

Here the safety rule is kept: a text belongs to the film it was asked about. It is stored under that film, and shown
only while that film is on the screen and nothing newer was asked. Knows the store and the runner; knows no widget.
"""

import enum
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from cxrviewer.errors import StoreError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.inference.engine import Completion, GenerationRequest
from cxrviewer.reporting import prompts
from cxrviewer.reporting.chat import Exchange
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.draft import Draft, ModelIdentity, Sampling
from cxrviewer.reporting.rating import Rating
from cxrviewer.store.store import Store
from cxrviewer.ui.inference_runner import InferenceRunner
from cxrviewer.ui.writing import Question, Writing


class CaseStatus(enum.Enum):
    """How far a film has come."""

    UNREAD = "unread"
    DRAFTED = "drafted"
    RATED = "rated"


class Session(QObject):
    """One reader at one film.

    Signals:
        film_changed: the Radiograph now on the screen, or None.
        draft_shown: the Draft to show as it stands, or None for no draft.
        chat_shown: a tuple of the Exchanges to show as they stand.
        draft_begun: the request's identifier.
        draft_grew: the request's identifier, more text.
        draft_failed: the CxrViewerError; the draft shown before, if any, is shown again first.
        answer_begun: the request's identifier, position in the chat, the question.
        answer_grew: the request's identifier, more text.
        answer_failed: the CxrViewerError; the chat is shown as it was first.
        writing_changed: ``writing`` has another value.
        status_changed: the digest of a film, its CaseStatus.
        rating_saved: the Rating, once it is on the disk.
        trouble: a StoreError that the reader must hear of.
    """

    film_changed = Signal(object)
    draft_shown = Signal(object)
    chat_shown = Signal(object)
    draft_begun = Signal(str)
    draft_grew = Signal(str, str)
    draft_failed = Signal(object)
    answer_begun = Signal(str, int, str)
    answer_grew = Signal(str, str)
    answer_failed = Signal(object)
    writing_changed = Signal()
    status_changed = Signal(str, object)
    rating_saved = Signal(object)
    trouble = Signal(object)

    def __init__(self, store: Store, runner: InferenceRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._runner = runner
        self._film: Radiograph | None = None
        self._draft: Draft | None = None
        self._exchanges: tuple[Exchange, ...] = ()
        self._writings: dict[str, Writing] = {}
        self._on_screen = ""  # identifier of the request whose text is shown as it comes
        runner.started.connect(self._started)
        runner.chunk.connect(self._chunk)
        runner.finished.connect(self._ended)
        runner.cancelled.connect(self._ended)
        runner.failed.connect(self._failed)

    @property
    def film(self) -> Radiograph | None:
        """The film on the screen."""
        return self._film

    @property
    def draft(self) -> Draft | None:
        """The draft on the screen, once it is whole."""
        return self._draft

    @property
    def writing(self) -> bool:
        """Whether the model writes for the film on the screen."""
        return bool(self._on_screen)

    def show_film(self, radiograph: Radiograph | None) -> None:
        """Put another film on the screen, with what is kept of it; what is being written is stopped."""
        self.stop()
        self._leave()
        self._film, self._draft, self._exchanges = radiograph, None, ()
        if radiograph is not None:
            try:
                self._store.record_case(radiograph)
                drafts = self._store.drafts_of(radiograph.digest)
                self._draft = drafts[-1] if drafts else None
                self._exchanges = self._store.exchanges_of(drafts[-1].identifier) if drafts else ()
            except StoreError as error:
                self.trouble.emit(error)
        self.film_changed.emit(radiograph)
        self._show_kept()

    def record(self, radiograph: Radiograph) -> None:
        """Let the store know of a film that is not the one on the screen, so that what is drawn on it can be kept."""
        try:
            self._store.record_case(radiograph)
        except StoreError as error:
            self.trouble.emit(error)

    def write_draft(self, prompt: str, sampling: Sampling) -> None:
        """Draft a report of the film on the screen with the prompt of that name."""
        if self._film is None:
            return
        self._begin(Writing(self._request(prompts.opening(prompt), sampling)))
        self.draft_begun.emit(self._on_screen)

    def ask(self, question: str, sampling: Sampling, position: int | None = None) -> None:
        """Ask about the draft on the screen; at an earlier ``position`` the chat goes on from there."""
        if self._film is None or self._draft is None:
            return
        position = len(self._exchanges) if position is None else position
        conversation = Conversation(prompts.SYSTEM).ask(self._draft.provenance.prompt).answer(self._draft.text)
        for exchange in self._exchanges[:position]:
            conversation = conversation.ask(exchange.question).answer(exchange.answer.text)
        asked = Question(self._draft.identifier, position, question)
        self._begin(Writing(self._request(conversation.ask(question), sampling), asked))
        self.answer_begun.emit(self._on_screen, position, question)

    def stop(self) -> None:
        """Stop what is being written; what there is of it stays."""
        self._runner.cancel()

    def rate(self, rating: Rating) -> None:
        """Keep a grade; ``rating_saved`` says when it is on the disk."""
        try:
            self._store.save_rating(rating)
        except StoreError as error:
            self.trouble.emit(error)
            return
        self.rating_saved.emit(rating)
        if self._film is not None and self._draft is not None and self._draft.identifier == rating.draft_identifier:
            self.status_changed.emit(self._film.digest, CaseStatus.RATED)

    def latest_rating(self, reader: str) -> Rating | None:
        """The reader's grade of the draft on the screen."""
        if self._draft is None:
            return None
        try:
            return self._store.latest_rating(self._draft.identifier, reader)
        except StoreError as error:
            self.trouble.emit(error)
            return None

    def statuses_of(self, digests: Sequence[str]) -> dict[str, CaseStatus]:
        """How far films have come, by what is kept of them; unread ones are left out."""
        try:
            grades = self._store.grades_of_cases(digests)
        except StoreError as error:
            self.trouble.emit(error)
            return {}
        return {digest: CaseStatus.RATED if count else CaseStatus.DRAFTED for digest, count in grades.items()}

    def _request(self, conversation: Conversation, sampling: Sampling) -> GenerationRequest:
        assert self._film is not None
        return GenerationRequest(radiograph=self._film, conversation=conversation, sampling=sampling)

    def _begin(self, writing: Writing) -> None:
        self._writings[writing.request.identifier] = writing
        self._on_screen = writing.request.identifier
        self.writing_changed.emit()
        self._runner.generate(writing.request)

    def _leave(self) -> None:
        if self._on_screen:
            self._on_screen = ""
            self.writing_changed.emit()

    def _show_kept(self, writing: Writing | None = None) -> None:
        # After an answer the draft still stands as it was.
        if writing is None or writing.question is None:
            self.draft_shown.emit(self._draft)
        self.chat_shown.emit(self._exchanges)

    # What the runner says. Each asks first whether its request is the one on the screen.

    def _started(self, identifier: str, identity: ModelIdentity) -> None:
        self._writings[identifier].identity = identity

    def _chunk(self, identifier: str, text: str) -> None:
        writing = self._writings[identifier]
        writing.text += text
        if identifier == self._on_screen:
            grew = self.draft_grew if writing.question is None else self.answer_grew
            grew.emit(identifier, text)

    def _ended(self, identifier: str, completion: Completion | None) -> None:
        writing = self._writings.pop(identifier)
        if identifier == self._on_screen:
            self._leave()
        draft = writing.draft(completion)
        if draft is not None:
            self._keep(writing, draft)
        # A text that ends late, while something newer is being written for the same film, is stored but not shown.
        if self._film is not None and self._film.digest == writing.digest and not self.writing:
            if draft is not None:
                self._take_over(writing, draft)
            self._show_kept(writing)

    def _failed(self, identifier: str, error: object) -> None:
        writing = self._writings.pop(identifier)
        if identifier == self._on_screen:
            self._leave()
            self._show_kept(writing)
            (self.draft_failed if writing.question is None else self.answer_failed).emit(error)

    def _keep(self, writing: Writing, draft: Draft) -> None:
        """Store under the film that was asked about, whatever is on the screen."""
        try:
            if writing.question is None:
                self._store.save_draft(draft)
                self.status_changed.emit(writing.digest, CaseStatus.DRAFTED)
            else:
                self._store.save_exchange(writing.exchange(draft))
        except StoreError as error:
            self.trouble.emit(error)

    def _take_over(self, writing: Writing, draft: Draft) -> None:
        """Make the text the one on the screen."""
        if writing.question is None:
            self._draft, self._exchanges = draft, ()
        elif self._draft is not None and self._draft.identifier == writing.question.draft_identifier:
            self._exchanges = (*self._exchanges[: writing.question.position], writing.exchange(draft))
