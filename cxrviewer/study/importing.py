"""Takes in ratings made elsewhere: ``reader,case,arm,grade`` rows become journal rows. Knows no window."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from cxrviewer import __version__
from cxrviewer.errors import RowsRefused, StudyError
from cxrviewer.store.chain import Entry
from cxrviewer.study.manifest import read_table
from cxrviewer.study.standing import ANSWER, standing_answers
from cxrviewer.study.study import Study
from cxrviewer.study.unblinding import UNBLINDED, is_unblinded

IMPORTED = "imported"
_COLUMNS = ("reader", "case", "arm", "grade")


def import_ratings(study: Study, file: Path) -> int:
    """Write every rating of the table into the journal, all or none, and return how many there were.

    A column ``comment`` is taken where there is one. Raises RowsRefused, naming each row that is not of this study,
    has no grade from 1 to 4, or is answered already; StudyError, StoreError.
    """
    header, table = read_table(file)
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise StudyError(f"{file}: there is no column {', '.join(missing)}; add it or correct its name")
    if not table:
        raise StudyError(f"{file}: there is no row below the header; add the ratings")
    rows = study.journal()
    places = _places(study)
    # What stands already, and then what this table adds.
    answered = dict.fromkeys(standing_answers(rows), "in the study")
    entries, refused = [], []
    for number, row in table:
        reader, case, arm = (row[name].strip() for name in _COLUMNS[:3])
        place = places.get((reader, case, arm))
        grade = row["grade"].strip()
        if place is None:
            refused.append(f"row {number}: {_stranger(study, places, reader, case, arm)}; correct it")
        elif grade not in ("1", "2", "3", "4"):
            refused.append(f"row {number}: {grade!r} is no grade; write 1, 2, 3 or 4")
        elif place[0] in answered:
            refused.append(f"row {number}: this report has its grade {answered[place[0]]} already; remove the row")
        else:
            item, position = place
            answered[item] = f"in row {number}"
            entries.append(_entry(study, reader, item, position, int(grade), row.get("comment", "")))
    if refused:
        raise RowsRefused(str(file), tuple(refused))
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    acts = [Entry(kind=IMPORTED, body={"sha256": sha256, "rows": len(entries), "app": __version__})]
    if not is_unblinded(rows) and not any(row.kind == ANSWER for row in rows):
        acts.append(Entry(kind=UNBLINDED, body={"by": [], "reason": "imported ratings name their arms", "unread": {}}))
    study.append([*acts, *entries])
    return len(entries)


def _places(study: Study) -> dict[tuple[str, str, str], tuple[str, int]]:
    """By reader, case and arm: the item that shows the report for the first time, and its position."""
    key = study.key()
    places: dict[tuple[str, str, str], tuple[str, int]] = {}
    for reader, order in study.blinded.orders.items():
        for position, slot in enumerate(order):
            case = key.cases[study.blinded.reports[slot.report].film].case
            if slot.item not in key.repeats:
                places[reader, case, key.arms[slot.report]] = (slot.item, position)
    return places


def _stranger(study: Study, places: Mapping[tuple[str, str, str], object], reader: str, case: str, arm: str) -> str:
    for what, name, known in (
        ("reader", reader, set(study.protocol.readers)),
        ("case", case, {place[1] for place in places}),
        ("arm", arm, set(study.protocol.arms)),
    ):
        if name not in known:
            return f"the study has no {what} {name!r}"
    return f"reader {reader!r} does not read {arm!r} of case {case!r} (a training case)"


def _entry(study: Study, reader: str, item: str, position: int, grade: int, comment: str) -> Entry:
    body = {
        "item": item,
        "grade": grade,
        "comment": comment,
        "source": IMPORTED,
        "position": position,
        "supersedes": None,
        "app": __version__,
        "protocol": study.protocol.protocol_hash,
    }
    return Entry(kind=ANSWER, reader=reader, body=body)
