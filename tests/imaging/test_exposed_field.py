"""Which part of a film is image: padding, shutter, collimator, and borders that are only in the pixels."""

import numpy as np
import pytest

from cxrviewer.imaging.aperture import Aperture, Rectangle, Shutter
from cxrviewer.imaging.exposed_field import FieldHistogram, exposed_histograms, exposed_mask
from cxrviewer.imaging.grayscale import automatic_window
from cxrviewer.imaging.radiograph import PhotometricInterpretation, Rescale
from cxrviewer.imaging.reading import read_radiograph
from tests.factories import make_radiograph

ROWS, COLUMNS = 300, 260


def chest(seed=1):
    """Something like a chest of 12 bits: two dark lungs in soft tissue that is thickest in the middle, and noise."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS] / ROWS
    values = 2500 + 900 * y - 1100 * ((x - 0.43) / 0.43) ** 2
    for centre in (0.24, 0.62):
        values = values - 1500 * np.exp(-(((x - centre) / 0.13) ** 4) - ((y - 0.45) / 0.3) ** 4)
    return values + np.random.default_rng(seed).normal(0, 12, values.shape)


def film(values, **changes):
    pixels = np.clip(values, 0, 4095).astype(np.uint16)
    return make_radiograph(**({"pixels": pixels, "voi": ()} | changes))


def framed(level, *, top=0, bottom=0, left=0, right=0, blur=0):
    """The chest behind blades of that level at its sides, their edge ``blur`` pixels wide."""
    values = chest()
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    depth = np.minimum.reduce([y - top, ROWS - 1 - bottom - y, x - left, COLUMNS - 1 - right - x])
    share = np.clip((depth + 0.5) / blur + 0.5, 0, 1) if blur else (depth >= 0).astype(float)
    noise = np.random.default_rng(2).normal(0, 8, values.shape)
    return values * share + (level + noise) * (1 - share)


@pytest.mark.parametrize("level", [30, 4000])
@pytest.mark.parametrize("blur", [0, 6])
@pytest.mark.parametrize(
    "sides",
    [{"top": 40}, {"bottom": 70}, {"left": 25}, {"right": 60}, {"top": 30, "bottom": 45, "left": 20, "right": 35}],
)
def test_dark_and_bright_blades_are_left_out(level, blur, sides):
    mask = exposed_mask(film(framed(level, blur=blur, **sides)))
    inside = np.zeros((ROWS, COLUMNS), dtype=bool)
    inside[
        sides.get("top", 0) : ROWS - sides.get("bottom", 0), sides.get("left", 0) : COLUMNS - sides.get("right", 0)
    ] = True
    assert mask[~inside].mean() < 0.03
    assert mask[inside].mean() > 0.93


def test_a_film_without_a_border_is_image_to_its_edges():
    assert exposed_mask(film(chest())).mean() > 0.98


def test_a_marker_on_a_blade_does_not_hide_it():
    values = framed(30, top=60)
    values[10:30, 200:220] = 4095
    mask = exposed_mask(film(values))
    assert mask[:60].mean() < 0.03


def test_a_black_frame_around_bright_blades_is_seen_through():
    values = framed(4000, top=60, left=50, bottom=60)
    values[:20] = 0
    values[:, :15] = 0
    mask = exposed_mask(film(values))
    assert mask[:60].mean() < 0.03
    assert mask[:, :50].mean() < 0.05
    assert mask[70:230, 60:].mean() > 0.93


def test_the_black_corners_of_a_film_turned_in_its_frame_are_left_out():
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    outside = (x < 40 - 0.12 * y) | (x > COLUMNS - 30 + 0.1 * (y - ROWS))
    values = np.where(outside, 0, chest())
    mask = exposed_mask(film(values))
    assert mask[outside].mean() < 0.1
    assert mask[~outside].mean() > 0.85


@pytest.mark.parametrize("photometric", PhotometricInterpretation)
@pytest.mark.parametrize("level", [30, 4000])
def test_the_automatic_window_is_that_of_the_film_without_its_blades(level, photometric):
    plain, collimated = (
        automatic_window(film(values, photometric_interpretation=photometric))
        for values in (chest()[60:240, 50:200], framed(level, top=60, bottom=60, left=50, right=60))
    )
    assert collimated.center == pytest.approx(plain.center, abs=0.05 * plain.width)
    assert collimated.width == pytest.approx(plain.width, rel=0.1)


def test_padding_shutter_and_collimator_are_left_out():
    values = chest()
    values[:, :20] = 2700  # padding in the middle of the values: nothing but its value tells it
    values[5:9, 100] = 2700
    hidden = film(
        values,
        padding=(2700, 2700),
        shutter=Shutter(Aperture((Rectangle(0, 50, COLUMNS, ROWS),))),
        collimator=Aperture((Rectangle(0, 0, 200, ROWS),)),
    )
    mask = exposed_mask(hidden)
    assert not mask[:50].any()
    assert not mask[:, 200:].any()
    assert not mask[:, :20].any()
    assert mask[60:290, 30:190].mean() > 0.95


def test_what_would_leave_next_to_nothing_is_not_believed():
    tiny = Aperture((Rectangle(10, 10, 14, 14),))
    assert exposed_mask(film(chest(), shutter=Shutter(tiny), collimator=tiny)).mean() > 0.95
    assert exposed_mask(film(np.full((40, 40), 9), padding=(9, 9))).all()


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (3, 3), (16, 16), (17, 300)])
@pytest.mark.parametrize("values", [0, 4095, None])
def test_pictures_of_any_shape_have_a_field(shape, values):
    pixels = np.random.default_rng(3).integers(0, 4096, shape) if values is None else np.full(shape, values)
    whole, middle = exposed_histograms(film(pixels))
    assert whole.counts.sum() > 0
    assert middle.counts.sum() > 0


def test_every_second_pixel_gives_nearly_the_same_field():
    values = np.kron(framed(4000, top=40, left=30), np.ones((2, 2)))
    every, second = (exposed_mask(film(values), step=step).mean() for step in (1, 2))
    assert second == pytest.approx(every, abs=0.03)


def test_a_histogram_is_in_modality_values_from_low_to_high():
    falling = film(np.arange(400).reshape(20, 20), modality_lut=Rescale(-2, 1000))
    whole, _ = exposed_histograms(falling)
    assert (whole.values[0], whole.values[-1]) == (1000 - 798, 1000)
    assert np.all(np.diff(whole.values) > 0)


def test_a_quantile_is_a_value_that_occurs():
    histogram = FieldHistogram(np.array([1.0, 5.0, 9.0]), np.array([2, 6, 2]))
    assert [histogram.quantile(share) for share in (0, 0.2, 0.21, 0.5, 0.8, 0.81, 1)] == [1, 1, 5, 5, 5, 9, 9]
    assert histogram.between(4, 9).values.tolist() == [5, 9]
    assert histogram.between(6, 7).values.tolist() == [1, 5, 9]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "edges"),
    # (top, bottom, left, right): where the blades end, as shares of the film, read off the pictures by eye.
    [("nih_00002555_000.png", (0.155, 0.795, None, None)), ("nih_00001804_000.png", (0.08, 0.815, None, 0.93))],
)
def test_collimated_films_of_children(shared_data, name, edges):
    mask = exposed_mask(read_radiograph(shared_data / "data" / "images" / name))
    for axis, (first, last) in ((1, edges[:2]), (0, edges[2:])):
        lines = np.flatnonzero(mask.mean(axis=axis) > 0.3)
        size = mask.shape[1 - axis]
        if first is not None:
            assert lines[0] / size == pytest.approx(first, abs=0.03)
        if last is not None:
            assert (lines[-1] + 1) / size == pytest.approx(last, abs=0.03)
