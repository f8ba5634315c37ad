"""Values inside outlines: worked by hand, and the figures that a published test image has burnt in."""

import numpy as np
import pytest

from cxrviewer.imaging.measures import angle, distance, polygon_area
from cxrviewer.imaging.radiograph import LookupTable, Rescale
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.imaging.region_values import Ellipse, Polygon, ValueAt, rectangle, statistics_of, value_at
from tests.factories import make_radiograph

SQUARE = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], np.uint16)


def film(pixels=SQUARE, **changes):
    return make_radiograph(pixels=pixels, **changes)


def test_a_rectangle_holds_the_pixels_whose_centres_it_holds():
    found = statistics_of(film(), rectangle((0.6, 0.4), (3.0, 2.0)))  # columns 1 and 2, rows 0 and 1
    assert found is not None
    assert (found.pixels, found.mean, found.smallest, found.largest) == (4, 4.5, 2, 7)
    assert found.deviation == pytest.approx(np.std([2, 3, 6, 7]))
    assert statistics_of(film(), rectangle((3.0, 2.0), (0.6, 0.4))) == found  # drawn from the other corner


def test_an_outline_between_pixel_centres_has_no_values():
    assert statistics_of(film(), rectangle((0.6, 0.6), (1.4, 1.4))) is None
    assert statistics_of(film(), rectangle((1, 1), (1, 1))) is None
    assert statistics_of(film(), Ellipse(((1, 1), (1, 3)))) is None


def test_outside_the_film_there_is_nothing_to_count():
    whole = statistics_of(film(), rectangle((-50, -50), (90, 90)))
    assert whole is not None
    assert whole.pixels == 12
    assert statistics_of(film(), rectangle((50, 50), (90, 90))) is None


def test_an_ellipse_holds_what_lies_inside_it():
    pixels = np.zeros((101, 201), np.uint16)
    y, x = np.mgrid[:101, :201] + 0.5
    inside = ((x - 100) / 80) ** 2 + ((y - 50) / 30) ** 2 < 1
    pixels[inside] = 7
    found = statistics_of(film(pixels), Ellipse(((180, 20), (20, 80))))
    assert found is not None
    assert (found.pixels, found.smallest, found.largest) == (int(inside.sum()), 7, 7)
    assert found.pixels == pytest.approx(np.pi * 80 * 30, rel=0.01)


def test_statistics_are_of_modality_values_of_signed_pixels():
    ct = film(stored_offset=-2, modality_lut=Rescale(2.0, -1000.0))
    found = statistics_of(ct, rectangle((0, 0), (2, 1)))  # stored -1 and 0
    assert found is not None
    assert (found.mean, found.smallest, found.largest) == (-1001, -1002, -1000)
    assert value_at(ct, (0.0, 0.99)) == ValueAt(0, 0, -1, -1002.0)


def test_a_modality_table_is_looked_up_before_the_mean_is_taken():
    table = LookupTable(1, np.array([100, 0], np.uint16), 16)
    found = statistics_of(film(modality_lut=table), rectangle((0, 0), (2, 1)))
    assert found is not None
    assert (found.mean, found.deviation) == (50, 50)


def test_padding_is_no_image_and_is_left_out():
    found = statistics_of(film(padding=(5, 12)), rectangle((0, 0), (4, 3)))
    assert found is not None
    assert (found.pixels, found.largest) == (4, 4)
    assert statistics_of(film(padding=(1, 12)), rectangle((0, 0), (4, 3))) is None


@pytest.mark.parametrize("point", [(-0.01, 1), (4, 1), (1, 3), (1, -1)])
def test_beside_the_film_there_is_no_value(point):
    assert value_at(film(), point) is None


def test_the_last_pixel_has_a_value():
    assert value_at(film(), (3.99, 2.99)) == ValueAt(3, 2, 12, 12.0)


TRIANGLE = ((166.5, 52.0), (33.25, 225.0), (299.75, 225.0))
"""Corners of the equilateral triangle in aspect07, at its crosses."""


@pytest.mark.shared
def test_the_figures_burnt_into_a_published_image_of_non_square_pixels(shared_data):
    """A = 27.68 cm², mean 254.8, standard deviation 2.84: as measured by another program on the same pixels."""
    image = read_radiograph(shared_data / "data/dicom/clearcanva__aspect07.dcm")
    spacing = image.pixel_spacing
    assert spacing is not None
    assert (spacing.row_mm, spacing.column_mm) == (0.4, 0.3)
    area = polygon_area(TRIANGLE, spacing)
    assert area.value / 100 == pytest.approx(27.68, abs=0.03)
    top, left, right = TRIANGLE
    sides = [distance(*pair, spacing).value for pair in ((top, left), (left, right), (right, top))]
    assert sides == pytest.approx([80, 80, 80], abs=0.2)
    assert angle(left, top, right, spacing) == pytest.approx(60, abs=0.2)
    whole = statistics_of(image, Polygon(TRIANGLE))
    assert whole is not None
    assert whole.pixels * 0.12 == pytest.approx(area.value, rel=0.005)
    # The edges are blends of white and black, so the figures of the values are those of the pixels wholly inside.
    inside = statistics_of(image, Polygon(((166.5, 52.5), (33.8, 224.5), (299.2, 224.5))))
    assert inside is not None
    assert inside.mean == pytest.approx(254.8, abs=0.05)
    assert inside.deviation == pytest.approx(2.84, abs=0.2)
