import pytest

from cxrviewer.imaging.pixel_spacing import AT_DETECTOR
from cxrviewer.imaging.radiograph import PixelSpacing
from cxrviewer.ui.image.orientation import Orientation
from cxrviewer.ui.image.scale_bar import Bar, bar_for, longest_bar
from cxrviewer.ui.image.view_state import View

SPACING = PixelSpacing(0.2, 0.1, AT_DETECTOR)  # rows 0.2 mm apart, columns 0.1 mm


@pytest.mark.parametrize(
    ("zoom", "ratio", "longest", "millimetres", "pixels"),
    [
        (1.0, 1.0, 220, 20, 200),  # 0.1 mm a pixel: 22 mm fit, 20 is round
        (0.5, 1.0, 220, 20, 100),
        (0.25, 1.0, 220, 50, 125),
        (1.0, 2.0, 220, 20, 100),  # two device pixels in each logical one
        (8.0, 1.0, 100, 1, 80),
        (32.0, 1.0, 100, 0.2, 64),
    ],
)
def test_the_longest_round_length_that_fits(zoom, ratio, longest, millimetres, pixels):
    bar = bar_for(SPACING, View(zoom, (0, 0)), ratio=ratio, longest=longest)
    assert (bar.millimetres, bar.pixels) == (pytest.approx(millimetres), pytest.approx(pixels))


def test_on_a_film_on_its_side_the_bar_lies_along_the_columns():
    view = View(1.0, (0, 0), orientation=Orientation(1))
    assert bar_for(SPACING, view, ratio=1, longest=220).pixels == pytest.approx(100)  # 20 mm at 0.2


def test_words():
    assert [Bar(value, 1).words for value in (0.5, 2, 10, 50)] == ["0.5 mm", "2 mm", "1 cm", "5 cm"]


def test_it_takes_a_quarter_of_the_width_at_most():
    assert longest_bar(400) == 100
    assert longest_bar(4000) == 220
