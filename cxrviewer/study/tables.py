"""Tables as CSV that no spreadsheet runs as a program and R and SPSS read as they stand. Knows no study."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

# What a spreadsheet takes for the start of a formula (OWASP, CSV injection), full-width forms among them.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> object:
    """A cell that shows what it holds and does nothing: text that would be a formula gets an apostrophe in front."""
    if isinstance(value, bool):
        return int(value)
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = " ".join(str(value).split())
    if text.startswith(_FORMULA) or str(value).startswith(_FORMULA):
        text = f"'{text}"
    # Half a character cannot be written as UTF-8, and no reader of tables takes a NUL.
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The table; line breaks within a cell become spaces, as SPSS needs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(column) for column in columns])
    for row in rows:
        writer.writerow([cell(row.get(column)) for column in columns])
    return out.getvalue()
