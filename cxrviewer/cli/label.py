"""``cxrviewer label``: CheXpert's 14 labels for each report of a CSV file, as CSV or JSON lines."""

import argparse
import csv
import io
import sys
from pathlib import Path

from cxrviewer.cli.output import say_json
from cxrviewer.reporting.labelling import Observation, Presence, ReportLabels, label_report
from cxrviewer.reporting.labelling.table import read_reports

_NUMBERS = {Presence.PRESENT: 1, Presence.ABSENT: 0, Presence.UNCERTAIN: -1, Presence.NOT_MENTIONED: None}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """REPORTS.csv [--column NAME]... [--json]."""
    parser.add_argument("reports", type=Path, metavar="REPORTS.csv", help="a header, then a row for each report; UTF-8")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME",
        help="the column with the reports; several make one report of several columns "
        "(default: report, text or Report Impression, else findings and impression)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a report, with the words and their places")


def run(arguments: argparse.Namespace) -> int:
    """Label and print, rows in the input's order."""
    reports = read_reports(arguments.reports, arguments.column)
    if arguments.json:
        for row, text in enumerate(reports, start=1):
            say_json(_described(row, text, label_report(text)))
        return 0
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow([observation.value for observation in Observation])
    writer.writerows([said.code for said in label_report(text).presences] for text in reports)
    sys.stdout.write(table.getvalue())
    return 0


def _described(row: int, text: str, labels: ReportLabels) -> dict[str, object]:
    """A report's labels; ``start`` and ``end`` count characters of the column's text."""
    return {
        "row": row,
        "labels": {observation.value: _NUMBERS[labels[observation]] for observation in Observation},
        "mentions": [
            {
                "observation": mention.observation.value,
                "label": _NUMBERS[mention.presence],
                "start": mention.start,
                "end": mention.end,
                "text": text[mention.start : mention.end],
                "side": mention.side and mention.side.value,
                "severity": mention.severity and mention.severity.value,
            }
            for mention in labels.mentions
        ],
    }
