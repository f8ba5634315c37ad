"""Lengths, angles and areas worked by hand, with the unit and the source that each may claim."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.imaging.measures import (
    Quantity,
    Unit,
    angle,
    cardiothoracic_ratio,
    cobb_angle,
    distance,
    ellipse_area,
    midline_of,
    polygon_area,
)
from cxrviewer.imaging.radiograph import PixelSpacing

DETECTOR = PixelSpacing(0.2, 0.1, "at detector")  # a pixel is 0.2 mm high and 0.1 mm wide
coordinates = st.floats(-5000, 5000).map(lambda value: round(value, 3))
points = st.tuples(coordinates, coordinates)


def test_a_length_without_spacing_is_in_pixels():
    assert distance((0, 0), (3, 4), None) == Quantity(5.0, Unit.PIXEL)


def test_a_length_under_anisotropic_spacing_names_its_source():
    measured = distance((10, 10), (40, 30), DETECTOR)  # 3 mm across, 4 mm down
    assert measured.value == pytest.approx(5.0)
    assert (measured.unit, measured.source) == (Unit.MILLIMETRE, "at detector")


@pytest.mark.parametrize(("unit", "source"), [(Unit.MILLIMETRE, ""), (Unit.SQUARE_MILLIMETRE, ""), (Unit.PIXEL, "x")])
def test_no_quantity_claims_a_unit_that_it_has_no_source_for(unit, source):
    with pytest.raises(ValueError, match=unit.value):
        Quantity(1.0, unit, source)


def test_angles_are_those_in_the_patient_not_in_the_pixels():
    assert angle((10, 0), (0, 0), (0, 10), None) == pytest.approx(90)
    assert angle((10, 0), (0, 0), (10, 10), None) == pytest.approx(45)
    # 20 columns are 2 mm, 10 rows are 2 mm
    assert angle((20, 0), (0, 0), (20, 10), DETECTOR) == pytest.approx(45)
    assert angle((5, 5), (5, 5), (9, 9), None) == 0


@given(points, points, points)
def test_an_angle_is_the_same_from_either_side(a, vertex, b):
    found = angle(a, vertex, b, DETECTOR)
    assert 0 <= found <= 180
    assert found == pytest.approx(angle(b, vertex, a, DETECTOR))


def line_at(middle, degrees, half=50.0):
    dx, dy = half * math.cos(math.radians(degrees)), half * math.sin(math.radians(degrees))
    return (middle[0] - dx, middle[1] - dy), (middle[0] + dx, middle[1] + dy)


@pytest.mark.parametrize(("upper", "lower", "expected"), [(20, -15, 35), (0, 0, 0), (-5, 25, 30), (60, -50, 110)])
@pytest.mark.parametrize("swap_upper", [False, True])
@pytest.mark.parametrize("swap_lower", [False, True])
@pytest.mark.parametrize("swap_lines", [False, True])
@pytest.mark.parametrize("turned", [0, 90, 200])
def test_the_cobb_angle_does_not_depend_on_the_order_of_drawing(
    upper, lower, expected, swap_upper, swap_lower, swap_lines, turned
):
    away = (-300 * math.sin(math.radians(turned)), 300 * math.cos(math.radians(turned)))
    first, second = line_at((500, 400), upper + turned), line_at((500 + away[0], 400 + away[1]), lower + turned)
    if swap_upper:
        first = first[::-1]
    if swap_lower:
        second = second[::-1]
    if swap_lines:
        first, second = second, first
    assert cobb_angle(first, second, None) == pytest.approx(expected)


def test_a_cobb_angle_of_two_lines_through_one_middle_is_the_smaller_one():
    assert cobb_angle(line_at((0, 0), 0), line_at((0, 0), 120), None) == pytest.approx(60)


def test_areas():
    corners = ((0, 0), (30, 0), (30, 20), (0, 20))
    assert polygon_area(corners, None) == Quantity(600.0, Unit.SQUARE_PIXEL)
    measured = polygon_area(corners[::-1], DETECTOR)  # 3 mm by 4 mm
    assert measured.value == pytest.approx(12.0)
    assert (measured.unit, measured.source) == (Unit.SQUARE_MILLIMETRE, "at detector")
    assert ellipse_area((30, 20), (0, 0), DETECTOR).value == pytest.approx(math.pi * 1.5 * 2)


def test_a_cardiothoracic_ratio_worked_by_hand():
    found = cardiothoracic_ratio(((140, 300), (310, 330)), ((50, 350), (400, 350)), ((200, 0), (200, 400)), DETECTOR)
    assert found is not None
    assert found.first.value == pytest.approx(6.0)
    assert found.last.value == pytest.approx(11.0)
    assert found.thorax == Quantity(pytest.approx(35.0), Unit.MILLIMETRE, "at detector")
    assert f"{found.ratio:.2f}" == "0.49"


def test_a_tilted_midline_measures_square_to_itself():
    # Everything turned by 30 degrees: same figures.
    def turn(point):
        c, s = math.cos(math.radians(30)), math.sin(math.radians(30))
        return c * point[0] - s * point[1], s * point[0] + c * point[1]

    heart, thorax, midline = ((140, 300), (310, 330)), ((50, 350), (400, 350)), ((200, 0), (200, 400))
    upright = cardiothoracic_ratio(heart, thorax, midline, None)
    turned = cardiothoracic_ratio(*(tuple(turn(point) for point in line) for line in (heart, thorax, midline)), None)
    assert upright is not None
    assert turned is not None
    assert turned.ratio == pytest.approx(upright.ratio)
    assert turned.first.value == pytest.approx(60)
    assert turned.last.value == pytest.approx(110)


def test_a_heart_all_on_one_side_of_the_midline_is_still_as_wide_as_it_is():
    found = cardiothoracic_ratio(((210, 0), (310, 0)), ((0, 0), (400, 0)), ((200, 0), (200, 9)), None)
    assert found is not None
    assert found.first.value == pytest.approx(-10)
    assert found.ratio == pytest.approx(0.25)


@given(points, points, points, points)
def test_strokes_drawn_from_either_end_give_one_ratio(a, b, c, d):
    midline = ((0.0, 0.0), (10.0, 100.0))
    one = cardiothoracic_ratio((a, b), (c, d), midline, None)
    other = cardiothoracic_ratio((b, a), (d, c), midline[::-1], None)
    if one is not None and one.thorax.value > 1e-6:
        assert other is not None
        assert other.ratio == pytest.approx(one.ratio)


def test_there_is_no_ratio_without_a_width():
    assert cardiothoracic_ratio(((0, 0), (9, 0)), ((5, 0), (5, 9)), ((0, 0), (0, 9)), None) is None
    assert cardiothoracic_ratio(((0, 0), (9, 0)), ((0, 0), (9, 0)), ((4, 4), (4, 4)), None) is None


def test_a_midline_begins_square_to_the_thorax_in_millimetres():
    top, bottom = midline_of(((0, 100), (400, 300)), DETECTOR)  # 40 mm across, 40 mm down
    assert ((top[0] + bottom[0]) / 2, (top[1] + bottom[1]) / 2) == (200, 200)
    assert top[1] < bottom[1]
    assert distance(top, bottom, DETECTOR).value == pytest.approx(0.6 * math.hypot(40, 40))
    across, down = 400 * 0.1, 200 * 0.2
    assert (bottom[0] - top[0]) * 0.1 * across + (bottom[1] - top[1]) * 0.2 * down == pytest.approx(0)
