"""Reports in a CSV file: which columns hold them and what stands in each row. Knows nothing of labels."""

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from cxrviewer.errors import CxrViewerError

KNOWN = ("report", "reports", "text", "report text", "report impression", "report_text", "full_report")
"""Columns that hold a whole report, in the order in which they are looked for."""
PARTS = ("findings", "impression")
"""Columns that hold a report's parts; where no column holds the whole, those there are make it."""
_LONGEST_NAME = 40
"""A longer column name is no name: the file has no header, and the line must not be repeated to the screen."""


def read_reports(path: Path, columns: Sequence[str] = ()) -> list[str]:
    """The reports of a file, in its order; those named in several columns joined with a blank line."""
    rows = _rows(path)
    if not rows:
        raise CxrViewerError(f"{path}: the file is empty; it needs a row of column names and a row for each report")
    header = rows[0]
    places = [_place(path, header, name) for name in columns] or _guessed(path, header)
    reports = []
    for number, row in enumerate(rows[1:], start=2):
        if max(places) >= len(row):
            raise CxrViewerError(f"{path}: row {number} has {len(row)} of {len(header)} columns; mend the row")
        reports.append("\n\n".join(filter(None, (row[place].rstrip() for place in places))))
    return reports


def _rows(path: Path) -> list[list[str]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # the module's own limit of 128 kB is less than a long report
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.reader(file, strict=True) if row]
    except OSError as error:
        raise CxrViewerError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error
    except UnicodeDecodeError as error:
        raise CxrViewerError(f"{path}: is not UTF-8 text; save it as CSV in UTF-8") from error
    except csv.Error as error:
        raise CxrViewerError(f"{path}: is not a CSV file ({error}); check its quotes") from error


def _place(path: Path, header: Sequence[str], name: str) -> int:
    if name in header:
        return header.index(name)
    raise CxrViewerError(f"{path}: there is no column {name!r}; {_named(header)}")


def _guessed(path: Path, header: Sequence[str]) -> list[int]:
    plain = [name.strip().lower() for name in header]
    for known in KNOWN:
        if known in plain:
            return [plain.index(known)]
    if parts := [plain.index(part) for part in PARTS if part in plain]:
        return parts
    raise CxrViewerError(f"{path}: no column is named {KNOWN[0]} or {KNOWN[2]}; {_named(header)}; say --column NAME")


def _named(header: Iterable[str]) -> str:
    names = list(header)
    if any(len(name) > _LONGEST_NAME for name in names):
        return "the first row holds no column names"
    return f"the columns are {', '.join(map(repr, names))}"
