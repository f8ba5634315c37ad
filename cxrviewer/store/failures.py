"""What a failure of the database means to the person at the screen; knows no table and no row.

The library's own words are left out of the messages: they may quote a row.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

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


@contextmanager
def as_store_errors(file: Path) -> Iterator[None]:
    """Turn whatever the database raises in the block into a StoreError that names ``file``."""
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
    name = getattr(original, "sqlite_errorname", type(original).__name__)
    return f"the database refused ({name}); start the program again, and keep the log if it happens again"
