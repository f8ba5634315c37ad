"""Computes a study's results and writes them, on a thread of its own. Knows no widget.

scipy, statsmodels and matplotlib are imported there, at the first results: the window never waits for them.
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage

from cxrviewer.errors import CxrViewerError, StudyError
from cxrviewer.study.readings import Reading
from cxrviewer.study.report_content import Document
from cxrviewer.ui.background import run_in_background
from cxrviewer.ui.study.dark_figures import on_dark

if TYPE_CHECKING:
    from cxrviewer.study.results import StudyResults

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """Results, and how they are shown."""

    results: "StudyResults"
    readings: tuple[Reading, ...]
    document: Document
    figures: Mapping[str, QImage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a report names its study by."""

    title: str
    study_hash: str
    journal_head: str


class Evaluation(QObject):
    """One piece of work after another.

    Signals:
        evaluated: the Evaluated.
        written: the folder or file that was written.
        failed: the CxrViewerError why not.
    """

    evaluated = Signal(object)
    written = Signal(object)
    failed = Signal(object)

    def __init__(self, page: QColor, ink: QColor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._ink = page, ink
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="study-results")

    def evaluate(self, readings: tuple[Reading, ...], arms: tuple[str, ...], about: Provenance) -> None:
        """Everything of these readings."""
        self._submit(partial(_evaluate, readings, arms, about, self._page, self._ink))

    def write_report(self, found: Evaluated, about: Provenance, folder: Path) -> None:
        """``report.html``, ``report.pdf`` and the figures, into this folder."""
        self._submit(partial(_write, found, about, folder))

    def close(self) -> None:
        """Wait for the thread to end."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[[], object]) -> None:
        run_in_background(self._executor, work, self._ended)

    # From here on: the worker's thread.

    def _ended(self, future: Future[object]) -> None:
        error = future.exception()
        if error is None:
            found = future.result()
            (self.evaluated if isinstance(found, Evaluated) else self.written).emit(found)
        elif isinstance(error, CxrViewerError):
            self.failed.emit(error)
        else:
            _logger.error("unexpected while evaluating a study", exc_info=error)
            self.failed.emit(StudyError(self.tr("the results could not be computed; the log file says more")))


def _evaluate(
    readings: tuple[Reading, ...], arms: tuple[str, ...], about: Provenance, page: QColor, ink: QColor
) -> Evaluated:
    from cxrviewer.study.plots import rendered
    from cxrviewer.study.report_sections import document
    from cxrviewer.study.results import results

    found = results(readings, arms=arms)
    report = document(found, title=about.title, study_hash=about.study_hash, journal_head=about.journal_head)
    figures = {
        name.removesuffix(".png"): on_dark(png, page, ink) for name, png in rendered(found, readings, ("png",)).items()
    }
    return Evaluated(found, readings, report, figures)


def _write(found: Evaluated, about: Provenance, folder: Path) -> Path:
    from cxrviewer.study.plots import save_plots
    from cxrviewer.study.report import write_html, write_pdf

    try:
        save_plots(found.results, found.readings, folder)
        for write, name in ((write_html, "report.html"), (write_pdf, "report.pdf")):
            write(
                found.results,
                found.readings,
                folder / name,
                title=about.title,
                study_hash=about.study_hash,
                journal_head=about.journal_head,
            )
    except OSError as error:
        raise StudyError(f"{folder}: the report cannot be written ({error.strerror}); choose another folder") from error
    return folder
