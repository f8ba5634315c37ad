"""Where the lungs are: a drawn chest, the bundled phantoms, and what has none."""

from dataclasses import replace

import numpy as np
import pytest

from cxrviewer import paths
from cxrviewer.imaging.lung_fields import chest_likeness
from cxrviewer.imaging.radiograph import Window
from cxrviewer.imaging.reading import read_radiograph
from tests.factories import make_radiograph

LEFT, TOP, WIDTH, HEIGHT = 150, 180, 500, 480


def chest(rows=900, columns=800, *, left=LEFT, top=TOP):
    """Two dark ellipses in a grey body, drawn here by other means than the code's own drawing."""
    y, x = np.mgrid[:rows, :columns]
    film = np.full((rows, columns), 2200.0)
    for centre in (left + 0.21 * WIDTH, left + 0.79 * WIDTH):
        inside = ((x - centre) / (0.21 * WIDTH)) ** 2 + ((y - top - HEIGHT / 2) / (HEIGHT / 2)) ** 2 < 1
        film[inside] = 900
    film += np.random.default_rng(0).normal(0, 30, film.shape)
    return make_radiograph(pixels=film.clip(0, 4095).astype(np.uint16), voi=(Window(2048, 4096),))


def test_the_fields_are_found_where_they_are():
    likeness = chest_likeness(chest())
    found = likeness.lung_fields
    assert likeness.upright > 0.6
    assert found.left == pytest.approx(LEFT, abs=0.12 * WIDTH)
    assert found.top == pytest.approx(TOP, abs=0.12 * HEIGHT)
    assert found.width == pytest.approx(WIDTH, rel=0.15)
    assert found.height == pytest.approx(HEIGHT, rel=0.2)


def test_they_move_with_the_film():
    here, there = (chest_likeness(chest(left=left, top=top)).lung_fields for left, top in ((60, 150), (220, 300)))
    assert there.left - here.left == pytest.approx(160, abs=30)
    assert there.top - here.top == pytest.approx(150, abs=30)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_chest_is_told_from_an_upright_one(turns):
    film = read_radiograph(paths.resources() / "demo_cases" / "case_2.dcm")
    upright = chest_likeness(film)
    assert upright.upright > upright.turned + 0.05
    turned = chest_likeness(make_radiograph(pixels=np.ascontiguousarray(np.rot90(film.pixels, turns)), voi=film.voi))
    assert turned.turned > turned.upright + 0.05
    assert turned.quarter_turns == turns  # np.rot90 turns to the left, and as often back to the right


def test_a_negative_is_as_like_as_the_film_was():
    film = read_radiograph(paths.resources() / "demo_cases" / "case_2.dcm")
    assert film.bits_stored == 12
    negative = make_radiograph(pixels=(4095 - film.pixels.clip(0, 4095)).astype(np.uint16), voi=(Window(2048, 4096),))
    same = make_radiograph(pixels=film.pixels.clip(0, 4095), voi=(Window(2048, 4096),))
    assert chest_likeness(negative).inverted == pytest.approx(chest_likeness(same).upright, abs=0.01)


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (1, 500), (500, 1), (40, 3000)])
def test_no_shape_is_too_odd(shape):
    pixels = np.random.default_rng(1).integers(0, 4096, shape, dtype=np.uint16)
    assert -1 <= chest_likeness(make_radiograph(pixels=pixels)).upright <= 1


def test_a_blank_film_is_like_nothing():
    assert chest_likeness(make_radiograph(pixels=np.full((600, 500), 700, np.uint16))).upright < 0.1


def test_a_white_frame_around_the_film_changes_little():
    film = read_radiograph(paths.resources() / "demo_cases" / "case_2.dcm")
    bare = chest_likeness(film)
    rows, columns = film.pixels.shape
    frame = round(0.06 * rows)
    pixels = np.full((rows + 2 * frame, columns + 2 * frame), (1 << film.bits_stored) - 1, film.pixels.dtype)
    pixels[frame:-frame, frame:-frame] = film.pixels
    framed = chest_likeness(replace(film, pixels=pixels))
    assert framed.upright == pytest.approx(bare.upright, abs=0.06)
    assert framed.lung_fields.left == pytest.approx(bare.lung_fields.left + frame, abs=0.06 * columns)
    assert framed.lung_fields.top == pytest.approx(bare.lung_fields.top + frame, abs=0.06 * rows)


def test_a_film_that_is_all_white_is_no_chest():
    film = read_radiograph(paths.resources() / "demo_cases" / "case_2.dcm")
    white = np.full_like(film.pixels, (1 << film.bits_stored) - 1)
    assert chest_likeness(replace(film, pixels=white)).upright < 0.2
