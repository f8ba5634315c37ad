"""The table a study is made from: a row a case, with its film and a report for each arm. Knows no database.

Every row that cannot be used is named; the header is row 1. Nothing is made unless all rows are good.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxrviewer.errors import RadiographError, RowsRefused, StudyError
from cxrviewer.imaging.reading import read_radiograph

_YES = frozenset({"1", "yes", "y", "true", "x", "training"})
_NO = frozenset({"", "0", "no", "n", "false"})

Drafter = Callable[[Path], str]
"""Writes the report of an arm for a film. Raises CxrViewerError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestCase:
    """A good row: a film that can be read, and its report for each arm."""

    case: str
    image: Path
    sha256: str
    reports: Mapping[str, str]
    """The text of each arm, as the manifest has it."""
    training: bool = False
    truth: str = ""
    strata: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns are not an arm. ``case`` and ``image`` always are not."""

    truth: str | None = None
    strata: str | None = None
    training: str | None = None
    ignored: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """All of them."""
        named = {"case", "image", self.truth, self.strata, self.training, *self.ignored}
        return frozenset(name for name in named if name is not None)


@dataclass(slots=True)
class _Found:
    cases: list[ManifestCase] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    row_of_case: dict[str, int] = field(default_factory=dict)
    row_of_digest: dict[str, int] = field(default_factory=dict)


def read_manifest(
    file: Path, columns: Columns | None = None, drafters: Mapping[str, Drafter] | None = None
) -> tuple[tuple[str, ...], tuple[ManifestCase, ...]]:
    """The arms and the cases of a manifest; an arm in ``drafters`` is written here, film by film.

    Raises StudyError where the table itself cannot be used, RowsRefused where rows cannot.
    """
    columns, drafters = columns or Columns(), drafters or {}
    header, rows = read_table(file)
    arms = (*(name for name in header if name not in columns.named), *drafters)
    _check_header(file, header, columns, arms)
    found = _Found()
    for number, row in rows:
        _read_row(number, row, file.parent, arms, columns, drafters, found)
    if found.refused:
        raise RowsRefused(str(file), tuple(found.refused))
    if not found.cases:
        raise StudyError(f"{file}: the manifest has no row below its header; add the cases")
    return arms, tuple(found.cases)


def read_table(file: Path) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """The header, and each row with its number. Comma, semicolon or tab; UTF-8. Raises StudyError, RowsRefused."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise StudyError(f"{file}: the table cannot be read ({error.strerror}); check the name") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        number = max(1, len(list(csv.reader(io.StringIO(before + "?", newline="")))))
        raise RowsRefused(str(file), (f"row {number}: this is not UTF-8; save the table as CSV UTF-8",)) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count) if "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    refused: list[str] = []
    header: tuple[str, ...] = ()
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                header = tuple(cell.strip() for cell in cells)
            elif any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    refused.append(f"row {number}: it has {len(cells)} cells, the header {len(header)}; correct it")
                else:
                    rows.append((number, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        refused.append(f"row {number + 1}: this is no CSV ({error}); correct its quotation marks")
    if refused:
        raise RowsRefused(str(file), tuple(refused))
    if len(set(header)) < len(header):
        raise StudyError(f"{file}: two columns have the same name; rename one")
    return header, rows


def _check_header(file: Path, header: Sequence[str], columns: Columns, arms: Sequence[str]) -> None:
    for name in sorted(columns.named):
        if name not in header:
            raise StudyError(f"{file}: there is no column {name!r}; add it or correct its name")
    if not arms:
        raise StudyError(f"{file}: there is no column of reports; add one for each arm beside case and image")
    if len(set(arms)) < len(arms):
        raise StudyError(f"{file}: an arm to be drafted is a column of the table as well; rename one")


def _read_row(
    number: int,
    row: Mapping[str, str],
    folder: Path,
    arms: Sequence[str],
    columns: Columns,
    drafters: Mapping[str, Drafter],
    found: _Found,
) -> None:
    wrong: list[str] = []
    case, image = row["case"].strip(), row["image"].strip()
    if not case or len(case) > 200 or not case.isprintable():
        wrong.append("the case has no usable name; give it one of printable characters")
    elif case in found.row_of_case:
        wrong.append(f"the case {case!r} is in row {found.row_of_case[case]} already; remove one or rename it")
    found.row_of_case.setdefault(case, number)
    path = (folder / image).resolve()
    sha256 = ""
    try:
        if not image:
            wrong.append("no image is named; name its file")
        else:
            sha256 = read_radiograph(path).digest
    except RadiographError as error:
        wrong.append(f"image {image}: {error}")
    if sha256 and found.row_of_digest.setdefault(sha256, number) != number:
        wrong.append(f"image {image}: the same film is in row {found.row_of_digest[sha256]} already; remove one")
    training = row[columns.training].strip().casefold() if columns.training else ""
    if training not in _YES | _NO:
        wrong.append(f"{training!r} does not say whether this is a training case; write 1 or 0")
    reports = {arm: row[arm] for arm in arms if arm not in drafters}
    wrong += [f"the report of {arm!r} is empty; fill it in" for arm, text in reports.items() if not text.strip()]
    if wrong:
        found.refused += [f"row {number}: {words}" for words in wrong]
        return
    if found.refused:
        return  # nothing will be made of it; a draft would only cost time
    drafted = {arm: draft(path) for arm, draft in drafters.items()}
    found.cases.append(
        ManifestCase(
            case=case,
            image=path,
            sha256=sha256,
            reports=reports | drafted,
            training=training in _YES,
            truth=row[columns.truth].strip() if columns.truth else "",
            strata=row[columns.strata].strip() if columns.strata else "",
        )
    )
