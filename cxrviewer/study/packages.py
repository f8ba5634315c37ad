"""A study in pieces, for readers without a server: handed out, read offline, merged by identifier. Knows no network.

A package is a study of its own with one reader's order, the films and the texts as shown; it holds neither the key
nor the case names nor the texts as they came. Its genesis hash is in the study's journal, so that only an unchanged
package is taken back; its journal's end is signed with a key that the study knows. That finds any change on the way;
it does not bind the reader, who holds the package.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cxrviewer import __version__
from cxrviewer.errors import StudyError
from cxrviewer.store.chain import Entry, JournalRow, first_break
from cxrviewer.study.anchors import KEY_NAME, read_anchors, read_key, write_key
from cxrviewer.study.creating import LOCKED, create_study
from cxrviewer.study.standing import ANSWER, RESOLVED, standing_answers
from cxrviewer.study.study import Study, open_study

ISSUED, MERGED = "issued", "merged"
KEYS = "packages"


@dataclass(frozen=True, slots=True)
class Conflict:
    """An item that has one answer in the study and another in the package."""

    reader: str
    position: int
    item: str
    in_study: int
    """The grade."""
    in_package: int


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge did, or would have done: with conflicts and no preference, nothing."""

    answers: int
    """New ones."""
    conflicts: tuple[Conflict, ...]
    done: bool


def issue_package(study: Study, reader: str, folder: Path) -> None:
    """Make the reader's package in ``folder``, films included, and note it in the journal.

    Raises StudyError where the study has no such reader, a film is not what was locked, or the folder is taken.
    """
    if study.is_package:
        raise StudyError(f"{study.folder}: this is a package already; make another from its study")
    order = study.blinded.orders.get(reader)
    if order is None:
        raise StudyError(f"the study has no reader {reader!r}; choose one of: {', '.join(study.blinded.orders)}")
    reports = {slot.report: study.blinded.reports[slot.report] for slot in order}
    films = {
        film.identifier: replace(film, path=str(study.checked_film(film)))
        for film in (study.blinded.films[report.film] for report in reports.values())
    }
    identifier = str(uuid.uuid4())
    blinded = replace(
        study.blinded, package=identifier, films=films, reports=dict(sorted(reports.items())), orders={reader: order}
    )
    with create_study(folder, blinded, None, copy_images=True) as package:
        genesis = package.genesis
    key = read_key(folder / KEY_NAME)
    (study.folder / KEYS).mkdir(exist_ok=True, mode=0o700)
    write_key(study.folder / KEYS / f"{identifier}.key", key)
    body = {"package": identifier, "reader": reader, "genesis": genesis, "app": __version__}
    study.append([Entry(kind=ISSUED, body=body)])


def merge_package(study: Study, folder: Path, prefer: str | None = None) -> Merge:
    """Write what was read in the package into the study's journal, all or none; merging again adds nothing.

    With conflicts nothing is written unless ``prefer`` says whose answers stand, "study" or "package"; all are kept
    either way. Raises StudyError where the package is not one of this study's or was changed.
    """
    with open_study(folder) as package:
        rows = package.journal()
        identifier, reader = package.blinded.package, next(iter(package.blinded.orders))
        _check(study, package, rows)
    before = study.journal()
    known = {row.identifier for row in before}
    new = [row for row in rows if row.identifier not in known and row.kind != LOCKED]
    conflicts = _conflicts(study, reader, before, rows)
    if conflicts and prefer is None:
        return Merge(sum(row.kind == ANSWER for row in new), conflicts, done=False)
    entries = [
        Entry(kind=row.kind, reader=row.reader, identifier=row.identifier, at=row.at, body=row.content()) for row in new
    ]
    if new:
        about = {"package": identifier, "count": len(rows), "head": rows[-1].hash, "new": len(new)}
        winner = standing_answers(before if prefer == "study" else rows)
        stands = [
            Entry(
                kind=RESOLVED,
                reader=reader,
                body={"item": conflict.item, "stands": winner[conflict.item].row.identifier, "prefer": prefer},
            )
            for conflict in conflicts
        ]
        study.append([Entry(kind=MERGED, body=about), *entries, *stands])
    return Merge(sum(row.kind == ANSWER for row in new), conflicts, done=True)


def _check(study: Study, package: Study, rows: Sequence[JournalRow]) -> None:
    identifier = package.blinded.package
    issued = [
        row.content()
        for row in study.journal()
        if row.kind == ISSUED and row.content()["package"] == identifier and identifier
    ]
    if not issued or issued[0]["genesis"] != package.genesis:
        raise StudyError(f"{package.folder}: this is no package of this study, or its design was changed; ask for it")
    broken = first_break(rows, package.genesis)
    if broken:
        raise StudyError(f"{package.folder}: the package's journal was changed ({broken}); ask for it again")
    key = read_key(study.folder / KEYS / f"{identifier}.key")
    anchors = read_anchors(package.folder, key)
    ends = [anchor.head for anchor in anchors if anchor.signed]
    if len(ends) < len(anchors) or not ends:
        raise StudyError(f"{package.folder}: the package's signature is wrong; ask for it again")
    last = max(ends, key=lambda head: head.count)
    if last.count > len(rows) or rows[last.count - 1].hash != last.hash:
        raise StudyError(f"{package.folder}: rows of the package's journal were cut off or changed; ask for it again")


def _conflicts(
    study: Study, reader: str, before: Sequence[JournalRow], rows: Sequence[JournalRow]
) -> tuple[Conflict, ...]:
    here, there = standing_answers(before), standing_answers(rows)
    known, theirs = {row.identifier for row in before}, {row.identifier for row in rows}
    return tuple(
        Conflict(reader, position, slot.item, here[slot.item].content["grade"], there[slot.item].content["grade"])
        for position, slot in enumerate(study.blinded.orders[reader])
        # Not a conflict: an answer of the study that came from this package, or one of the package merged before.
        if slot.item in here
        and slot.item in there
        and here[slot.item].row.identifier not in theirs
        and there[slot.item].row.identifier not in known
    )
