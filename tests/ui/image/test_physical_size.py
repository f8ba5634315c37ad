import numpy as np
import pytest
from PySide6.QtCore import QRect, QSizeF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from cxrviewer.imaging.pixel_spacing import AT_DETECTOR, CALIBRATED
from cxrviewer.imaging.radiograph import PatientOrientation, PixelSpacing
from cxrviewer.ui.image import physical_size
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.image.physical_size import PixelPitch, stated_pitch
from tests.factories import make_pixels, make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Screen:
    """What a screen says of itself."""

    def __init__(self, millimetres, pixels, ratio=1.0):
        self._millimetres, self._pixels, self._ratio = millimetres, pixels, ratio

    def physicalSize(self):  # noqa: N802 - Qt's name
        return QSizeF(*self._millimetres)

    def geometry(self):
        return QRect(0, 0, *self._pixels)

    def devicePixelRatio(self):  # noqa: N802
        return self._ratio


@pytest.fixture
def pane(qtbot, monkeypatch):
    pane = ImagePane()
    qtbot.addWidget(pane)
    pane.resize(644, 600)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.setFocus()
    monkeypatch.setattr(physical_size, "stated_pitch", lambda screen: PixelPitch(0.25, measured=False))
    return pane


def film(spacing=PixelSpacing(0.15, 0.15, AT_DETECTOR), **changes):  # noqa: B008 - a frozen value
    return make_radiograph(pixels=make_pixels(900, 900), pixel_spacing=spacing, **changes)


@pytest.mark.parametrize(
    ("screen", "pitch"),
    [
        (Screen((480, 270), (1920, 1080)), 0.25),
        (Screen((480, 270), (960, 540), 2.0), 0.25),  # logical pixels of two by two
        (Screen((0, 0), (1920, 1080)), None),
        (Screen((1600, 900), (160, 90)), None),  # ten millimetres a pixel: a projector that says nothing
        (Screen((480, 480), (1920, 1080)), None),  # no pixel is so tall
    ],
)
def test_what_a_screen_says_is_believed_where_it_can_be(screen, pitch):
    found = stated_pitch(screen)
    assert (found and found.millimetres) == (pitch and pytest.approx(pitch))


def test_true_size_is_a_millimetre_on_a_millimetre_and_names_both_sources(pane):
    pane.show_radiograph(film())
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_U, SHIFT)
    assert pane.zoom == pytest.approx(0.15 / 0.25)
    assert pane.film_canvas.badges == ("True size at detector; screen pixels of 0.250 mm, as the screen says",)
    pane.film_canvas.pan_by(30, 10)
    assert pane.film_canvas.badges
    pane.film_canvas.zoom_by(1.1)
    assert pane.film_canvas.badges == ()


def test_what_was_measured_goes_before_what_the_screen_says(pane):
    pane.show_radiograph(film(PixelSpacing(0.15, 0.15, CALIBRATED)))
    pane.physical_size.set_pixel_pitch(0.3)
    pane.physical_size.show_true_size()
    assert pane.zoom == pytest.approx(0.5)
    assert pane.film_canvas.badges == ("True size calibrated; screen pixels of 0.300 mm, as set",)
    pane.physical_size.set_pixel_pitch(0)
    pane.physical_size.show_true_size()
    assert "as the screen says" in pane.film_canvas.badges[0]


@pytest.mark.parametrize(
    ("spacing", "words"),
    [
        (None, "No true size: the file states no pixel spacing"),
        (PixelSpacing(0.15, 0.2, AT_DETECTOR), "No true size: the film's pixels are not square"),
        (PixelSpacing(9.0, 9.0, AT_DETECTOR), "No true size: it lies beyond the zoom's limits"),
    ],
)
def test_it_is_refused_in_words_where_nobody_knows(pane, spacing, words):
    pane.show_radiograph(film(spacing))
    pane.physical_size.show_true_size()
    assert pane.film_canvas.badges == (words,)
    pane.show_radiograph(film())
    assert pane.film_canvas.badges == ()


def test_it_is_refused_where_the_screen_says_nothing(pane, monkeypatch):
    monkeypatch.setattr(physical_size, "stated_pitch", lambda screen: None)
    pane.show_radiograph(film())
    before = pane.zoom
    pane.physical_size.show_true_size()
    assert "pixel_pitch_mm" in pane.film_canvas.badges[0]
    assert pane.zoom == before


def test_an_empty_pane_has_no_size(pane):
    pane.physical_size.show_true_size()
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_U)
    assert pane.film_canvas.badges == ()


def bottom(pane):
    image = QImage(pane.film_canvas.size(), QImage.Format.Format_Grayscale8)
    pane.film_canvas.render(image)
    whole = np.frombuffer(image.constBits(), np.uint8).reshape(600, -1)[:, :600]
    return whole[520:596, 160:440].copy()


def test_the_scale_bar_is_shown_when_asked_for_as_long_as_it_says(pane):
    spacing = PixelSpacing(0.2, 0.2, AT_DETECTOR)
    black = make_radiograph(pixels=np.zeros((600, 600), np.uint16), pixel_spacing=spacing)
    pane.show_radiograph(black)  # 600 pixels of 0.2 mm on 600: at most 150, 30 mm, so 20 mm are 100
    assert not bottom(pane).any()
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_U)
    shown = bottom(pane)
    lit = [np.flatnonzero(row > 150) for row in shown]
    assert max(columns.max() - columns.min() for columns in lit if columns.size) == pytest.approx(101, abs=1)
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_U)
    assert not bottom(pane).any()


def test_without_spacing_there_is_no_bar_but_a_word(pane):
    pane.show_radiograph(make_radiograph(pixels=np.zeros((600, 600), np.uint16)))
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_U)
    assert not bottom(pane).any()
    assert pane.film_canvas.badges == ("No scale bar: the file states no pixel spacing",)
    pane.show_radiograph(film())
    assert pane.film_canvas.badges == ()
    pane.show_radiograph(make_radiograph())
    assert pane.film_canvas.badges
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_U)
    assert pane.film_canvas.badges == ()


def test_bar_letters_and_mark_stand_one_above_the_other(pane):
    plain = make_radiograph(pixels=np.zeros((600, 600), np.uint16), is_phantom=True)
    full = make_radiograph(
        pixels=plain.pixels,
        is_phantom=True,
        patient_orientation=PatientOrientation("L", "F"),
        pixel_spacing=PixelSpacing(0.2, 0.2, AT_DETECTOR),
    )
    pane.show_radiograph(plain)
    mark = bottom(pane)
    pane.show_radiograph(full)
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_U)
    both = bottom(pane)
    where = np.flatnonzero((mark > 100).any(axis=1))
    np.testing.assert_array_equal(both[where.min() :], mark[where.min() :])
    assert (both[: where.min()] > 100).any()
