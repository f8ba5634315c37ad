"""When the arms may be named: after two people have agreed, in the journal. Knows no statistics.

This is a rule of procedure and a record, not cryptography: the key lies in the study's database, and whoever may read
that file can read it. What the rule ensures is that this program names no arm before the agreement, and that the
agreement, who gave it and when cannot be taken out of the journal unnoticed.

Ratings that are imported name their arms themselves: importing into a study that nobody has begun to read is recorded
as its unblinding.
"""

import unicodedata
from collections.abc import Sequence

from cxrviewer.errors import StillBlinded, StudyError
from cxrviewer.store.chain import Entry, JournalRow
from cxrviewer.study.standing import standing_answers
from cxrviewer.study.study import Study

UNBLINDED = "unblinded"


def is_unblinded(rows: Sequence[JournalRow]) -> bool:
    """Whether the journal holds an agreement."""
    return any(row.kind == UNBLINDED for row in rows)


def unread(study: Study, rows: Sequence[JournalRow]) -> dict[str, int]:
    """How many items each reader has still to answer; readers who have finished are left out."""
    standing = standing_answers(rows)
    left = {reader: sum(slot.item not in standing for slot in order) for reader, order in study.blinded.orders.items()}
    return {reader: count for reader, count in left.items() if count}


def unblind(study: Study, names: Sequence[str], reason: str = "") -> None:
    """Record that these two people agreed to name the arms. Once recorded, again is no error and changes nothing.

    Raises StudyError where these are not two people, where one of them reads this study and has not finished, or
    where reading goes on and no reason is given.
    """
    study.key()  # a package has none, and says so
    rows = study.journal()
    if is_unblinded(rows):
        return
    people = [" ".join(name.split()) for name in names]
    if len(people) != 2 or not all(people) or _same(people[0], people[1]):
        raise StudyError("unblinding needs the names of two different people; give both")
    left = unread(study, rows)
    for reader in left:
        if any(_same(reader, name) for name in people):
            raise StudyError(f"{reader} has not finished reading and may not unblind the study; name another person")
    if left and not reason.strip():
        waiting = ", ".join(f"{reader} ({count} left)" for reader, count in left.items())
        raise StudyError(f"reading goes on: {waiting}; wait, or give the reason for unblinding now")
    study.append([Entry(kind=UNBLINDED, body={"by": people, "reason": reason.strip(), "unread": left})])


def require_unblinded(study: Study, rows: Sequence[JournalRow]) -> None:
    """Raises StillBlinded before the agreement."""
    if not is_unblinded(rows):
        raise StillBlinded(
            f"{study.folder}: the study is blinded; two people can unblind it with "
            "cxrviewer study unblind STUDY --by NAME --by NAME"
        )


def _same(one: str, other: str) -> bool:
    return unicodedata.normalize("NFKC", one).casefold() == unicodedata.normalize("NFKC", other).casefold()
