"""The chain as one table: golden tables, polarity, padding, and which VOI is shown first."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxrviewer.imaging.grayscale import (
    automatic_window,
    default_voi,
    full_range,
    grayscale_table,
    modality_range,
    render,
    window_from_range,
    window_of,
)
from cxrviewer.imaging.presets import voi_choices
from cxrviewer.imaging.radiograph import (
    LookupTable,
    PhotometricInterpretation,
    PresentationShape,
    Rescale,
    VoiFunction,
    Window,
)
from tests.factories import make_pixels, make_radiograph

IDENTITY = Window(128, 256)


def film(**changes):
    """An 8-bit film that holds every value once."""
    fields = {"pixels": np.arange(256, dtype=np.uint16).reshape(16, 16), "bits_stored": 8, "voi": ()}
    return make_radiograph(**(fields | changes))


def wide_film():
    """A film whose values go far."""
    return make_radiograph(pixels=np.array([[0, 40000]], dtype=np.uint16), bits_stored=16, voi=())


def table(first_mapped, entries, bits=8, explanation=""):
    return LookupTable(first_mapped, np.array(entries, dtype=np.uint16), bits, explanation)


def test_eight_bits_are_shown_as_they_are():
    shown = film()
    assert np.array_equal(render(shown), shown.pixels)
    assert np.array_equal(grayscale_table(shown, IDENTITY)[:256], np.arange(256))


def test_values_past_eight_bits_are_white():
    assert np.all(grayscale_table(film(), IDENTITY)[256:] == 255)


def test_twelve_bits_through_their_window_worked_by_hand():
    # c=2048, w=4096: grey = x / 4095 * 255, half up: 8 -> 0.498, 9 -> 0.56, 2047 -> 127.47, 2048 -> 127.53,
    # 4086 -> 254.44, 4087 -> 254.502
    golden = grayscale_table(film(bits_stored=12), Window(2048, 4096))
    assert golden[[0, 8, 9, 2047, 2048, 4086, 4087, 4095]].tolist() == [0, 0, 1, 127, 128, 254, 255, 255]


def test_signed_values_are_found_through_the_offset():
    # Stored -128..127 lies in pixels 0..255; slope 2, intercept 256 -> modality 0..510 -> window to 0..255
    signed = film(stored_offset=-128, modality_lut=Rescale(2, 256))
    window = Window(255.5, 511)
    golden = grayscale_table(signed, window)
    assert golden[[0, 128, 255]].tolist() == [0, 128, 255]
    assert modality_range(signed) == (0, 510)


def test_monochrome1_is_turned_over_after_the_window():
    white_first = film(photometric_interpretation=PhotometricInterpretation.MONOCHROME1)
    assert np.array_equal(render(white_first), 255 - white_first.pixels)
    # A window off the middle tells the order: turned before it, 64 would come out white.
    window = Window(64.5, 128)
    assert grayscale_table(white_first, window)[[0, 64, 200]].tolist() == [255, 127, 0]


def test_monochrome1_and_inverse_are_one_statement():
    both = film(
        photometric_interpretation=PhotometricInterpretation.MONOCHROME1, presentation_lut=PresentationShape.INVERSE
    )
    assert np.array_equal(render(both), 255 - both.pixels)


def test_inverse_alone_turns_the_film_over():
    assert render(film(presentation_lut=PresentationShape.INVERSE))[0, 0] == 255


@pytest.mark.parametrize("polarity", PhotometricInterpretation)
def test_inverting_turns_whatever_is_shown(polarity):
    shown = film(photometric_interpretation=polarity)
    assert np.array_equal(render(shown, invert=True), 255 - render(shown))


@pytest.mark.parametrize("polarity", PhotometricInterpretation)
@pytest.mark.parametrize("invert", [False, True])
def test_padding_is_black_in_every_polarity(polarity, invert):
    padded = film(photometric_interpretation=polarity, padding=(250, 255))
    golden = grayscale_table(padded, IDENTITY, invert=invert)
    assert np.all(golden[250:256] == 0)
    assert golden[249] == (249 if (polarity is PhotometricInterpretation.MONOCHROME2) != invert else 6)


def test_padding_of_signed_values_is_found():
    padded = film(stored_offset=-2000, padding=(-2000, -1999), bits_stored=12)
    golden = grayscale_table(padded, Window(-5000, 10))
    assert golden[:3].tolist() == [0, 0, 255]


def test_padding_that_no_pixel_can_have_changes_nothing():
    for padding in ((-5000, -4000), (70000, 80000)):
        padded = film(padding=padding)
        assert np.array_equal(grayscale_table(padded, IDENTITY), grayscale_table(film(), IDENTITY))


def test_a_modality_table_comes_before_the_window():
    mapped = film(modality_lut=table(0, [1000, 0], bits=10))
    golden = grayscale_table(mapped, Window(500.5, 1001))
    assert golden[:4].tolist() == [255, 0, 0, 0]


def test_a_presentation_table_comes_after_the_window():
    halved = film(presentation_lut=table(0, range(128), bits=8))
    golden = grayscale_table(halved, IDENTITY)
    assert golden[255] == 127
    assert golden[0] == 0


def test_a_presentation_table_of_a_monochrome1_film_is_turned_over_once():
    turned = film(presentation_lut=table(0, [0, 64]), photometric_interpretation=PhotometricInterpretation.MONOCHROME1)
    assert grayscale_table(turned, IDENTITY)[[0, 255]].tolist() == [255, 191]


def test_the_files_first_voi_is_the_default():
    first, second = Window(10, 20), Window(30, 40)
    assert default_voi(make_radiograph(voi=(first, second))) is first


def test_without_a_voi_the_default_is_automatic():
    assert default_voi(make_radiograph(voi=())) == automatic_window(make_radiograph(voi=()))


def test_render_without_a_voi_shows_the_default():
    shown = make_radiograph()
    assert np.array_equal(render(shown), render(shown, default_voi(shown)))


def test_the_automatic_window_passes_over_extremes_padding_and_constant_edges():
    pixels = np.full((220, 220), 4000, dtype=np.uint16)  # an unexposed frame
    pixels[10:210, 10:210] = np.linspace(1000, 2000, 200, dtype=np.uint16)
    pixels[100, 100:110] = 65535  # a marker of lead, and a dead pixel
    pixels[101, 101] = 0
    pixels[50:150, 50] = 9  # padding
    window = automatic_window(make_radiograph(pixels=pixels, bits_stored=16, voi=(), padding=(9, 9)))
    assert window.center - window.width / 2 == pytest.approx(1000, abs=10)
    assert window.center + window.width / 2 == pytest.approx(2000, abs=10)


def test_the_automatic_window_of_one_grey_exists():
    flat = make_radiograph(pixels=np.full((5, 5), 700, dtype=np.uint16), voi=())
    assert np.all(render(flat) == 0)
    padded = make_radiograph(pixels=np.full((5, 5), 700, dtype=np.uint16), voi=(), padding=(700, 700))
    assert np.all(render(padded) == 0)


def test_the_automatic_window_follows_a_falling_modality():
    falling = make_radiograph(voi=(), modality_lut=Rescale(-1, 4095))
    window = automatic_window(falling)
    assert 0 < window.center < 4095


def test_eight_bits_over_a_range_below_one_are_shown_whole():
    narrow = film(modality_lut=Rescale(0.001, 0))
    assert np.array_equal(render(narrow), narrow.pixels)
    assert default_voi(narrow).explanation == "Full range"


def test_choices_are_named_by_their_explanations_and_no_name_comes_twice():
    vois = (
        table(0, [0, 1], explanation="NORMAL"),
        Window(1, 2, explanation="NORMAL"),
        Window(3, 4),
        Window(5, 6, explanation="Automatic"),
        Window(7, 8, explanation="NORMAL"),
    )
    names = [name for name, _ in voi_choices(make_radiograph(voi=vois))]
    assert names == [
        "NORMAL",
        "NORMAL (Window)",
        "Window 3",
        "Automatic (Window)",
        "NORMAL (5)",
        "Full range",
        "Automatic",
        "Lungs",
        "Bone",
        "Lines and tubes",
    ]


def test_full_range_holds_what_eight_bits_can_say_and_what_is_there_of_more():
    assert full_range(film(bits_stored=7)) == Window(64, 128, explanation="Full range")
    assert full_range(make_radiograph(pixels=make_pixels(largest=1000))).width <= 1001


def test_a_windows_own_window_is_itself():
    window = Window(3, 4, VoiFunction.SIGMOID)
    assert window_of(film(), window) is window


def test_the_window_of_a_straight_table_is_its_range():
    window = window_of(wide_film(), table(100, range(256)))
    assert (window.center, window.width) == pytest.approx((228, 256))


def test_the_window_of_a_table_leaves_its_flat_ends_out():
    entries = [0] * 1000 + list(range(256)) + [255] * 30000
    window = window_of(wide_film(), table(0, entries))
    assert (window.center, window.width) == pytest.approx((1128, 256), abs=1)


def test_the_window_of_a_falling_table_lies_where_it_falls():
    window = window_of(wide_film(), table(50, list(range(255, -1, -1)) + [0] * 100))
    assert (window.center, window.width) == pytest.approx((178, 256), abs=1)


def test_the_window_of_a_flat_table_is_the_films_range():
    window = window_of(film(), table(0, [7, 7, 7]))
    assert (window.center, window.width) == (128, 256)


@pytest.mark.parametrize(("low", "high"), [(0, 255), (-5, 5), (0, 0.25), (-1024.5, 3000.25)])
def test_a_window_from_a_range_ends_exactly_there(low, high):
    window = window_from_range(low, high)
    shown = film(pixels=np.array([[0, 1]], dtype=np.uint16), modality_lut=Rescale(high - low, low))
    assert grayscale_table(shown, window)[:2].tolist() == [0, 255]


def test_a_window_from_a_single_value_is_the_narrowest():
    assert window_from_range(3, 3) == Window(3.5, 1)


def test_the_modality_range_leaves_padding_out():
    pixels = np.array([[0, 5, 9, 4095]], dtype=np.uint16)
    assert modality_range(make_radiograph(pixels=pixels, padding=(4095, 4095))) == (0, 9)
    assert modality_range(make_radiograph(pixels=pixels)) == (0, 4095)


def test_the_modality_range_of_nothing_but_padding_is_the_paddings():
    pixels = np.full((2, 2), 7, dtype=np.uint16)
    assert modality_range(make_radiograph(pixels=pixels, padding=(7, 7))) == (7, 7)


def test_the_modality_range_of_a_table_looks_at_every_value():
    bent = film(pixels=np.array([[0, 1, 2]], dtype=np.uint16), modality_lut=table(0, [5, 90, 7]))
    assert modality_range(bent) == (5, 90)


@settings(deadline=None, max_examples=40)
@given(
    slope=st.floats(-20, 20).filter(lambda value: abs(value) > 1e-3),
    intercept=st.floats(-5000, 5000),
    offset=st.sampled_from([0, -128, -2048, -32768]),
    polarity=st.sampled_from(PhotometricInterpretation),
    function=st.sampled_from(VoiFunction),
)
def test_every_chain_of_lines_gives_a_table_that_never_turns(slope, intercept, offset, polarity, function):
    shown = film(
        stored_offset=offset,
        modality_lut=Rescale(slope, intercept),
        photometric_interpretation=polarity,
        bits_stored=16,
    )
    golden = grayscale_table(shown, Window(40, 400, function)).astype(int)
    rising = (slope > 0) == (polarity is PhotometricInterpretation.MONOCHROME2)
    steps = np.diff(golden) if rising else -np.diff(golden)
    assert golden.shape == (65536,)
    assert np.all(steps >= 0)
