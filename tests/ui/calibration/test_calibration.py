"""Calibrating a screen through the window: words, form, test page, and what the films then look like."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from cxrviewer.imaging.display_function import from_gamma
from cxrviewer.imaging.quality_page import layout
from cxrviewer.settings import DisplaySettings, Settings, load_settings, save_settings
from cxrviewer.ui.calibration.calibration import Method, display_function, is_calibrated, screen_name
from cxrviewer.ui.calibration.displays import Displays
from cxrviewer.ui.calibration.form import CalibrationForm
from cxrviewer.ui.calibration.quality_window import QualityWindow, measured_levels
from cxrviewer.ui.calibration.screen_follower import ScreenFollower
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.palette import Palette

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

GAMMA = DisplaySettings(method="gamma", darkest=0.4, brightest=350, gamma=2.2, ambient=0.1, date="2026-01-02")


@pytest.fixture
def form(qtbot):
    def build(settings=None):
        made = CalibrationForm("Maker Model 7", settings or DisplaySettings())
        qtbot.addWidget(made)
        made.show()
        return made

    return build


def choose(form, method):
    form.method.setCurrentIndex(form.method.findData(method))


def press(form, words):
    (button,) = [button for button in form.findChildren(QPushButton) if button.text().replace("&", "") == words]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_each_method_asks_for_what_it_needs(form):
    shown = form()
    fields = (shown.darkest, shown.brightest, shown.gamma, shown.ambient, shown.measured)
    for method, visible in (
        (Method.NONE, []),
        (Method.ELSEWHERE, []),
        (Method.GAMMA, [0, 1, 2, 3]),
        (Method.MEASURED, [3, 4]),
    ):
        choose(shown, method)
        assert [place for place, field in enumerate(fields) if field.isVisible()] == visible


def test_what_is_entered_is_saved_with_its_day(form, qtbot):
    shown = form()
    choose(shown, Method.GAMMA)
    shown.darkest.setValue(0.4)
    shown.brightest.setValue(350)
    with qtbot.waitSignal(shown.saved) as saved:
        press(shown, "Save")
    (settings,) = saved.args
    assert (settings.method, settings.darkest, settings.brightest) == ("gamma", 0.4, 350)
    assert len(settings.date) == len("2026-01-02")
    assert not shown.isVisible()


def test_measurements_are_taken_however_they_are_parted(form, qtbot):
    shown = form()
    choose(shown, Method.MEASURED)
    shown.measured.setPlainText("0.4\n1.5; 9\t40\n\n60 90 150;200\n300")
    with qtbot.waitSignal(shown.saved) as saved:
        press(shown, "Save")
    assert saved.args[0].measured == (0.4, 1.5, 9.0, 40.0, 60.0, 90.0, 150.0, 200.0, 300.0)


@pytest.mark.parametrize(
    "text", ["", "0.4", "1 2 3 4 5 6 7", "1 2 3 4 5 6 7 3", "1 2 3 4 5 6 7 bright", "0 1 2 3 4 5 6 7"]
)
def test_measurements_that_no_display_has_are_refused_with_a_reason(form, text):
    shown = form()
    choose(shown, Method.MEASURED)
    shown.measured.setPlainText(text)
    press(shown, "Save")
    assert shown.isVisible()
    assert "rise from black to white" in shown.problem
    shown.measured.setPlainText("1 2 3 4 5 6 7 300")
    press(shown, "Save")
    assert not shown.isVisible()


def test_a_black_brighter_than_white_is_refused(form):
    shown = form(GAMMA)
    shown.darkest.setValue(400)
    press(shown, "Save")
    assert "brightest must lie above" in shown.problem


def test_the_form_shows_what_is_known(form):
    shown = form(DisplaySettings(method="measured", measured=(0.5, 2, 300), ambient=0.25))
    assert shown.method.currentData() is Method.MEASURED
    assert shown.measured.toPlainText() == "0.5\n2\n300"
    assert shown.ambient.value() == 0.25


def test_every_field_has_a_name_to_be_read_aloud(form):
    shown = form()
    fields = (shown.method, shown.darkest, shown.brightest, shown.gamma, shown.ambient, shown.measured)
    assert all(field.accessibleName() for field in fields)


def test_the_test_page_is_asked_for_as_entered(form, qtbot):
    shown = form(GAMMA)
    with qtbot.waitSignal(shown.page_asked) as asked:
        press(shown, "Test page")
    assert asked.args[0].brightest == 350
    assert shown.isVisible()


@pytest.fixture
def page(qtbot):
    def build(display=None):
        made = QualityWindow(display, words="words", ink="#8a929c")
        # It deletes itself when it is closed.
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(made)
        made.resize(960, 640)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return build


def greys(widget):
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    widget.render(image)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)[:, : grey.width()].copy()


@pytest.mark.parametrize("display", [None, from_gamma(darkest=0.4, brightest=350, gamma=2.2)])
def test_the_patches_are_driven_as_films_are(page, display):
    seen = greys(page(display))
    p_values = np.arange(18) / 17
    wanted = display.driving_levels(p_values) if display else np.floor(p_values * 255 + 0.5)
    places = layout(640, 960)
    assert [int(seen[patch.inner(0.1).where][0, 0]) for patch in places.patches] == list(wanted)


def test_the_fields_to_measure_are_driving_levels_whatever_the_calibration(page):
    shown = page(from_gamma(darkest=0.4, brightest=350, gamma=2.2))
    assert measured_levels() == tuple(range(0, 256, 15))
    for number, level in enumerate(measured_levels()):
        QTest.keyClick(shown, Qt.Key.Key_Right)
        assert shown.field == number
        seen = greys(shown)
        assert seen[320, 480] == level
        assert seen[30, 30] == 51
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.field == 17
    QTest.keyClick(shown, Qt.Key.Key_Left)
    assert shown.field == 16
    QTest.keyClick(shown, Qt.Key.Key_Up)
    assert shown.field is None


def test_back_from_the_first_field_is_the_page_and_escape_leaves(page):
    shown = page()
    QTest.keyClick(shown, Qt.Key.Key_Right)
    QTest.keyClick(shown, Qt.Key.Key_Left)
    assert shown.field is None
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_a_window_shows_its_films_for_its_screen(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    canvas = FilmCanvas(Palette(), window)
    given = []
    canvas.display_changed.connect(given.append)
    known = {screen_name(window.screen()): GAMMA}
    follower = ScreenFollower(window, lambda: known)
    said = []
    follower.changed.connect(said.append)
    with qtbot.waitExposed(window):
        window.show()
    assert said == [GAMMA]
    wanted = display_function(GAMMA)
    assert np.array_equal(given[-1].luminances, wanted.luminances)
    known.clear()
    window.windowHandle().screenChanged.emit(window.screen())
    assert said[-1] == DisplaySettings()
    assert given[-1] is None


@pytest.mark.parametrize(
    ("settings", "has_function", "calibrated"),
    [
        (DisplaySettings(), False, False),
        (DisplaySettings(method="elsewhere"), False, True),
        (GAMMA, True, True),
        (DisplaySettings(method="measured", measured=tuple(range(1, 19))), True, True),
    ],
)
def test_what_a_calibration_does_to_films(settings, has_function, calibrated):
    assert (display_function(settings) is not None) == has_function
    assert is_calibrated(settings) == calibrated


def test_a_settings_file_that_no_display_follows_leaves_films_as_they_are(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    wrong = DisplaySettings(method="gamma", darkest=300, brightest=1)
    assert ScreenFollower(window, lambda: {screen_name(window.screen()): wrong}).display is None


def test_calibrations_are_kept_by_screen_beside_the_other_settings(tmp_path):
    file = tmp_path / "settings.toml"
    save_settings(Settings(displays={"Other": DisplaySettings(method="elsewhere")}), file)
    displays = Displays(file, load_settings(file).displays, None)
    displays.keep("Maker Model 7", GAMMA)
    assert load_settings(file).displays == {"Other": DisplaySettings(method="elsewhere"), "Maker Model 7": GAMMA}
    assert displays.all() == load_settings(file).displays


def test_what_cannot_be_written_counts_all_the_same(tmp_path, qtbot):
    displays = Displays(tmp_path, {}, None)  # a folder is no file
    with qtbot.waitSignal(displays.trouble):
        displays.keep("Screen", GAMMA)
    assert displays.all() == {"Screen": GAMMA}
