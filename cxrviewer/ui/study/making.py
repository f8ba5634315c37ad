"""Checks a manifest and makes a study on a thread of its own. Knows the study's room; knows no widget."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cxrviewer.errors import CxrViewerError, StudyError
from cxrviewer.study.creating import create_study, design_study
from cxrviewer.study.manifest import Columns, ManifestCase, read_manifest
from cxrviewer.study.protocol import Protocol
from cxrviewer.ui.background import run_in_background

_logger = logging.getLogger(__name__)


class StudyMaking(QObject):
    """Reading every film of a manifest takes its time; one thing is done after another.

    Signals:
        checked: the arms, the cases; every row of the manifest is good.
        created: the folder of the study, made and locked.
        refused: the CxrViewerError why not.
    """

    checked = Signal(object, object)
    created = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="study-making")

    def check(self, manifest: Path, columns: Columns) -> None:
        """Read the manifest and every film it names."""
        self._submit(partial(read_manifest, manifest, columns))

    def create(
        self,
        folder: Path,
        protocol: Protocol,
        cases: Sequence[ManifestCase],
        manifest: Path,
        *,
        copy_images: bool,
    ) -> None:
        """Draw the orders, write the study and lock it."""
        self._submit(partial(_create, folder, protocol, tuple(cases), manifest, copy_images=copy_images))

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
            if isinstance(found, tuple):
                self.checked.emit(*found)
            else:
                self.created.emit(found)
        elif isinstance(error, CxrViewerError):
            self.refused.emit(error)
        else:
            _logger.error("unexpected while making a study", exc_info=error)
            self.refused.emit(StudyError(self.tr("the study could not be made; the log file says more")))


def _create(
    folder: Path, protocol: Protocol, cases: tuple[ManifestCase, ...], manifest: Path, *, copy_images: bool
) -> Path:
    blinded, key = design_study(protocol, cases, str(manifest))
    create_study(folder, blinded, key, copy_images=copy_images).close()
    return folder
