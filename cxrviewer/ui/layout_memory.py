"""Where the window stood and how wide its parts were, by arrangement of the screens. Knows no part's content."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication

from cxrviewer.ui.main_window import MainWindow

_GRIP = 64
"""Logical pixels of the window's upper edge that must be on a screen, so that a hand can take it."""


class LayoutMemory:
    """Keeps a window's layout in an INI file, and the window on a screen that there is."""

    def __init__(self, file: Path, window: MainWindow) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)
        self._window = window
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenRemoved.connect(self._fetch)

    def restore(self) -> None:
        """Put the window as it was with these screens; the first time, fill the one it is on."""
        key = self._key()
        geometry = self._settings.value(f"{key}/window")
        if not (isinstance(geometry, QByteArray) and self._window.restoreGeometry(geometry)):
            self._window.setWindowState(Qt.WindowState.WindowMaximized)
        for name, splitter in self._window.splitters().items():
            state = self._settings.value(f"{key}/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        self._fetch()

    def save(self) -> None:
        """Remember the window as it is now."""
        key = self._key()
        self._settings.setValue(f"{key}/window", self._window.saveGeometry())
        for name, splitter in self._window.splitters().items():
            self._settings.setValue(f"{key}/{name}", splitter.saveState())
        self._settings.sync()

    def _key(self) -> str:
        return arrangement([screen.geometry() for screen in QGuiApplication.screens()])

    def _fetch(self) -> None:
        """Back onto a screen, where the one it was on has gone or moved."""
        where = self._window.geometry()
        there = onto_screens(where, [screen.availableGeometry() for screen in QGuiApplication.screens()])
        if there != where:
            self._window.setGeometry(there)


def arrangement(screens: Sequence[QRect]) -> str:
    """A name for sizes and places of all screens, whatever their order."""
    ordered = sorted((s.x(), s.y(), s.width(), s.height()) for s in screens)
    return "_".join(f"{width}x{height}at{x},{y}" for x, y, width, height in ordered)


def onto_screens(window: QRect, screens: Sequence[QRect]) -> QRect:
    """``window`` itself where its upper edge can be taken on a screen; else on the nearest, no larger than that.

    ``screens`` are the free areas, the primary screen's first.
    """
    edge = QRect(window.x(), window.y(), window.width(), _GRIP)
    for screen in screens:
        shared = screen.intersected(edge)
        if shared.width() >= min(_GRIP, window.width()) and shared.height() >= _GRIP // 2:
            return window
    if not screens:
        return window
    centre = window.center()
    nearest = min(screens, key=lambda screen: (screen.center() - centre).manhattanLength())
    width, height = min(window.width(), nearest.width()), min(window.height(), nearest.height())
    x = min(max(window.x(), nearest.x()), nearest.x() + nearest.width() - width)
    y = min(max(window.y(), nearest.y()), nearest.y() + nearest.height() - height)
    return QRect(x, y, width, height)
