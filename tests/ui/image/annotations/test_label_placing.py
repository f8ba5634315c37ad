"""Labels lie beside what is measured and on the screen, however the film is turned, zoomed and wherever it is drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainterPath

from cxrviewer.imaging.annotation import POINTS, Annotation, Figure
from cxrviewer.ui.image.annotations.figures import strokes
from cxrviewer.ui.image.annotations.label_placing import covers, placed
from cxrviewer.ui.image.annotations.painted_figure import path_of
from tests.factories import make_pixels, make_radiograph
from tests.ui.image.hands import Hands

# The off-screen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

AREA = QRectF(0, 0, 800, 600)
places = st.tuples(st.floats(0, 800), st.floats(0, 600)).map(lambda point: QPointF(*point))


def line(*points):
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    return path


@given(places, places)
def test_a_label_is_on_the_screen_and_not_on_its_line(first, second):
    own = [line(first, second)]
    place = placed(QSizeF(150, 20), own, [first, second], AREA)
    assert AREA.contains(place)
    assert covers(place, own) == 0


@given(places, st.floats(5, 500), st.floats(5, 400))
def test_a_label_is_not_inside_what_it_is_about_where_there_is_room_beside(corner, width, height):
    box = QRectF(corner, QSizeF(width, height)).intersected(AREA.adjusted(0, 0, 0, -60))
    if box.isEmpty():
        return
    path = QPainterPath()
    path.addRect(box)
    corners = [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]
    place = placed(QSizeF(150, 40), [path], corners, AREA)
    assert AREA.contains(place)
    assert covers(place, [path]) == 0


def test_labels_keep_apart():
    at = QPointF(400, 300)
    own = [line(at, at + QPointF(50, 0))]
    taken = []
    for _ in range(4):
        place = placed(QSizeF(150, 20), own, [at], AREA, taken=taken)
        assert not any(place.intersects(other) for other in taken)
        taken.append(place)


def test_other_figures_are_left_to_be_seen():
    at = QPointF(400, 300)
    other = QPainterPath()
    other.addRect(QRectF(405, 250, 200, 100))
    place = placed(QSizeF(150, 20), [line(at, at + QPointF(-50, 0))], [at], AREA, others=other)
    assert not other.intersects(place)


def all_figures():
    shapes = {
        Figure.PROBE: ((300, 300),),
        Figure.RECTANGLE: ((60, 60), (120, 110)),
        Figure.ELLIPSE: ((250, 60), (330, 120)),
        Figure.LENGTH: ((40, 350), (140, 300)),
        Figure.ANGLE: ((180, 60), (190, 120), (230, 90)),
        Figure.COBB: ((180, 250), (240, 255), (185, 320), (245, 300)),
        Figure.CARDIOTHORACIC: ((150, 180), (230, 185), (100, 200), (300, 200), (200, 150), (200, 240)),
        Figure.ARROW: ((350, 350), (370, 320)),
        Figure.TEXT: ((320, 220),),
    }
    assert {figure: len(points) for figure, points in shapes.items()} == POINTS
    for figure, points in shapes.items():
        text = "note" if figure in (Figure.TEXT, Figure.ARROW) else ""
        yield Annotation(figure, tuple((float(x), float(y)) for x, y in points), text)


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("quarters", [0, 1, 2])
@pytest.mark.parametrize("mirrored", [False, True])
def test_every_figure_has_its_label_beside_it_however_the_film_is_shown(qtbot, ratio, quarters, mirrored):
    hands = Hands(qtbot, make_radiograph(pixels=make_pixels(400, 400)))
    pane = hands.pane
    for annotation in all_figures():
        pane.annotations.put(annotation)
    pane.turn(quarters)
    if mirrored:
        pane.flip_horizontally()
    for zoom in (None, 2.0, 0.4):
        if zoom is not None:
            pane.film_canvas.zoom_to(zoom)
        image = QImage(400 * ratio, 400 * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        pane.film_canvas.render(image)
        layer, projection = pane._board._layer, pane.film_canvas.projection
        if zoom is None:
            assert len(layer._places) == len(POINTS)
        for annotation in pane.annotations.current:
            place = layer.label_place(annotation)
            if place is None:
                continue
            assert QRectF(0, 0, 400, 400).contains(place)
            own = [path_of(each, projection) for each in strokes(annotation.figure, annotation.points, None)]
            if annotation.figure is not Figure.TEXT and zoom is None:  # else there may be no room
                assert covers(place, own) == 0


def test_a_figure_out_of_sight_has_no_label(qtbot):
    hands = Hands(qtbot, make_radiograph(pixels=make_pixels(400, 400)))
    far = Annotation(Figure.LENGTH, ((1.0, 1.0), (30.0, 1.0)))
    hands.pane.annotations.put(far)
    hands.canvas.zoom_to(8.0)
    assert hands.label_places() == {}
