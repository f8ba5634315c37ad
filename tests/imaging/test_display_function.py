"""The Grayscale Standard Display Function against PS3.14's own figures, and displays that are made to follow it."""

import numpy as np
import pytest

from cxrviewer.imaging.display_function import (
    DisplayFunction,
    from_gamma,
    from_measurements,
    jnd_index,
    luminance,
)

# PS3.14 Table D.2-1: the optical density that shows a P-value on a transmissive film of 0.20 to 3.00 with a light box
# of 2000 cd/m2 and 10 cd/m2 of ambient light.
DENSITIES = {
    0: 3.000, 1: 2.936, 2: 2.880, 10: 2.564, 25: 2.221, 50: 1.857, 75: 1.586, 100: 1.354,
    127: 1.130, 128: 1.122, 150: 0.951, 175: 0.764, 200: 0.584, 225: 0.408, 250: 0.234, 254: 0.207, 255: 0.200,
}  # fmt: skip


@pytest.mark.parametrize(("index", "candelas"), [(1, 0.0500), (1023, 3993.4040)])
def test_the_ends_are_those_of_table_b_1(index, candelas):
    assert luminance(np.array([index]))[0] == pytest.approx(candelas, rel=1e-4, abs=5e-5)


def test_every_step_is_brighter_than_the_one_before():
    assert np.all(np.diff(luminance(np.arange(1.0, 1024.0))) > 0)


def test_the_middle_agrees_with_the_colour_science_package():
    # colour 0.4: eotf_DICOMGSDF(512, in_int=True), and oetf_DICOMGSDF(130.065284012159790).
    assert luminance(np.array([512.0]))[0] == pytest.approx(130.0652840, abs=1e-6)
    assert jnd_index(np.array([130.065284012159790]))[0] == pytest.approx(511.9964806, abs=1e-6)


def test_the_inverse_gives_the_index_back():
    index = np.arange(1.0, 1024.0)
    assert np.abs(jnd_index(luminance(index)) - index).max() < 0.1  # the standard's fit is no better


def test_p_values_give_the_densities_of_table_d_2_1():
    ends = jnd_index(10 + 2000 * 10 ** -np.array([3.0, 0.2]))
    assert ends[0] == pytest.approx(233.32, abs=0.05)
    for p_value, density in DENSITIES.items():
        wanted = luminance(np.array([ends[0] + p_value / 255 * (ends[1] - ends[0])]))[0]
        assert -np.log10((wanted - 10) / 2000) == pytest.approx(density, abs=0.0015), p_value


DISPLAYS = [
    from_gamma(darkest=0.3, brightest=300, gamma=2.2),
    from_gamma(darkest=0.5, brightest=1000, gamma=1.8, ambient=0.5),
    from_gamma(darkest=1.0, brightest=250, gamma=2.4, ambient=2.0),
]


@pytest.mark.parametrize("display", DISPLAYS)
def test_equal_steps_of_p_values_are_equal_steps_of_seeing(display):
    p_values = np.linspace(0, 1, 18)
    seen = jnd_index(display.luminances[display.driving_levels(p_values)])
    ideal = np.linspace(seen[0], seen[-1], 18)
    coarsest = np.diff(jnd_index(display.luminances)).max()
    assert np.abs(seen - ideal).max() <= coarsest / 2 + 0.15  # half a driving level, and 1/4096 of rounding
    # AAPM TG18: the contrast response lies within 10 % of the standard for a primary display.
    assert np.abs(np.diff(seen) / np.diff(ideal) - 1).max() < 0.1


@pytest.mark.parametrize("display", DISPLAYS)
def test_black_and_white_are_the_displays_own_and_no_step_goes_back(display):
    levels = display.driving_levels(np.linspace(0, 1, 65536))
    assert (levels[0], levels[-1]) == (0, 255)
    assert np.all(np.diff(levels.astype(int)) >= 0)


def test_a_display_that_follows_the_function_by_itself_is_left_as_it_is():
    ends = jnd_index(np.array([0.5, 400.0]))
    display = DisplayFunction(luminance(np.linspace(ends[0], ends[1], 256)))
    levels = display.driving_levels(np.arange(256) / 255)
    assert np.abs(levels.astype(int) - np.arange(256)).max() <= 1  # the inverse is a fit


def test_the_rooms_light_lifts_the_darkest_steps():
    dark, lit = (from_gamma(darkest=0.3, brightest=300, gamma=2.2, ambient=light) for light in (0.0, 5.0))
    middle = np.array([0.5])
    assert lit.driving_levels(middle)[0] > dark.driving_levels(middle)[0]


def test_eighteen_measurements_are_the_curve_they_were_taken_from():
    curve = from_gamma(darkest=0.3, brightest=300, gamma=2.2)
    at = [round(k * 15) for k in range(18)]
    measured = from_measurements(tuple(curve.luminances[at]))
    assert np.allclose(measured.luminances[at], curve.luminances[at])
    p_values = np.linspace(0, 1, 256)
    difference = measured.driving_levels(p_values).astype(int) - curve.driving_levels(p_values)
    assert np.abs(difference).max() <= 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: from_gamma(darkest=300, brightest=0.3, gamma=2.2),
        lambda: from_gamma(darkest=0.01, brightest=300, gamma=2.2),
        lambda: from_gamma(darkest=1, brightest=5000, gamma=2.2),
        lambda: from_measurements((1.0,)),
        lambda: from_measurements(tuple(range(1, 8))),
        lambda: from_measurements((*range(1, 9), 3.0)),
        lambda: from_measurements(tuple(range(8))),
        lambda: from_measurements((*range(1, 9), float("nan"))),
        lambda: DisplayFunction(np.ones(256)),
        lambda: DisplayFunction(np.linspace(1, 2, 17)),
    ],
)
def test_what_no_display_can_be_is_refused(make):
    with pytest.raises(ValueError, match="lumin"):
        make()
