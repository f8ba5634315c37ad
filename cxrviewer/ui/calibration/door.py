"""From the viewer to the calibration of its screen: the words in the status line, the form, the test page.

Knows their order; draws nothing and computes nothing.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt

from cxrviewer.settings import DisplaySettings
from cxrviewer.ui.calibration.calibration import display_function, is_calibrated
from cxrviewer.ui.calibration.form import CalibrationForm
from cxrviewer.ui.calibration.quality_window import QualityWindow
from cxrviewer.ui.calibration.screen_follower import ScreenFollower
from cxrviewer.ui.main_window import MainWindow
from cxrviewer.ui.theme import Theme


class CalibrationDoor(QObject):
    """Joined to one window, whose films follow its screen from then on."""

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        *,
        load: Callable[[], Mapping[str, DisplaySettings]],
        save: Callable[[str, DisplaySettings], None],
    ) -> None:
        """``load``: what is known of all screens. ``save``: keep what was entered for one, by its name."""
        super().__init__(window)
        self._theme, self._window, self._save = theme, window, save
        self._form: CalibrationForm | None = None
        self._page: QualityWindow | None = None
        self._follower = ScreenFollower(window, load)
        self._follower.changed.connect(self._say)
        window.status.display_asked.connect(self.ask)
        window.closed.connect(self.close)
        window.verbs.bind({"window.display": self.ask})
        self._say(self._follower.settings)

    def ask(self) -> None:
        """Show the form for the screen that the window stands on."""
        form = CalibrationForm(self._follower.screen, self._follower.settings, self._window)
        form.saved.connect(self._saved)
        form.page_asked.connect(self.show_page)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.finished.connect(self._form_gone)
        self._form = form
        form.open()

    def show_page(self, settings: DisplaySettings) -> None:
        """The test page over the whole screen, as these settings drive it."""
        page = QualityWindow(
            display_function(settings),
            words=self.tr("{state} · right: fields to measure · Esc").format(state=self._state(settings)),
            ink=self._theme.colours["secondary"],
        )
        page.setScreen(self._window.screen())
        page.setGeometry(self._window.screen().geometry())
        self._page = page
        page.destroyed.connect(self._page_gone)
        page.showFullScreen()

    @property
    def form(self) -> CalibrationForm | None:
        """The form while it is shown."""
        return self._form

    @property
    def page(self) -> QualityWindow | None:
        """The test page while it is shown."""
        return self._page

    def close(self) -> None:
        """The window goes, and what it has opened with it."""
        if self._page is not None:
            self._page.close()

    def _form_gone(self) -> None:
        self._form = None

    def _page_gone(self) -> None:
        self._page = None

    def _saved(self, settings: DisplaySettings) -> None:
        self._save(self._follower.screen, settings)
        self._follower.apply()

    def _say(self, settings: DisplaySettings) -> None:
        self._window.film.set_display(self._follower.display)  # also of panes that do not stand in the window yet
        self._window.status.set_display(self._state(settings))

    def _state(self, settings: DisplaySettings) -> str:
        if not is_calibrated(settings):
            return self.tr("display not calibrated")
        return self.tr("display calibrated {date}").format(date=settings.date).strip()
