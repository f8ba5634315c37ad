"""Looks for every edit, deletion and truncation, of the design, the journal and the films. Changes nothing."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from cxrviewer.errors import StudyError
from cxrviewer.store.chain import Head, JournalRow, first_break
from cxrviewer.study.anchors import Anchor
from cxrviewer.study.study import Study


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. ``problems`` is empty where all is as it was written."""

    head: Head
    problems: tuple[str, ...]


def verify(study: Study, against: tuple[Path, ...] = (), *, films: bool = True) -> Verdict:
    """Check the study, also against the journal's end as exports named it.

    Raises StoreError where the database cannot be read at all, StudyError where an export names no end.
    """
    problems = []
    if study.computed_lock != study.genesis:
        problems.append("the design was changed after it was locked")
    # In this order, because others may be reading the study at this moment: the journal only ever grows.
    anchors, before = study.anchors(), study.store.head()
    rows = study.journal()
    after = study.store.head()
    broken = first_break(rows, study.genesis)
    if broken:
        problems.append(broken)
    end = Head(rows[-1].number, rows[-1].hash) if rows else Head(0, study.genesis)
    if before.count > end.count:
        problems.append(f"rows after {end.count} are missing: the database itself counts {before.count}")
    elif end.count > after.count or _misses(rows, before):
        problems.append("the journal's end is not the one that the database names")
    problems += _against_anchors(anchors, rows)
    for file in against:
        named = head_named_in(file)
        wrong = _misses(rows, named)
        if wrong:
            problems.append(f"{file.name}: {wrong}")
    if films:
        problems += _films(study)
    return Verdict(end, tuple(problems))


def head_named_in(file: Path) -> Head:
    """The journal's end that an export names: ``chain.json``, a CSV, or JSON lines. Raises StudyError."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix == ".csv":
            row = next(csv.DictReader(text.splitlines()))
        elif file.suffix == ".json":
            row = json.loads(text)
        else:
            row = json.loads(text.splitlines()[0])
        return Head(int(row["journal_count"]), str(row["journal_head"]))
    except OSError as error:
        raise StudyError(f"{file}: cannot be read ({error.strerror}); check the name") from error
    except (ValueError, KeyError, TypeError, IndexError, StopIteration) as error:
        raise StudyError(f"{file}: this names no journal's end; give an export's chain.json or readings") from error


def _against_anchors(anchors: tuple[Anchor, ...], rows: tuple[JournalRow, ...]) -> list[str]:
    if rows and not anchors:
        return ["the file of anchors is gone"]
    if any(not anchor.signed for anchor in anchors):
        return ["an anchor's signature is wrong"]
    ends = [anchor.head for anchor in anchors]
    # How much was cut off is told by the longest; where an edit begins, by the first.
    if ends and max(end.count for end in ends) > len(rows):
        ends.sort(key=lambda end: -end.count)
    for end in ends:
        wrong = _misses(rows, end)
        if wrong:
            return [f"anchors: {wrong}"]
    return []


def _misses(rows: tuple[JournalRow, ...], named: Head) -> str | None:
    """How the journal falls short of an end that it once had."""
    if named.count > len(rows):
        return f"the journal once had {named.count} rows, now it has {len(rows)}: rows were cut off"
    if named.count and rows[named.count - 1].hash != named.hash:
        return f"row {named.count} is not the one that was written"
    return None


def _films(study: Study) -> list[str]:
    problems = []
    for film in study.blinded.films.values():
        try:
            study.checked_film(film)
        except StudyError as error:
            problems.append(str(error))
    return problems
