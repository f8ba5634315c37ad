"""The film as the model sees it: size, crop, order of the two passes, and what is said of the part not seen."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from cxrviewer.imaging import grayscale
from cxrviewer.inference.preprocess import CropBox, crop_box, model_input, resize_and_crop, resized_shape
from tests.factories import make_pixels, make_radiograph


def seen(size=32, **changes):
    return model_input(make_radiograph(**changes), size=size, mean=(0.5,), std=(0.25,))


def test_values_shape_and_digest():
    made = seen()
    assert made.pixel_values.shape == (1, 1, 32, 32)
    assert made.pixel_values.dtype == np.float32
    assert -2 <= made.pixel_values.min() < made.pixel_values.max() <= 2
    assert made.sha256 == hashlib.sha256(made.pixel_values.tobytes()).hexdigest()


@pytest.mark.parametrize(
    ("rows", "columns", "expected"),
    [(150, 200, (64, 85)), (300, 87, (220, 64)), (512, 512, (64, 64)), (64, 64, (64, 64)), (10, 13, (64, 83))],
)
def test_the_longer_side_is_cut_to_a_whole_number(rows, columns, expected):
    assert resized_shape(rows, columns, 64) == expected


def test_width_first_then_height():
    grey = np.random.default_rng(0).integers(0, 256, (300, 87), dtype=np.uint8)
    image = Image.fromarray(grey).resize((64, 300), Image.Resampling.LANCZOS)
    expected = np.asarray(image.resize((64, 220), Image.Resampling.LANCZOS))[78:142]
    assert np.array_equal(resize_and_crop(grey, 64), expected)


def test_a_film_of_the_models_size_is_not_resampled():
    grey = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    assert np.array_equal(resize_and_crop(grey, 64), grey)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (3, 500)])
def test_the_smallest_and_longest_films(shape):
    assert resize_and_crop(np.zeros(shape, dtype=np.uint8), 16).shape == (16, 16)
    box = crop_box(*shape, 16)
    assert 0 <= box.top < box.bottom <= shape[0]
    assert 0 <= box.left < box.right <= shape[1]


def test_the_crop_is_told_in_film_pixels():
    assert crop_box(150, 200, 64) == CropBox(top=0, left=23, bottom=150, right=175)
    tall = seen(pixels=make_pixels(200, 100))
    assert tall.warnings == ("film cropped: 100 rows at top and bottom are not seen by the model",)
    wide = seen(pixels=make_pixels(100, 200))
    assert wide.warnings == ("film cropped: 100 columns at left and right are not seen by the model",)
    assert seen(pixels=make_pixels(100, 100)).warnings == ()


def test_the_part_not_seen_is_told_for_each_side():
    tall = seen(pixels=make_pixels(4280, 352), size=512).unseen
    whole = 512 * 4280 // 352  # rows of the film resized
    assert tall.top == pytest.approx((whole - 512) // 2 / whole, abs=1e-3)
    assert tall.top + tall.bottom == pytest.approx(1 - 512 / whole, abs=1e-3)
    assert (tall.left, tall.right) == (0, 0)
    wide = seen(pixels=make_pixels(100, 200)).unseen
    assert (wide.top, wide.bottom, wide.left, wide.right) == (0, 0, 0.25, 0.25)


def test_the_grey_picture_is_what_is_normalised():
    made = seen(pixels=make_pixels(100, 80))
    assert made.grey.shape == (32, 32)
    assert made.grey.dtype == np.uint8
    assert np.array_equal(np.rint((made.pixel_values[0, 0] * 0.25 + 0.5) * 255), made.grey)


def test_the_films_own_grey_scale_is_used():
    film = make_radiograph(pixels=make_pixels(32, 32))
    grey = grayscale.render(film)
    made = model_input(film, size=32, mean=(0.5,), std=(0.25,))
    assert np.allclose(made.pixel_values[0, 0], (grey / 255 - 0.5) / 0.25, atol=1e-6)
