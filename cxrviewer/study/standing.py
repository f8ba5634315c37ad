"""Which answer stands for each item, out of all that a journal holds. Knows neither arms nor the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxrviewer.store.chain import JournalRow

ANSWER = "answer"
"""The kind of journal row that holds an answer."""
RESOLVED = "resolved"
"""The kind of journal row that says which of two answers stands where two copies of a study disagreed."""


@dataclass(frozen=True, slots=True)
class StandingAnswer:
    """A row with an answer, and what is in it."""

    row: JournalRow
    content: Mapping[str, Any]


def standing_answers(rows: Iterable[JournalRow]) -> dict[str, StandingAnswer]:
    """By item: the last answer, or the one that a later resolution names."""
    by_identifier: dict[str, StandingAnswer] = {}
    standing: dict[str, StandingAnswer] = {}
    for row in rows:
        if row.kind == ANSWER:
            answer = StandingAnswer(row, row.content())
            by_identifier[row.identifier] = answer
            standing[str(answer.content["item"])] = answer
        elif row.kind == RESOLVED:
            content = row.content()
            chosen = by_identifier.get(str(content["stands"]))
            if chosen is not None:
                standing[str(content["item"])] = chosen
    return standing
