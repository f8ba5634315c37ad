"""Turning and flipping as hands do it, down to the pixels and the letters."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.imaging.radiograph import PatientOrientation
from cxrviewer.ui.image.orientation import AS_STORED, EVERY_ORIENTATION, Orientation
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.view_state import Canvas, Film, fit_to, place
from cxrviewer.ui.image.viewport import visible_patch
from tests.factories import make_pixels, make_radiograph

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
    return pane


def picture(pane, ratio=1.0):
    canvas = pane.film_canvas
    image = QImage(round(canvas.width() * ratio), round(canvas.height() * ratio), QImage.Format.Format_Grayscale8)
    image.setDevicePixelRatio(ratio)
    canvas.render(image)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : image.width()].copy()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("orientation", EVERY_ORIENTATION)
def test_every_orientation_is_the_table_of_the_resampled_values_on_every_screen(pane, ratio, orientation):
    film = make_radiograph(pixels=make_pixels(900, 700))
    pane.show_radiograph(film)
    pane.film_canvas.set_orientation(orientation)
    pane.film_canvas.set_badge("orientation", "")  # on so small a canvas it stands below the corners
    size, canvas = Film(700, 900), Canvas(400, 400, ratio)
    patch = visible_patch(Pyramid.of(film), place(fit_to(size, canvas, orientation), size, canvas), canvas)
    whole = np.zeros((canvas.device_height, canvas.device_width), np.uint8)
    rows, columns = patch.values.shape
    table = grayscale_table(film, film.voi[0])
    whole[patch.top : patch.top + rows, patch.left : patch.left + columns] = table[patch.values]
    edge, ring = round(CORNER * ratio), round(ratio) + 1
    inner = np.s_[edge:-edge, ring:-ring]
    np.testing.assert_array_equal(picture(pane, ratio)[inner], whole[inner])


def test_keys_turn_and_flip(pane):
    pane.show_radiograph(make_radiograph())
    seen = []
    pane.film_canvas.view_changed.connect(lambda view: seen.append(view.orientation))
    for text in "]", "]", "[":
        QTest.keyClick(pane.film_canvas, text)
    assert seen == [Orientation(1), Orientation(2), Orientation(1)]
    QTest.keyClick(pane.film_canvas, "H")
    assert pane.film_canvas.view.orientation == Orientation(3, mirrored=True)
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ShiftModifier)
    assert pane.film_canvas.view.orientation == Orientation(3)
    QTest.keyClick(pane.film_canvas, "R", Qt.KeyboardModifier.ShiftModifier)
    assert pane.film_canvas.view.orientation == AS_STORED
    QTest.keyClick(pane.film_canvas, "L", Qt.KeyboardModifier.ShiftModifier)
    assert pane.film_canvas.view.orientation == Orientation(3)


def test_a_flip_stays_on_the_screen_in_words_until_it_is_undone(pane):
    pane.show_radiograph(make_radiograph())
    QTest.keyClick(pane.film_canvas, "H")
    assert pane.film_canvas.badges == ("Flipped left-right: side markers read mirrored",)
    pane.one_to_one()
    pane.toggle_invert()
    QTest.keyClick(pane.film_canvas, "V")
    assert pane.film_canvas.badges == ("Turned upside down: left and right have changed places",)
    QTest.keyClick(pane.film_canvas, "V")
    assert "Flipped left-right" in pane.film_canvas.badges[0]
    QTest.keyClick(pane.film_canvas, "H")
    assert pane.film_canvas.badges == ()


def test_reset_and_another_film_are_as_stored(pane):
    pane.show_radiograph(make_radiograph())
    first = picture(pane)
    QTest.keyClick(pane.film_canvas, "H")
    QTest.keyClick(pane.film_canvas, "]")
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_Escape)
    np.testing.assert_array_equal(picture(pane), first)
    QTest.keyClick(pane.film_canvas, "H")
    pane.show_radiograph(make_radiograph("other.dcm"))
    assert pane.film_canvas.view.orientation == AS_STORED
    assert pane.film_canvas.badges == ()
    QTest.keyClick(pane.film_canvas, "H")
    pane.show_radiograph(None)
    assert pane.film_canvas.badges == ()


def test_the_point_in_the_middle_stays_there(pane):
    pane.show_radiograph(make_radiograph(pixels=make_pixels(900, 700)))
    pane.one_to_one()
    pane.film_canvas.pan_by(100, 50)
    before = pane.film_canvas.view
    pane.turn(1)
    after = pane.film_canvas.view
    assert (after.centre, after.zoom) == (before.centre, before.zoom)
    pane.film_canvas.pan_by(10, 0)  # to the right on the screen is up on the film
    assert pane.film_canvas.view.centre == (before.centre[0], before.centre[1] + 10)


def letter_rects(pane):
    """Which of the four places where letters stand are not black, on a black film: left, right, top, bottom."""
    image = picture(pane)
    places = (QRect(0, 180, 30, 40), QRect(370, 180, 30, 40), QRect(190, 5, 20, 25), QRect(190, 370, 20, 25))
    cut = [image[r.top() + 2 : r.bottom() - 1, r.left() + 2 : r.right() - 1] for r in places]
    return [part.tobytes() for part in cut], [bool(part.max() > 80) for part in cut]


def test_letters_of_the_patients_sides_turn_with_the_film(pane):
    film = make_radiograph(pixels=np.zeros((400, 400), np.uint16), patient_orientation=PatientOrientation("L", "F"))
    pane.show_radiograph(film)
    pane.set_patient_texts_visible(False)
    upright, shown = letter_rects(pane)
    assert shown == [True] * 4
    pane.film_canvas.set_orientation(Orientation(2))
    pane.film_canvas.set_badge("orientation", "")
    assert all(now != before for now, before in zip(letter_rects(pane)[0], upright, strict=True))
    QTest.keyClick(pane.film_canvas, "D")
    assert letter_rects(pane)[1] == [False] * 4
    QTest.keyClick(pane.film_canvas, "D")
    assert letter_rects(pane)[1] == [True] * 4


@pytest.mark.parametrize(
    ("orientation", "letters"),
    [
        (AS_STORED, "RLHF"),
        (Orientation(1), "FHRL"),
        (Orientation(2), "LRFH"),
        (Orientation(3), "HFLR"),
        (Orientation(0, mirrored=True), "LRHF"),
        (Orientation(2, mirrored=True), "RLFH"),
    ],
)
def test_which_letter_stands_at_which_edge(orientation, letters):
    """Left, right, top, bottom of the screen, worked by hand for a PA film."""
    patient = PatientOrientation("L", "F")
    seen = [patient.towards(*orientation.to_film(way)) for way in ((-1, 0), (1, 0), (0, -1), (0, 1))]
    assert "".join(seen) == letters


def test_a_film_that_states_no_sides_has_no_letters(pane):
    pane.show_radiograph(make_radiograph(pixels=np.zeros((400, 400), np.uint16)))
    assert letter_rects(pane)[1] == [False] * 4
