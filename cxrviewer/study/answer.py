"""What the window shows a reader and what it gives back; neither names an arm or a case. Knows no database."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from cxrviewer.errors import StudyError
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.protocol import RADPEER, Protocol, Question, QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One report to be graded, as the reader may know it."""

    identifier: str
    film: Path
    """The image file; its hash was just found right."""
    report: str
    """The text to show, already made like the others."""
    position: int
    """From 0, in this reader's order."""
    of: int
    is_training: bool
    sitting: int
    """From 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader said of one item. A changed answer is a new one; none is overwritten.

    ``shown_ns`` and ``submitted_ns`` are the monotonic clock at ``shown_at`` and ``submitted_at``: their difference
    is true even where the machine's clock was set in between.
    """

    item: str
    grade: Acceptability
    comment: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    """To the protocol's further questions, by name."""
    guessed_arm: str | None = None
    shown_at: datetime
    first_input_at: datetime | None = None
    submitted_at: datetime
    shown_ns: int
    submitted_ns: int
    active_ms: int
    """Time of reading, idle time and time in other windows left out."""
    report_shown_ns: int | None = None
    """Where the film is read first: the monotonic clock when the report was asked for."""
    display: Mapping[str, object] = field(default_factory=dict)
    """How the film was looked at: window, zoom, how often they were changed, the monitor."""
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))

    def body(self) -> dict[str, object]:
        """As the journal keeps it."""
        return {
            "item": self.item,
            "grade": int(self.grade),
            "comment": self.comment,
            "answers": dict(self.answers),
            "guessed_arm": self.guessed_arm,
            "shown_at": _text(self.shown_at),
            "first_input_at": None if self.first_input_at is None else _text(self.first_input_at),
            "submitted_at": _text(self.submitted_at),
            "shown_ns": self.shown_ns,
            "submitted_ns": self.submitted_ns,
            "active_ms": self.active_ms,
            "report_shown_ns": self.report_shown_ns,
            "display": dict(self.display),
        }

    @classmethod
    def from_body(cls, identifier: str, body: Mapping[str, Any]) -> Self:
        """Read back from the journal. Raises KeyError, TypeError or ValueError where it was damaged."""
        first = body["first_input_at"]
        return cls(
            identifier=identifier,
            item=body["item"],
            grade=Acceptability(body["grade"]),
            comment=body["comment"],
            answers=body["answers"],
            guessed_arm=body["guessed_arm"],
            shown_at=datetime.fromisoformat(body["shown_at"]),
            first_input_at=None if first is None else datetime.fromisoformat(first),
            submitted_at=datetime.fromisoformat(body["submitted_at"]),
            shown_ns=body["shown_ns"],
            submitted_ns=body["submitted_ns"],
            active_ms=body["active_ms"],
            report_shown_ns=body["report_shown_ns"],
            display=body["display"],
        )


def check_answer(answer: Answer, protocol: Protocol) -> None:
    """Raises StudyError where the answer is not what the protocol asks for."""
    if int(answer.grade) in protocol.comment_required_for and not answer.comment.strip():
        raise StudyError(f"grade {int(answer.grade)} needs a comment in this study; say what is wrong with the report")
    if answer.guessed_arm is not None and (not protocol.guess_arm or answer.guessed_arm not in protocol.arms):
        raise StudyError("this study has no such arm to guess; choose one of those offered")
    if answer.active_ms < 0 or answer.submitted_ns < answer.shown_ns:
        raise StudyError("the answer's times run backwards; answer again")
    asked = {question.name: question for question in protocol.questions}
    for name in answer.answers:
        if name not in asked:
            raise StudyError(f"this study does not ask for {name!r}; leave it out")
    for question in protocol.questions:
        given = answer.answers.get(question.name)
        if given is None or given in ("", []):
            if question.required:
                raise StudyError(f"this study needs an answer to: {question.text}")
        elif not _fits(question, given):
            raise StudyError(f"this is no answer to: {question.text}; answer it again")


def _fits(question: Question, given: object) -> bool:
    if question.kind is QuestionKind.YES_NO:
        return isinstance(given, bool)
    if question.kind is QuestionKind.RADPEER:
        return given in RADPEER
    if question.kind is QuestionKind.TEXT:
        return isinstance(given, str)
    return isinstance(given, list) and all(
        isinstance(place, list)
        and len(place) == 2
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in place)
        for place in given
    )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
