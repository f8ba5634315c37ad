"""How an older database becomes a current one: numbered steps, each in one transaction, each after a backup.

Knows versions and the steps between them, not what the tables mean. A new database is made from ``schema`` at once;
the steps are for existing ones. ``tests/store`` keeps a file of every version that was ever released.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from cxrviewer import __version__
from cxrviewer.errors import StoreError
from cxrviewer.store.layout import Layout
from cxrviewer.store.schema import VIEWER


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: what it is for, and how ``version - 1`` becomes ``version``."""

    version: int
    purpose: str
    apply: Callable[[Connection], None]
    """Runs inside a transaction. Written in its own SQL, because ``schema`` will move on."""


def _add_annotation_edits(connection: Connection) -> None:
    connection.exec_driver_sql(
        """
        CREATE TABLE annotation_edits (
            number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            case_digest TEXT NOT NULL,
            annotation_identifier TEXT NOT NULL,
            action TEXT NOT NULL CHECK (action IN ('put', 'deleted')),
            figure TEXT NOT NULL,
            points TEXT NOT NULL,
            text TEXT NOT NULL,
            edited_at TEXT NOT NULL,
            FOREIGN KEY(case_digest) REFERENCES cases (digest)
        ) STRICT
        """
    )
    connection.exec_driver_sql("CREATE INDEX annotation_edits_of_case ON annotation_edits (case_digest, number)")


MIGRATIONS: tuple[Migration, ...] = (Migration(2, "annotations on films, each edit a row", _add_annotation_edits),)


def create(connection: Connection, layout: Layout = VIEWER) -> None:
    """Make all tables of an empty database, in one transaction."""
    with connection.begin():
        layout.metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {layout.application_id}")
        reached(connection, layout, layout.version)


def version_of(connection: Connection, layout: Layout = VIEWER) -> int:
    """The version that the database has."""
    with connection.begin():
        return int(connection.execute(select(func.max(layout.versions.c.version))).scalar_one() or 0)


def migrate(
    connection: Connection, file: Path, migrations: Sequence[Migration] = MIGRATIONS, layout: Layout = VIEWER
) -> None:
    """Bring the database to the newest version.

    Raises StoreError where it is newer than this program, or of a version that no step starts from.
    """
    newest = migrations[-1].version if migrations else layout.version
    version = version_of(connection, layout)
    if version > newest:
        raise StoreError(
            f"{file}: the database was written by a newer cxrviewer (version {version}, this one knows {newest}); "
            "install the newer program again"
        )
    for migration in migrations:
        if migration.version <= version:
            continue
        if migration.version != version + 1:
            break
        backup(connection, file, version)
        with connection.begin():
            migration.apply(connection)
            reached(connection, layout, migration.version)
        version = migration.version
    if version != newest:
        raise StoreError(f"{file}: no way leads from version {version} to {newest}; restore a backup")


def backup(connection: Connection, file: Path, version: int) -> Path:
    """Copy the database beside itself and check the copy. Raises StoreError where the copy is not sound."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    copy = file.with_name(f"{file.stem}.version-{version}.{moment}.backup.sqlite")
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(copy)) as target:
            target.execute("PRAGMA synchronous = EXTRA")
            source.backup(target)
            sound = target.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except BaseException:
        copy.unlink()
        raise
    if not sound:
        raise StoreError(f"{file}: the backup before the update is damaged, so nothing was changed; check the disk")
    return copy


def reached(connection: Connection, layout: Layout, version: int) -> None:
    """Remember, in the transaction that is open, that the tables now have this version."""
    connection.execute(
        insert(layout.versions).values(version=version, reached_at=datetime.now(UTC), app_version=__version__)
    )
