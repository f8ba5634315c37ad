"""Where the window stood and how wide its parts were, by size of the screen. Knows no part's content."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt

from cxrviewer.ui.main_window import MainWindow


class LayoutMemory:
    """Keeps a window's layout in an INI file."""

    def __init__(self, file: Path, window: MainWindow) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)
        self._window = window

    def restore(self) -> None:
        """Put the window as it was on a screen of this size; the first time, fill it."""
        key = self._key()
        geometry = self._settings.value(f"{key}/window")
        if not (isinstance(geometry, QByteArray) and self._window.restoreGeometry(geometry)):
            self._window.setWindowState(Qt.WindowState.WindowMaximized)
        for name, splitter in self._window.splitters().items():
            state = self._settings.value(f"{key}/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)

    def save(self) -> None:
        """Remember the window as it is now."""
        key = self._key()
        self._settings.setValue(f"{key}/window", self._window.saveGeometry())
        for name, splitter in self._window.splitters().items():
            self._settings.setValue(f"{key}/{name}", splitter.saveState())
        self._settings.sync()

    def _key(self) -> str:
        size = self._window.screen().size()
        return f"{size.width()}x{size.height()}"
