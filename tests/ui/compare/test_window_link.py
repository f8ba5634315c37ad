"""A window carried to a film of other grey values: in proportion, and in the same direction of brightness."""

import numpy as np
import pytest

from cxrviewer.imaging.grayscale import default_voi
from cxrviewer.imaging.presets import voi_choices
from cxrviewer.imaging.radiograph import LookupTable, PhotometricInterpretation, Window, WindowedLut
from cxrviewer.ui.compare.window_link import WindowLink
from tests.factories import make_radiograph

OWN, OTHERS = Window(2000, 4000), Window(500, 1000)


def film(name, window, **changes):
    return make_radiograph(name, voi=(window,), **changes)


@pytest.fixture
def link():
    return WindowLink(film("a.dcm", OWN), film("bb.dcm", OTHERS))


def test_own_stays_own(link):
    assert link.across(OWN) == OTHERS
    assert link.back(OTHERS) == OWN


def test_half_as_wide_and_a_quarter_of_a_width_darker(link):
    assert link.across(Window(3000, 2000)) == Window(750, 500)
    assert link.back(Window(750, 500)) == Window(3000, 2000)


def test_darker_on_the_one_is_darker_on_the_other():
    negative = film("bb.dcm", OTHERS, photometric_interpretation=PhotometricInterpretation.MONOCHROME1)
    link = WindowLink(film("a.dcm", OWN), negative)
    assert link.across(Window(3000, 4000)) == Window(250, 1000)
    assert link.back(Window(250, 1000)) == Window(3000, 4000)


def test_a_preset_is_the_preset_of_that_name(link):
    one, other = film("a.dcm", OWN), film("bb.dcm", OTHERS)
    names = dict(voi_choices(other))
    for name, voi in voi_choices(one):
        if voi != default_voi(one) and name in names:
            assert WindowLink(one, other).across(voi) == names[name]


def test_a_film_with_a_table_keeps_its_curve():
    table = LookupTable(0, np.linspace(0, 255, 4096).astype(np.uint16), 8)
    link = WindowLink(film("a.dcm", OWN), make_radiograph("bb.dcm", voi=(table,)))
    assert link.across(OWN) is table
    carried = link.across(Window(2000, 2000))
    assert isinstance(carried, WindowedLut)
    assert carried.window.width == pytest.approx(carried.nominal.width / 2)


def test_no_window_becomes_narrower_than_allowed(link):
    assert link.across(Window(2000, 1)).width == 1
