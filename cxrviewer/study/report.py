"""Writes the report of a reader study, as HTML or PDF, with its figures. Knows neither layout nor numbers."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cxrviewer.study.plots import rendered
from cxrviewer.study.readings import Reading
from cxrviewer.study.report_html import html
from cxrviewer.study.report_pdf import pdf
from cxrviewer.study.report_sections import document
from cxrviewer.study.results import StudyResults

TITLE = "Reader study"


def write_html(
    results: StudyResults,
    readings: Sequence[Reading],
    file: Path,
    *,
    title: str = TITLE,
    study_hash: str | None = None,
    journal_head: str | None = None,
) -> None:
    """One page, figures and all. ``readings`` are those of ``results``: the dots of the plots. Raises OSError."""
    report = document(results, title=title, study_hash=study_hash, journal_head=journal_head)
    file.write_text(html(report, _figures(results, readings, "svg")), encoding="utf-8")


def write_pdf(
    results: StudyResults,
    readings: Sequence[Reading],
    file: Path,
    *,
    title: str = TITLE,
    study_hash: str | None = None,
    journal_head: str | None = None,
) -> None:
    """The same on A4. Raises OSError."""
    report = document(results, title=title, study_hash=study_hash, journal_head=journal_head)
    file.write_bytes(pdf(report, _figures(results, readings, "png")))


def _figures(results: StudyResults, readings: Sequence[Reading], kind: str) -> Mapping[str, bytes]:
    return {name.removesuffix(f".{kind}"): content for name, content in rendered(results, readings, (kind,)).items()}
