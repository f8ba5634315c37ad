import numpy as np
import pytest

from cxrviewer.ui.image.quick_sampling import quickly_sampled
from tests.factories import make_pixels


def test_each_pixel_is_the_mean_of_four():
    pixels = np.array([[0, 4, 10, 10], [4, 9, 10, 11]], np.uint16)
    # (0 + 4) / 2 = 2, (4 + 9) / 2 = 6 (a half down), then (2 + 6) / 2 = 4; 10, 10 (a half down), 10
    assert quickly_sampled(pixels, (0, 0, 4, 2), (2, 1)).tolist() == [[4, 10]]


def test_one_value_where_nothing_may_be_mixed():
    pixels = np.array([[1, 2, 3, 4]], np.uint16)
    assert quickly_sampled(pixels, (0, 0, 4, 1), (2, 1), average=False).tolist() == [[2, 4]]


def test_the_largest_values_do_not_overflow():
    assert (quickly_sampled(np.full((300, 300), 65535, np.uint16), (0, 0, 300, 300), (170, 170)) == 65535).all()


@pytest.mark.parametrize("box", [(0, 0, 240, 240), (10.3, 20.7, 200.2, 210.9)])
def test_the_picture_as_a_whole_is_as_bright_as_the_film(box):
    pixels = make_pixels(240, 240)
    sampled = quickly_sampled(pixels, box, (150, 150))
    part = pixels[round(box[1]) : round(box[3]), round(box[0]) : round(box[2])]
    assert abs(sampled.mean() - part.mean()) < 8


def test_a_box_at_the_edge_reaches_for_nothing_outside():
    pixels = make_pixels(50, 40)
    sampled = quickly_sampled(pixels, (39.5, 49.5, 40, 50), (7, 3))
    assert (sampled == pixels[-1, -1]).all()
