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
    """What was found: the schema's version."""

    file: Path
    version: int


def inspect_database(folder: Path) -> Inspection | None:
    """What the database in ``folder`` is, or None where there is none yet.

    Raises StoreError where the file is damaged, not this program's, or in use.
    """
    file = folder / FILE_NAME
    if not file.exists() or file.stat().st_size == 0:
        return None
    with as_store_errors(file), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)) as database:
        database.execute("PRAGMA busy_timeout = 300")
        if database.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
            raise StoreError(f"{file}: this is the database of another program; move it away")
        if database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise StoreError(f"{file}: the database is damaged; move it away or restore a backup")
        (version,) = database.execute("SELECT max(version) FROM schema_versions").fetchone()
    return Inspection(file, version)
