import numpy as np

from cxrviewer.ui.image.pyramid import Pyramid
from tests.factories import make_pixels, make_radiograph


def test_a_level_is_the_mean_of_two_by_two():
    pixels = np.array([[0, 4, 100, 100], [4, 8, 100, 101]], np.uint16)
    assert Pyramid.of(make_radiograph(pixels=pixels)).level(1).values.tolist() == [[4, 100]]


def test_levels_keep_the_mean():
    pixels = make_pixels(512, 512)
    level = Pyramid.of(make_radiograph(pixels=pixels)).level(5)
    assert level.values.shape == (16, 16)
    assert abs(level.values.mean() - pixels.mean()) < 0.5


def test_largest_values_do_not_overflow():
    pixels = np.full((8, 8), 65535, np.uint16)
    assert (Pyramid.of(make_radiograph(pixels=pixels)).level(3).values == 65535).all()


def test_odd_edges_are_kept():
    pixels = np.array([[1, 1, 9], [1, 1, 9], [5, 5, 7]], np.uint16)
    assert Pyramid.of(make_radiograph(pixels=pixels)).level(1).values.tolist() == [[1, 9], [5, 7]]


def test_the_last_level_is_one_pixel():
    pyramid = Pyramid.of(make_radiograph(pixels=make_pixels(5, 300)))
    assert pyramid.level(50).values.shape == (1, 1)


def test_padding_has_no_part_in_a_mean():
    pixels = np.array([[0, 1000], [0, 2000]], np.uint16)
    level = Pyramid.of(make_radiograph(pixels=pixels, padding=(0, 10))).level(1)
    assert level.values.tolist() == [[1500]]
    assert level.film_share is not None
    assert level.film_share.tolist() == [[0.5]]


def test_padding_of_signed_values_is_shifted_as_they_are():
    pixels = np.array([[30768, 40000]], np.uint16)  # -2000 and 7232
    pyramid = Pyramid.of(make_radiograph(pixels=pixels, padding=(-2000, -2000), stored_offset=-32768))
    assert pyramid.padding_value == 30768
    share = pyramid.level(0).film_share
    assert share is not None
    assert share.tolist() == [[0, 1]]


def test_a_film_that_only_announces_padding_is_an_ordinary_film():
    pixels = np.full((4, 4), 500, np.uint16)
    assert Pyramid.of(make_radiograph(pixels=pixels, padding=(0, 10))).level(0).film_share is None
