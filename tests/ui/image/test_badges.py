import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from cxrviewer.ui.image.badges import Badges
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.palette import Palette
from tests.factories import make_radiograph

WORDS = "Flipped left-right: side markers read mirrored"
NOTHING = QRectF()


def painted(badges, width=900, film=255, left=NOTHING, right=NOTHING):
    """(picture (300, width), covered rectangle) of badges on a film of one grey."""
    image = QImage(width, 300, QImage.Format.Format_Grayscale8)
    image.fill(film)
    painter = QPainter(image)
    covered = badges.paint(painter, QRectF(0, 0, width, 300), left, right)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(300, -1)[:, :width].copy(), covered


@pytest.fixture
def badges(qapp):
    return Badges(Palette())


def test_words_stay_until_they_are_taken_away(badges):
    assert badges.set("flip", WORDS)
    assert not badges.set("flip", WORDS)
    badges.set("voi", "VOI LUT damaged: skipped")
    assert badges.words == (WORDS, "VOI LUT damaged: skipped")
    badges.set("flip", "Flipped")
    assert badges.words == ("Flipped", "VOI LUT damaged: skipped")
    assert badges.set("flip", "")
    assert not badges.set("flip", "")
    assert badges.words == ("VOI LUT damaged: skipped",)


@pytest.mark.parametrize("film", [0, 128, 255])
def test_they_are_read_on_any_film(badges, film):
    badges.set("flip", WORDS)
    picture, covered = painted(badges, film=film)
    plate = picture[int(covered.top()) : int(covered.bottom()), int(covered.left()) : int(covered.right())]
    dark, light = np.percentile(plate, 5).astype(float), float(plate.max())
    assert dark < 40
    assert light > 140
    outside = picture.copy()
    outside[int(covered.top()) : int(covered.bottom()), int(covered.left()) : int(covered.right())] = film
    assert (outside == film).all()


def test_they_stand_in_the_middle_at_the_top_one_below_the_other(badges):
    badges.set("flip", WORDS)
    _, one = painted(badges)
    assert abs(one.center().x() - 450) <= 1
    assert one.top() == 8
    badges.set("voi", "VOI LUT damaged: skipped")
    _, two = painted(badges)
    assert two.top() == 8
    assert two.height() > 2 * one.height()


def test_nothing_is_painted_without_badges(badges):
    picture, covered = painted(badges)
    assert covered.isNull()
    assert (picture == 255).all()


@pytest.mark.parametrize("width", [300, 420, 640, 900, 1400])
def test_they_never_cover_the_texts_of_the_corners(badges, width):
    badges.set("flip", WORDS)
    badges.set("voi", "the first VOI LUT of this file is damaged and was skipped; " * 3)
    left, right = QRectF(8, 8, width * 0.4, 60), QRectF(width * 0.75, 8, width * 0.25 - 8, 75)
    _, covered = painted(badges, width, left=left, right=right)
    assert covered.width() > 100
    assert not covered.intersects(left)
    assert not covered.intersects(right)
    assert covered.left() >= 8
    assert covered.right() <= width - 8


def test_a_long_badge_has_two_lines_and_then_an_ellipsis(badges):
    badges.set("one", "one line")
    _, one = painted(badges, 300)
    badges.set("one", "word " * 200)
    _, long = painted(badges, 300)
    assert one.height() * 1.5 < long.height() < one.height() * 2.5


def test_a_pane_too_narrow_for_words_shows_none(badges):
    badges.set("flip", WORDS)
    assert painted(badges, 100)[1].isNull()


def test_the_canvas_shows_them_and_says_so(qtbot):
    canvas = FilmCanvas(Palette())
    qtbot.addWidget(canvas)
    canvas.resize(700, 400)
    canvas.show_radiograph(make_radiograph())
    before = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.badges_changed) as changed:
        canvas.set_badge("flip", WORDS)
    assert changed.args == [(WORDS,)]
    assert canvas.badges == (WORDS,)
    assert canvas.grab().toImage() != before
    with qtbot.assertNotEmitted(canvas.badges_changed):
        canvas.set_badge("flip", WORDS)
    canvas.set_badge("flip", "")
    assert canvas.grab().toImage() == before


def test_badges_and_the_patient_are_both_read_on_a_narrow_canvas(qtbot):
    canvas = FilmCanvas(Palette())
    qtbot.addWidget(canvas)
    canvas.resize(420, 400)
    canvas.show_radiograph(make_radiograph())
    before = canvas.grab().toImage().copy(0, 0, 200, 65)
    canvas.set_badge("flip", WORDS)
    assert canvas.grab().toImage().copy(0, 0, 200, 65) == before
