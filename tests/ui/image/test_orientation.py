import numpy as np
import pytest

from cxrviewer.ui.image.orientation import AS_STORED, EVERY_ORIENTATION, Orientation
from cxrviewer.ui.image.orientation_words import orientation_words
from cxrviewer.ui.image.viewport import turned

CORNERS = np.array([[1, 2], [3, 4]], np.uint16)


def seen(orientation):
    return turned(CORNERS, orientation).tolist()


def test_turning_is_clockwise():
    assert seen(AS_STORED.turned(1)) == [[3, 1], [4, 2]]
    assert seen(AS_STORED.turned(-1)) == [[2, 4], [1, 3]]
    assert seen(AS_STORED.turned(2)) == [[4, 3], [2, 1]]


@pytest.mark.parametrize("orientation", EVERY_ORIENTATION)
def test_a_flip_is_of_what_is_on_the_screen(orientation):
    before = turned(CORNERS, orientation)
    np.testing.assert_array_equal(turned(CORNERS, orientation.flipped_horizontally()), before[:, ::-1])
    np.testing.assert_array_equal(turned(CORNERS, orientation.flipped_vertically()), before[::-1])
    np.testing.assert_array_equal(turned(CORNERS, orientation.turned(1)), np.rot90(before, -1))


@pytest.mark.parametrize("orientation", EVERY_ORIENTATION)
def test_four_turns_and_two_flips_lead_back(orientation):
    assert orientation.turned(1).turned(1).turned(1).turned(1) == orientation
    assert orientation.flipped_horizontally().flipped_horizontally() == orientation
    assert orientation.flipped_vertically().flipped_vertically() == orientation
    assert orientation.flipped_horizontally().flipped_vertically() == orientation.turned(2)


def test_there_are_eight():
    assert len({str(seen(orientation)) for orientation in EVERY_ORIENTATION}) == 8
    with pytest.raises(ValueError, match="quarter turns"):
        Orientation(4)


@pytest.mark.parametrize("orientation", EVERY_ORIENTATION)
def test_directions_go_there_and_back(orientation):
    assert orientation.to_film(orientation.to_screen((3, -7))) == (3, -7)


def test_where_a_film_pixel_goes_when_it_is_turned():
    assert Orientation(1).to_screen((1, 0)) == (0, 1)  # what went right goes down
    assert Orientation(0, mirrored=True).to_screen((1, 0)) == (-1, 0)
    assert Orientation(1, mirrored=True).to_screen((1, 0)) == (0, -1)


@pytest.mark.parametrize("orientation", EVERY_ORIENTATION)
def test_every_flip_warns_of_the_side_markers(orientation):
    words = orientation_words(orientation)
    assert ("mirrored" in words) == orientation.mirrored
    assert bool(words) == (not orientation.is_as_stored)
