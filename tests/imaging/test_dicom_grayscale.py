"""What a DICOM file says of its grey scale, and what is passed over with a warning because it cannot be."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxrviewer.imaging.grayscale import default_voi, render
from cxrviewer.imaging.presets import voi_choices
from cxrviewer.imaging.radiograph import (
    Fault,
    LookupTable,
    PhotometricInterpretation,
    PresentationShape,
    Rescale,
    VoiFunction,
    Window,
)
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import lut_item, lut_sequence, make_dicom

PIXELS = np.array([[0, 1000, 2000, 4095]], dtype=np.uint16)


@pytest.fixture
def film(tmp_path):
    """Read a film of PIXELS with the given elements."""

    def build(pixels=PIXELS, **elements):
        (tmp_path / "film").write_bytes(make_dicom(pixels, **elements))
        return read_radiograph(tmp_path / "film")

    return build


def test_a_plain_film_has_no_voi_and_no_warning(film):
    plain = film()
    assert plain.voi == ()
    assert plain.modality_lut == Rescale()
    assert plain.presentation_lut is PresentationShape.IDENTITY
    assert plain.padding is None
    assert plain.bits_stored == 12
    assert plain.warnings == ()


def test_windows_come_with_function_and_explanation(film):
    two = film(
        WindowCenter=[1000, 2000],
        WindowWidth=[400, 800],
        WindowCenterWidthExplanation=["LUNG", "BONE"],
        VOILUTFunction="SIGMOID",
    )
    assert two.voi == (
        Window(1000, 400, VoiFunction.SIGMOID, "LUNG"),
        Window(2000, 800, VoiFunction.SIGMOID, "BONE"),
    )


def test_windows_without_explanation_are_numbered(film):
    assert [voi.explanation for voi in film(WindowCenter=[1, 2], WindowWidth=[50, 60]).voi] == ["Window 1", "Window 2"]


def test_a_voi_lut_comes_before_the_windows(film):
    both = film(
        WindowCenter=1000, WindowWidth=400, VOILUTSequence=lut_sequence(lut_item([2, 500, 8], [0, 255], "CURVE"))
    )
    assert [voi.explanation for voi in both.voi] == ["CURVE", "Window 1"]
    assert default_voi(both) is both.voi[0]
    assert render(both).tolist() == [[0, 255, 255, 255]]


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        ({"WindowCenter": 5, "WindowWidth": 0}, "width"),
        ({"WindowCenter": 5, "WindowWidth": -4}, "width"),
        ({"WindowCenter": 5, "WindowWidth": 0, "VOILUTFunction": "SIGMOID"}, "width"),
        ({"WindowCenter": 9000, "WindowWidth": 100}, "outside"),
        ({"WindowCenter": -500, "WindowWidth": 100}, "outside"),
        ({"VOILUTSequence": lut_sequence(lut_item([9, 0, 16], [1, 2]))}, "corrupt"),
        ({"VOILUTSequence": lut_sequence(lut_item([3, 0, 8], [9, 9, 9]))}, "corrupt"),
        ({"VOILUTSequence": lut_sequence(lut_item([2, 0, 16], [0, 4095]))}, "everything black"),
        ({"VOILUTSequence": lut_sequence(lut_item([2, 0, 8], [0, 1023]))}, "corrupt"),
        ({"VOILUTSequence": lut_sequence(lut_item([3, 0, 0], [0, 1, 1]))}, "corrupt"),
        ({"VOILUTSequence": lut_sequence(lut_item([3, 0, 8], [0, 100, 200, 250, 255]))}, "corrupt"),
        ({"VOILUTSequence": lut_sequence(lut_item([2, 0, 8], []))}, "corrupt"),
        ({"VOILUTSequence": lut_sequence(lut_item([2, 9000, 8], [0, 255]))}, "outside"),
    ],
)
def test_a_voi_that_shows_nothing_is_passed_over(film, elements, words):
    left = film(**elements)
    assert left.voi == ()
    assert len(left.warnings) == 1
    assert words in left.warnings[0]
    assert len(np.unique(render(left))) > 2


@pytest.mark.parametrize(
    ("elements", "fault"),
    [
        ({"WindowCenter": 5, "WindowWidth": 0}, Fault.WINDOW),
        ({"VOILUTSequence": lut_sequence(lut_item([9, 0, 16], [1, 2]))}, Fault.VOI_LUT),
        ({"VOILUTSequence": lut_sequence(lut_item([2, 60000, 8], [0, 255]))}, Fault.VOI_LUT),
        ({"ModalityLUTSequence": lut_sequence(lut_item([3, 0, 12], [7, 7, 7]))}, Fault.MODALITY_LUT),
        ({"PresentationLUTSequence": lut_sequence(lut_item([9, 0, 8], [1]))}, Fault.PRESENTATION_LUT),
        ({"PresentationLUTShape": "LIN OD"}, Fault.PRESENTATION_LUT),
        ({"PresentationLUTSequence": lut_sequence(lut_item([2, 0, 16], [0, 4095]))}, Fault.PRESENTATION_LUT),
        ({"ModalityLUTSequence": lut_sequence(lut_item([3, 60000, 12], [1, 2, 3]))}, Fault.MODALITY_LUT),
        ({"ModalityLUTSequence": lut_sequence(lut_item([3, 0, 12], []))}, Fault.MODALITY_LUT),
        ({"RescaleSlope": 0}, Fault.RESCALE),
    ],
)
def test_what_was_damaged_is_named_for_the_badge(film, elements, fault):
    assert film(**elements).faults == (fault,)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sequence=st.sampled_from(["ModalityLUTSequence", "VOILUTSequence", "PresentationLUTSequence"]),
    count=st.one_of(st.integers(0, 12), st.integers(0, 65535)),
    first=st.one_of(st.integers(0, 4095), st.integers(-32768, 65535)),
    bits=st.integers(0, 20),
    data=st.one_of(
        st.lists(st.integers(0, 65535), max_size=12), st.binary(max_size=24).filter(lambda raw: not len(raw) % 2)
    ),
)
def test_any_lookup_table_is_used_or_named_and_never_stops_the_film(film, sequence, count, first, bits, data):
    read = film(**{sequence: lut_sequence(lut_item([min(count, 32767) if first < 0 else count, first, bits], data))})
    used = (
        isinstance(read.modality_lut, LookupTable)
        or isinstance(read.presentation_lut, LookupTable)
        or any(isinstance(voi, LookupTable) for voi in read.voi)
    )
    assert used != bool(read.faults)
    for _, voi in voi_choices(read):
        assert render(read, voi).shape == (1, 4)


def test_a_part_damaged_twice_is_named_once(film):
    two = film(VOILUTSequence=lut_sequence(lut_item([9, 0, 16], [1, 2]), lut_item([9, 0, 16], [1, 2])))
    assert two.faults == (Fault.VOI_LUT,)
    assert len(two.warnings) == 2


def test_of_two_luts_the_good_one_is_left(film):
    left = film(VOILUTSequence=lut_sequence(lut_item([9, 0, 16], [1, 2]), lut_item([2, 900, 8], [0, 255], "GOOD")))
    assert [voi.explanation for voi in left.voi] == ["GOOD"]
    assert left.faults == (Fault.VOI_LUT,)


def test_a_falling_rescale_reaches_below_zero_and_so_may_its_lut(film):
    # OHIF #127: slope -10. Modality values 0 to -40950; the LUT begins at -20000.
    falling = film(
        RescaleSlope=-10, RescaleIntercept=0, VOILUTSequence=lut_sequence(lut_item([2, 65536 - 20000, 8], [255, 0]))
    )
    assert falling.voi[0].first_mapped == -20000
    assert render(falling).tolist() == [[0, 0, 255, 255]]


def test_a_bad_window_leaves_the_good_one(film):
    left = film(WindowCenter=[5, 1000], WindowWidth=[0, 400])
    assert left.voi == (Window(1000, 400, explanation="Window 2"),)
    assert len(left.warnings) == 1


def test_centers_and_widths_that_do_not_pair_up(film):
    left = film(WindowCenter=[1000, 2000], WindowWidth=400)
    assert [voi.center for voi in left.voi] == [1000]
    assert left.warnings == ("The file's window centers and widths do not pair up.",)


def test_an_unknown_function_is_taken_as_linear(film):
    left = film(WindowCenter=1000, WindowWidth=400, VOILUTFunction="CUBIC")
    assert left.voi[0].function is VoiFunction.LINEAR
    assert "function" in left.warnings[0]


def test_any_window_of_a_flat_film_stands(film):
    assert len(film(np.zeros((2, 2), dtype=np.uint16), WindowCenter=900, WindowWidth=10).voi) == 1


def test_a_window_over_rescaled_values_stands(film):
    rescaled = film(RescaleSlope=1, RescaleIntercept=-1024, WindowCenter=-600, WindowWidth=1500)
    assert rescaled.modality_lut == Rescale(1, -1024)
    assert len(rescaled.voi) == 1


def test_a_voi_lut_over_negative_values_begins_below_zero(film):
    shifted = film(
        RescaleSlope=1,
        RescaleIntercept=-1024,
        VOILUTSequence=lut_sequence(lut_item([3, 65536 - 1024, 8], [0, 128, 255])),
    )
    assert shifted.voi[0].first_mapped == -1024


def test_a_modality_lut_is_read(film):
    mapped = film(ModalityLUTSequence=lut_sequence(lut_item([3, 0, 12], [7, 8, 4000])))
    assert isinstance(mapped.modality_lut, LookupTable)
    assert mapped.modality_lut.entries.tolist() == [7, 8, 4000]


def test_a_corrupt_modality_lut_gives_way_to_the_rescale(film):
    left = film(ModalityLUTSequence=lut_sequence(lut_item([300, 0, 12], [7])), RescaleSlope=2, RescaleIntercept=1)
    assert left.modality_lut == Rescale(2, 1)
    assert "modality lookup table is corrupt" in left.warnings[0]


@pytest.mark.parametrize(("slope", "intercept"), [("0", "-1024"), ("1e300", "0"), ("1e-300", "0"), ("1", "-1e300")])
def test_a_rescale_that_cannot_be_meant_is_passed_over(film, slope, intercept):
    left = film(RescaleSlope=slope, RescaleIntercept=intercept)
    assert left.modality_lut == Rescale()
    assert "rescale" in left.warnings[0]
    assert len(np.unique(render(left))) > 2


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
@pytest.mark.parametrize("center", ["-1e308", "0", "1e308"])
@pytest.mark.parametrize("width", ["1e-300", "1", "1.0000000001", "1e308"])
def test_windows_of_any_size_neither_warn_nor_break(film, function, center, width):
    for slope in ("1e-11", "1e11"):
        strange = film(RescaleSlope=slope, WindowCenter=center, WindowWidth=width, VOILUTFunction=function)
        render(strange)
        voi_choices(strange)
        for voi in strange.voi:
            render(strange, voi)


def test_the_presentation_lut_is_read(film):
    inverse = film(PresentationLUTShape="INVERSE", PhotometricInterpretation="MONOCHROME1")
    assert inverse.presentation_lut is PresentationShape.INVERSE
    assert inverse.photometric_interpretation is PhotometricInterpretation.MONOCHROME1
    assert render(inverse, Window(2048, 4096))[0, 0] == 255
    table = film(PresentationLUTSequence=lut_sequence(lut_item([2, 0, 8], [0, 99])))
    assert table.presentation_lut.entries.tolist() == [0, 99]


def test_a_bad_presentation_lut_is_passed_over(film):
    for elements in (
        {"PresentationLUTShape": "SOMEHOW"},
        {"PresentationLUTSequence": lut_sequence(lut_item([9, 0, 8], [1]))},
    ):
        left = film(**elements)
        assert left.presentation_lut is PresentationShape.IDENTITY
        assert "resentation" in left.warnings[0]


@pytest.mark.parametrize(
    ("elements", "padding"),
    [
        ({"PixelPaddingValue": 0}, (0, 0)),
        ({"PixelPaddingValue": 30, "PixelPaddingRangeLimit": 0}, (0, 30)),
        ({"PixelPaddingValue": 4000, "PixelPaddingRangeLimit": 4095}, (4000, 4095)),
    ],
)
def test_padding_is_read_in_order(film, elements, padding):
    assert film(**elements).padding == padding


def test_padding_of_a_signed_film_is_negative(film):
    signed = film(np.array([[-2000, 5]], dtype=np.int16), PixelPaddingValue=-2000)
    assert signed.padding == (-2000, -2000)
    assert render(signed, Window(-1900, 1))[0].tolist() == [0, 255]


def test_eight_bit_films_open_as_they_are(film):
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(render(film(grey)), grey)
    assert np.array_equal(render(film(grey, PhotometricInterpretation="MONOCHROME1")), 255 - grey)
