"""What a study's report is made of: sections, tables, rows. Knows neither what they say nor how they look."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "strong", "group"]


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; ``strong`` stands out, ``group`` opens a group of rows."""

    cells: tuple[str, ...]
    kind: Kind = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its head; ``footnotes`` say why cells are not estimable."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    footnotes: tuple[str, ...] = ()
    text_columns: tuple[int, ...] = (0,)
    """The columns that hold names; the others hold numbers and stand to the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it; ``figure`` is a figure's name."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    figure: str | None = None
    figure_says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The report."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
