"""What one kind of database of this program is called and made of; knows neither its rows nor how it is opened."""

from dataclasses import dataclass

from sqlalchemy import Column, Integer, MetaData, Table, Text

from cxrviewer.store.moments import UtcText


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The tables of a kind of database, and how its file is told from others."""

    file_name: str
    application_id: int
    """In the file's header: whose database it is."""
    metadata: MetaData
    versions: Table
    version: int
    """The version of the tables in ``metadata``."""
    elsewhere: str
    """How the person names another folder for it."""


def version_table(metadata: MetaData) -> Table:
    """The table that remembers which version was reached when, and by which program."""
    return Table(
        "schema_versions",
        metadata,
        Column("version", Integer, primary_key=True),
        Column("reached_at", UtcText, nullable=False),
        Column("app_version", Text, nullable=False),
        sqlite_strict=True,
    )
