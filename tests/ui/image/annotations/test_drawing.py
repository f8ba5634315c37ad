"""Each tool, driven by mouse and keys through the pane; what comes out is read off the label."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from cxrviewer.imaging.annotation import Figure
from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.imaging.presets import region_window
from cxrviewer.imaging.radiograph import PatientOrientation, PixelSpacing, Rescale, Window
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.ui.image.orientation import AS_STORED
from cxrviewer.ui.image.tools import Tool
from tests.factories import make_pixels, make_radiograph
from tests.ui.image.hands import CTRL, LEFT, MIDDLE, NONE, RIGHT, SHIFT, Hands

# The off-screen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

DETECTOR = PixelSpacing(0.2, 0.1, "at detector")
START = Window(center=2048, width=1024)


def film(name="film.dcm", **changes):
    """400 x 400: at fit a film pixel is a screen pixel."""
    return make_radiograph(name, **({"pixels": make_pixels(400, 400), "voi": (START,)} | changes))


@pytest.fixture
def hands(qtbot):
    return Hands(qtbot, film(pixel_spacing=DETECTOR))


def points(annotation):
    return [tuple(round(coordinate) for coordinate in point) for point in annotation.points]


def test_a_length_by_drag(hands):
    hands.key("l")
    hands.draw((100, 100), (250, 150), (400 - 20, 100 + 105))
    (line,) = hands.drawn
    assert line.figure is Figure.LENGTH
    assert points(line) == [(100, 100), (380, 205)]
    assert hands.labels == [("35.0 mm at detector",)]  # 28 mm across, 21 mm down
    assert hands.pane.voi == START


@pytest.mark.parametrize(
    ("spacing", "label"),
    [
        (None, "150 px"),
        (PixelSpacing(0.2, 0.2, "calibrated"), "30.0 mm calibrated"),
        (PixelSpacing(0.2, 0.2, "magnification-corrected"), "30.0 mm magnification-corrected"),
        (PixelSpacing(0.2, 0.2, "origin not stated"), "30.0 mm (origin not stated)"),
    ],
)
def test_a_length_names_where_its_millimetres_come_from(qtbot, spacing, label):
    hands = Hands(qtbot, film(pixel_spacing=spacing))
    hands.key("l")
    hands.draw((100, 100), (250, 100))
    assert hands.labels == [(label,)]


def test_a_length_by_two_clicks(hands):
    hands.key("l")
    hands.click(QPoint(100, 100))
    assert hands.drawn == ()
    hands.move(QPoint(200, 150))
    assert hands.pane.annotations.sketch.points == ((100, 100), (200, 150))
    hands.click(QPoint(200, 150))
    assert points(hands.drawn[0]) == [(100, 100), (200, 150)]


def test_an_angle_by_a_drag_and_a_click(hands):
    hands.key("a")
    hands.drag(QPoint(100, 100), QPoint(100, 200))  # first arm straight down, 20 mm
    hands.move(QPoint(150, 200))
    hands.click(QPoint(300, 100))  # from (100, 200): 20 mm across, 20 mm up
    assert hands.drawn[0].figure is Figure.ANGLE
    assert hands.labels == [("45.0°",)]


def test_an_angle_by_three_clicks(hands):
    hands.key("a")
    for at in (QPoint(100, 100), QPoint(100, 200), QPoint(300, 200)):
        hands.click(at)
    assert hands.labels == [("90.0°",)]


def test_a_cobb_angle_by_two_strokes(hands):
    hands.key("a", SHIFT)
    assert hands.pane.tool is Tool.COBB
    hands.draw((100, 100), (300, 100))
    assert hands.drawn == ()
    hands.draw((300, 200), (100, 300))  # 20 mm across, 20 mm down
    assert hands.labels == [("Cobb 45.0°",)]


@pytest.mark.parametrize(
    ("view", "caveat"),
    [
        ("PA", ()),
        ("AP", ("AP film: the heart is magnified",)),
        ("", ("view not stated, it may be AP",)),
        ("LL", ("not a PA film (LL)",)),
    ],
)
def test_a_cardiothoracic_ratio_by_two_strokes(qtbot, view, caveat):
    hands = Hands(qtbot, film(pixel_spacing=DETECTOR, view_position=view))
    hands.key("c")
    hands.draw((150, 200), (290, 220))
    hands.draw((50, 250), (350, 250))
    (ratio,) = hands.drawn
    assert points(ratio)[:4] == [(150, 200), (290, 220), (50, 250), (350, 250)]
    assert hands.labels == [("CTR 0.47", "heart 5 + 9, thorax 30 mm at detector", *caveat)]


@pytest.mark.parametrize(
    ("rows", "heart"), [("L", "R 5 + L 9"), ("R", "L 5 + R 9"), ("LF", "R 5 + L 9"), ("A", "5 + 9")]
)
def test_the_ratio_names_the_patients_sides_where_the_file_states_them(qtbot, rows, heart):
    orientation = PatientOrientation(rows, "F")
    hands = Hands(qtbot, film(pixel_spacing=DETECTOR, patient_orientation=orientation))
    hands.key("c")
    hands.draw((150, 200), (290, 220))
    hands.draw((50, 250), (350, 250))
    assert hands.labels[0][1] == f"heart {heart}, thorax 30 mm at detector"


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_figure_drawn_on_a_turned_film_is_where_the_hand_was(hands, quarters, mirrored):
    hands.pane.turn(quarters)
    if mirrored:
        hands.pane.flip_horizontally()
    hands.key("l")
    hands.draw((100, 100), (380, 205))
    assert points(hands.drawn[0]) == [(100, 100), (380, 205)]
    assert hands.labels == [("35.0 mm at detector",)]
    hands.drag(hands.at(380, 205), hands.at(300, 300))
    assert points(hands.drawn[0]) == [(100, 100), (300, 300)]
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.drawn == ()
    hands.key(Qt.Key.Key_Z, CTRL)
    orientation = hands.canvas.view.orientation
    assert orientation == AS_STORED.turned(quarters) if mirrored else orientation == AS_STORED


def test_the_midline_of_the_ratio_tilts(hands):
    hands.key("c")
    hands.draw((150, 200), (290, 220))
    hands.draw((50, 250), (350, 250))
    top = hands.drawn[0].points[4]
    hands.drag(hands.at(*top), hands.at(top[0] + 30, top[1]))
    tilted = hands.drawn[0]
    assert tilted.points[4] == pytest.approx((top[0] + 30, top[1]), abs=1)
    assert tilted.points[5] != tilted.points[4]
    # By 9.46 degrees: heart 14 mm across and 4 mm down, thorax 30 mm across; cos is 0.986, sin is 0.164.
    assert hands.labels[0][0] == "CTR 0.49"


@pytest.mark.parametrize(
    ("modifiers", "figure", "area"), [(NONE, Figure.ELLIPSE, "157.1"), (SHIFT, Figure.RECTANGLE, "200.0")]
)
def test_a_region_tells_mean_spread_range_and_area(qtbot, modifiers, figure, area):
    pixels = np.full((400, 400), 100, np.uint16)
    pixels[100:200, 100:150] = 300
    flat = film(pixels=pixels, pixel_spacing=DETECTOR, modality_lut=Rescale(2, -1000), modality_unit="HU")
    hands = Hands(qtbot, flat)
    hands.key("e", modifiers)
    hands.draw((200, 200), (100, 100))
    assert hands.drawn[0].figure is figure
    assert hands.labels == [("mean -600 HU  SD 200.0", "min -800  max -400", f"{area} mm² at detector")]


def test_a_region_without_spacing_is_in_pixels(qtbot):
    hands = Hands(qtbot, film())
    hands.key("e", SHIFT)
    hands.draw((100, 100), (150, 140))
    assert hands.labels[0][-1] == "2000 px²"


def test_the_probe_tells_what_is_under_the_pointer_and_keeps_it_on_a_click(qtbot):
    shown = film(modality_lut=Rescale(2, -1000), modality_unit="HU")
    hands = Hands(qtbot, shown)
    hands.key("o")
    hands.move(QPoint(120, 80))
    layer = hands.pane._board._layer
    stored = int(shown.pixels[80, 120])
    grey = int(grayscale_table(shown, hands.pane.voi)[stored])
    told = (f"stored {stored}", f"value {2 * stored - 1000} HU", f"grey {grey}", "x 120  y 80")
    assert layer.values_at(layer.probed, shown) == told
    hands.key("i")
    assert layer.values_at(layer.probed, shown)[2] == f"grey {255 - grey}"
    hands.click(QPoint(120, 80))
    assert hands.labels == [(told[0], told[1], told[3])]  # not the grey, which changes with the window
    assert layer.probed is None


def test_the_window_of_a_region(hands):
    hands.key("r")
    hands.press(QPoint(100, 100))
    hands.move(QPoint(200, 150), LEFT)
    hands.release(QPoint(200, 150))
    assert hands.pane.voi == region_window(hands.pane.radiograph, (100, 100, 100, 50))
    hands.drag(QPoint(300, 350), QPoint(200, 300))
    found = hands.pane.voi
    assert found == region_window(hands.pane.radiograph, (200, 300, 100, 50))
    hands.click(QPoint(50, 50))  # no rectangle
    with hands.holding(QPoint(50, 50)):
        hands.move(QPoint(150, 150), LEFT)
        hands.key(Qt.Key.Key_Escape)
    assert hands.pane.voi == found
    hands.key(Qt.Key.Key_Z, CTRL)
    assert hands.pane.voi == region_window(hands.pane.radiograph, (100, 100, 100, 50))


def test_a_region_of_one_value_changes_nothing(qtbot):
    hands = Hands(qtbot, film(pixels=np.full((400, 400), 7, np.uint16)))
    hands.key("r")
    hands.draw((100, 100), (200, 200))
    assert hands.pane.voi == START


def test_an_arrow_gets_words_or_none(hands):
    hands.key("t", SHIFT)
    hands.draw((200, 200), (250, 150))
    hands.type("nodule?")
    hands.key(Qt.Key.Key_Return)
    assert (hands.drawn[0].figure, hands.drawn[0].text) == (Figure.ARROW, "nodule?")
    hands.draw((100, 200), (150, 150))
    hands.key(Qt.Key.Key_Escape)
    assert [each.text for each in hands.drawn] == ["nodule?", ""]


def test_a_note_is_typed_in_place_and_its_letters_are_not_keys(hands):
    hands.key("t")
    hands.click(QPoint(200, 200))
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    hands.type("wire, l i f W? 3")
    hands.key(Qt.Key.Key_Z, CTRL)
    hands.type("wire, l i f W? 3")
    assert (hands.pane.tool, hands.pane.inverted, hands.pane.voi) == (Tool.TEXT, False, START)
    hands.key(Qt.Key.Key_Return)
    assert [each.text for each in hands.drawn] == ["wire, l i f W? 3"]
    assert hands.canvas.hasFocus()


def test_enter_in_a_note_is_for_the_note_alone(hands):
    heard = []

    class Above(QObject):
        def eventFilter(self, watched, event):  # noqa: N802
            if event.type() == QEvent.Type.KeyPress:
                heard.append(event.key())
            return False

    above = Above(hands.pane)
    hands.key("t")
    hands.click(QPoint(200, 200))
    hands.canvas.installEventFilter(above)
    hands.type("a")
    hands.key(Qt.Key.Key_Return)
    assert [each.text for each in hands.drawn] == ["a"]
    hands.double_click(hands.label_places()[hands.drawn[0].identifier].center().toPoint())
    hands.key(Qt.Key.Key_Escape)
    assert heard == []


def test_a_note_is_kept_when_the_hand_goes_elsewhere_and_dropped_by_escape(hands):
    hands.key("t")
    hands.click(QPoint(200, 200))
    hands.type("kept")
    hands.click(QPoint(50, 350))
    assert [each.text for each in hands.drawn] == ["kept"]
    hands.type("dropped")
    hands.key(Qt.Key.Key_Escape)
    assert [each.text for each in hands.drawn] == ["kept"]
    assert hands.canvas.view.fit


def test_words_typed_when_the_film_goes_stay_with_their_film(hands):
    kept = []
    hands.pane.annotations.edited.connect(
        lambda: kept.append((hands.pane.annotations.film.digest, hands.drawn[-1].text))
    )
    first = hands.pane.radiograph
    hands.key("t")
    hands.click(QPoint(200, 200))
    hands.type("first film")
    hands.pane.show_radiograph(film("other.dcm"))
    assert kept == [(first.digest, "first film")]
    assert hands.drawn == ()


def test_a_note_is_edited_by_double_click_and_gone_when_emptied(hands):
    hands.key("t")
    hands.click(QPoint(200, 200))
    hands.type("node")
    hands.key(Qt.Key.Key_Return)
    hands.key("w")
    place = hands.label_places()[hands.drawn[0].identifier]
    hands.double_click(place.center().toPoint())
    hands.type("nodule")
    hands.key(Qt.Key.Key_Return)
    assert [each.text for each in hands.drawn] == ["nodule"]
    hands.double_click(hands.label_places()[hands.drawn[0].identifier].center().toPoint())
    hands.key(Qt.Key.Key_Backspace)
    hands.key(Qt.Key.Key_Return)
    assert hands.drawn == ()


def test_escape_drops_what_is_drawn_then_lets_go_then_resets(hands):
    hands.key("l")
    hands.draw((100, 100), (200, 100))
    hands.click(QPoint(50, 50))
    assert hands.pane.annotations.sketch is not None
    hands.key("i")
    hands.key(Qt.Key.Key_Escape)
    assert hands.pane.annotations.sketch is None
    assert len(hands.drawn) == 1
    hands.click(QPoint(150, 100))  # selects the line
    assert hands.pane.annotations.selected == hands.drawn[0]
    hands.key(Qt.Key.Key_Escape)
    assert hands.pane.annotations.selected is None
    assert hands.pane.inverted
    hands.key(Qt.Key.Key_Escape)
    assert not hands.pane.inverted
    assert len(hands.drawn) == 1


def test_escape_in_the_middle_of_a_drag_leaves_nothing(hands):
    hands.key("l")
    with hands.holding(QPoint(100, 100)):
        hands.move(QPoint(200, 200), LEFT)
        hands.key(Qt.Key.Key_Escape)
        hands.move(QPoint(250, 200), LEFT)
    assert hands.drawn == ()
    assert hands.pane.annotations.sketch is None


def test_another_tool_drops_what_was_begun(hands):
    hands.key("a")
    hands.draw((100, 100), (200, 100))
    hands.key("l")
    assert hands.pane.annotations.sketch is None
    assert hands.drawn == ()


def test_another_film_drops_what_was_begun_and_shows_nothing_of_the_old(hands):
    hands.key("l")
    hands.draw((100, 100), (200, 100))
    hands.press(QPoint(50, 50))
    hands.move(QPoint(90, 90), LEFT)
    hands.pane.show_radiograph(film("other.dcm"))
    hands.move(QPoint(150, 90), LEFT)
    hands.release(QPoint(150, 90))
    assert hands.drawn == ()
    assert hands.pane.annotations.sketch is None


def test_points_stay_on_the_film(qtbot):
    hands = Hands(qtbot, film(pixels=make_pixels(400, 200)))  # 100 pixels of black on both sides
    hands.key("l")
    hands.drag(QPoint(10, 200), QPoint(390, 210))
    assert points(hands.drawn[0]) == [(0, 200), (200, 210)]


def test_panning_and_zooming_interleave_with_a_figure(hands):
    hands.key("a")
    hands.draw((100, 100), (200, 100))
    hands.drag(QPoint(200, 200), QPoint(180, 220), button=MIDDLE)
    hands.drag(QPoint(200, 200), QPoint(200, 180), button=RIGHT)
    hands.wheel(QPoint(150, 150), 2)
    hands.click(hands.at(200, 50))
    assert hands.drawn[0].points[2] == pytest.approx((200, 50), abs=0.5)
    assert points(hands.drawn[0])[:2] == [(100, 100), (200, 100)]


def test_the_middle_button_pans_in_the_middle_of_a_left_drag(hands):
    hands.pane.one_to_one()
    hands.key("l")
    end = (250, 250)
    hands.press(QPoint(100, 100))
    hands.move(QPoint(150, 150), LEFT)
    hands.press(QPoint(150, 150), MIDDLE)
    hands.move(QPoint(190, 150), LEFT | MIDDLE)
    hands.release(QPoint(190, 150), MIDDLE)
    hands.move(hands.at(*end), LEFT)
    hands.release(hands.at(*end))
    assert points(hands.drawn[0]) == [(100, 100), end]


def test_the_wheel_zooms_under_a_drag_and_the_end_stays_with_the_pointer(hands):
    hands.key("l")
    hands.press(QPoint(100, 100))
    hands.move(QPoint(300, 200), LEFT)
    hands.wheel(QPoint(300, 200), 3)
    hands.release(QPoint(300, 200))
    assert points(hands.drawn[0]) == [(100, 100), (300, 200)]


@pytest.mark.shared
def test_a_published_triangle_has_its_published_size(qtbot, shared_data):
    """Equilateral, area 27.68 cm² (so a side is 79.95 mm), with pixels of 0.3 by 0.4 mm."""
    hands = Hands(qtbot, read_radiograph(shared_data / "data/dicom/clearcanva__aspect07.dcm"))
    hands.pane.film_canvas.zoom_to(1.4)
    left, top, right = (33.3, 225), (166.5, 52), (299.7, 225)
    hands.key("l")
    hands.draw(left, right)
    hands.key("a")
    for corner in ((45, 209), top, (290, 212)):  # on two sides
        hands.click(hands.at(*corner))
    (length,) = hands.labels[0]
    assert float(length.split()[0]) == pytest.approx(79.95, abs=0.4)
    (angle,) = hands.labels[1]
    assert float(angle[:-1]) == pytest.approx(60, abs=1)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["pydicom-da__RG1_J2KI.dcm", "aihcnd_c2___test2.dcm", "cornerston__no-pixel-spacing.dcm"]
)
def test_a_film_without_spacing_has_no_millimetres_anywhere(qtbot, shared_data, name):
    hands = Hands(qtbot, read_radiograph(shared_data / "data/dicom" / name))
    for key, modifiers, x, y in (
        ("l", NONE, 90, 60),
        ("e", NONE, 240, 60),
        ("e", SHIFT, 120, 200),
        ("c", NONE, 250, 220),
    ):
        hands.key(key, modifiers)
        hands.drag(QPoint(x, y), QPoint(x + 50, y + 40))
    hands.drag(QPoint(90, 330), QPoint(310, 330))
    said = " ".join(line for lines in hands.labels for line in lines)
    assert len(hands.drawn) == 4
    assert "mm" not in said
    assert "px" in said
