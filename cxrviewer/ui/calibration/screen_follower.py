"""Films follow the screen that their window stands on: another screen, another display function.

Knows windows and screens; knows no form. The reader-study window has one too: it shows films and nothing else of this.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

from cxrviewer.imaging.display_function import DisplayFunction
from cxrviewer.settings import DisplaySettings
from cxrviewer.ui.calibration.calibration import display_function, screen_name
from cxrviewer.ui.image.film_canvas import FilmCanvas


class ScreenFollower(QObject):
    """Sets the display function of every film canvas in one window.

    Signals:
        changed: the window stands on another screen, or its calibration is another; the DisplaySettings.
    """

    changed = Signal(object)

    def __init__(self, window: QWidget, displays: Callable[[], Mapping[str, DisplaySettings]]) -> None:
        super().__init__(window)
        self._window, self._displays = window, displays
        self._joined = False
        window.installEventFilter(self)
        if window.isVisible():
            self._join()

    @property
    def screen(self) -> str:
        """The name of the screen that the window stands on."""
        return screen_name(self._window.screen())

    @property
    def settings(self) -> DisplaySettings:
        """What is known of that screen."""
        return self._displays().get(self.screen, DisplaySettings())

    @property
    def display(self) -> DisplayFunction | None:
        """What films on that screen are driven with; None where they are shown as they are."""
        try:
            return display_function(self.settings)
        except ValueError:  # a settings file that was edited by hand
            return None

    def apply(self) -> None:
        """Show all films of the window for the screen that it stands on."""
        display = self.display
        for canvas in self._window.findChildren(FilmCanvas):
            canvas.set_display(display)
        self.changed.emit(self.settings)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The first time that the window is shown it has a screen."""
        if event.type() == QEvent.Type.Show and not self._joined:
            self._join()
        return super().eventFilter(watched, event)

    def _join(self) -> None:
        self._joined = True
        self._window.windowHandle().screenChanged.connect(self._screen_changed)
        self.apply()

    def _screen_changed(self, _screen: QScreen) -> None:
        self.apply()
