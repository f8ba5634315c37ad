"""From the words in the status line to films that are shown for a calibrated screen, through the real window."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.settings import load_settings
from cxrviewer.ui.calibration.calibration import Method, display_function, screen_name
from cxrviewer.ui.calibration.door import CalibrationDoor
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def door(desk):
    return desk.window.findChild(CalibrationDoor)


def words(desk):
    (button,) = [button for button in desk.window.status.findChildren(QPushButton) if "calibrated" in button.text()]
    return button


def press(form, text):
    (button,) = [button for button in form.findChildren(QPushButton) if button.text().replace("&", "") == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def calibrate(door):
    form = door.form
    form.method.setCurrentIndex(form.method.findData(Method.GAMMA))
    form.darkest.setValue(0.4)
    form.brightest.setValue(350)
    press(form, "Save")


def test_a_screen_nobody_calibrated_is_said_to_be_so_and_the_words_lead_to_the_form(desk, door):
    assert words(desk).text() == "display not calibrated"
    QTest.mouseClick(words(desk), Qt.MouseButton.LeftButton)
    assert door.form.isVisible()
    QTest.keyClick(door.form, Qt.Key.Key_Escape)
    assert door.form is None


def test_a_key_calibrates_and_the_film_follows(desk, door):
    film = make_radiograph(pixels=np.full((50, 50), 1800, np.uint16))
    desk.open(film)
    desk.until(lambda: desk.window.film.pane.radiograph is film)
    QTest.keyClick(desk.window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    calibrate(door)
    screen = screen_name(desk.window.screen())
    kept = load_settings(desk.settings_file).displays[screen]
    assert (kept.method, kept.darkest, kept.brightest) == ("gamma", 0.4, 350)
    assert words(desk).text() == f"display calibrated {kept.date}"
    canvas = desk.window.film.pane.film_canvas
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    canvas.render(image)
    shown = image.pixelColor(image.rect().center()).lightness()
    display = display_function(kept)
    assert (
        shown == grayscale_table(film, film.voi[0], display=display)[1800] != grayscale_table(film, film.voi[0])[1800]
    )


def test_the_test_page_stands_over_the_form_and_escape_comes_back_to_it(desk, door, qtbot):
    QTest.mouseClick(words(desk), Qt.MouseButton.LeftButton)
    press(door.form, "Test page")
    page = door.page
    desk.until(page.isVisible)
    assert page.geometry() == desk.window.screen().geometry()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    desk.until(lambda: door.page is None)
    assert door.form.isVisible()
    press(door.form, "Cancel")
    assert not load_settings(desk.settings_file).displays


def test_the_page_goes_with_the_window(desk, door):
    QTest.mouseClick(words(desk), Qt.MouseButton.LeftButton)
    press(door.form, "Test page")
    desk.until(door.page.isVisible)
    press(door.form, "Cancel")
    desk.window.close()
    desk.until(lambda: door.page is None)
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def test_a_prior_that_is_put_beside_the_film_later_is_shown_for_the_same_screen(desk, door, qtbot):
    pane = desk.window.film.new_pane()
    qtbot.addWidget(pane)
    given = []
    pane.film_canvas.display_changed.connect(given.append)
    QTest.mouseClick(words(desk), Qt.MouseButton.LeftButton)
    calibrate(door)
    wanted = display_function(load_settings(desk.settings_file).displays[screen_name(desk.window.screen())])
    assert np.array_equal(given[-1].luminances, wanted.luminances)
