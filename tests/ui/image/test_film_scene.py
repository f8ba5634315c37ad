"""The film, then its layers in order; a lens shows all of them but itself; the surround stays off the film."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from cxrviewer.imaging.grayscale import default_voi
from cxrviewer.ui.image.film_scene import FilmScene, Look
from cxrviewer.ui.image.orientation import AS_STORED
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.view_state import Canvas, fit_to
from tests.factories import make_pixels, make_radiograph

CANVAS = Canvas(40, 20, 1.0)


class Spy:
    def __init__(self, name, seen):
        self.name, self.seen = name, seen

    def paint(self, painter, projection):
        self.seen.append(self.name)
        painter.translate(1000, 1000)  # a layer need not tidy up


@pytest.fixture
def seen():
    return []


@pytest.fixture
def layers(seen):
    return [Spy(name, seen) for name in ("first", "second", "third")]


@pytest.fixture
def scene(qapp, layers):
    made = FilmScene()
    for layer in layers:
        made.add_layer(layer)
    made.show(make_radiograph("a.dcm", pixels=make_pixels(20, 20)))
    return made


def look_and_view(scene):
    return Look(default_voi(scene.radiograph), False, Magnification.SMOOTH), fit_to(scene.film, CANVAS, AS_STORED)


def painted(paint):
    image = QImage(CANVAS.width, CANVAS.height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def test_layers_come_in_the_order_in_which_they_were_added(scene, seen):
    look, view = look_and_view(scene)
    image = painted(lambda painter: scene.paint(painter, view, CANVAS, look, quick=False))
    assert seen == ["first", "second", "third"]
    assert image.pixelColor(20, 10) != QColor("red")
    assert image.pixelColor(2, 10) == QColor("red")  # beside the film nothing is touched


def test_a_lens_does_not_show_itself(scene, seen, layers):
    look, view = look_and_view(scene)
    painted(lambda painter: scene.paint_lens(painter, view, CANVAS, look, lens=layers[1]))
    assert seen == ["first", "third"]


def test_the_surround_leaves_the_film_alone(scene):
    _, view = look_and_view(scene)
    area = QRect(0, 0, CANVAS.width, CANVAS.height)
    image = painted(lambda painter: scene.paint_surround(painter, area, view, CANVAS, QColor("blue")))
    assert image.pixelColor(2, 10) == QColor("blue")
    assert image.pixelColor(20, 10) == QColor("red")


def test_without_a_film_there_is_nothing_but_surround(scene, seen):
    look, view = look_and_view(scene)
    scene.show(None)
    assert scene.radiograph is scene.film is None
    area = QRect(0, 0, CANVAS.width, CANVAS.height)
    image = painted(lambda painter: scene.paint_surround(painter, area, view, CANVAS, QColor("blue")))
    assert image.pixelColor(20, 10) == QColor("blue")
    painted(lambda painter: scene.paint(painter, view, CANVAS, look, quick=False))
    assert seen == []
