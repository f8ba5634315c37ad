import math

import numpy as np
import pytest

from cxrviewer.imaging.grayscale import grayscale_table, window_of
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


def test_a_lookup_table_is_dragged_from_its_window():
    table = LookupTable(500, (np.arange(2000) * 2).astype(np.uint16), 12)
    film = make_radiograph(voi=(table,))
    drag = WindowDrag.of(film, table, inverted=False)
    assert drag.at(0, 0).width == window_of(film, table).width
    assert drag.at(0, 0).center == window_of(film, table).center


def test_a_film_of_one_value_can_be_dragged():
    film = make_radiograph(pixels=np.full((20, 20), 7, np.uint16))
    assert WindowDrag.of(film, Window(7, 1), inverted=False).at(5, 5).width > 1
