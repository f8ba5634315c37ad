"""The page to judge a display by: each part where it is said to be, with the P-values it must have."""

import numpy as np
import pytest

from cxrviewer.imaging.quality_page import layout, quality_page

SIZES = [(800, 1280), (1080, 1920), (2160, 3840), (1920, 1080)]


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_eighteen_patches_rise_from_black_to_white(rows, columns):
    page, places = quality_page(rows, columns), layout(rows, columns)
    middles = [page[patch.inner(0.2).where] for patch in places.patches]
    assert all(np.ptp(middle) == 0 for middle in middles)
    assert [float(middle[0, 0]) for middle in middles] == pytest.approx([k / 17 for k in range(18)])


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_the_squares_of_5_and_95_percent(rows, columns):
    page, places = quality_page(rows, columns), layout(rows, columns)
    for square, ground, inset in ((places.dark, 0.0, 0.05), (places.bright, 1.0, 0.95)):
        assert page[square.top, square.left] == ground
        assert np.allclose(page[square.inner(0.4).where], inset)


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_every_second_line_is_white_in_line_pairs_of_one_pixel(rows, columns):
    page, places = quality_page(rows, columns), layout(rows, columns)
    lying, standing = (page[square.where][1:-1, 1:-1] for square in places.lines[:2])
    assert np.all(np.abs(np.diff(lying, axis=0)) == 1)
    assert np.all(np.diff(lying, axis=1) == 0)
    assert np.all(np.abs(np.diff(standing, axis=1)) == 1)
    wide = page[places.lines[2].where][1:-1, 0]
    assert set(np.diff(np.flatnonzero(np.diff(wide)))) == {2}


def test_ramps_run_both_ways_over_all_greys():
    page, places = quality_page(1080, 1920), layout(1080, 1920)
    rising, falling = (page[ramp.where][0] for ramp in places.ramps)
    assert (rising[0], rising[-1], falling[0], falling[-1]) == (0, 1, 1, 0)
    assert np.all(np.diff(rising) > 0)
    assert np.all(np.diff(falling) < 0)


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_a_line_of_one_pixel_runs_around_the_screen(rows, columns):
    page = quality_page(rows, columns)
    assert all(np.all(edge == 1) for edge in (page[0], page[-1], page[:, 0], page[:, -1]))
    assert page.min() >= 0
    assert page.max() <= 1


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_no_part_covers_another(rows, columns):
    places = layout(rows, columns)
    taken = np.zeros((rows, columns), dtype=int)
    for box in (*places.patches, places.dark, places.bright, *places.ramps, *places.lines):
        taken[box.where] += 1
    assert taken.max() == 1
