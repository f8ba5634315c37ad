"""Reads the film of the next case while the reader looks at this one. Knows files and one thread; knows no study."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cxrviewer.errors import CxrViewerError, RadiographError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.ui.background import run_in_background
from cxrviewer.ui.image.thumbnail import thumbnail

_WARM = 512
"""Drawing a film once, this small, makes most of what showing it needs."""

_logger = logging.getLogger(__name__)


class FilmsAhead(QObject):
    """Keeps the film on the screen and the one after it, no more: a film may take 100 MB.

    Signals:
        ready: the path, its Radiograph.
        failed: the path, the CxrViewerError why it cannot be read.
    """

    ready = Signal(object, object)
    failed = Signal(object, object)
    _read_ended = Signal(object, object)

    def __init__(self, parent: QObject | None = None, *, read: Callable[[Path], Radiograph] = read_radiograph) -> None:
        super().__init__(parent)
        self._read = read
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="study-films")
        self._kept: dict[Path, Radiograph] = {}
        self._asked: set[Path] = set()
        self._wanted: Path | None = None
        self._read_ended.connect(self._take)

    def want(self, path: Path) -> Radiograph | None:
        """This film, where it was read already; else None, and ``ready`` or ``failed`` follows."""
        self._wanted = path
        film = self._kept.get(path)
        if film is None:
            self._ask(path)
        return film

    def read_next(self, path: Path | None) -> None:
        """The film that will be wanted after this one; whatever else was read is given up."""
        keep = {self._wanted, path}
        self._kept = {kept: film for kept, film in self._kept.items() if kept in keep}
        if path is not None and path not in self._kept:
            self._ask(path)

    def forget(self, path: Path) -> None:
        """Read this film afresh when it is wanted again."""
        self._kept.pop(path, None)

    def close(self) -> None:
        """Pass over what waits, and wait for the thread to end."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _ask(self, path: Path) -> None:
        if path not in self._asked:
            self._asked.add(path)
            run_in_background(self._executor, partial(self._work, path), partial(self._ended, path))

    def _take(self, path: Path, found: Radiograph | CxrViewerError) -> None:
        self._asked.discard(path)
        if isinstance(found, Radiograph):
            self._kept[path] = found
        if path != self._wanted:
            return  # a film read ahead that fails is read again, and told of, when its case comes
        if isinstance(found, Radiograph):
            self.ready.emit(path, found)
        else:
            self.failed.emit(path, found)

    # From here on: the worker's thread.

    def _work(self, path: Path) -> Radiograph:
        film = self._read(path)
        thumbnail(film, _WARM)
        return film

    def _ended(self, path: Path, future: Future[Radiograph]) -> None:
        error = future.exception()
        if error is None:
            self._read_ended.emit(path, future.result())
        elif isinstance(error, CxrViewerError):
            self._read_ended.emit(path, error)
        else:
            _logger.error("unexpected while reading a film of a study", exc_info=error)
            self._read_ended.emit(path, RadiographError(self.tr("the film cannot be read; ask for a new copy")))
