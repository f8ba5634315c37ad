import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.imaging.annotation import POINTS, Annotation, Figure
from cxrviewer.imaging.radiograph import PixelSpacing
from cxrviewer.ui.image.annotations.figures import clamped, completed, handles, kept_on, strokes, with_handle
from tests.factories import make_pixels, make_radiograph

FILM = make_radiograph(pixels=make_pixels(300, 400), pixel_spacing=PixelSpacing(0.2, 0.1, "at detector"))
on_film = st.tuples(st.floats(0, 400), st.floats(0, 300))


@pytest.mark.parametrize("figure", list(Figure))
@given(data=st.data())
def test_a_figure_of_any_points_can_be_drawn_at_any_stage(figure, data):
    points = tuple(data.draw(st.lists(on_film, min_size=POINTS[figure], max_size=POINTS[figure])))
    for count in range(1, len(points) + 1):
        for stroke in strokes(figure, points[:count], FILM.pixel_spacing):
            assert all(math.isfinite(coordinate) for point in stroke.points for coordinate in point)


@given(on_film, on_film, on_film, st.integers(0, 3))
def test_a_corner_goes_where_it_is_pulled_and_the_opposite_one_stays(first, second, to, corner):
    box = Annotation(Figure.RECTANGLE, (first, second))
    pulled = handles(with_handle(box, corner, to))
    assert pulled[corner] == to
    assert pulled[(corner + 2) % 4] == handles(box)[(corner + 2) % 4]


@given(on_film, on_film, st.floats(-900, 900), st.floats(-900, 900))
def test_a_moved_figure_keeps_its_shape_and_stays_on_the_film(first, second, dx, dy):
    moved = kept_on(Annotation(Figure.LENGTH, (first, second)), dx, dy, FILM)
    (ax, ay), (bx, by) = moved.points
    assert (bx - ax, by - ay) == pytest.approx((second[0] - first[0], second[1] - first[1]))
    for point in moved.points:
        assert clamped(point, FILM) == pytest.approx(point)


@given(on_film, on_film, on_film, on_film)
def test_a_new_midline_lies_on_the_film_and_is_square_to_the_thorax(a, b, c, d):
    if math.dist(c, d) < 1:
        return
    points = completed(Figure.CARDIOTHORACIC, (a, b, c, d), FILM)
    for point in points[4:]:
        x, y = clamped(point, FILM)
        # A middle at the very edge still gets a short midline that can be taken hold of.
        assert math.hypot(x - point[0], y - point[1]) <= 0.02 * 300
    across = ((d[0] - c[0]) * 0.1, (d[1] - c[1]) * 0.2)
    along = ((points[5][0] - points[4][0]) * 0.1, (points[5][1] - points[4][1]) * 0.2)
    assert across[0] * along[0] + across[1] * along[1] == pytest.approx(0, abs=1e-6)


def test_the_arc_of_an_angle_is_on_the_measured_side():
    _, arc = strokes(Figure.ANGLE, ((100.0, 0.0), (0.0, 0.0), (0.0, 200.0)), None)
    assert [math.hypot(*point) for point in arc.points] == pytest.approx([25.0] * len(arc.points))
    assert all(x >= -1e-9 and y >= -1e-9 for x, y in arc.points)
