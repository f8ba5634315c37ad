"""One film on another: places and zooms worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.imaging.lung_fields import LungFields
from cxrviewer.ui.compare.tie import Tie, tie_of_fields, tie_of_frames, tie_of_views
from cxrviewer.ui.image.orientation import AS_STORED
from cxrviewer.ui.image.view_state import LARGEST_ZOOM, Film, View

OTHER = View(9.0, (1.0, 2.0))


def test_lungs_lie_on_lungs():
    # The other film has twice the pixels: its fields are twice as wide and high, and their middle is elsewhere.
    tie = tie_of_fields(LungFields(100, 200, 400, 300), LungFields(1000, 100, 800, 600))
    seen = tie.across(View(0.5, (300, 350), fit=True), OTHER)
    assert seen == View(0.25, (1400, 400))  # the middles meet, half the zoom shows them as large
    assert tie.across(View(0.5, (310, 340)), OTHER).centre == (1420, 380)


def test_frames_lie_on_frames():
    tie = tie_of_frames(Film(1000, 1000), Film(2000, 2000))
    assert tie.across(View(1.0, (0, 0)), OTHER) == View(0.5, (0, 0))
    assert tie.across(View(1.0, (500, 250)), OTHER).centre == (1000, 500)


def test_what_the_reader_has_laid_together_stays_together():
    this, other = View(0.5, (100, 100)), View(0.25, (700, 300))
    tie = tie_of_views(this, other)
    assert tie.across(this, OTHER) == other
    assert tie.across(View(1.0, (110, 100)), OTHER) == View(0.5, (720, 300))


def test_each_film_keeps_its_own_orientation():
    turned = View(1.0, (0, 0), orientation=AS_STORED.turned(1))
    assert Tie(1.0, (0, 0)).across(View(2.0, (5, 5)), turned) == View(2.0, (5, 5), orientation=AS_STORED.turned(1))


def test_a_zoom_stays_within_its_bounds():
    assert Tie(0.001, (0, 0)).across(View(1.0, (0, 0)), OTHER).zoom == LARGEST_ZOOM


_places = st.floats(-5000, 5000)


@given(st.floats(0.2, 5), _places, _places, _places, _places)
def test_there_and_back_is_where_it_began(scale, dx, dy, x, y):
    tie = Tie(scale, (dx, dy))
    back = tie.inverse().across(tie.across(View(1.0, (x, y)), OTHER), OTHER)
    assert back.centre == (pytest.approx(x, abs=1e-6), pytest.approx(y, abs=1e-6))
    assert back.zoom == pytest.approx(1.0)
