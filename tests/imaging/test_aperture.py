"""What a shutter or a collimator leaves open, pixel by pixel; worked by hand."""

import numpy as np
import pytest

from cxrviewer.imaging.aperture import Aperture, Ellipse, Polygon, Rectangle, open_mask


def drawn(*shapes, rows=5, columns=6, step=1):
    mask = open_mask(Aperture(shapes), rows, columns, step=step)
    return ["".join("#" if pixel else "." for pixel in row) for row in mask]


def test_a_rectangle_opens_the_pixels_between_its_edges():
    assert drawn(Rectangle(1, 2, 4, 4)) == ["......", "......", ".###..", ".###..", "......"]


def test_an_edge_within_a_pixel_counts_by_the_pixels_centre():
    assert drawn(Rectangle(0.4, 0, 1.6, 1), rows=1) == ["##...."]
    assert drawn(Rectangle(0.6, 0, 1.4, 1), rows=1) == ["......"]


def test_a_circle_opens_what_lies_within_its_radius():
    assert drawn(Ellipse((2.5, 2.5), 1.5, 1.5)) == ["......", ".###..", ".###..", ".###..", "......"]


def test_on_pixels_twice_as_tall_a_circle_is_half_as_high():
    assert drawn(Ellipse((2.5, 2.5), 2.2, 1.1)) == ["......", "..#...", "#####.", "..#...", "......"]


def test_a_polygon_opens_what_it_surrounds():
    assert drawn(Polygon(((0, 0), (6, 0), (0, 6)))) == ["#####.", "####..", "###...", "##....", "#....."]


def test_a_polygon_with_a_notch_leaves_it_covered():
    notched = Polygon(((0, 0), (6, 0), (6, 5), (4, 5), (4, 2), (2, 2), (2, 5), (0, 5)))
    assert drawn(notched) == ["######", "######", "##..##", "##..##", "##..##"]


def test_the_way_round_a_polygon_does_not_matter():
    corners = ((0.0, 0.0), (6.0, 1.0), (3.0, 5.0))
    assert drawn(Polygon(corners)) == drawn(Polygon(corners[::-1]))


def test_several_shapes_open_what_all_of_them_open():
    assert drawn(Rectangle(0, 0, 3, 5), Rectangle(2, 1, 6, 2)) == ["......", "..#...", "......", "......", "......"]


def test_every_second_pixel_is_the_mask_of_the_whole_at_those_pixels():
    shapes = (Polygon(((1, 1), (30, 4), (12, 38))), Ellipse((15, 15), 13, 17))
    whole = open_mask(Aperture(shapes), 40, 33)
    assert np.array_equal(open_mask(Aperture(shapes), 40, 33, step=3), whole[::3, ::3])


@pytest.mark.parametrize(
    "shape",
    [
        lambda: Rectangle(3, 0, 3, 5),
        lambda: Rectangle(0, 5, 3, 2),
        lambda: Ellipse((0, 0), 0, 1),
        lambda: Polygon(((0, 0), (1, 1))),
        lambda: Aperture(()),
    ],
)
def test_what_has_no_area_is_refused(shape):
    with pytest.raises(ValueError, match=r"apart|radius|three|shape"):
        shape()
