"""One reader at one study: which case is on the screen, what was answered, what was kept. Knows no widget.

Here two rules are kept. A report is shown only beside its own film. "Saved" is said only after the journal has
returned; what could not be kept stays in the form, and is given again as the same answer.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cxrviewer.errors import CxrViewerError, StoreError, StudyError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.answer import Answer, Item
from cxrviewer.study.session import Progress, ReadingSession
from cxrviewer.study.study import Study
from cxrviewer.ui.study.clock import Clock
from cxrviewer.ui.study.films_ahead import FilmsAhead
from cxrviewer.ui.study.reading_time import ReadingTime

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What stands in the form."""

    grade: Acceptability
    comment: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    guessed_arm: str | None = None


class Reading(QObject):
    """From case to case.

    Signals:
        preparing: the Item whose film is being read.
        shown: the Item, its Radiograph, the Answer that this reader gave it before or None.
        report_asked_for: the Item whose report may be seen now.
        saved: the Progress after it, the moment.
        refused: the CxrViewerError why the answer was not kept; nothing has moved.
        stopped: the CxrViewerError why no case can be shown.
        finished: every case is answered.
        paused: the Progress.
        resumed: without argument.
        trouble: a CxrViewerError that concerns no answer.
    """

    preparing = Signal(object)
    shown = Signal(object, object, object)
    report_asked_for = Signal(object)
    saved = Signal(object, object)
    refused = Signal(object)
    stopped = Signal(object)
    finished = Signal()
    paused = Signal(object)
    resumed = Signal()
    trouble = Signal(object)

    def __init__(
        self,
        study: Study,
        session: ReadingSession,
        films: FilmsAhead,
        timing: ReadingTime,
        clock: Clock,
        *,
        looked_at: Callable[[], Mapping[str, object]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._looked_at = looked_at
        self._study, self._session, self._films, self._timing, self._clock = study, session, films, timing, clock
        self._item: Item | None = None
        self._on_screen = False
        self._report_shown_ns: int | None = None
        self._unsaved: tuple[Reply, Answer] | None = None
        self._is_paused = False
        films.ready.connect(self._film_ready)
        films.failed.connect(self._film_failed)
        timing.away.connect(self.pause)

    @property
    def item(self) -> Item | None:
        """The case that is read or about to be."""
        return self._item

    @property
    def on_screen(self) -> bool:
        """Whether film and report of the case are on the screen."""
        return self._on_screen

    @property
    def report_hidden(self) -> bool:
        """Whether the report waits for the reader's key."""
        return self._on_screen and self._session.protocol.image_first and self._report_shown_ns is None

    @property
    def is_paused(self) -> bool:
        """Whether the reader paused."""
        return self._is_paused

    @property
    def progress(self) -> Progress:
        """How far the reader is."""
        return self._session.progress

    @property
    def can_go_back(self) -> bool:
        """Whether the protocol lets the reader go back from here."""
        return self._session.can_go_back

    @property
    def has_gone_back(self) -> bool:
        """Whether the case on the screen was answered before."""
        return self._item is not None and self._session.earlier_answer() is not None

    def advance(self) -> None:
        """Show the case that is current in the session."""
        self._leave_case()
        try:
            self._item = self._session.current()
        except CxrViewerError as error:
            self.stopped.emit(error)
            return
        if self._item is None:
            self.finished.emit()
            return
        self.preparing.emit(self._item)
        film = self._films.want(self._item.film)
        if film is not None:
            self._show(self._item, film)

    def show_report(self) -> None:
        """The reader has seen the film and asks for the report."""
        if self._item is not None and self.report_hidden:
            self._report_shown_ns = self._clock.ns()
            self.report_asked_for.emit(self._item)

    def submit(self, reply: Reply) -> None:
        """Keep this answer and go on."""
        if self._item is None or not self._on_screen or self._is_paused or self.report_hidden:
            return
        if self._unsaved is None or self._unsaved[0] != reply:
            self._unsaved = reply, self._answer(self._item, reply)
        try:
            self._session.answer(self._unsaved[1])
        except CxrViewerError as error:
            if isinstance(error, StudyError):
                self._unsaved = None  # it was not what the protocol asks for, so there is nothing to give again
            self.refused.emit(error)
            return
        self._unsaved = None
        self.saved.emit(self._session.progress, self._clock.utc())
        self.advance()

    def back(self) -> None:
        """One case back, where the protocol has it."""
        try:
            self._session.back()
        except CxrViewerError as error:
            self.trouble.emit(error)
            return
        self.advance()

    def forward(self) -> None:
        """Give up going back."""
        if self.has_gone_back:
            self._session.forward()
            self.advance()

    def pause(self) -> None:
        """Cover film and report; the time does not count."""
        if self._on_screen and not self._is_paused:
            self._is_paused = True
            self._timing.set_paused(paused=True)
            self._record("paused")
            self.paused.emit(self._session.progress)

    def resume(self) -> None:
        """Go on at the very case."""
        if self._is_paused:
            self._is_paused = False
            self._timing.set_paused(paused=False)
            self._record("resumed")
            self.resumed.emit()

    def close(self) -> None:
        """End the session. What was saved is saved, whatever happens here."""
        self._leave_case()
        try:
            self._session.close()
        except CxrViewerError:
            _logger.warning("the end of a reading session was not written", exc_info=True)

    def _leave_case(self) -> None:
        self._timing.end()
        self._item, self._on_screen, self._report_shown_ns, self._unsaved = None, False, None, None

    def _show(self, item: Item, film: Radiograph) -> None:
        if film.digest != self._digest_of(item):
            # Read ahead, then exchanged on the disk and back, or while it was read: what was locked must be shown.
            self._films.forget(item.film)
            self._film_failed(
                item.film, StudyError(self.tr("the film was changed after the study was locked; put it back"))
            )
            return
        self._on_screen = True
        self.shown.emit(item, film, self._session.earlier_answer())
        self._timing.begin()
        self._films.read_next(self._next_film(item))

    def _film_ready(self, path: Path, film: Radiograph) -> None:
        if self._item is not None and path == self._item.film and not self._on_screen:
            self._show(self._item, film)

    def _film_failed(self, path: Path, error: CxrViewerError) -> None:
        if self._item is not None and path == self._item.film and not self._on_screen:
            self._leave_case()
            self.stopped.emit(StudyError(f"{path.name}: {error}"))

    def _answer(self, item: Item, reply: Reply) -> Answer:
        shown_at = self._timing.shown_at
        assert shown_at is not None  # a case on the screen has been timed
        now: datetime = self._clock.utc()
        return Answer(
            item=item.identifier,
            grade=reply.grade,
            comment=reply.comment,
            answers=reply.answers,
            guessed_arm=reply.guessed_arm,
            shown_at=shown_at,
            first_input_at=self._timing.first_input_at,
            submitted_at=now,
            shown_ns=self._timing.shown_ns,
            submitted_ns=self._clock.ns(),
            active_ms=self._timing.active_ms(),
            report_shown_ns=self._report_shown_ns,
            display=self._looked_at(),
        )

    def _digest_of(self, item: Item) -> str:
        return self._film_at(item.position)[1]

    def _next_film(self, item: Item) -> Path | None:
        following = item.position + 1
        return self._film_at(following)[0] if following < item.of else None

    def _film_at(self, position: int) -> tuple[Path, str]:
        blinded = self._study.blinded
        slot = blinded.orders[self._session.reader][position]
        film = blinded.films[blinded.reports[slot.report].film]
        return self._study.film_path(film), film.sha256

    def _record(self, kind: str) -> None:
        position = None if self._item is None else self._item.position
        try:
            self._session.event(kind, {"position": position, "ns": self._clock.ns()})
        except StoreError as error:
            self.trouble.emit(error)
