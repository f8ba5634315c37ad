"""What a reader study asks and of whom, fixed before the first reading; knows no case and no database.

The protocol is part of what is locked: it may not be changed once a study has been made from it.
"""

import enum
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from cxrviewer.errors import StudyError
from cxrviewer.store.chain import canonical_json, digest

RADPEER = ("1", "2a", "2b", "3a", "3b")
"""The scores of the American College of Radiology's peer review, a and b: unlikely and likely to matter."""


class QuestionKind(enum.Enum):
    """What kind of answer a further question takes."""

    YES_NO = "yes_no"
    """A bool."""
    RADPEER = "radpeer"
    """One of ``RADPEER``."""
    TEXT = "text"
    """Free text."""
    MARK = "mark"
    """Places on the film: a list of [column, row] in pixels of the image."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question beside the grade, such as whether the report tells of something that is not on the film."""

    name: str
    """How the answer is called in the journal and in the exports."""
    text: str
    """What the reader is asked."""
    kind: QuestionKind
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """How the study is read. Raises StudyError where it makes no sense."""

    arms: tuple[str, ...]
    readers: tuple[str, ...]
    seed: int
    separation: int = 1
    """Two reports of one film stand at least so many positions apart (1: no constraint)."""
    days_apart: float | None = None
    """With a number of days, each arm of a film is read in a sitting of its own, so many days after the last."""
    repeats: int = 0
    """How many reports are shown a second time, to measure how far a reader agrees with themself."""
    questions: tuple[Question, ...] = ()
    image_first: bool = False
    """Whether the report is shown only once the reader asks for it."""
    comment_required_for: tuple[int, ...] = ()
    """The grades (1 to 4) that need a comment."""
    back_allowed: int = 0
    """How many positions a reader may go back to answer again."""
    guess_arm: bool = False
    """Whether the reader may say which arm they take the report for."""
    idle_s: float = 30.0
    """A pause between two inputs counts as reading up to so many seconds."""
    normalised: bool = True
    """Whether the reports were made alike before they were locked."""
    allocation: str = "walk-1"
    """The name of the algorithm that drew the orders."""

    def __post_init__(self) -> None:
        _check_names("arm", self.arms)
        _check_names("reader", self.readers)
        _check_names("question", tuple(question.name for question in self.questions), at_least=0)
        if self.separation < 1 or self.repeats < 0 or self.back_allowed < 0:
            raise StudyError("the separation must be at least 1, repeats and steps back at least 0; correct them")
        if self.days_apart is not None and not self.days_apart > 0:
            raise StudyError("the days between two sittings must be more than 0; correct them")
        if not self.idle_s > 0:
            raise StudyError("the seconds after which a reader counts as away must be more than 0; correct them")
        if not set(self.comment_required_for) <= {1, 2, 3, 4}:
            raise StudyError("a comment can be required for the grades 1 to 4; correct them")

    @property
    def sittings(self) -> int:
        """In how many sittings each reader reads."""
        return 1 if self.days_apart is None else len(self.arms)

    @property
    def protocol_hash(self) -> str:
        """SHA-256 of the protocol, as every answer names it."""
        return digest(canonical_json(self.to_json()))

    def to_json(self) -> dict[str, object]:
        """The protocol as JSON values."""
        made: dict[str, object] = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        made["questions"] = [asdict(question) | {"kind": question.kind.value} for question in self.questions]
        return made

    @classmethod
    def from_json(cls, made: dict[str, Any]) -> Self:
        """The protocol of these JSON values. Raises StudyError, TypeError, KeyError or ValueError for others."""
        questions = tuple(
            Question(asked["name"], asked["text"], QuestionKind(asked["kind"]), asked["required"])
            for asked in made["questions"]
        )
        tuples = {name: tuple(made[name]) for name in ("arms", "readers", "comment_required_for")}
        return cls(**(made | tuples | {"questions": questions}))


def _check_names(what: str, names: tuple[str, ...], at_least: int = 1) -> None:
    if len(names) < at_least:
        raise StudyError(f"the study has no {what}; name at least one")
    for name in names:
        if not name or name != name.strip() or len(name) > 100 or not name.isprintable():
            raise StudyError(f"{name!r} cannot be the name of a {what}; use 1 to 100 printable characters")
    if len({name.casefold() for name in names}) < len(names):
        raise StudyError(f"two of the names for a {what} are the same; give each its own")
