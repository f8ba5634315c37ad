"""The steps of the grey-scale chain against values worked by hand from the standard's formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxrviewer.imaging.radiograph import LookupTable, PresentationShape, Rescale, VoiFunction, Window
from cxrviewer.imaging.voi_lut import (
    apply_linear,
    apply_linear_exact,
    apply_modality_lut,
    apply_presentation_lut,
    apply_sigmoid,
    apply_voi,
    look_up,
)


def floats(*values):
    return np.array(values, dtype=np.float64)


def table(first_mapped, entries, bits=8):
    return LookupTable(first_mapped, np.array(entries, dtype=np.uint16), bits)


def test_rescale_is_a_straight_line():
    stored = np.array([0, 1, 100])
    assert apply_modality_lut(stored, Rescale(2.5, -1024)).tolist() == [-1024, -1021.5, -774]


def test_a_negative_slope_turns_the_values_round():
    assert apply_modality_lut(np.array([0, 10]), Rescale(-10, 100)).tolist() == [100, 0]


def test_a_lookup_table_keeps_its_ends_beyond_its_range():
    values = np.array([-100, -3, -2, -1, 0, 100])
    assert look_up(values, table(-2, [10, 20, 30])).tolist() == [10, 10, 10, 20, 30, 30]


def test_fractional_values_take_the_nearest_entry():
    assert look_up(floats(0.4, 0.6, 1.4), table(0, [10, 20, 30])).tolist() == [10, 20, 20]


def test_linear_is_the_standards_example():
    # PS3.3 C.11.2.1.2.1 with c=2048, w=4096: y = (x - 2047.5) / 4095 + 0.5
    window = Window(2048, 4096)
    assert apply_linear(floats(0, 4095, 2047.5), window).tolist() == [0, 1, 0.5]
    assert apply_linear(floats(-1, 4096), window).tolist() == [0, 1]


def test_linear_of_width_one_is_a_threshold_below_the_center():
    # c=100, w=1: black up to 99.5, white above
    assert apply_linear(floats(99, 99.5, 99.6, 100), Window(100, 1)).tolist() == [0, 0, 1, 1]


def test_linear_with_center_zero_and_width_hundred():
    # The note of C.11.2.1.2.1: c=0, w=100 -> black up to -50, white above 49
    grey = apply_linear(floats(-51, -50, 0, 49, 50), Window(0, 100))
    assert grey[[0, 1, 3, 4]].tolist() == [0, 0, 1, 1]
    assert grey[2] == pytest.approx(50 / 99)


def test_linear_exact_goes_from_edge_to_edge():
    # C.11.2.1.3.2 with c=0, w=100: black up to -50, white above 50, middle at 0
    window = Window(0, 100, VoiFunction.LINEAR_EXACT)
    assert apply_linear_exact(floats(-50, 0, 25, 50), window).tolist() == [0, 0.5, 0.75, 1]


def test_sigmoid_is_half_at_the_center():
    # C.11.2.1.3.1: 1 / (1 + exp(-4 (x - c) / w))
    window = Window(100, 40, VoiFunction.SIGMOID)
    grey = apply_sigmoid(floats(100, 110, 90), window)
    assert grey == pytest.approx([0.5, 1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1))])


def test_sigmoid_of_extreme_values_does_not_overflow():
    grey = apply_sigmoid(floats(-1e9, 1e9), Window(0, 1e-3, VoiFunction.SIGMOID))
    assert grey == pytest.approx([0, 1])


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (VoiFunction.LINEAR, 0.5 + 0.5 / 255),
        (VoiFunction.LINEAR_EXACT, 0.5),
        (VoiFunction.SIGMOID, 0.5),
    ],
)
def test_a_window_is_applied_with_its_own_function(function, expected):
    assert apply_voi(floats(128), Window(128, 256, function))[0] == pytest.approx(expected)


def test_a_voi_table_spans_the_range_of_its_bits():
    assert apply_voi(floats(0, 1), table(0, [0, 4095], bits=12)).tolist() == [0, 1]
    assert apply_voi(floats(1), table(0, [0, 51], bits=8)).tolist() == [0.2]


def test_the_presentation_shape_turns_grey_over():
    assert apply_presentation_lut(floats(0, 0.25), PresentationShape.INVERSE).tolist() == [1, 0.75]
    assert apply_presentation_lut(floats(0, 0.25), PresentationShape.IDENTITY).tolist() == [0, 0.25]


def test_a_presentation_table_takes_the_whole_range_of_grey():
    presentation = table(0, [255, 128, 0])
    assert apply_presentation_lut(floats(0, 0.5, 1), presentation) == pytest.approx([1, 128 / 255, 0])


@settings(deadline=None, max_examples=60)
@given(
    center=st.floats(-5000, 70000),
    width=st.floats(1, 70000),
    function=st.sampled_from(VoiFunction),
)
def test_every_window_rises_from_black_to_white(center, width, function):
    grey = apply_voi(np.linspace(-40000, 140000, 500), Window(center, width, function))
    assert np.all(np.diff(grey) >= 0)
    assert grey.min() >= 0
    assert grey.max() <= 1
