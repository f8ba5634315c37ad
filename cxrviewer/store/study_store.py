"""What a reader study asks of its database: the frozen design, and a journal that only grows. Knows no reading.

One class for SQLite (one machine) and PostgreSQL (several at once): the statements are the same. ``append`` returns
only once the rows are on the disk. Used by the thread that opened it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Row, insert, select, update

from cxrviewer.errors import StoreError
from cxrviewer.store.chain import Entry, Head, JournalRow, link
from cxrviewer.store.database import close_database, open_database
from cxrviewer.store.failures import as_store_errors
from cxrviewer.store.postgres import Server, check_version, claim, connect, drop_schema, make_schema
from cxrviewer.store.study_schema import MIGRATIONS, STUDY, design, head, journal


class StudyStore:
    """The open database of one study."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        self._name = name
        self._claimed: str | None = None
        self._claimed_on: object = None
        self.reconnections = 0
        """How often the server went away and came back; what was known of the journal may then be old."""

    @classmethod
    def create(cls, folder: Path, parts: Mapping[str, str], genesis: str) -> Self:
        """A new database in ``folder``. Raises StoreError; also where there is one already."""
        file = folder / STUDY.file_name
        if file.exists():
            raise StoreError(f"{file}: there is a study here already; name another folder")
        store = cls(open_database(folder, MIGRATIONS, STUDY), str(file))
        store._fill(parts, genesis)
        return store

    @classmethod
    def create_on_server(cls, server: Server, parts: Mapping[str, str], genesis: str) -> Self:
        """A new schema on a PostgreSQL server. Raises StoreError; then nothing was made."""
        with as_store_errors(server.shown):
            store = cls(connect(server), server.shown)
            try:
                with store._connection.begin():
                    make_schema(store._connection, server, STUDY)
                    store._insert_design(parts, genesis)
            except BaseException:
                store.close()
                raise
        return store

    @classmethod
    def drop_on_server(cls, server: Server) -> None:
        """Take a study that was just made, and will never be used, off its server. Raises StoreError."""
        with as_store_errors(server.shown):
            connection = connect(server)
            try:
                with connection.begin():
                    drop_schema(connection, server)
            finally:
                close_database(connection)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The study in ``folder``, locked for this program. Raises StoreError; also where there is none."""
        file = folder / STUDY.file_name
        if not file.is_file():
            raise StoreError(f"{folder}: there is no study here; make one with cxrviewer study create")
        return cls(open_database(folder, MIGRATIONS, STUDY), str(file))

    @classmethod
    def open_on_server(cls, server: Server) -> Self:
        """The study on a PostgreSQL server. Raises StoreError."""
        with as_store_errors(server.shown):
            store = cls(connect(server), server.shown)
            try:
                with store._connection.begin():
                    check_version(store._connection, server, STUDY)
            except BaseException:
                store.close()
                raise
        return store

    def close(self) -> None:
        """Give the database back; closing twice is no error."""
        close_database(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def design(self) -> dict[str, str]:
        """The parts of the locked design. Raises StoreError."""
        with self._transaction() as connection:
            return {row.part: row.body for row in connection.execute(select(design))}

    def genesis(self) -> str:
        """What the first row of the journal follows: the hash that the design was locked under. Raises StoreError."""
        with self._transaction() as connection:
            return str(connection.execute(select(head.c.genesis)).scalar_one())

    def head(self) -> Head:
        """Where the journal ends. Raises StoreError."""
        with self._transaction() as connection:
            row = connection.execute(select(head)).one()
        return Head(row.last_number, row.hash)

    def journal(self, reader: str | None = None) -> tuple[JournalRow, ...]:
        """All rows in order, or one reader's. Raises StoreError."""
        query = select(journal).order_by(journal.c.number)
        if reader is not None:
            query = query.where(journal.c.reader == reader)
        with self._transaction() as connection:
            try:
                return tuple(_row(found) for found in connection.execute(query))
            except ValueError as error:
                # A moment that is none: nothing here ever writes one.
                raise StoreError(f"{self._name}: a row of the journal was damaged; restore a backup") from error

    def append(self, entries: Sequence[Entry]) -> Head:
        """Write the entries in order, all or none, and return where the journal ends then.

        An entry already written under its identifier is passed over, so that writing again after a lost connection
        is safe. Raises StoreError; also where another entry is kept under an identifier.
        """
        with self._transaction() as connection:
            # Holds the one row until the end of the transaction (SQLite has locked the file already).
            found = connection.execute(select(head).with_for_update()).one()
            end = Head(found.last_number, found.hash)
            for entry in entries:
                row = link(end, entry)
                kept = connection.execute(select(journal).where(journal.c.identifier == entry.identifier)).one_or_none()
                if kept is not None:
                    if (kept.reader, kept.kind, kept.body) != (row.reader, row.kind, row.body):
                        raise StoreError(f"{self._name}: another row is kept under this identifier; answer again")
                    continue
                connection.execute(insert(journal).values(_values(row)))
                end = Head(row.number, row.hash)
            connection.execute(update(head).values(last_number=end.count, hash=end.hash))
        return end

    def claim(self, reader: str) -> None:
        """Keep every other program from reading as this reader until closed. Raises StoreError where one does.

        With SQLite the whole file is ours already.
        """
        self._claimed, self._claimed_on = reader, None
        try:
            with self._transaction():
                pass  # every transaction sees to the claim first
        except StoreError:
            self._claimed = None
            raise

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with as_store_errors(self._name):
            if self._connection.closed:
                raise StoreError(f"{self._name}: the study is closed; open it again")
            with self._connection.begin():
                self._claim_again(self._connection)
                yield self._connection

    def _claim_again(self, connection: Connection) -> None:
        if self._claimed is None or connection.dialect.name != "postgresql":
            return
        # After a lost connection SQLAlchemy makes a new one by itself; the server gave the claim up with the old.
        session = connection.connection.driver_connection
        if session is self._claimed_on:
            return
        if not claim(connection, self._claimed):
            raise StoreError(
                f"{self._name}: {self._claimed} is reading this study in another window; close that one first"
            )
        self.reconnections += self._claimed_on is not None
        self._claimed_on = session

    def _fill(self, parts: Mapping[str, str], genesis: str) -> None:
        try:
            with self._transaction():
                self._insert_design(parts, genesis)
        except BaseException:
            self.close()
            raise

    def _insert_design(self, parts: Mapping[str, str], genesis: str) -> None:
        rows = [{"part": part, "body": body} for part, body in parts.items()]
        self._connection.execute(insert(design), rows)
        self._connection.execute(insert(head).values(single=1, last_number=0, hash=genesis, genesis=genesis))


def _values(row: JournalRow) -> dict[str, object]:
    names = ("number", "identifier", "reader", "kind", "at", "body", "previous", "hash")
    return {name: getattr(row, name) for name in names}


def _row(found: Row[Any]) -> JournalRow:
    return JournalRow(
        number=found.number,
        identifier=found.identifier,
        reader=found.reader,
        kind=found.kind,
        at=found.at,
        body=found.body,
        previous=found.previous,
        hash=found.hash,
    )
