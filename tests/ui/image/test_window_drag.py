import math

import numpy as np
import pytest

from cxrviewer.imaging.grayscale import grayscale_table
from cxrviewer.imaging.radiograph import (
    LookupTable,
    PhotometricInterpretation,
    PresentationShape,
    Rescale,
    VoiFunction,
    Window,
)
from cxrviewer.ui.image.window_drag import TRAVEL, WindowDrag
from tests.factories import make_radiograph


def test_right_is_wider_by_a_share_of_the_width():
    drag = WindowDrag(Window(1000, 400), 1.0)
    assert drag.at(TRAVEL, 0).width == pytest.approx(400 * math.e)
    assert drag.at(-TRAVEL, 0).width == pytest.approx(400 / math.e)
    assert drag.at(30, 0).center == 1000


def test_down_moves_the_level_by_a_share_of_the_width():
    drag = WindowDrag(Window(1000, 512), 1.0)
    assert drag.at(0, 10) == Window(1020, 512)
    assert drag.at(0, -10) == Window(980, 512)


def test_back_at_the_start_is_the_first_window():
    start = Window(40, 400, VoiFunction.SIGMOID)
    assert WindowDrag(start, -1.0).at(0, 0) == start


def test_width_stays_a_width():
    assert WindowDrag(Window(10, 2), 1.0).at(-1e9, 0).width == 1
    narrow = WindowDrag(Window(0.5, 0.1, VoiFunction.LINEAR_EXACT), 1.0).at(-1e9, 0)
    assert 0 < narrow.width < 0.1
    assert WindowDrag(Window(10, 2000), 1.0).at(1e9, 0).width == 4 * 65536


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"photometric_interpretation": PhotometricInterpretation.MONOCHROME1},
        {"presentation_lut": PresentationShape.INVERSE},
        {"modality_lut": Rescale(-1.0, 4095.0)},
        {"voi": (Window(-30000, 10),)},
    ],
)
def test_down_darkens_whatever_the_polarity(changes, inverted):
    film = make_radiograph(**changes)
    drag = WindowDrag.of(film, Window(2048, 4096), inverted=inverted)
    before, after = (
        grayscale_table(film, drag.at(0, dy), invert=inverted)[film.pixels].astype(int).mean() for dy in (0, 100)
    )
    assert after < before


def climbing(bits=12):
    """A table that climbs in a curve from 500 to 2500 and is flat on either side."""
    entries = (np.linspace(0, 1, 2001) ** 2 * ((1 << bits) - 1)).astype(np.uint16)
    return LookupTable(500, entries, bits, "CURVE")


def test_a_film_under_a_voi_lut_looks_the_same_until_the_hand_moves():
    film = make_radiograph(voi=(climbing(),))
    begun = WindowDrag.of(film, climbing(), inverted=False).at(0, 0)
    difference = grayscale_table(film, begun).astype(int) - grayscale_table(film, film.voi[0])
    assert np.abs(difference).max() <= 1


def test_dragging_moves_and_stretches_the_curve_of_a_voi_lut_and_keeps_its_whole_range():
    table = climbing()
    film = make_radiograph(voi=(table,))
    drag = WindowDrag.of(film, table, inverted=False)
    width = drag.start.width
    before, moved, wider = (grayscale_table(film, drag.at(*hand)) for hand in ((0, 0), (0, 64), (TRAVEL, 0)))
    shift = round(width / 4)
    assert moved[1000 + shift] == pytest.approx(int(before[1000]), abs=1)
    assert moved[2000 + shift] == pytest.approx(int(before[2000]), abs=1)
    centre = drag.start.center
    far = round(centre + math.e * 300)
    assert wider[far] == pytest.approx(int(before[round(centre + 300)]), abs=1)
    assert wider.max() == 255
    assert drag.at(5, 5).explanation == "CURVE"


def test_a_second_drag_goes_on_from_the_first():
    film = make_radiograph(voi=(climbing(),))
    first = WindowDrag.of(film, film.voi[0], inverted=False).at(40, 30)
    again = WindowDrag.of(film, first, inverted=False)
    assert again.at(0, 0) == first
    assert again.at(TRAVEL, 0).window.width == pytest.approx(first.window.width * math.e)


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("falling", [False, True])
def test_down_darkens_under_a_voi_lut_however_it_runs(falling, inverted):
    table = climbing()
    if falling:
        table = LookupTable(500, table.entries[::-1].copy(), 12)
    film = make_radiograph(voi=(table,))
    drag = WindowDrag.of(film, table, inverted=inverted)
    before, after = (
        grayscale_table(film, drag.at(0, dy), invert=inverted)[film.pixels].astype(int).mean() for dy in (0, 60)
    )
    assert after < before


def test_a_lut_or_window_far_wider_than_the_film_does_not_run_away():
    # Weasis #373: a table over 16 bits, a film of 12; a small movement made the film white.
    table = LookupTable(0, np.arange(65536, dtype=np.uint16), 16)
    film = make_radiograph(voi=(table,))
    for voi in (table, Window(32768, 65536)):
        drag = WindowDrag.of(film, voi, inverted=False)
        at = drag.at(0, 8)
        window = at if isinstance(at, Window) else at.window
        assert abs(window.center - drag.start.center) <= 4096 * 8 / TRAVEL


def test_a_film_of_one_value_can_be_dragged():
    film = make_radiograph(pixels=np.full((20, 20), 7, np.uint16))
    assert WindowDrag.of(film, Window(7, 1), inverted=False).at(5, 5).width > 1
