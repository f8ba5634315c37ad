import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.imaging.radiograph import Window
from cxrviewer.ui.image.orientation import Orientation
from cxrviewer.ui.image.pane import ImagePane
from tests.factories import make_pixels, make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

SIDE, FRAME = 280, 2


@pytest.fixture
def pane(qtbot):
    pane = ImagePane()
    qtbot.addWidget(pane)
    pane.resize(644, 600)  # the canvas is 600 x 600
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.setFocus()
    return pane


def lens(pane, x=300, y=300, ratio=1):
    """What is under the lens at a point of the canvas."""
    canvas = pane.film_canvas
    image = QImage(canvas.size() * ratio, QImage.Format.Format_Grayscale8)
    image.setDevicePixelRatio(ratio)
    canvas.render(image)
    whole = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()]
    left, top, side, frame = ((value * ratio) for value in (x - SIDE // 2, y - SIDE // 2, SIDE, FRAME))
    return whole[top + frame : top + side - frame, left + frame : left + side - frame].copy()


def film_of(pane, **changes):
    film = make_radiograph(pixels=make_pixels(1200, 1200), **changes)
    pane.show_radiograph(film)
    pane.one_to_one()
    QTest.mouseMove(pane.film_canvas, QPoint(300, 300))
    return film


def test_it_lies_on_the_film_while_g_is_held(pane):
    film_of(pane)
    without = lens(pane)
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_G)
    assert not np.array_equal(lens(pane), without)
    QTest.keyRelease(pane.film_canvas, Qt.Key.Key_G)
    np.testing.assert_array_equal(lens(pane), without)


@pytest.mark.parametrize("ratio", [1, 2])
def test_it_shows_stored_values_twice_as_large_and_sharp_on_every_screen(pane, ratio):
    film = film_of(pane)
    pane.toggle_squares()
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_G)
    QTest.mouseMove(pane.film_canvas, QPoint(310, 290))
    # 1:1 shows film pixels 300..900; the pixel (610, 590) is in the middle of the lens.
    part = film.pixels[590 - 70 : 590 + 70, 610 - 70 : 610 + 70]
    expected = grayscale_table(film, film.voi[0])[part].repeat(2 * ratio, axis=0).repeat(2 * ratio, axis=1)
    inner = slice(FRAME * ratio, -FRAME * ratio)
    np.testing.assert_array_equal(lens(pane, 310, 290, ratio), expected[inner, inner])
    QTest.keyRelease(pane.film_canvas, Qt.Key.Key_G)


def test_it_follows_the_window_the_inversion_and_the_way_round(pane):
    film = film_of(pane)
    pane.toggle_squares()
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_G)
    pane.set_voi(Window(1000, 500))
    pane.toggle_invert()
    pane.film_canvas.set_orientation(Orientation(2))
    part = film.pixels[600 - 70 : 600 + 70, 600 - 70 : 600 + 70][::-1, ::-1]
    table = grayscale_table(film, Window(1000, 500), invert=True)
    expected = table[part].repeat(2, axis=0).repeat(2, axis=1)[FRAME:-FRAME, FRAME:-FRAME]
    np.testing.assert_array_equal(lens(pane), expected)
    QTest.keyRelease(pane.film_canvas, Qt.Key.Key_G)


def test_window_and_level_go_on_under_it(pane):
    film_of(pane)
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_G)
    before = pane.voi
    QTest.mousePress(pane.film_canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseMove(pane.film_canvas, QPoint(340, 320))
    QTest.mouseRelease(pane.film_canvas, Qt.MouseButton.LeftButton, pos=QPoint(340, 320))
    assert pane.voi != before
    QTest.keyRelease(pane.film_canvas, Qt.Key.Key_G)


def test_what_is_drawn_on_the_film_is_enlarged_with_it(pane):
    film_of(pane)
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_G)
    without = lens(pane)
    pane.set_crop_box((580, 580, 40, 40))
    rows, columns = np.nonzero(lens(pane) != without)
    assert (columns.min() + FRAME, columns.max() + FRAME) == pytest.approx((100, 180), abs=3)
    assert (rows.min() + FRAME, rows.max() + FRAME) == pytest.approx((100, 180), abs=3)
    QTest.keyRelease(pane.film_canvas, Qt.Key.Key_G)


def test_a_lens_on_an_empty_pane_is_nothing(pane):
    QTest.keyPress(pane.film_canvas, Qt.Key.Key_G)
    pane.film_canvas.grab()
    QTest.keyRelease(pane.film_canvas, Qt.Key.Key_G)
