"""The tables that data sets come with: CSV, plain or gzipped, row by row. Knows no data set.

Tolerates what the published files have: a byte order mark, CR LF, quoted cells, empty columns at the end of a row.
"""

import csv
import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO, cast

from cxrviewer.errors import DatasetError

LONGEST_CELL = 2**24
"""Characters; the csv module's own limit of 128 kB is less than what a broken quote swallows before it is noticed."""


def find_table(folder: Path, layout: str, *patterns: str, named: str = "") -> Path:
    """The first file that matches, below ``folder`` or beside it as a .gz. Raises DatasetError where there is none."""
    if not folder.is_dir():
        raise DatasetError(f"{folder}: there is no such folder; name the folder that holds the {layout} data set")
    found = optional_table(folder, *patterns)
    if found is None:
        raise DatasetError(
            f"{folder}: is not a {layout} folder: no {named or patterns[0]}; name the folder that holds it"
        )
    return found


def optional_table(folder: Path, *patterns: str) -> Path | None:
    """The first file that matches a pattern or the pattern with .gz; the last in name order of several."""
    for pattern in patterns:
        for one in (pattern, f"{pattern}.gz"):
            if found := sorted(path for path in folder.glob(one) if path.is_file()):
                return found[-1]
    return None


def rows(path: Path, *needed: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row as (line number, cells by column name), cells stripped; blank lines are passed over.

    Raises DatasetError for a file that cannot be read, lacks a column of ``needed``, or has a row that is too short.
    """
    try:
        with _opened(path) as file:
            yield from _read(path, file, needed)
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or "it is damaged or cut short"
        raise DatasetError(f"{path}: cannot be read ({why}); check the file, or fetch it again") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: is not UTF-8 text; fetch it again, or save it as CSV in UTF-8") from error


def _read(path: Path, file: Iterator[str], needed: Sequence[str]) -> Iterator[tuple[int, Mapping[str, str]]]:
    previous = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(file, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if missing := [name for name in needed if name not in header]:
            raise DatasetError(f"{path}: has no column {missing[0]!r}; it is not the data set's own table")
        last = max((header.index(name) for name in needed), default=0)
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) <= last:
                raise DatasetError(
                    f"{path}: line {reader.line_num} has {len(cells)} of {len(header)} columns; fetch the file again"
                )
            yield reader.line_num, {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
    except csv.Error as error:
        raise DatasetError(f"{path}: line {reader.line_num} is not CSV ({error}); fetch the file again") from error
    finally:
        csv.field_size_limit(previous)


def lines(path: Path) -> frozenset[str]:
    """The words of a list with one on each line. Raises DatasetError."""
    try:
        return frozenset(path.read_text(encoding="utf-8-sig").split())
    except OSError as error:
        raise DatasetError(f"{path}: cannot be read ({error.strerror or error}); check the file") from error
    except UnicodeDecodeError as error:
        raise DatasetError(f"{path}: is not a list of names; fetch it again") from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast("TextIO", gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")
