"""From the journal to the rows that statistics and exports need: answers joined with the key. Knows no statistics."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.store.chain import Head, JournalRow
from cxrviewer.study.design import CaseFacts, Key, Slot
from cxrviewer.study.readings import Reading
from cxrviewer.study.standing import standing_answers
from cxrviewer.study.study import Study
from cxrviewer.study.unblinding import is_unblinded, require_unblinded


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One place in a reader's order with the answer that stands, and what the key says of it."""

    reader: str
    position: int
    slot: Slot
    facts: CaseFacts
    arm: str
    repeat: bool
    answer: Mapping[str, Any]
    """The body of the journal row."""
    row: JournalRow


def reported(study: Study, rows: tuple[JournalRow, ...], key: Key) -> tuple[Reported, ...]:
    """Every answered item, readers and positions in order, training among them."""
    standing = standing_answers(rows)
    found = []
    for reader, order in study.blinded.orders.items():
        for position, slot in enumerate(order):
            answer = standing.get(slot.item)
            if answer is None:
                continue
            report = study.blinded.reports[slot.report]
            found.append(
                Reported(
                    reader=reader,
                    position=position,
                    slot=slot,
                    facts=key.cases[report.film],
                    arm=key.arms[slot.report],
                    repeat=slot.item in key.repeats,
                    answer=answer.content,
                    row=answer.row,
                )
            )
    return tuple(found)


def readings(study: Study) -> tuple[Reading, ...]:
    """The grades that stand, for statistics: training left out, repeats marked.

    Raises StillBlinded before two people have unblinded the study, StudyError for a package, StoreError.
    """
    key, rows = study.key(), study.journal()
    require_unblinded(study, rows)
    return tuple(_reading(one) for one in reported(study, rows, key) if not one.slot.training)


def placements(study: Study) -> list[dict[str, object]]:
    """The stored orders, a row a position; arms and repeats only once the study is unblinded. Raises StudyError."""
    key, open_arms = study.key(), is_unblinded(study.journal())
    return [
        {
            "reader": reader,
            "position": position,
            "sitting": slot.sitting,
            "case": key.cases[study.blinded.reports[slot.report].film].case,
            "role": _role(slot, repeat=open_arms and slot.item in key.repeats),
            "item": slot.item,
            "arm": key.arms[slot.report] if open_arms else "",
        }
        for reader, order in study.blinded.orders.items()
        for position, slot in enumerate(order)
    ]


def _role(slot: Slot, *, repeat: bool) -> str:
    if slot.training:
        return "training"
    return "repeat" if repeat else "reading"


def end_of(study: Study, rows: tuple[JournalRow, ...]) -> Head:
    """Where these rows end."""
    return Head(rows[-1].number, rows[-1].hash) if rows else Head(0, study.genesis)


def _reading(one: Reported) -> Reading:
    active = one.answer.get("active_ms")
    return Reading(
        reader=one.reader,
        case=one.facts.case,
        arm=one.arm,
        grade=Acceptability(one.answer["grade"]),
        repeat=one.repeat,
        position=one.position,
        active_s=None if active is None else active / 1000,
        guessed_arm=one.answer.get("guessed_arm"),
    )
