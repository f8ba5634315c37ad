"""The journal's end, written beside the database after every row: what a cut journal is found out by.

A chain alone does not show that its last rows are gone. Each line of ``anchors.jsonl`` names count and head, signed
(HMAC-SHA256) with the study's key file. Whoever holds the whole folder can forge both: an export in other hands, whose
head ``cxrviewer study verify --against`` takes, is the stronger anchor. Knows no database.
"""

import hmac
import json
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cxrviewer.errors import StudyError
from cxrviewer.store.chain import Head, canonical_json

FILE_NAME = "anchors.jsonl"
KEY_NAME = "study.key"

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line, and whether its signature is right."""

    head: Head
    signed: bool


def make_key(folder: Path) -> str:
    """A new key in ``folder``, for nobody but the owner to read. Raises StudyError."""
    key = secrets.token_hex(32)
    write_key(folder / KEY_NAME, key)
    return key


def write_key(file: Path, key: str) -> None:
    """Keep a key. Raises StudyError."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
            out.write(key + "\n")
    except OSError as error:
        raise StudyError(f"{file}: the key cannot be written ({error.strerror}); make room or free the name") from error


def read_key(file: Path) -> str:
    """The key in a file. Raises StudyError."""
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise StudyError(f"{file}: the study's key cannot be read; restore it from a backup") from error


def add_anchor(folder: Path, key: str, head: Head) -> None:
    """Write where the journal ends.

    Not synced: after a power failure the file may lag behind the database, which is only a weaker anchor. A failure
    is logged, not raised: the answer itself is safe in the database.
    """
    line = canonical_json({"count": head.count, "head": head.hash, "signature": _sign(key, head)})
    try:
        # One write, so that two programs never share a line; it begins one, so that a torn line ends there.
        out = os.open(folder / FILE_NAME, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(out, f"\n{line}".encode("ascii"))
        finally:
            os.close(out)
    except OSError as error:
        _logger.warning("the study's anchor could not be written: %s", error.strerror)


def read_anchors(folder: Path, key: str) -> tuple[Anchor, ...]:
    """All whole lines; one that a crash cut short is passed over. Raises StudyError."""
    try:
        lines = (folder / FILE_NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StudyError(f"{folder / FILE_NAME}: cannot be read ({error.strerror}); check the file") from error
    found = []
    for line in lines:
        try:
            made = json.loads(line)
            head = Head(int(made["count"]), str(made["head"]))
            found.append(Anchor(head, hmac.compare_digest(str(made["signature"]), _sign(key, head))))
        except (ValueError, TypeError, KeyError):
            continue
    return tuple(found)


def _sign(key: str, head: Head) -> str:
    return hmac.new(key.encode(), canonical_json([head.count, head.hash]).encode(), "sha256").hexdigest()
