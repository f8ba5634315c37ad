from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cxrviewer.ui.image import view_state
from cxrviewer.ui.image.orientation import EVERY_ORIENTATION
from cxrviewer.ui.image.view_state import Canvas, Film, View

quick = settings(deadline=None, max_examples=60)
films = st.builds(Film, st.integers(1, 6000), st.integers(1, 6000))
canvases = st.builds(Canvas, st.integers(50, 4000), st.integers(50, 4000), st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]))
near = st.floats(-2000, 2000)
points = st.tuples(near, near)
views = st.builds(View, st.floats(1 / 64, 32), points, orientation=st.sampled_from(EVERY_ORIENTATION))


def close(one, other, within=1e-5):
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


@quick
@given(views, canvases, points)
def test_to_the_film_and_back(view, canvas, point):
    film_point = view_state.widget_to_film(view, canvas, point)
    assert close(view_state.film_to_widget(view, canvas, film_point), point)


@quick
@given(views, canvases, points, st.floats(0.1, 10))
def test_what_is_under_the_pointer_stays_there_when_zooming(view, canvas, point, factor):
    zoomed = view_state.zoom_at(view, canvas, point, factor)
    before = view_state.widget_to_film(view, canvas, point)
    assert close(view_state.film_to_widget(zoomed, canvas, before), point, within=1e-3)
    assert not zoomed.fit


@quick
@given(views, canvases, points, st.floats(0.2, 5))
def test_zooming_in_and_out_again_ends_where_it_began(view, canvas, point, factor):
    assume(1 / 64 < view.zoom * factor < 32)
    there_and_back = view_state.zoom_at(view_state.zoom_at(view, canvas, point, factor), canvas, point, 1 / factor)
    assert abs(there_and_back.zoom - view.zoom) < 1e-9 * view.zoom
    assert close(there_and_back.centre, view.centre, within=1e-3)


@quick
@given(views, canvases, points, st.floats(1e-4, 1e4))
def test_zoom_has_bounds(view, canvas, point, zoom):
    zoomed = view_state.zoom_to(view, canvas, point, zoom)
    assert view_state.SMALLEST_ZOOM <= zoomed.zoom <= view_state.LARGEST_ZOOM


@quick
@given(views, canvases, points, near, near)
def test_a_point_moves_as_far_as_the_hand(view, canvas, point, dx, dy):
    moved = view_state.film_to_widget(view_state.panned(view, canvas, dx, dy), canvas, point)
    still = view_state.film_to_widget(view, canvas, point)
    assert close(moved, (still[0] + dx, still[1] + dy), within=1e-3)


@quick
@given(films, canvases, st.sampled_from(EVERY_ORIENTATION))
def test_fitted_film_lies_within_and_touches_two_edges(film, canvas, orientation):
    placed = view_state.place(view_state.fit_to(film, canvas, orientation), film, canvas)
    assert placed.left >= 0
    assert placed.top >= 0
    assert placed.left + placed.width <= canvas.device_width
    assert placed.top + placed.height <= canvas.device_height
    assert placed.width == canvas.device_width or placed.height == canvas.device_height


@quick
@given(films, canvases, st.floats(0, 1), st.floats(0, 1))
def test_at_one_to_one_a_film_pixel_is_a_device_pixel(film, canvas, x, y):
    view = View(1.0, (x * film.columns, y * film.rows))
    placed = view_state.place(view, film, canvas)
    assert (placed.width, placed.height) == (film.columns, film.rows)


@quick
@given(views, films, canvases)
def test_a_film_is_placed_where_its_corners_are(view, film, canvas):
    placed = view_state.place(view, film, canvas)
    ends = [view_state.film_to_widget(view, canvas, corner) for corner in ((0, 0), (film.columns, film.rows))]
    xs, ys = ([end[axis] * canvas.ratio for end in ends] for axis in (0, 1))
    assert close((placed.left, placed.top), (min(xs), min(ys)), within=0.51)
    assert close((placed.left + placed.width, placed.top + placed.height), (max(xs), max(ys)), within=1.51)


@quick
@given(views, films)
def test_a_film_cannot_be_lost(view, film):
    x, y = view_state.in_sight(view, film).centre
    assert 0 <= x <= film.columns
    assert 0 <= y <= film.rows


def test_device_pixels_of_a_scaled_screen():
    assert (Canvas(100, 50, 1.25).device_width, Canvas(100, 50, 1.25).device_height) == (125, 62)
    assert Canvas(0, 0).device_width == 1
