"""Looking at a database without making, migrating or changing it; knows its version and whether it is sound."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cxrviewer.errors import StoreError
from cxrviewer.store.database import FILE_NAME
from cxrviewer.store.failures import as_store_errors
from cxrviewer.store.schema import APPLICATION_ID


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found."""

    file: Path
    version: int | None
    """The schema's version; None while another program has the database open."""


def inspect_database(folder: Path) -> Inspection | None:
    """What the database in ``folder`` is, or None where there is none yet.

    Raises StoreError where the file is damaged or not this program's.
    """
    file = folder / FILE_NAME
    if not file.exists() or file.stat().st_size == 0:
        return None
    with as_store_errors(file), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as database:
        database.execute("PRAGMA busy_timeout = 300")
        if _in_use(database):
            return Inspection(file, None)
        if database.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise StoreError(f"{file}: this is the database of another program; move it away")
        if database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise StoreError(f"{file}: the database is damaged; move it away or restore a backup")
        (version,) = database.execute("SELECT max(version) FROM schema_versions").fetchone()
    return Inspection(file, version)


def _in_use(database: sqlite3.Connection) -> bool:
    try:
        database.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return True
    return False
