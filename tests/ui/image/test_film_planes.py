"""Shutter and overlays in the pane: turned with the film, hidden by a key, and the same as ``render`` writes."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from cxrviewer.imaging.aperture import Aperture, Ellipse, Polygon, Rectangle, Shutter, open_mask
from cxrviewer.imaging.display_function import from_gamma
from cxrviewer.imaging.grayscale import render, shutter_grey
from cxrviewer.imaging.overlay import Overlay
from cxrviewer.imaging.radiograph import Fault, LookupTable, PhotometricInterpretation, PresentationShape, Window
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.ui.image.layer import Projection
from cxrviewer.ui.image.overlay_layer import OverlayLayer
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.image.view_state import Canvas, View
from tests.factories import make_pixels, make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

MARGIN = 110
"""Logical pixels around the film in which its texts stand."""
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pane(qtbot):
    pane = ImagePane()
    qtbot.addWidget(pane)
    pane.resize(600, 600)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.setFocus()
    return pane


def shown_one_to_one(pane, film, *, zoom=1.0):
    """Show the film 1:1 in a canvas with room for it and its texts; what is to be seen of it."""
    canvas = pane.film_canvas
    pane.resize(film.columns + 2 * MARGIN + pane.width() - canvas.width(), film.rows + 2 * MARGIN)
    pane.show_radiograph(film)
    canvas.zoom_to(zoom)
    return seen(pane, film)


def seen(pane, film):
    canvas = pane.film_canvas
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    canvas.render(image)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    whole = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    return whole[MARGIN : MARGIN + film.rows, MARGIN : MARGIN + film.columns].copy()


def marks(rows=90, columns=70):
    bits = np.zeros((rows, columns), dtype=np.bool_)
    bits[10:12, 5:60] = True
    bits[:, 33] = True
    bits[70, 1] = True
    return bits


SHUTTERS = [
    Shutter(Aperture((Rectangle(7, 9, 61, 80),))),
    Shutter(Aperture((Rectangle(7, 9, 61, 80),)), p_value=0.3),
    Shutter(Aperture((Polygon(((10.5, 5.5), (60.5, 20.5), (40.5, 85.5), (3.5, 60.5))),))),
    Shutter(Aperture((Ellipse((35.5, 45.5), 25, 25), Rectangle(0, 0, 70, 50)))),
]


@pytest.mark.parametrize("shutter", SHUTTERS)
@pytest.mark.parametrize("photometric", PhotometricInterpretation)
def test_a_shuttered_film_is_what_render_writes(pane, shutter, photometric):
    film = make_radiograph(pixels=make_pixels(90, 70), shutter=shutter, photometric_interpretation=photometric)
    assert np.array_equal(shown_one_to_one(pane, film), render(film, shutter=True))


@pytest.mark.parametrize("shutter", SHUTTERS)
def test_a_shutter_shown_small_covers_the_same_part(pane, shutter):
    film = make_radiograph(pixels=make_pixels(90, 70), shutter=shutter)
    pane.resize(300, 300)
    pane.show_radiograph(film)
    pane.film_canvas.zoom_to(0.5)
    canvas = pane.film_canvas
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    canvas.render(image)
    covered = ~open_mask(shutter.aperture, 90, 70)
    left, top = round(canvas.width() / 2 - 17.5), round(canvas.height() / 2 - 22.5)
    grey = shutter_grey(shutter)
    for row in range(4, 86, 6):
        for column in range(4, 66, 6):
            around = covered[row - 4 : row + 5, column - 4 : column + 5]
            if around.all():  # away from the edge
                assert image.pixelColor(left + column // 2, top + row // 2).lightness() == grey


@pytest.mark.parametrize(("left", "top"), [(0, 0), (-20, 7), (13, -30)])
def test_an_overlay_lies_on_its_pixels(pane, left, top):
    film = make_radiograph(pixels=make_pixels(90, 71), overlays=(Overlay(marks(), left, top),))
    grey = shown_one_to_one(pane, film)
    assert np.array_equal(grey, render(film, overlays=True))
    assert not np.array_equal(grey, render(film))


def test_an_overlay_turns_with_the_film(pane):
    film = make_radiograph(pixels=make_pixels(80, 80), overlays=(Overlay(marks(80, 80)),))
    shown_one_to_one(pane, film)
    pane.turn(1)
    assert np.array_equal(seen(pane, film), np.rot90(render(film, overlays=True), -1))
    pane.flip_horizontally()
    assert np.array_equal(seen(pane, film), np.rot90(render(film, overlays=True), -1)[:, ::-1])


def test_a_shutter_turns_with_the_film(pane):
    film = make_radiograph(pixels=make_pixels(80, 80), shutter=Shutter(Aperture((Rectangle(3, 10, 60, 70),))))
    shown_one_to_one(pane, film)
    pane.turn(-1)
    assert np.array_equal(seen(pane, film), np.rot90(render(film, shutter=True)))


def test_an_overlay_keeps_within_what_is_being_painted():
    """The magnifier paints the layers once more, into its own square."""
    layer = OverlayLayer(Palette())
    layer.show(make_radiograph(pixels=make_pixels(90, 70), overlays=(Overlay(np.ones((90, 70), np.bool_)),)))
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setClipRect(90, 90, 20, 20)
    layer.paint(painter, Projection(View(1.0, (35, 45)), Canvas(200, 200)))
    painter.end()
    white = np.argwhere(np.frombuffer(image.constBits(), np.uint32).reshape(200, 200) & 0xFF == 255)
    assert (white.min(), white.max(), len(white)) == (90, 109, 400)


def test_an_overlay_turned_on_its_side_lies_on_its_pixels(pane):
    film = make_radiograph(pixels=make_pixels(70, 90), overlays=(Overlay(marks(90, 90)[20:].copy()),))
    pane.resize(film.columns + 2 * MARGIN + pane.width() - pane.film_canvas.width(), film.columns + 2 * MARGIN)
    pane.show_radiograph(film)
    pane.turn(1)
    canvas = pane.film_canvas
    canvas.zoom_to(1.0)
    image = QImage(canvas.size(), QImage.Format.Format_RGB32)
    canvas.render(image)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    whole = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    left, top = (canvas.width() - film.rows) // 2, (canvas.height() - film.columns) // 2
    shown = whole[top : top + film.columns, left : left + film.rows]
    assert np.array_equal(shown, np.rot90(render(film, overlays=True), -1))


def test_a_line_of_one_pixel_is_not_lost_where_the_film_is_shown_small(pane):
    bits = np.zeros((2000, 2000), dtype=np.bool_)
    bits[997] = True
    film = make_radiograph(pixels=np.zeros((2000, 2000), np.uint16), overlays=(Overlay(bits),))
    pane.show_radiograph(film)
    pane.fit()
    image = QImage(pane.film_canvas.size(), QImage.Format.Format_RGB32)
    pane.film_canvas.render(image)
    middle = [image.pixelColor(image.width() // 2, y).lightness() for y in range(150, image.height() - 150)]
    assert max(middle) > 120


def test_a_key_lifts_the_shutter_and_a_badge_says_so(pane):
    film = make_radiograph(pixels=make_pixels(90, 70), shutter=SHUTTERS[0])
    shown_one_to_one(pane, film)
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_C, SHIFT)
    assert pane.film_canvas.badges == ("shutter lifted",)
    assert np.array_equal(seen(pane, film), render(film))
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_C, SHIFT)
    assert pane.film_canvas.badges == ()
    assert np.array_equal(seen(pane, film), render(film, shutter=True))


def test_a_key_hides_the_overlays_and_reset_and_the_next_film_bring_them_back(pane):
    film = make_radiograph(pixels=make_pixels(90, 70), overlays=(Overlay(marks()),))
    shown_one_to_one(pane, film)
    for bring_back in (pane.reset, lambda: pane.show_radiograph(film)):
        QTest.keyClick(pane.film_canvas, Qt.Key.Key_O, SHIFT)
        assert pane.film_canvas.badges == ("overlays hidden",)
        bring_back()
        assert pane.film_canvas.badges == ()


def test_the_keys_say_nothing_on_a_film_with_neither(pane):
    pane.show_radiograph(make_radiograph())
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_C, SHIFT)
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_O, SHIFT)
    assert pane.film_canvas.badges == ()


def test_an_overlay_may_name_the_patient_and_hides_with_the_name(pane):
    film = make_radiograph(pixels=make_pixels(90, 70), overlays=(Overlay(marks()),))
    shown_one_to_one(pane, film)
    pane.set_patient_texts_visible(False)
    assert np.array_equal(seen(pane, film), render(film))
    pane.set_patient_texts_visible(True)
    assert np.array_equal(seen(pane, film), render(film, overlays=True))


def test_what_was_passed_over_stands_on_the_film_until_the_next(pane):
    pane.show_radiograph(make_radiograph(faults=(Fault.VOI_LUT, Fault.OVERLAY)))
    assert pane.film_canvas.badges == ("damaged, passed over: VOI LUT, overlay",)
    pane.reset()
    assert pane.film_canvas.badges == ("damaged, passed over: VOI LUT, overlay",)
    pane.show_radiograph(make_radiograph())
    assert pane.film_canvas.badges == ()


def test_a_calibrated_display_gets_driving_levels_for_film_and_shutter(pane):
    display = from_gamma(darkest=0.4, brightest=350, gamma=2.2, ambient=0.1)
    film = make_radiograph(pixels=make_pixels(90, 70), shutter=SHUTTERS[1])
    pane.film_canvas.set_display(display)
    grey = shown_one_to_one(pane, film)
    assert np.array_equal(grey, render(film, shutter=True, display=display))
    assert grey[0, 0] == shutter_grey(film.shutter, display) != shutter_grey(film.shutter)
    pane.film_canvas.set_display(None)
    assert np.array_equal(seen(pane, film), render(film, shutter=True))


LUT = LookupTable(500, (np.linspace(0, 1, 2001) ** 2 * 4095).astype(np.uint16), 12, "CURVE")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"voi": (LUT, Window(2000, 300))},
        {"photometric_interpretation": PhotometricInterpretation.MONOCHROME1},
        {"photometric_interpretation": PhotometricInterpretation.MONOCHROME1, "voi": ()},
        {"presentation_lut": PresentationShape.INVERSE, "voi": (LUT,)},
        {"bits_stored": 8, "voi": ()},
        {"shutter": SHUTTERS[0], "overlays": (Overlay(marks()),), "padding": (0, 300)},
    ],
)
def test_reset_shows_what_loading_showed(pane, changes):
    largest = 255 if changes.get("bits_stored") == 8 else 4095
    film = make_radiograph(**({"pixels": make_pixels(90, 90, largest=largest)} | changes))
    loaded = shown_one_to_one(pane, film)
    for key in (Qt.Key.Key_I, Qt.Key.Key_3, Qt.Key.Key_BracketRight, Qt.Key.Key_H):
        QTest.keyClick(pane.film_canvas, key)
    for key in (Qt.Key.Key_O, Qt.Key.Key_C):
        QTest.keyClick(pane.film_canvas, key, SHIFT)
    pane.film_canvas.zoom_to(1.0)
    assert not np.array_equal(seen(pane, film), loaded)
    QTest.keyClick(pane.film_canvas, Qt.Key.Key_Escape)
    pane.film_canvas.zoom_to(1.0)
    assert np.array_equal(seen(pane, film), loaded)
    pane.show_radiograph(film)
    pane.film_canvas.zoom_to(1.0)
    assert np.array_equal(seen(pane, film), loaded)


@pytest.mark.shared
@pytest.mark.slow
def test_the_pane_at_one_to_one_is_what_render_writes_for_real_films(pane, shared_data):
    data = shared_data / "data"
    names = (
        "dicom/dwv__gdcm-CR-MONO1-10-chest.dcm",
        "dicom/pydicom-da__RG1_J2KI.dcm",
        "dicom/torchxrayv__Fake_MONOHR1.dcm",
        "dicom/pydicom-da__vlut_04.dcm",
        "dicom/pydicom-da__mlut_18.dcm",
        "dicom/highdicom__dx_image.dcm",
        "dicom/pydicom-da__MR-SIEMENS-DICOM-WithOverlays.dcm",
        "dicom/pydicom-da__JLSL_16_15_1_1F.dcm",
        "images/nih_00002555_000.png",
        "images/tbx_tb0005.png",
    )
    for name in names:
        film = read_radiograph(data / name)
        assert np.array_equal(shown_one_to_one(pane, film), render(film, shutter=True, overlays=True)), name
