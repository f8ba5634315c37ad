"""What a failure of the database means to the person at the screen; knows no table and no row.

The library's own words are left out of the messages: they may quote a row.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from cxrviewer.errors import StoreError

# By SQLite's primary result code, the low byte of the extended one (sqlite.org/rescode.html).
_WORDS = {
    sqlite3.SQLITE_BUSY: "another cxrviewer is using the database; close the other window first",
    sqlite3.SQLITE_LOCKED: "another cxrviewer is using the database; close the other window first",
    sqlite3.SQLITE_FULL: "the disk is full, so nothing was saved; free some space and save again",
    sqlite3.SQLITE_IOERR: "the disk failed or is full, so nothing was saved; check the disk and its free space",
    sqlite3.SQLITE_NOTADB: "this is not a database of this program; move it away or restore a backup",
    sqlite3.SQLITE_CORRUPT: "the database is damaged; move it away or restore a backup",
    sqlite3.SQLITE_READONLY: "the database cannot be written; make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened; make the file and its folder writable",
    sqlite3.SQLITE_PERM: "the database cannot be opened; make the file and its folder writable",
    sqlite3.SQLITE_CONSTRAINT: "what was to be saved does not fit what is already kept, so nothing was saved; "
    "open the film again",
}

_GONE = "the database server cannot be reached, so nothing is sure to be saved; check the network and try again"

# By PostgreSQL's SQLSTATE, or its class, the first two characters (postgresql.org/docs/current/errcodes-appendix.html).
_SERVER_WORDS = {
    "08": _GONE,
    "57": _GONE,
    "28": "the database server refused the user or the password; set PGPASSWORD or ~/.pgpass",
    "3D": "there is no such database on the server; make it with createdb or correct the address",
    "42501": "this user may not do that on the database server; ask its administrator for the right",
    "42P01": "there is no such study on the database server; check the study's folder and the address",
    "53": "the database server is full or out of room, so nothing was saved; make room and save again",
    "55P03": "another cxrviewer kept the study busy, so nothing was saved; save again",
    "25006": "the database server cannot be written; connect to the primary server",
    "23": _WORDS[sqlite3.SQLITE_CONSTRAINT],
}
_CONNECTING = (
    ("3D", r'FATAL:\s+database ".*" does not exist'),
    ("28", r"FATAL:.*(authentication|role|password|pg_hba)"),
)


@contextmanager
def as_store_errors(file: Path | str) -> Iterator[None]:
    """Turn whatever the database raises in the block into a StoreError that names ``file`` (or the server)."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StoreError(f"{file}: {_words(error)}") from error
    except UnicodeEncodeError as error:
        # `from None`: the original quotes the text that could not be encoded.
        raise StoreError(
            f"{file}: the text holds half a character ({error.reason}), so nothing was saved; type it again"
        ) from None
    except OSError as error:
        raise StoreError(f"{file}: {error.strerror}, so nothing was saved; check the disk") from error
    except OverflowError as error:
        raise StoreError(f"{file}: a number is too large to be kept, so nothing was saved; choose a smaller") from error


def _words(error: Exception) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None and code & 0xFF in _WORDS:
        return _WORDS[code & 0xFF]
    if original is not None and hasattr(original, "sqlstate"):  # of psycopg
        return _server_words(original.sqlstate, str(original), gone=isinstance(error, OperationalError))
    name = getattr(original, "sqlite_errorname", type(original).__name__)
    return f"the database refused ({name}); start the program again, and keep the log if it happens again"


def _server_words(state: str | None, words: str, *, gone: bool) -> str:
    if state is None and gone:
        # libpq has no code for what goes wrong while connecting, only the server's words (in its own language).
        return next((_SERVER_WORDS[key] for key, pattern in _CONNECTING if re.search(pattern, words)), _GONE)
    for key in (state or "", (state or "")[:2]):
        if key in _SERVER_WORDS:
            return _SERVER_WORDS[key]
    return f"the database server refused ({state}); start the program again, and keep the log if it happens again"
