"""The chain that ties each journal row to all before it; knows neither database nor what a row means.

``hash`` = SHA-256 over the canonical JSON of ``[previous, number, identifier, reader, kind, at, body]``. The first row
follows the hash of the locked design, so that neither design nor journal can be exchanged alone.
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be written into the journal."""

    kind: str
    body: Mapping[str, object]
    reader: str = ""
    """Empty where the act is not a reader's."""
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One row as it stands in the journal. ``body`` is canonical JSON."""

    number: int
    """From 1, without a gap."""
    identifier: str
    reader: str
    kind: str
    at: datetime
    body: str
    previous: str
    hash: str

    def content(self) -> dict[str, Any]:
        """The body, parsed. Raises ValueError where it was damaged."""
        parsed = json.loads(self.body)
        if not isinstance(parsed, dict):
            raise ValueError("a journal row's body is no object")  # noqa: TRY004 - damage, not a wrong call
        return parsed


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal ends: how many rows, and the hash of the last."""

    count: int
    hash: str


def canonical_json(value: object) -> str:
    """One spelling for one value: sorted keys, no spaces, ASCII. Raises ValueError for what JSON cannot hold."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def link(head: Head, entry: Entry) -> JournalRow:
    """The row that this entry becomes after ``head``. Raises ValueError where its body is no JSON."""
    body = canonical_json(entry.body)
    number, at = head.count + 1, entry.at.astimezone(UTC)
    return JournalRow(
        number=number,
        identifier=entry.identifier,
        reader=entry.reader,
        kind=entry.kind,
        at=at,
        body=body,
        previous=head.hash,
        hash=_hash(head.hash, number, entry.identifier, entry.reader, entry.kind, at, body),
    )


def first_break(rows: Iterable[JournalRow], genesis: str) -> str | None:
    """What is wrong with the first row that does not follow from those before it; None where all do."""
    head = Head(0, genesis)
    for row in rows:
        if row.number != head.count + 1:
            return f"row {head.count + 1} is missing (row {row.number} follows)"
        if row.previous != head.hash:
            return f"row {row.number} does not follow from the row before it"
        if row.hash != _hash(row.previous, row.number, row.identifier, row.reader, row.kind, row.at, row.body):
            return f"row {row.number} was changed"
        head = Head(row.number, row.hash)
    return None


def _hash(previous: str, number: int, identifier: str, reader: str, kind: str, at: datetime, body: str) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return digest(canonical_json([previous, number, identifier, reader, kind, moment, body]))
