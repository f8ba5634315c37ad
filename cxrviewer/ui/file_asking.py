"""Which files the reader wants: by dialog, by dropping, or the films that come with the program. Opens none itself."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget


class FileAsking(QObject):
    """Asks over a window, and hears what is dropped on it.

    Signals:
        paths_chosen: a tuple of the paths of files and folders.
    """

    paths_chosen = Signal(object)

    def __init__(self, window: QWidget, demo_films: Path | None) -> None:
        super().__init__(window)
        self._window, self._demo_films = window, demo_films
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def ask_files(self) -> None:
        """Any number of files."""
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open films"))
        self._choose(*names)

    def ask_folder(self) -> None:
        """A folder and all below it."""
        self._choose(QFileDialog.getExistingDirectory(self._window, self.tr("Open a folder of films")))

    def choose_demo(self) -> None:
        """The synthetic films that come with the program."""
        if self._demo_films is not None:
            self._choose(str(self._demo_films))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Files and folders may be dropped anywhere in the window."""
        match event:
            case QDragEnterEvent() if any(url.isLocalFile() for url in event.mimeData().urls()):
                event.acceptProposedAction()
                return True
            case QDropEvent() if event.type() == QEvent.Type.Drop:
                self._choose(*(url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()))
                event.acceptProposedAction()
                return True
            case _:
                return False

    def _choose(self, *names: str) -> None:
        paths = tuple(Path(name) for name in names if name)
        if paths:
            self.paths_chosen.emit(paths)
