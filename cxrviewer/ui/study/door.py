"""From the viewer to reader studies: a menu, and the windows it opens. Knows windows and folders, no case.

Each study window is one of its own, so that nothing of the viewer, its drafts and its model, stands beside a case.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu, QWidget

from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.study.study import open_study
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.study.design_window import DesignWindow
from cxrviewer.ui.study.results_window import ResultsWindow
from cxrviewer.ui.study.window import StudyWindow
from cxrviewer.ui.theme import Theme


class StudyDoor(QObject):
    """Keeps the windows it opened until they are closed.

    Signals:
        trouble: the CxrViewerError why a study cannot be opened.
        opened: the window of a study that is about to be shown.
    """

    trouble = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        bindings: KeyBindings,
        *,
        reader: Callable[[], str],
        read: Callable[[Path], Radiograph] = read_radiograph,
    ) -> None:
        super().__init__(parent)
        self._read_film = read
        self._theme, self._parent, self._bindings, self._reader = theme, parent, bindings, reader
        self._folder = ""  # of the study that was last made or chosen
        self._windows: list[DesignWindow | StudyWindow | ResultsWindow] = []
        self.menu = QMenu(parent)
        for words, verb in (
            (self.tr("&New study"), self.design),
            (self.tr("&Read a study"), self._ask_to_read),
            (self.tr("R&esults"), self._ask_for_results),
        ):
            self.menu.addAction(words).triggered.connect(verb)

    def show_menu(self) -> None:
        """What can be done, at the pointer or in the middle of the window."""
        at = QCursor.pos()
        if not self._parent.rect().contains(self._parent.mapFromGlobal(at)):
            at = self._parent.mapToGlobal(self._parent.rect().center())
        self.menu.popup(at)
        self.menu.setActiveAction(self.menu.actions()[0])

    def design(self) -> None:
        """A new study."""
        window = DesignWindow()
        window.created.connect(self._created)
        self._keep(window)
        window.show()

    def read(self, folder: Path) -> None:
        """Read the study in this folder."""
        try:
            study = open_study(folder)
        except CxrViewerError as error:
            self.trouble.emit(error)
            return
        window = StudyWindow(
            study, self._theme, suggested_reader=self._reader(), bindings=self._bindings, read=self._read_film
        )
        self._keep(window)
        window.showMaximized()

    def show_results(self, folder: Path) -> None:
        """The results of the study in this folder."""
        try:
            study = open_study(folder)
        except CxrViewerError as error:
            self.trouble.emit(error)
            return
        window = ResultsWindow(study, self._theme)
        self._keep(window)
        window.show()

    @property
    def windows(self) -> tuple[QMainWindow, ...]:
        """Those that are open."""
        return tuple(self._windows)

    def close_all(self) -> None:
        """Close what is open; what was saved is saved."""
        for window in tuple(self._windows):
            window.close()

    def _ask_to_read(self) -> None:
        folder = self._ask_folder()
        if folder is not None:
            self.read(folder)

    def _ask_for_results(self) -> None:
        folder = self._ask_folder()
        if folder is not None:
            self.show_results(folder)

    def _ask_folder(self) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._parent, self.tr("Folder of the study"), self._folder)
        self._folder = name or self._folder
        return Path(name) if name else None

    def _created(self, folder: Path) -> None:
        self._folder = str(folder)

    def _keep(self, window: DesignWindow | StudyWindow | ResultsWindow) -> None:
        self._windows.append(window)
        window.closed.connect(self._closed)
        self.opened.emit(window)

    def _closed(self) -> None:
        window = self.sender()
        self._windows = [kept for kept in self._windows if kept is not window]
        window.deleteLater()
