"""The tables, in types that SQLite and PostgreSQL share; knows neither the file nor what the rows are used for.

Drafts, exchanges, ratings and annotation edits are only ever added. ``number`` is the order of saving, which a wrong
clock cannot change. A change here is a new version: see ``migrations``.
"""

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

from cxrviewer.store.layout import Layout, version_table
from cxrviewer.store.moments import UtcText

VERSION = 2
"""The version of the tables below."""

APPLICATION_ID = 0x43585256
"""``CXRV`` in the file's header: whose database this is."""


metadata = MetaData()

# SQLite's STRICT tables know only INTEGER, REAL and TEXT; PostgreSQL's REAL would lose digits.
_whole: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
_real: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")

schema_versions = version_table(metadata)

cases = Table(
    "cases",
    metadata,
    # The file's digest and nothing else: one SOP Instance UID can stand on the films of two patients.
    Column("digest", Text, CheckConstraint("length(digest) = 64"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("patient_name", Text, nullable=False),
    Column("patient_identifier", Text, nullable=False),
    Column("study_date", Text, nullable=False),
    Column("sop_instance_uid", Text),
    Column("first_opened_at", UtcText, nullable=False),
    Column("last_opened_at", UtcText, nullable=False),
    sqlite_strict=True,
)

drafts = Table(
    "drafts",
    metadata,
    Column("number", _whole, primary_key=True, autoincrement=True),
    Column("identifier", Text, nullable=False, unique=True),
    Column("case_digest", Text, ForeignKey("cases.digest"), nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('report', 'answer')"), nullable=False),
    Column("text", Text, nullable=False),
    Column("finish_reason", Text, nullable=False),
    Column("created_at", UtcText, nullable=False),
    Column("model_name", Text, nullable=False),
    Column("model_digest", Text, nullable=False),
    Column("model_dtype", Text, nullable=False),
    Column("model_device", Text, nullable=False),
    Column("model_is_demo", Integer, CheckConstraint("model_is_demo IN (0, 1)"), nullable=False),
    Column("prompt", Text, nullable=False),
    Column("temperature", _real, nullable=False),
    Column("top_p", _real, nullable=False),
    Column("top_k", Integer, nullable=False),
    Column("seed", _whole, nullable=False),
    Column("max_new_tokens", Integer, nullable=False),
    Column("input_sha256", Text, nullable=False),
    Column("app_version", Text, nullable=False),
    UniqueConstraint("identifier", "case_digest"),
    Index("drafts_of_case", "case_digest", "number"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

exchanges = Table(
    "exchanges",
    metadata,
    Column("number", _whole, primary_key=True, autoincrement=True),
    Column("case_digest", Text, nullable=False),
    Column("draft_identifier", Text, nullable=False),
    Column("position", Integer, CheckConstraint("position >= 0"), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer_identifier", Text, nullable=False, unique=True),
    Column("superseded_at", UtcText),
    # With the digest in both keys the database itself refuses an answer about another film than its report's.
    ForeignKeyConstraint(["draft_identifier", "case_digest"], ["drafts.identifier", "drafts.case_digest"]),
    ForeignKeyConstraint(["answer_identifier", "case_digest"], ["drafts.identifier", "drafts.case_digest"]),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)
_current = text("superseded_at IS NULL")
Index(
    "one_current_exchange_per_position",
    exchanges.c.draft_identifier,
    exchanges.c.position,
    unique=True,
    sqlite_where=_current,
    postgresql_where=_current,
)

ratings = Table(
    "ratings",
    metadata,
    Column("number", _whole, primary_key=True, autoincrement=True),
    Column("identifier", Text, nullable=False, unique=True),
    Column("draft_identifier", Text, ForeignKey("drafts.identifier"), nullable=False),
    Column("reader", Text, nullable=False),
    Column("acceptability", Integer, CheckConstraint("acceptability BETWEEN 1 AND 4"), nullable=False),
    Column("comment", Text, nullable=False),
    Column("rated_at", UtcText, nullable=False),
    Index("ratings_of_draft", "draft_identifier", "number"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

annotation_edits = Table(
    "annotation_edits",
    metadata,
    Column("number", _whole, primary_key=True, autoincrement=True),
    Column("case_digest", Text, ForeignKey("cases.digest"), nullable=False),
    Column("annotation_identifier", Text, nullable=False),
    Column("action", Text, CheckConstraint("action IN ('put', 'deleted')"), nullable=False),
    # Of a deletion both are empty.
    Column("figure", Text, nullable=False),
    Column("points", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("edited_at", UtcText, nullable=False),
    Index("annotation_edits_of_case", "case_digest", "number"),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

VIEWER = Layout(
    file_name="cxrviewer.sqlite",
    application_id=APPLICATION_ID,
    metadata=metadata,
    versions=schema_versions,
    version=VERSION,
    elsewhere="in CXRVIEWER_DATA",
)
"""The database of the window: cases, drafts, conversations, ratings, annotations."""
