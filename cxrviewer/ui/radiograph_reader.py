"""Finds and reads files on threads of its own, so that opening never waits for the model; knows no widget.

The file that the reader chose goes before the files that are only listed, and of those the ones in view go first.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
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
from cxrviewer.ui.film_sources import Missing, film_files
from cxrviewer.ui.image.thumbnail import thumbnail

THUMBNAIL_SIDE = 96
"""Of a thumbnail, in device pixels."""

FIRST_BATCH, BATCH = 24, 256
"""How many files are found before they are told: few at first, so that the first film is soon on the screen."""

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
    study_description: str = ""
    view_position: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What ``list_files`` came to."""

    number: int
    """That ``list_files`` gave."""
    found: int
    missing: tuple[Missing, ...] = ()
    stopped: bool = False


class RadiographReader(QObject):
    """Lists folders, reads chosen films, and describes the others one after another.

    Signals:
        found: the number that ``list_files`` gave, a tuple of files; again and again.
        listed: the Listing, when all were found.
        opened: the ticket that ``choose`` gave, the Radiograph, its FilmFacts.
        failed: the ticket, the CxrViewerError.
        beside_opened: the number that ``read_beside`` gave, the Radiograph.
        beside_failed: the number, the CxrViewerError.
        described: the path, its FilmFacts.
        not_described: the path, the CxrViewerError.
    """

    found = Signal(int, object)
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
        # Apart from reading: the first film is read while the rest of a slow folder is still being found.
        self._finder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="folders")
        self._listing = 0  # of the newest list
        self._stopped = 0  # of the newest list that is no longer wanted; read by the finder, written here
        self._waiting: OrderedDict[Path, None] = OrderedDict()
        self._in_view: list[Path] = []  # the next one last
        self._describing = False
        self._description_ended.connect(self._describe_next)

    def list_files(self, paths: Sequence[Path]) -> int:
        """Find the films among files and folders; ``found`` brings them. Gives the number of this list."""
        self._listing += 1
        number = self._listing
        run_in_background(self._finder, partial(self._list, number, tuple(paths)), partial(self._list_ended, number))
        return number

    def stop_listing(self) -> None:
        """Find no more files, and describe none of those that wait."""
        self._stopped = self._listing
        self._waiting.clear()

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
        self._waiting.update(dict.fromkeys(paths))
        if not self._describing:
            self._describe_next()

    def describe_first(self, paths: Iterable[Path]) -> None:
        """Of the files that wait to be described, these go before the others."""
        self._in_view = [path for path in paths if path in self._waiting][::-1]

    def need_not_describe(self, path: Path) -> None:
        """Its facts are known already."""
        self._waiting.pop(path, None)

    @property
    def describing(self) -> bool:
        """Whether a file is being described, or waits to be."""
        return self._describing

    @property
    def waiting(self) -> int:
        """How many files are still to be described, without the one that is being read."""
        return len(self._waiting)

    def close(self) -> None:
        """Pass over what waits, and wait for the threads to end."""
        self.stop_listing()
        self._ticket += 1
        self._beside += 1
        self._stop()
        for executor in (self._finder, self._executor):
            executor.shutdown(wait=True, cancel_futures=True)

    def _describe_next(self) -> None:
        self._describing = bool(self._waiting)
        while self._in_view and self._in_view[-1] not in self._waiting:
            self._in_view.pop()
        if self._waiting:
            path = self._in_view.pop() if self._in_view else next(iter(self._waiting))
            del self._waiting[path]
            self._submit(partial(self._describe, path), partial(self._describe_ended, path))

    def _submit(self, work: Callable[[], object], ended: Callable[[Future[object]], None]) -> None:
        run_in_background(self._executor, work, ended)

    # From here on: the worker's thread, and the finder's.

    def _list(self, number: int, paths: tuple[Path, ...]) -> Listing:
        missing: list[Missing] = []
        batch: list[Path] = []
        found, size = 0, FIRST_BATCH

        def stopped() -> bool:
            return number <= self._stopped

        for file in film_files(paths, self._contents_of, missed=missing.append, stopped=stopped):
            batch.append(file)
            found += 1
            if len(batch) == size:
                self.found.emit(number, tuple(batch))
                batch, size = [], BATCH
        if batch and not stopped():
            self.found.emit(number, tuple(batch))
        return Listing(number, found, tuple(missing), stopped())

    def _list_ended(self, number: int, future: Future[object]) -> None:
        error = future.exception()
        if error is None:
            self.listed.emit(future.result())
            return
        self.failed.emit(0, _expected(error, self.tr("The folder cannot be read; check the drive")))
        self.listed.emit(Listing(number, 0, stopped=True))

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
        study_description=radiograph.study.description,
        view_position=radiograph.view_position,
    )


def _expected(error: BaseException, words: str) -> CxrViewerError:
    if isinstance(error, CxrViewerError):
        return error
    _logger.error("unexpected while reading a file", exc_info=error)
    return RadiographError(words)
