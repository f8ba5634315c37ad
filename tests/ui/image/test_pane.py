import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from cxrviewer.imaging.grayscale import automatic_window, full_range, grayscale_table
from cxrviewer.imaging.radiograph import LookupTable, PhotometricInterpretation, Window
from cxrviewer.ui.image.film_painter import FilmPainter
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.image.view_state import Canvas, Film, fit_to, place
from cxrviewer.ui.image.viewport import visible_patch
from tests.factories import make_pixels, make_radiograph

# The off-screen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

CORNER = 70  # logical pixels at top and bottom that texts may take


@pytest.fixture
def pane(qtbot):
    pane = ImagePane()
    qtbot.addWidget(pane)
    pane.resize(444, 400)  # the canvas is 400 x 400
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.setFocus()
    assert pane.film_canvas.hasFocus()
    return pane


def key(pane, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(pane.film_canvas, key, modifiers)


def greys(image):
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)[:, : grey.width()].copy()


def seen(pane, ratio=1):
    """The canvas as it is painted, without its texts and its focus ring."""
    canvas = pane.film_canvas
    image = QImage(canvas.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    canvas.render(image)
    return greys(image)[CORNER * ratio : -CORNER * ratio, ratio:-ratio]


def expected(film, canvas, view=None, *, invert=False):
    """What is to be seen of a film, from the renderer and the table alone."""
    size = Film(film.columns, film.rows)
    patch = visible_patch(Pyramid.of(film), place(view or fit_to(size, canvas), size, canvas), canvas)
    whole = np.zeros((canvas.device_height, canvas.device_width), np.uint8)
    rows, columns = patch.values.shape
    table = grayscale_table(film, film.voi[0], invert=invert)
    whole[patch.top : patch.top + rows, patch.left : patch.left + columns] = table[patch.values]
    edge = round(CORNER * canvas.ratio)
    ring = round(canvas.ratio)
    return whole[edge:-edge, ring:-ring]


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("photometric", list(PhotometricInterpretation))
def test_the_fitted_film_is_the_table_of_the_resampled_values(pane, photometric, ratio):
    film = make_radiograph(pixels=make_pixels(900, 500), photometric_interpretation=photometric)
    pane.show_radiograph(film)
    np.testing.assert_array_equal(seen(pane, ratio), expected(film, Canvas(400, 400, ratio)))


def test_one_to_one_is_the_table_of_the_film(pane):
    film = make_radiograph(pixels=make_pixels(900, 700))
    pane.show_radiograph(film)
    pane.one_to_one()
    table = grayscale_table(film, film.voi[0])
    np.testing.assert_array_equal(seen(pane), table[film.pixels[250 + CORNER : 650 - CORNER, 151:549]])


def test_monochrome1_is_the_same_after_loading_and_after_reset(pane):
    film = make_radiograph(photometric_interpretation=PhotometricInterpretation.MONOCHROME1)
    pane.show_radiograph(film)
    loaded = seen(pane).copy()
    pane.toggle_invert()
    pane.set_voi(Window(100, 50))
    pane.one_to_one()
    assert not np.array_equal(seen(pane), loaded)
    pane.reset()
    np.testing.assert_array_equal(seen(pane), loaded)
    assert (pane.voi, pane.inverted, pane.film_canvas.view.fit) == (film.voi[0], False, True)


def test_inverting_inverts_the_film_and_not_what_surrounds_it(pane, qtbot):
    film = make_radiograph(pixels=make_pixels(400, 200))
    pane.show_radiograph(film)
    with qtbot.waitSignal(pane.inverted_changed) as changed:
        key(pane, Qt.Key.Key_I)
    assert changed.args == [True]
    picture = seen(pane)
    np.testing.assert_array_equal(picture, expected(film, Canvas(400, 400), invert=True))
    assert (picture[:, :90] == 0).all()


def test_another_film_begins_as_its_file_says(pane):
    pane.show_radiograph(make_radiograph("one.dcm"))
    pane.toggle_invert()
    pane.one_to_one()
    other = make_radiograph("two.dcm", voi=(Window(1000, 500),))
    pane.show_radiograph(other)
    assert pane.radiograph is other
    assert (pane.voi, pane.inverted) == (Window(1000, 500), False)
    assert pane.zoom == pytest.approx(400 / 96)
    np.testing.assert_array_equal(seen(pane), expected(other, Canvas(400, 400)))


def test_an_empty_pane_is_black_with_its_words(pane):
    pane.set_empty_text("Open a film")
    picture = seen(pane)
    assert picture.max() > 100
    assert (picture == 0).mean() > 0.95
    pane.show_radiograph(make_radiograph())
    pane.show_radiograph(None)
    assert (pane.voi, pane.radiograph, pane.inverted) == (None, None, False)
    np.testing.assert_array_equal(seen(pane), picture)


@pytest.mark.parametrize("name", ["I", "F", "+", "-", "0", "1", "2", "Left", "Escape"])
def test_keys_and_hands_do_nothing_to_an_empty_pane(pane, name, qtbot):
    with qtbot.assertNotEmitted(pane.zoom_changed), qtbot.assertNotEmitted(pane.voi_changed):
        QTest.keyClick(pane.film_canvas, getattr(Qt.Key, f"Key_{name}", name))
        QTest.mouseDClick(pane.film_canvas, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
        pane.set_voi(Window(1, 2))
        pane.one_to_one()
    assert pane.voi is None


def test_keys_zoom_and_pan(pane):
    pane.show_radiograph(make_radiograph(pixels=make_pixels(900, 900)))
    key(pane, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    assert pane.zoom == 1
    QTest.keyClick(pane.film_canvas, "+")
    assert pane.zoom == 1.25
    QTest.keyClick(pane.film_canvas, "-")
    assert pane.zoom == 1
    x, y = pane.film_canvas.view.centre
    key(pane, Qt.Key.Key_Right)
    key(pane, Qt.Key.Key_Down)
    assert pane.film_canvas.view.centre == (x + 40, y + 40)
    key(pane, Qt.Key.Key_Left)
    key(pane, Qt.Key.Key_Up)
    assert pane.film_canvas.view.centre == (x, y)
    key(pane, Qt.Key.Key_F)
    assert pane.zoom == pytest.approx(400 / 900)
    key(pane, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    key(pane, Qt.Key.Key_Escape)
    assert pane.film_canvas.view.fit


def test_a_zoom_under_the_hand_is_quick_and_then_exact(pane, qtbot):
    film = make_radiograph(pixels=make_pixels(900, 900))
    pane.show_radiograph(film)
    with qtbot.waitSignal(pane.zoom_changed):
        QTest.keyClick(pane.film_canvas, "+")
    exact = expected(film, Canvas(400, 400), pane.film_canvas.view)
    quick = seen(pane)
    assert not np.array_equal(quick, exact)
    assert np.abs(quick.astype(int) - exact).mean() < 4
    qtbot.waitUntil(lambda: np.array_equal(seen(pane), exact))


def test_nothing_is_resampled_or_looked_up_when_only_something_over_the_film_changes(pane, monkeypatch):
    pane.show_radiograph(make_radiograph(pixels=make_pixels(900, 900)))
    before = seen(pane)
    for name in ("visible_patch", "grey_values", "grayscale_table"):
        monkeypatch.setattr(f"cxrviewer.ui.image.film_painter.{name}", None)
    pane.film_canvas.set_badge("some", "words below the corners that are long enough to need two lines")
    pane.film_canvas.set_badge("some", "")
    np.testing.assert_array_equal(seen(pane), before)


@pytest.mark.parametrize("moves", [1, 40])
def test_however_often_the_mouse_moves_the_film_is_painted_once_a_frame(pane, moves, monkeypatch, qtbot):
    pane.show_radiograph(make_radiograph(pixels=make_pixels(900, 900)))
    QApplication.processEvents()
    painted = []
    paint = FilmPainter.paint
    monkeypatch.setattr(FilmPainter, "paint", lambda *given, **named: painted.append(1) or paint(*given, **named))
    QTest.mousePress(pane.film_canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    for x in range(moves):
        at = QPointF(110 + x, 210)
        QApplication.postEvent(  # as the window system delivers them: all before the next frame
            pane.film_canvas,
            QMouseEvent(
                QEvent.Type.MouseMove,
                at,
                pane.film_canvas.mapToGlobal(at),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            ),
        )
    qtbot.waitUntil(lambda: bool(painted))
    QApplication.processEvents()
    assert len(painted) == 1
    assert pane.voi != pane.radiograph.voi[0]


def test_digits_choose_windows(pane):
    table = LookupTable(0, np.arange(4096, dtype=np.uint16), 12, "HARDER")
    film = make_radiograph(voi=(Window(2048, 4096), table))
    pane.show_radiograph(film)
    for digit, voi in (("0", automatic_window(film)), ("1", film.voi[0]), ("2", table), ("3", full_range(film))):
        QTest.keyClick(pane.film_canvas, digit)
        assert pane.voi == voi
    QTest.keyClick(pane.film_canvas, "9")
    assert pane.voi == full_range(film)


def test_letters_choose_tools(pane):
    pane.show_radiograph(make_radiograph())
    for letter, tool in (("P", Tool.PAN), ("Z", Tool.ZOOM), ("W", Tool.WINDOW)):
        QTest.keyClick(pane.film_canvas, letter)
        assert pane.tool is tool


def test_letters_typed_elsewhere_stay_there(qtbot):
    window = QWidget()
    layout = QVBoxLayout(window)
    pane, report = ImagePane(), QLineEdit()
    layout.addWidget(pane)
    layout.addWidget(report)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    pane.show_radiograph(make_radiograph())
    report.setFocus()
    QTest.keyClicks(report, "IF120")
    assert report.text() == "IF120"
    assert not pane.inverted


def test_a_fitted_film_stays_fitted_and_another_zoom_stays_itself(pane):
    pane.show_radiograph(make_radiograph(pixels=make_pixels(200, 200)))
    pane.resize(244, 200)
    assert pane.zoom == 1
    pane.film_canvas.zoom_to(3.0)
    pane.resize(444, 400)
    assert pane.zoom == 3


def test_nearest_is_offered_above_one_to_one(pane):
    film = make_radiograph(pixels=make_pixels(100, 100))
    pane.show_radiograph(film)
    pane.set_magnification(Magnification.NEAREST)
    squares = grayscale_table(film, film.voi[0])[film.pixels].repeat(4, axis=0).repeat(4, axis=1)
    np.testing.assert_array_equal(seen(pane), squares[CORNER:-CORNER, 1:-1])


def test_a_crop_box_is_drawn_where_it_is_on_the_film(pane):
    pane.show_radiograph(make_radiograph(pixels=np.zeros((400, 400), np.uint16)))
    pane.set_crop_box((100, 100, 200, 200))
    rows, columns = np.nonzero(seen(pane))
    assert (rows.min() + CORNER, rows.max() + CORNER) == (100, 300)
    assert (columns.min() + 1, columns.max() + 1) == (100, 300)
    pane.set_crop_box(None)
    assert not seen(pane).any()


def test_focus_is_to_be_seen_and_the_pane_has_a_name(pane):
    pane.show_radiograph(make_radiograph())
    with_focus = greys(pane.film_canvas.grab().toImage())[CORNER:-CORNER]
    assert (with_focus[:, 0] > 0).all()
    pane.film_canvas.clearFocus()
    assert not greys(pane.film_canvas.grab().toImage())[CORNER:-CORNER, 0].any()
    assert pane.accessibleName()
    assert pane.film_canvas.accessibleDescription()


def test_a_screen_with_other_pixels_fits_anew(pane):
    pane.show_radiograph(make_radiograph(pixels=make_pixels(200, 200)))
    QApplication.sendEvent(pane.film_canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert (pane.zoom, pane.film_canvas.view.fit) == (2, True)
    pane.one_to_one()
    QApplication.sendEvent(pane.film_canvas, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert pane.zoom == 1


def test_a_badge_covers_no_more_of_the_film_than_its_own_plate(pane):
    """Also while the pane has the keys and shows their ring."""
    film = make_radiograph(pixels=make_pixels(300, 300))
    pane.show_radiograph(film)
    before = seen(pane)
    pane.film_canvas.set_badge("example", "An example")
    assert np.array_equal(seen(pane), before)
