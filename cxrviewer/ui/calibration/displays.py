"""The calibrations of all screens that were entered here, kept in the settings. Knows no screen and no form."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cxrviewer.errors import SettingsError
from cxrviewer.settings import DisplaySettings, load_settings, save_settings


class Displays(QObject):
    """Held for as long as the window; what was entered counts even where it cannot be written.

    Signals:
        trouble: the SettingsError why it could not be written.
    """

    trouble = Signal(object)

    def __init__(
        self, settings_file: Path, known: Mapping[str, DisplaySettings], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._file = settings_file
        self._known = dict(known)

    def all(self) -> Mapping[str, DisplaySettings]:
        """By the screen's name."""
        return self._known

    def keep(self, screen: str, settings: DisplaySettings) -> None:
        """From now on, and after the next start."""
        self._known[screen] = settings
        try:
            current = load_settings(self._file)
            save_settings(replace(current, displays={**current.displays, screen: settings}), self._file)
        except SettingsError as error:
            self.trouble.emit(error)
