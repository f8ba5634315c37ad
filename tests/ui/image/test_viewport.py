import numpy as np
import pytest

from cxrviewer.ui.image.orientation import EVERY_ORIENTATION
from cxrviewer.ui.image.pyramid import Pyramid
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.view_state import Canvas, Film, View, fit_to, panned, place
from cxrviewer.ui.image.viewport import grey_values, turned, visible_patch
from tests.factories import make_pixels, make_radiograph


def patch_of(pixels, canvas, view=None, magnification=Magnification.SMOOTH, **changes):
    film = Film(pixels.shape[1], pixels.shape[0])
    pyramid = Pyramid.of(make_radiograph(pixels=pixels, **changes))
    view = view or fit_to(film, canvas)
    return visible_patch(pyramid, place(view, film, canvas), canvas, magnification)


def checkerboard(side):
    return ((np.indices((side, side)).sum(axis=0) % 2) * 4095).astype(np.uint16)


@pytest.mark.parametrize("side", [1200, 1000, 777, 500, 300, 60])
def test_a_minified_checkerboard_is_grey_and_not_another_pattern(side):
    values = patch_of(checkerboard(2400), Canvas(side, side)).values
    assert values.shape == (side, side)
    assert values.min() >= 2046
    assert values.max() <= 2050


def test_a_minified_gradient_stays_the_gradient():
    ramp = np.tile(np.arange(3000, dtype=np.uint16), (3000, 1))
    values = patch_of(ramp, Canvas(700, 700)).values.astype(float)
    expected = (np.arange(700) + 0.5) * 3000 / 700 - 0.5
    assert np.abs(values - expected)[:, 5:-5].max() <= 1.5
    assert abs(values.mean() - ramp.mean()) < 1


def test_half_size_is_the_mean_of_two_by_two():
    pixels = make_pixels(80, 80)
    values = patch_of(pixels, Canvas(40, 40)).values
    means = pixels.reshape(40, 2, 40, 2).mean(axis=(1, 3))
    np.testing.assert_array_equal(values, np.floor(means + 0.5))


def test_one_to_one_is_the_film_itself():
    pixels = make_pixels(300, 200)
    patch = patch_of(pixels, Canvas(101, 77), View(1.0, (90.0, 120.0)))
    assert (patch.left, patch.top) == (0, 0)
    np.testing.assert_array_equal(patch.values, pixels[81:158, 39:140])


def test_a_small_film_leaves_the_rest_of_the_canvas_alone():
    pixels = make_pixels(20, 10)
    patch = patch_of(pixels, Canvas(100, 100), View(1.0, (5.0, 10.0)))
    assert (patch.left, patch.top) == (45, 40)
    np.testing.assert_array_equal(patch.values, pixels)


def test_nothing_of_the_film_in_sight():
    assert patch_of(make_pixels(20, 20), Canvas(50, 50), View(8.0, (-100.0, 0.0))) is None


def test_nearest_draws_squares():
    pixels = make_pixels(10, 10)
    patch = patch_of(pixels, Canvas(40, 40), magnification=Magnification.NEAREST)
    np.testing.assert_array_equal(patch.values, pixels.repeat(4, axis=0).repeat(4, axis=1))


def test_smooth_enlarging_goes_through_the_pixels_and_no_further_than_the_film():
    pixels = np.zeros((20, 20), np.uint16)
    pixels[:, 10:] = 3000
    values = patch_of(pixels, Canvas(100, 100)).values  # five times: each fifth pixel is a pixel's middle
    np.testing.assert_array_equal(values[2::5, 2::5], pixels)
    assert values.max() == 3000
    row = values[50, 40:60].astype(int)
    assert (np.diff(row) >= -1).all() or len(set(row.tolist())) > 4


@pytest.mark.parametrize("zoom", [0.11, 0.3, 0.5, 0.55, 0.9, 1.0, 1.7, 6.0])
@pytest.mark.parametrize(("dx", "dy"), [(7, 0), (0, -5), (-31, 12), (500, 500)])
@pytest.mark.parametrize("magnification", list(Magnification))
@pytest.mark.parametrize("orientation", [EVERY_ORIENTATION[0], EVERY_ORIENTATION[7]])
def test_a_moved_film_is_what_a_newly_drawn_one_is(zoom, dx, dy, magnification, orientation):
    pixels = make_pixels(431, 377)
    film, canvas = Film(377, 431), Canvas(150, 140, 1.5)
    pyramid = Pyramid.of(make_radiograph(pixels=pixels))
    view = View(zoom, (150.0, 200.0), orientation=orientation)
    before = visible_patch(pyramid, place(view, film, canvas), canvas, magnification)
    placement = place(panned(view, canvas, dx, dy), film, canvas)
    moved = visible_patch(pyramid, placement, canvas, magnification, previous=before)
    new = visible_patch(pyramid, placement, canvas, magnification)
    if new is None:
        assert moved is None
        return
    assert (moved.left, moved.top) == (new.left, new.top)
    assert np.abs(moved.values.astype(int) - new.values).max() <= 1  # rounding alone


@pytest.mark.parametrize("orientation", EVERY_ORIENTATION)
@pytest.mark.parametrize("zoom", [0.11, 0.3, 0.5, 0.9, 1.0, 1.7, 6.0])
@pytest.mark.parametrize("magnification", list(Magnification))
def test_a_turned_film_is_drawn_as_the_film_of_turned_pixels(zoom, orientation, magnification):
    pixels = make_pixels(432, 384)  # halved often enough without an odd edge
    lying = np.ascontiguousarray(turned(pixels, orientation))
    canvas = Canvas(150, 141, 1.5)
    x, y = orientation.to_screen((150.0 - 192, 200.0 - 216))
    across, down = orientation.size(384, 432)
    view, same = (
        View(zoom, (150.0, 200.0), orientation=orientation),
        View(zoom, (x + across / 2, y + down / 2)),
    )
    patch, other = (
        patch_of(pixels, canvas, view, magnification),
        patch_of(lying, canvas, same, magnification),
    )
    assert (patch.left, patch.top) == (other.left, other.top)
    assert patch.values.flags.c_contiguous
    difference = np.abs(patch.values.astype(int) - other.values)
    # Rounding of a half goes another way from the other side; squares have their edges elsewhere where they tie.
    assert difference.max() <= 1 or (magnification is Magnification.NEAREST and (difference > 0).mean() < 0.02)


def test_other_zoom_and_other_magnification_use_nothing_of_before():
    pixels = make_pixels(40, 40)
    film, canvas = Film(40, 40), Canvas(100, 100)
    pyramid = Pyramid.of(make_radiograph(pixels=pixels))
    before = visible_patch(pyramid, place(View(2.0, (20.0, 20.0)), film, canvas), canvas)
    for zoom, magnification in ((3.0, Magnification.SMOOTH), (2.0, Magnification.NEAREST)):
        placement = place(View(zoom, (20.0, 20.0)), film, canvas)
        again = visible_patch(pyramid, placement, canvas, magnification, previous=before)
        new = visible_patch(pyramid, placement, canvas, magnification)
        np.testing.assert_array_equal(again.values, new.values)


@pytest.mark.parametrize("side", [37, 40, 61, 90, 300])
def test_padding_draws_no_rim(side):
    pixels = np.full((90, 90), 2000, np.uint16)
    pixels[:, :31] = 0
    values = patch_of(pixels, Canvas(side, side), padding=(0, 0)).values
    assert set(np.unique(values).tolist()) <= {0, 2000}
    assert abs((values == 0).mean() - 31 / 90) < 0.03


def test_the_table_is_all_that_makes_grey():
    values = np.array([[0, 1], [2, 65535]], np.uint16)
    table = np.arange(65536, dtype=np.uint32).astype(np.uint8)[::-1].copy()
    out = np.empty((2, 2), np.uint8)
    assert grey_values(values, table, out=out) is out
    assert out.tolist() == [[255, 254], [253, 0]]
    assert grey_values(values, table).tolist() == out.tolist()
