"""Reads files on a thread of its own, so that opening never waits for the model; knows no widget.

The file that the reader chose goes before the files that are only listed.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from cxrviewer.errors import CxrViewerError, RadiographError
from cxrviewer.imaging.containers import Contents, contents_of
from cxrviewer.imaging.radiograph import Patient, Radiograph
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.ui.background import run_in_background
from cxrviewer.ui.film_sources import film_files
from cxrviewer.ui.image.thumbnail import thumbnail

THUMBNAIL_SIDE = 96
"""Of a thumbnail, in device pixels."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class FilmFacts:
    """What the worklist shows of a film that is not open."""

    digest: str
    patient_name: str
    study_date: str
    thumbnail: QImage
    patient: Patient = field(default_factory=Patient)
    """Who is on it, to find films of the same person."""


class RadiographReader(QObject):
    """Lists folders, reads chosen films, and describes the others one after another.

    Signals:
        listed: a tuple of the files that were found.
        opened: the ticket that ``choose`` gave, the Radiograph, its FilmFacts.
        failed: the ticket, the CxrViewerError.
        beside_opened: the number that ``read_beside`` gave, the Radiograph.
        beside_failed: the number, the CxrViewerError.
        described: the path, its FilmFacts.
        not_described: the path, the CxrViewerError.
    """

    listed = Signal(object)
    opened = Signal(int, object, object)
    failed = Signal(int, object)
    beside_opened = Signal(int, object)
    beside_failed = Signal(int, object)
    described = Signal(object, object)
    not_described = Signal(object, object)
    _description_ended = Signal()

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        read: Callable[[Path], Radiograph] = read_radiograph,
        contents_of: Callable[[Path], Contents] = contents_of,
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        """``read`` and ``contents_of`` do the work; ``stop`` ends what they are doing when the reader is closed."""
        super().__init__(parent)
        self._read, self._contents_of, self._stop = read, contents_of, stop
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="files")
        self._beside = 0  # likewise, of the newest film to stand beside it
        self._ticket = 0  # of the newest choice; read by the worker, written here
        self._waiting: deque[Path] = deque()
        self._describing = False
        self._description_ended.connect(self._describe_next)

    def list_files(self, paths: Sequence[Path]) -> None:
        """Find the films among files and folders; ``listed`` brings them."""
        self._submit(partial(self._list, tuple(paths)), self._list_ended)

    def choose(self, path: Path) -> int:
        """Read this file next; an earlier choice that is not read yet is passed over."""
        self._ticket += 1
        ticket = self._ticket
        self._submit(partial(self._open, ticket, path), partial(self._open_ended, ticket))
        return ticket

    def read_beside(self, path: Path) -> int:
        """Read a film that is to stand beside the chosen one; an earlier one that is not read yet is passed over."""
        self._beside += 1
        number = self._beside
        self._submit(partial(self._open_beside, number, path), partial(self._beside_ended, number))
        return number

    def describe(self, paths: Sequence[Path]) -> None:
        """Read these files for their facts, when nothing else is to be read."""
        self._waiting.extend(paths)
        if not self._describing:
            self._describe_next()

    def close(self) -> None:
        """Pass over what waits, and wait for the thread to end."""
        self._waiting.clear()
        self._ticket += 1
        self._beside += 1
        self._stop()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _describe_next(self) -> None:
        self._describing = bool(self._waiting)
        if self._waiting:
            path = self._waiting.popleft()
            self._submit(partial(self._describe, path), partial(self._describe_ended, path))

    def _submit(self, work: Callable[[], object], ended: Callable[[Future[object]], None]) -> None:
        run_in_background(self._executor, work, ended)

    # From here on: the worker's thread.

    def _list(self, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(film_files(paths, self._contents_of))

    def _list_ended(self, future: Future[object]) -> None:
        error = future.exception()
        if error is None:
            self.listed.emit(future.result())
        else:
            self.failed.emit(0, _expected(error, self.tr("The folder cannot be read; check the drive")))

    def _open(self, ticket: int, path: Path) -> tuple[Radiograph, FilmFacts] | None:
        if ticket != self._ticket:
            return None
        radiograph = self._read(path)
        return radiograph, facts_of(radiograph)

    def _open_ended(self, ticket: int, future: Future[object]) -> None:
        error = future.exception()
        if error is not None:
            self.failed.emit(ticket, _expected(error, self.tr("the file cannot be read; ask for a new copy")))
            return
        result = future.result()
        if isinstance(result, tuple):
            self.opened.emit(ticket, *result)

    def _open_beside(self, number: int, path: Path) -> Radiograph | None:
        return self._read(path) if number == self._beside else None

    def _beside_ended(self, number: int, future: Future[object]) -> None:
        error = future.exception()
        if error is not None:
            words = self.tr("the file cannot be read; ask for a new copy")
            self.beside_failed.emit(number, _expected(error, words))
        elif isinstance(result := future.result(), Radiograph):
            self.beside_opened.emit(number, result)

    def _describe(self, path: Path) -> FilmFacts:
        return facts_of(self._read(path))

    def _describe_ended(self, path: Path, future: Future[object]) -> None:
        error = future.exception()
        if error is None:
            self.described.emit(path, future.result())
        else:
            words = self.tr("the file cannot be read; ask for a new copy")
            self.not_described.emit(path, _expected(error, words))
        self._description_ended.emit()


def facts_of(radiograph: Radiograph) -> FilmFacts:
    """The worklist's facts of a film."""
    return FilmFacts(
        digest=radiograph.digest,
        patient_name=radiograph.patient.name,
        study_date=radiograph.study.date,
        thumbnail=thumbnail(radiograph, THUMBNAIL_SIDE),
        patient=radiograph.patient,
    )


def _expected(error: BaseException, words: str) -> CxrViewerError:
    if isinstance(error, CxrViewerError):
        return error
    _logger.error("unexpected while reading a file", exc_info=error)
    return RadiographError(words)
