"""The tables of a reader study: its frozen design, its journal, its journal's end. Knows no SQL statement.

The design is kept as canonical JSON in parts, because it is only ever written once and read whole; the journal has a
row an act, because it grows. Rows are added and never changed; triggers refuse what this program would never do.
"""

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
)
from sqlalchemy.types import TypeEngine

from cxrviewer.store.layout import Layout, version_table
from cxrviewer.store.migrations import Migration
from cxrviewer.store.moments import UtcText

metadata = MetaData()

_whole: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")

design = Table(
    "design",
    metadata,
    Column("part", Text, primary_key=True),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)

journal = Table(
    "journal",
    metadata,
    Column("number", _whole, primary_key=True, autoincrement=False),
    Column("identifier", Text, nullable=False, unique=True),
    Column("reader", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcText, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, CheckConstraint("length(previous) = 64"), nullable=False),
    Column("hash", Text, CheckConstraint("length(hash) = 64"), nullable=False),
    Index("journal_of_reader", "reader", "number"),
    sqlite_strict=True,
)

head = Table(
    "head",
    metadata,
    # One row: whoever appends holds it, so that the chain has one end however many machines write.
    Column("single", Integer, CheckConstraint("single = 1"), primary_key=True, autoincrement=False),
    Column("last_number", _whole, nullable=False),
    Column("hash", Text, nullable=False),
    Column("genesis", Text, nullable=False),
    sqlite_strict=True,
)

for _table in ("design", "journal"):
    for _act in ("UPDATE", "DELETE"):
        event.listen(
            metadata.tables[_table],
            "after_create",
            DDL(  # type: ignore[no-untyped-call]
                f"CREATE TRIGGER {_table}_no_{_act.lower()} BEFORE {_act} ON {_table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of a study are never changed'); END"
            ).execute_if(dialect="sqlite"),
        )

STUDY = Layout(
    file_name="study.sqlite",
    application_id=0x43585253,  # CXRS
    metadata=metadata,
    versions=version_table(metadata),
    version=1,
    elsewhere="for the study",
)
"""The database of one reader study."""

MIGRATIONS: tuple[Migration, ...] = ()
