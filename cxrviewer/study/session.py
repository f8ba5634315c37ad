"""One reader at work: the next item, the answer, a step back. Knows no arm, no case name and no Qt.

The order was stored when the study was locked; the next item is the first without an answer, so that a reader resumes
where they were, whatever ended the last session.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from cxrviewer import __version__
from cxrviewer.errors import StudyError
from cxrviewer.store.chain import Entry, Head, link
from cxrviewer.study.answer import Answer, Item, check_answer
from cxrviewer.study.standing import ANSWER, StandingAnswer, standing_answers
from cxrviewer.study.study import Clock, Study

EVENTS = frozenset({"paused", "resumed", "display", "note"})
"""What a window may write into the journal beside answers."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items are answered, of how many."""

    done: int
    of: int


class ReadingSession:
    """A reader's session, made by ``Study.session``. Nothing that it returns names an arm or a case."""

    def __init__(self, study: Study, reader: str, now: Clock) -> None:
        if reader not in study.blinded.orders:
            known = ", ".join(study.blinded.orders)
            raise StudyError(f"the study has no reader {reader!r}; choose one of: {known}")
        self._study = study
        self._now = now
        self._order = study.blinded.orders[reader]
        self._place: int | None = None  # a position gone back to; None at the front
        self._checked: set[str] = set()
        self.reader = reader
        self.protocol = study.protocol
        study.store.claim(reader)
        self._standing: dict[str, StandingAnswer] = {}
        self._reload()
        self._write("opened", {"app": __version__, "protocol": self.protocol.protocol_hash})

    @property
    def progress(self) -> Progress:
        """How far the reader is, training cases included."""
        return Progress(sum(slot.item in self._standing for slot in self._order), len(self._order))

    def current(self) -> Item | None:
        """The item to read now, or None when all are read.

        Raises StudyError where its film was changed after locking (the message names the file), or where the next
        sitting may not begin yet (the message says when).
        """
        place = self._position()
        if place is None:
            return None
        slot = self._order[place]
        self._check_sitting(place)
        report = self._study.blinded.reports[slot.report]
        film = self._study.blinded.films[report.film]
        path = self._study.film_path(film)
        if film.identifier not in self._checked:
            path = self._study.checked_film(film)
            self._checked.add(film.identifier)
        return Item(
            identifier=slot.item,
            film=path,
            report=report.text,
            position=place,
            of=len(self._order),
            is_training=slot.training,
            sitting=slot.sitting,
        )

    def earlier_answer(self) -> Answer | None:
        """What this reader answered to the current item before, where they went back to it."""
        place = self._position()
        found = None if place is None else self._standing.get(self._order[place].item)
        if found is None or "shown_at" not in found.content:
            return None
        return Answer.from_body(found.row.identifier, found.content)

    def answer(self, answer: Answer) -> None:
        """Keep the answer to the current item; it is on the disk when this returns, and the next item is current.

        The same answer may be given again after a failure. Raises StudyError where it is not what the protocol asks
        for or not for the current item; StoreError where it could not be kept: then nothing has moved.
        """
        place = self._position()
        if place is None or self._order[place].item != answer.item:
            known = self._standing.get(answer.item)
            if known is not None and known.row.identifier == answer.identifier:
                return  # given again, and already kept
            raise StudyError("this answer is not for the item on the screen; answer the item that is shown")
        check_answer(answer, self.protocol)
        before = self._standing.get(answer.item)
        more: dict[str, object] = {
            "position": place,
            "supersedes": None if before is None else before.row.identifier,
            "app": __version__,
            "protocol": self.protocol.protocol_hash,
        }
        known_connections = self._study.store.reconnections
        try:
            entry = Entry(
                kind=ANSWER,
                reader=self.reader,
                identifier=answer.identifier,
                at=self._now(),
                body=answer.body() | more,
            )
            self._study.append([entry])
        except ValueError as error:
            raise StudyError("the answer holds a number that cannot be kept; answer again") from error
        self._place = None
        if known_connections != self._study.store.reconnections:
            self._reload()
        else:
            self._remember(entry)

    @property
    def can_go_back(self) -> bool:
        """Whether the protocol lets the reader go one position back from here."""
        place = self._position()
        here = len(self._order) if place is None else place
        if here == 0 or self._front() - (here - 1) > self.protocol.back_allowed:
            return False
        return here == len(self._order) or self._order[here - 1].sitting == self._order[here].sitting

    def back(self) -> Item:
        """Go one position back; its answer can be given again, the old one stays in the journal. Raises StudyError."""
        if not self.can_go_back:
            raise StudyError("this study does not allow to go further back; answer the item that is shown")
        place = self._position()
        self._place = (len(self._order) if place is None else place) - 1
        item = self.current()
        assert item is not None
        return item

    def forward(self) -> None:
        """Give up a step back: the next unanswered item is current again."""
        self._place = None

    def event(self, kind: str, body: Mapping[str, object] | None = None) -> None:
        """Write into the journal that the reader paused, resumed, ... Raises StoreError; ValueError for others."""
        if kind not in EVENTS:
            raise ValueError(f"no such event: {kind}")
        self._write(kind, body or {})

    def close(self) -> None:
        """Write that the session ended. The study stays open. Raises StoreError."""
        self._write("closed", {"done": self.progress.done})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.close()

    def _front(self) -> int:
        """The first position without an answer; the number of positions where there is none."""
        places = (place for place, slot in enumerate(self._order) if slot.item not in self._standing)
        return next(places, len(self._order))

    def _position(self) -> int | None:
        if self._place is not None:
            return self._place
        front = self._front()
        return None if front == len(self._order) else front

    def _check_sitting(self, place: int) -> None:
        sitting = self._order[place].sitting
        days = self.protocol.days_apart
        if sitting == 0 or days is None:
            return
        before = [
            self._standing[slot.item].row.at
            for slot in self._order
            if slot.sitting == sitting - 1 and slot.item in self._standing
        ]
        opens = max(before) + timedelta(days=days) if before else self._now()
        if self._now() < opens:
            raise StudyError(
                f"the next sitting begins {days:g} days after the last, on {_shown(opens)}; come back then"
            )

    def _write(self, kind: str, body: Mapping[str, object]) -> None:
        self._study.append([Entry(kind=kind, reader=self.reader, body=body, at=self._now())])

    def _reload(self) -> None:
        self._standing = standing_answers(self._study.journal(self.reader))

    def _remember(self, entry: Entry) -> None:
        # Only what the session itself needs of a row: its identifier, moment and content.
        row = link(Head(0, ""), entry)
        self._standing[str(entry.body["item"])] = StandingAnswer(row, entry.body)


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
