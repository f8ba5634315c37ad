"""Opening the database file so that a committed row survives a crash; knows the file, not the rows.

Rollback journal with ``synchronous = EXTRA``: SQLite before 3.51.3 can corrupt a database in WAL mode, and the
SQLite of a Python is whatever it was built with. ``locking_mode = EXCLUSIVE`` keeps the lock for as long as the
file is open, which shuts a second program out, and the system drops it when the process dies.
"""

import errno
import logging
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from cxrviewer.errors import StoreError
from cxrviewer.store.failures import as_store_errors
from cxrviewer.store.layout import Layout
from cxrviewer.store.migrations import MIGRATIONS, Migration, create, migrate
from cxrviewer.store.network_paths import network_file_system
from cxrviewer.store.schema import VIEWER

FILE_NAME = VIEWER.file_name

_logger = logging.getLogger(__name__)

_PRAGMAS = (
    "busy_timeout = 300",  # only ever waited for while opening; afterwards the lock is ours
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "foreign_keys = ON",
    "locking_mode = EXCLUSIVE",
    "journal_mode = DELETE",
    "synchronous = EXTRA",
)


def open_database(folder: Path, migrations: Sequence[Migration] = MIGRATIONS, layout: Layout = VIEWER) -> Connection:
    """The one connection to the database in ``folder``, made or migrated if need be, locked for this program.

    Raises StoreError where the folder cannot be used, or the file is not a sound database of this program, is
    newer than it, or is in use.
    """
    file = folder / layout.file_name
    _prepare(folder, file, layout.elsewhere)
    with as_store_errors(file):
        connection = _engine(file).connect()
        try:
            _lock(connection)
            if _is_empty(connection):
                create(connection, layout)
            else:
                _check(connection, file, layout)
                migrate(connection, file, migrations, layout)
        except BaseException:
            close_database(connection)
            raise
    _logger.info("database opened, version %d", migrations[-1].version if migrations else layout.version)
    return connection


def close_database(connection: Connection) -> None:
    """Give the file back. Closing twice is no error."""
    engine = connection.engine
    connection.close()
    engine.dispose()


def _prepare(folder: Path, file: Path, elsewhere: str) -> None:
    """Make the folder, and an empty file where there is none."""
    kind = network_file_system(folder)
    if kind is not None:
        raise StoreError(
            f"{folder}: this folder is on a network drive ({kind}), where a database is not safe; "
            f"name a folder on this computer {elsewhere}"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made before SQLite does, for nobody but the owner to read. An existing file is not touched: closing it
        # would drop the locks that this process may hold on it (fcntl(2)).
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        # SQLite would open a read-only database without a word and fail at the first rating.
        if not (os.access(file, os.R_OK | os.W_OK) and os.access(folder, os.W_OK)):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise StoreError(
            f"{folder}: the database cannot be kept here ({error.strerror}); make the folder and its "
            f"files writable, or name another {elsewhere}"
        ) from error


def _engine(file: Path) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(file, isolation_level=None, timeout=0.3),
        poolclass=StaticPool,
        hide_parameters=True,  # an exception must not quote a patient's name
    )

    @event.listens_for(engine, "connect")
    def configure(raw: sqlite3.Connection, _record: object) -> None:
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}").close()

    # sqlite3 would begin transactions by itself, and not before DDL; with isolation_level=None it leaves them to us.
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _lock(connection: Connection) -> None:
    # In exclusive locking mode the lock stays after the transaction that took it.
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.execute("BEGIN EXCLUSIVE").close()
    raw.execute("COMMIT").close()


def _is_empty(connection: Connection) -> bool:
    with connection.begin():
        objects = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
        owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    return bool(objects == 0 and owner == 0)


def _check(connection: Connection, file: Path, layout: Layout) -> None:
    with connection.begin():
        owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if owner != layout.application_id:
            raise StoreError(f"{file}: this is the database of another program; move it away")
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
            raise StoreError(f"{file}: the database is damaged; move it away or restore a backup")
