"""Readings in the words of iMRMC, SPSS and R. Knows lines of an export, neither journal nor key."""

from collections.abc import Mapping, Sequence

from cxrviewer.store.chain import Head

NUMBERS = frozenset(
    {"grade", "success", "training", "repeat", "position", "sitting", "elapsed_s", "active_s", "superseded"}
    | {"journal_count"}
)
"""The columns of numbers."""

Line = Mapping[str, object]


def imrmc(lines: Sequence[Line], end: Head) -> str | None:
    """iMRMC's input, or None where the truth of a case is not 0 or 1.

    The score is the grade, 1 to 4; training and repeated readings are left out.
    """
    counted = [line for line in lines if not line["training"] and not line["repeat"]]
    truth = {str(line["case"]): str(line["truth"]) for line in counted}
    if not counted or not set(truth.values()) <= {"0", "1"}:
        return None
    text = [
        "cxrviewer: acceptability of reports, one row a reading",
        "score: 1 totally acceptable, 2 minor revision, 3 major revision, 4 unacceptable",
        f"journal: {end.count} rows, head {end.hash}",
        "BEGIN DATA:",
        *(f"truth,{_field(case)},truth,{known}" for case, known in truth.items()),
        *(f"{_field(line['reader'])},{_field(line['case'])},{_field(line['arm'])},{line['grade']}" for line in counted),
    ]
    return "\n".join(text) + "\n"


def r_syntax(end: Head) -> str:
    """Reads ``readings.csv`` in R."""
    return (
        f"# journal: {end.count} rows, head {end.hash}\n"
        'readings <- read.csv("readings.csv", fileEncoding = "UTF-8-BOM", na.strings = "", check.names = TRUE)\n'
        "readings$grade <- factor(readings$grade, levels = 1:4, ordered = TRUE,\n"
        '  labels = c("acceptable", "minor revision", "major revision", "unacceptable"))\n'
        "counted <- subset(readings, training == 0 & (is.na(repeat.) | repeat. == 0))\n"
    )


def spss_syntax(columns: Sequence[str], lines: Sequence[Line], end: Head) -> str:
    """Reads ``readings.csv`` in SPSS."""
    variables = []
    for column in columns:
        if column in NUMBERS:
            variables.append(f"    {column} F{'12.3' if column.endswith('_s') else '8.0'}")
        else:
            # Three bytes a character is the most that UTF-8 takes of what a report is written in.
            width = max((len(str(line.get(column) or "")) for line in lines), default=0)
            variables.append(f"    {column} A{max(8, min(32767, 3 * width))}")
    return "\n".join(
        [
            f"* journal: {end.count} rows, head {end.hash}.",
            "SET UNICODE=ON.",
            "GET DATA /TYPE=TXT /FILE='readings.csv' /ENCODING='UTF8' /ARRANGEMENT=DELIMITED",
            '  /DELCASE=LINE /DELIMITERS="," /QUALIFIER=\'"\' /FIRSTCASE=2 /VARIABLES=',
            *variables[:-1],
            f"{variables[-1]}.",
            "VALUE LABELS grade 1 'acceptable' 2 'minor revision' 3 'major revision' 4 'unacceptable'.",
            "EXECUTE.",
            "",
        ]
    )


def _field(value: object) -> str:
    """iMRMC knows no quotation marks."""
    return " ".join(str(value).replace(",", ";").split())
