"""A value that was built is valid and stays so; what would not be cannot be built."""

import dataclasses

import numpy as np
import pytest

from cxrviewer.imaging.radiograph import LookupTable, PixelSpacing, Rescale, VoiFunction, Window
from tests.factories import make_pixels, make_radiograph


def test_rows_and_columns():
    film = make_radiograph(pixels=make_pixels(5, 7))
    assert (film.rows, film.columns) == (5, 7)


def test_neither_fields_nor_pixels_can_be_changed():
    film = make_radiograph()
    with pytest.raises(dataclasses.FrozenInstanceError):
        film.bits_stored = 8
    with pytest.raises(ValueError, match="read-only"):
        film.pixels[0, 0] = 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pixels": np.zeros((2, 2, 3), dtype=np.uint16)}, "rows, columns"),
        ({"pixels": np.zeros((2, 2), dtype=np.uint8)}, "uint16"),
        ({"pixels": np.zeros((2, 2), dtype=">u2")}, "uint16"),
        ({"pixels": np.zeros((0, 2), dtype=np.uint16)}, "rows, columns"),
        ({"pixels": np.zeros((4, 2), dtype=np.uint16).T}, "C-contiguous"),
        ({"bits_stored": 0}, "bits stored"),
        ({"bits_stored": 17}, "bits stored"),
        ({"padding": (5, 4)}, "padding"),
        ({"digest": "abc"}, "SHA-256"),
    ],
)
def test_an_invalid_radiograph_cannot_be_built(changes, words):
    with pytest.raises(ValueError, match=words):
        make_radiograph(**changes)


@pytest.mark.parametrize(
    ("center", "width", "function"),
    [
        (0, 0.99, VoiFunction.LINEAR),
        (0, 0, VoiFunction.LINEAR_EXACT),
        (0, -1, VoiFunction.SIGMOID),
        (float("nan"), 5, VoiFunction.LINEAR),
        (0, float("inf"), VoiFunction.LINEAR),
    ],
)
def test_a_window_that_the_standard_forbids_cannot_be_built(center, width, function):
    with pytest.raises(ValueError, match="no such window"):
        Window(center, width, function)


def test_the_narrowest_windows_can_be_built():
    assert Window(0, 1).width == 1
    assert Window(0, 0.01, VoiFunction.LINEAR_EXACT).width == 0.01


@pytest.mark.parametrize(
    ("entries", "bits"),
    [
        (np.array([], dtype=np.uint16), 8),
        (np.array([256], dtype=np.uint16), 8),
        (np.array([1], dtype=np.uint16), 17),
        (np.array([1], dtype=np.int64), 8),
        (np.array([[1]], dtype=np.uint16), 8),
    ],
)
def test_a_table_whose_entries_do_not_fit_cannot_be_built(entries, bits):
    with pytest.raises(ValueError, match="lookup table"):
        LookupTable(0, entries, bits)


def test_a_tables_entries_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        LookupTable(0, np.array([1, 2], dtype=np.uint16), 8).entries[0] = 9


@pytest.mark.parametrize(("slope", "intercept"), [(0, 0), (float("nan"), 0), (1, float("inf"))])
def test_a_rescale_that_loses_everything_cannot_be_built(slope, intercept):
    with pytest.raises(ValueError, match="no such rescale"):
        Rescale(slope, intercept)


@pytest.mark.parametrize(("row", "column"), [(0, 0.1), (0.1, -0.1), (float("nan"), 0.1), (float("inf"), 0.1)])
def test_a_spacing_that_is_no_length_cannot_be_built(row, column):
    with pytest.raises(ValueError, match="no such pixel spacing"):
        PixelSpacing(row, column, "at detector")
