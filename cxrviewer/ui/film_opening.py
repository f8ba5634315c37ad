"""From a choice in the worklist to the film on the screen. Knows the order of things; reads and draws nothing itself.

Between two films nothing is on the screen: no text of the one can stand beside the other.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.film_area import FilmArea
from cxrviewer.ui.film_listing import FilmListing
from cxrviewer.ui.radiograph_reader import FilmFacts, RadiographReader
from cxrviewer.ui.recent import RecentPlaces
from cxrviewer.ui.session import Session
from cxrviewer.ui.worklist.panel import Worklist

_QUIET_MS = 150
"""How long a film may take before the window says that it is being opened."""


class FilmOpening(QObject):
    """Joins reader, worklist, film area and session.

    Signals:
        leaving: the film on the screen is about to go.
        unreadable: the CxrViewerError why the chosen film cannot be shown.
        trouble: a CxrViewerError that concerns no single film.
    """

    leaving = Signal()
    unreadable = Signal(object)
    trouble = Signal(object)

    def __init__(
        self, reader: RadiographReader, worklist: Worklist, film: FilmArea, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reader, self._worklist, self._film, self._session = reader, worklist, film, session
        self._ticket = 0
        self._slow = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._slow.timeout.connect(self._say_opening)
        self.listing = FilmListing(reader, worklist, session, self)
        """What was opened, and how far it is read."""
        self.listing.begun.connect(worklist.choose)
        self.listing.trouble.connect(self.trouble)
        reader.opened.connect(self._opened)
        reader.failed.connect(self._not_opened)
        worklist.chosen.connect(self._chosen)
        worklist.film_wanted.connect(film.take_focus)
        self.recent = RecentPlaces()
        """What was opened before."""
        menu = worklist.open_menu
        menu.menu_asked.connect(lambda: menu.offer(self.recent.paths))
        menu.paths_asked.connect(self.open_paths)
        menu.forget_asked.connect(self.recent.forget)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Add files and folders to the worklist and show the first of them."""
        self.recent.add(paths)
        self.listing.open_paths(paths)

    def _chosen(self, path: Path) -> None:
        self.leaving.emit()
        self._session.show_film(None)
        self._film.show_opening("")
        self._ticket = self._reader.choose(path)
        self._slow.start()

    def _say_opening(self) -> None:
        if self._worklist.current is not None:
            films = self._worklist.model
            thumbnail = films.entry(films.row_of(self._worklist.current)).thumbnail
            self._film.show_opening(self._name(self._worklist.current), thumbnail)

    def _name(self, path: Path) -> str:
        """Of the file; behind the curtain its number in the list, since a file's name can be its patient's."""
        if self._worklist.curtain:
            return self.tr("film {number}").format(number=self._worklist.model.row_of(path) + 1)
        return path.name

    def _opened(self, ticket: int, radiograph: Radiograph, facts: FilmFacts) -> None:
        if ticket != self._ticket:
            return
        self._slow.stop()
        self._session.show_film(radiograph)
        self._film.show_film(radiograph)
        if not self._worklist.has_focus:
            self._film.take_focus()
        if self._worklist.current is not None:
            self.listing.opened(self._worklist.current, facts)

    def _not_opened(self, ticket: int, error: CxrViewerError) -> None:
        if ticket == 0:  # not a film, but a whole list
            self.trouble.emit(error)
        elif ticket == self._ticket and self._worklist.current is not None:
            self._slow.stop()
            self._film.show_unreadable(self._name(self._worklist.current), str(error))
            self.listing.unreadable(self._worklist.current, error)
            self.unreadable.emit(error)
