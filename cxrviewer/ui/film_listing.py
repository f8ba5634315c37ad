"""From files and folders to the entries of the worklist: found in batches, described one after another, stoppable.

Knows how far both have come; reads nothing itself. What was read is told to the list ten times a second at most, so
that neither the list nor the store is asked once for each of ten thousand films.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cxrviewer.errors import CxrViewerError, RadiographError
from cxrviewer.ui.film_sources import Missing
from cxrviewer.ui.radiograph_reader import FilmFacts, Listing, RadiographReader
from cxrviewer.ui.session import Session
from cxrviewer.ui.worklist.panel import Worklist

_GATHER_MS = 100
_SLOW_MS = 1000
"""How long reading may take before the window says how far it has come."""
_MOST_NAMES = 3


class FilmListing(QObject):
    """Joins reader, worklist and session.

    Signals:
        begun: the path of the first film of what was opened.
        trouble: a CxrViewerError that concerns no single film.
    """

    begun = Signal(object)
    trouble = Signal(object)

    def __init__(self, reader: RadiographReader, worklist: Worklist, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._reader, self._worklist, self._session = reader, worklist, session
        self._unfinished: set[int] = set()
        self._told = 0  # the newest list of which a film was found
        self._found = 0
        self._described: list[tuple[Path, FilmFacts]] = []
        self._troubles: list[tuple[Path, str]] = []
        self._gather = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._gather.timeout.connect(self._tell)
        self._slow = QTimer(self, interval=_SLOW_MS, singleShot=True)
        self._slow.timeout.connect(self._show_progress)
        reader.found.connect(self._add)
        reader.listed.connect(self._listed)
        reader.described.connect(self._describe)
        reader.not_described.connect(self._not_describe)
        worklist.in_view.connect(reader.describe_first)
        worklist.progress.stop_asked.connect(self.stop)

    @property
    def pending(self) -> bool:
        """Whether something was read of which the list does not know yet."""
        return bool(self._described or self._troubles)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders to the worklist."""
        self._unfinished.add(self._reader.list_files(paths))
        self._watch()

    def stop(self) -> None:
        """Find and describe no more; what is in the list stays, and is described when it is chosen."""
        self._reader.stop_listing()
        self._unfinished.clear()
        self._finish()

    def opened(self, path: Path, facts: FilmFacts) -> None:
        """The chosen film was read: its facts are known at once."""
        self._reader.need_not_describe(path)
        self._described.append((path, facts))
        self._tell()

    def unreadable(self, path: Path, error: CxrViewerError) -> None:
        """The chosen film cannot be read."""
        self._reader.need_not_describe(path)
        self._troubles.append((path, str(error)))
        self._tell()

    def _add(self, number: int, files: tuple[Path, ...]) -> None:
        if number not in self._unfinished:
            return
        new = self._worklist.model.add(files)
        self._found += len(new)
        first = number > self._told
        self._told = max(self._told, number)
        if first:
            self.begun.emit(files[0])  # asked for before the others are
        self._reader.describe(new)
        self._watch()

    def _listed(self, listing: Listing) -> None:
        self._unfinished.discard(listing.number)
        for missing in listing.missing:
            self.trouble.emit(RadiographError(self._missing_words(missing)))
        if not (listing.found or listing.missing or listing.stopped):
            self.trouble.emit(
                RadiographError(self.tr("no film was found there; open DICOM, PNG, JPEG or TIFF files, or a zip"))
            )
        self._gather.start()

    def _missing_words(self, missing: Missing) -> str:
        names = ", ".join(missing.names[:_MOST_NAMES]) + (", ..." if len(missing.names) > _MOST_NAMES else "")
        words = self.tr(
            "{missing} of {listed} films that the {container} lists are missing ({names}); copy the disc again"
        )
        return words.format(
            missing=len(missing.names), listed=missing.listed, container=missing.container.name, names=names
        )

    def _describe(self, path: Path, facts: FilmFacts) -> None:
        self._described.append((path, facts))
        self._soon()

    def _not_describe(self, path: Path, error: CxrViewerError) -> None:
        self._troubles.append((path, str(error)))
        self._soon()

    def _soon(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    def _tell(self) -> None:
        self._gather.stop()
        described, self._described = self._described, []
        troubles, self._troubles = self._troubles, []
        if described:
            statuses = self._session.statuses_of([facts.digest for _, facts in described])
            self._worklist.model.describe(described, statuses)
        self._worklist.model.set_trouble(troubles)
        if not self._worklist.progress.isHidden():
            self._show_progress()
        if not self._unfinished and not self._reader.describing:
            self._finish()

    def _watch(self) -> None:
        if not self._slow.isActive() and self._worklist.progress.isHidden():
            self._slow.start()

    def _show_progress(self) -> None:
        self._worklist.progress.show_progress(self._found - self._reader.waiting, self._found)

    def _finish(self) -> None:
        self._slow.stop()
        self._found = 0
        self._worklist.progress.hide()
