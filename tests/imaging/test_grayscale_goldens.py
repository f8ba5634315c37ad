"""The whole chain, case by case: tables worked by hand from files, and real files against pydicom's own functions."""

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.pixels import apply_modality_lut, apply_voi_lut

from cxrviewer.imaging.display_function import from_gamma
from cxrviewer.imaging.grayscale import default_voi, grayscale_table, render, window_of, windowed
from cxrviewer.imaging.presets import voi_choices
from cxrviewer.imaging.radiograph import Fault, VoiFunction, Window, WindowedLut
from cxrviewer.imaging.reading import read_radiograph
from tests.factories import make_radiograph
from tests.imaging.dicom_files import lut_item, lut_sequence, make_dicom

PIXELS = np.array([[0, 100, 200, 300, 400]], dtype=np.uint16)
CURVE = lut_sequence(lut_item([5, 100, 8], [0, 10, 60, 200, 255], "CURVE"))
"""Of the pixel values only 100 lies on its slope; 0 before its first entry, the rest past its last."""


@pytest.fixture
def film(tmp_path):
    def build(pixels=PIXELS, **elements):
        (tmp_path / "film").write_bytes(make_dicom(pixels, **elements))
        return read_radiograph(tmp_path / "film")

    return build


@pytest.mark.parametrize(
    ("elements", "grey"),
    [
        # LINEAR, c 200, w 201: (x - 199.5) / 200 + 0.5 -> 0.0025, 0.5025, 1 for 100, 200, 300.
        ({"WindowCenter": 200, "WindowWidth": 201}, [0, 1, 128, 255, 255]),
        # LINEAR_EXACT, c 200, w 200: (x - 200) / 200 + 0.5 -> 0, 0.5, 1.
        ({"WindowCenter": 200, "WindowWidth": 200, "VOILUTFunction": "LINEAR_EXACT"}, [0, 0, 128, 255, 255]),
        # SIGMOID, c 200, w 200: 1 / (1 + exp(-4 (x - 200) / 200)) -> 0.0180, 0.1192, 0.5, 0.8808, 0.9820.
        ({"WindowCenter": 200, "WindowWidth": 200, "VOILUTFunction": "SIGMOID"}, [5, 30, 128, 225, 250]),
        # Width 1: at most c - 0.5 is black.
        ({"WindowCenter": 200.5, "WindowWidth": 1}, [0, 0, 0, 255, 255]),
        # Rescale to -100, 100, 300, 500, 700.
        (
            {"RescaleSlope": 2, "RescaleIntercept": -100, "WindowCenter": 300.5, "WindowWidth": 401},
            [0, 0, 128, 255, 255],
        ),
        # Modality LUT 0 -> 10, 1 and on -> 40; window 10..40.
        (
            {
                "ModalityLUTSequence": lut_sequence(lut_item([2, 0, 8], [10, 40])),
                "WindowCenter": 25.5,
                "WindowWidth": 31,
            },
            [0, 255, 255, 255, 255],
        ),
        ({"VOILUTSequence": CURVE}, [0, 0, 255, 255, 255]),
        ({"VOILUTSequence": CURVE, "PhotometricInterpretation": "MONOCHROME1"}, [255, 255, 0, 0, 0]),
        # Both say the same; turning twice would show a negative.
        (
            {"VOILUTSequence": CURVE, "PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "INVERSE"},
            [255, 255, 0, 0, 0],
        ),
        # Presentation LUT over the VOI's whole output: fractions 0.0025, 0.5025 of 4 steps are entries 0 and 2.
        (
            {
                "WindowCenter": 200,
                "WindowWidth": 201,
                "PresentationLUTSequence": lut_sequence(lut_item([5, 0, 8], [5, 20, 80, 150, 240])),
            },
            [5, 5, 80, 240, 240],
        ),
        ({"WindowCenter": 200, "WindowWidth": 201, "PixelPaddingValue": 300}, [0, 1, 128, 0, 255]),
    ],
)
def test_the_grey_of_each_case_worked_by_hand(film, elements, grey):
    assert render(film(**elements))[0].tolist() == grey


def test_every_lut_of_a_sequence_is_offered_by_its_explanation(film):
    both = film(
        VOILUTSequence=lut_sequence(
            lut_item([2, 150, 8], [0, 255], "NORMAL"),
            lut_item([2, 250, 12], [0, 4095], "HARDER"),
            lut_item([2, 350, 16], [0, 65535]),
        )
    )
    choices = dict(voi_choices(both))
    assert render(both, choices["NORMAL"])[0].tolist() == [0, 0, 255, 255, 255]
    assert render(both, choices["HARDER"])[0].tolist() == [0, 0, 0, 255, 255]
    assert render(both, choices["VOI LUT 3"])[0].tolist() == [0, 0, 0, 0, 255]


def test_a_windowed_lut_is_its_curve_moved_and_stretched_worked_by_hand(film):
    table = film(VOILUTSequence=CURVE).voi[0]  # 100..104 -> 0, 10, 60, 200, 255
    nominal = Window(102, 4)
    radiograph = make_radiograph(pixels=PIXELS)

    def grey(window, *stored):
        return grayscale_table(radiograph, WindowedLut(table, nominal, window))[list(stored)].tolist()

    assert grey(nominal, 99, 100, 101, 102, 103, 104, 105) == [0, 0, 10, 60, 200, 255, 255]
    assert grey(Window(302, 4), 300, 301, 302, 303, 304) == [0, 10, 60, 200, 255]
    # Twice as wide: halfway between two entries lies halfway between their greys.
    assert grey(Window(102, 8), 98, 99, 100, 101, 102, 103, 104, 106) == [0, 5, 10, 35, 60, 130, 200, 255]


def test_a_windowed_lut_goes_through_the_rest_of_the_chain(film):
    turned = film(VOILUTSequence=CURVE, PhotometricInterpretation="MONOCHROME1", PixelPaddingValue=400)
    moved = WindowedLut(turned.voi[0], Window(102, 4), Window(302, 4))
    assert render(turned, moved)[0].tolist() == [255, 255, 255, 255, 0]
    assert render(turned, moved, invert=True)[0].tolist() == [0, 0, 0, 0, 0]
    assert grayscale_table(turned, moved)[[301, 302, 303]].tolist() == [245, 195, 55]


def test_other_numbers_for_a_window_are_another_window(film):
    plain = film(WindowCenter=200, WindowWidth=201)
    assert windowed(plain, plain.voi[0], Window(5, 6)) == Window(5, 6)
    assert window_of(plain, plain.voi[0]) is plain.voi[0]


def test_other_numbers_for_a_lut_keep_its_curve(film):
    table = film(VOILUTSequence=CURVE).voi[0]
    radiograph = film(VOILUTSequence=CURVE)
    first = windowed(radiograph, table, Window(300, 10))
    again = windowed(radiograph, first, Window(50, 20))
    assert again == WindowedLut(table, window_of(radiograph, table), Window(50, 20))
    assert again.explanation == "CURVE"


def test_loading_and_resetting_show_one_voi(film):
    for elements in (
        {},
        {"WindowCenter": 200, "WindowWidth": 201},
        {"VOILUTSequence": CURVE},
        {"VOILUTSequence": CURVE, "WindowCenter": 200, "WindowWidth": 201},
        {"VOILUTSequence": lut_sequence(lut_item([9, 0, 8], [0])), "WindowCenter": 200, "WindowWidth": 201},
    ):
        radiograph = film(**elements)
        assert np.array_equal(render(radiograph), render(radiograph, default_voi(radiograph)))


def test_a_damaged_lut_leaves_the_window_beside_it(film):
    left = film(
        VOILUTSequence=lut_sequence(lut_item([300, 0, 8], [0, 1])),
        WindowCenter=200,
        WindowWidth=200,
        VOILUTFunction="LINEAR_EXACT",
    )
    assert default_voi(left) == Window(200, 200, VoiFunction.LINEAR_EXACT, "Window 1")
    assert left.faults == (Fault.VOI_LUT,)


def test_inverting_is_done_before_the_display_function():
    display = from_gamma(darkest=0.4, brightest=350, gamma=2.2)
    radiograph = make_radiograph(pixels=PIXELS)
    window = Window(200, 201)
    levels = [grayscale_table(radiograph, window, invert=invert, display=display) for invert in (False, True)]
    p_values = np.clip((np.arange(400) - 199.5) / 200 + 0.5, 0, 1)
    assert np.array_equal(levels[0][:400], display.driving_levels(p_values))
    assert np.array_equal(levels[1][:400], display.driving_levels(1 - p_values))


def test_padding_is_black_on_a_calibrated_display_too():
    display = from_gamma(darkest=0.4, brightest=350, gamma=2.2)
    radiograph = make_radiograph(pixels=PIXELS, padding=(300, 300))
    assert grayscale_table(radiograph, Window(200, 201), invert=True, display=display)[300] == 0


def pydicom_grey(dataset, index=0):
    """Grey fractions by pydicom's functions alone, before polarity: its output range taken off again."""
    pixels = dataset.pixel_array
    if (dataset.get("RescaleSlope", 1), dataset.get("RescaleIntercept", 0)) != (
        1,
        0,
    ) or "ModalityLUTSequence" in dataset:
        pixels = apply_modality_lut(pixels, dataset)  # not where it changes nothing: it would make floats of them
    values = apply_voi_lut(pixels, dataset, index=index).astype(np.float64)
    if "VOILUTSequence" in dataset:
        return values / (2.0 ** dataset.VOILUTSequence[index].LUTDescriptor[2] - 1)
    if "ModalityLUTSequence" in dataset:
        return values / (2.0 ** dataset.ModalityLUTSequence[0].LUTDescriptor[2] - 1)
    low, high = 0.0, 2.0**dataset.BitsStored - 1
    if dataset.PixelRepresentation:
        low, high = -(2.0 ** (dataset.BitsStored - 1)), 2.0 ** (dataset.BitsStored - 1) - 1
    slope, intercept = float(dataset.get("RescaleSlope", 1)), float(dataset.get("RescaleIntercept", 0))
    low, high = low * slope + intercept, high * slope + intercept
    return (values - low) / (high - low)


NOT_COMPARED = (
    "RG3_JPLY.dcm",  # no decoder reads these three
    "2.4.53.dcm",
    "2.4.55.dcm",
    "J2K_pixelrep_mismatch.dcm",  # pydicom takes its sign from the codestream
    "2.4.57.dcm",  # the same pixels as in other encodings
    "2.4.80.dcm",
    "2.4.81.dcm",
    "2.4.91.dcm",
)


@pytest.mark.shared
def test_real_files_are_grey_as_pydicom_makes_them(shared_data):
    seen = set()
    for path in sorted((shared_data / "data" / "dicom").glob("*.dcm")):
        dataset = dcmread(path, force=True)
        stated = [name for name in ("VOILUTSequence", "WindowCenter") if dataset.get(name)]
        if not stated or dataset.get("SamplesPerPixel") != 1 or path.name.endswith(NOT_COMPARED):
            continue
        radiograph = read_radiograph(path)
        wanted = pydicom_grey(dataset)
        if dataset.PhotometricInterpretation == "MONOCHROME1":
            wanted = 1 - wanted
        ours = render(radiograph).astype(float)
        shown = np.ones(ours.shape, dtype=bool)
        if radiograph.padding is not None:
            values = radiograph.pixels.astype(int) + radiograph.stored_offset
            shown = (values < radiograph.padding[0]) | (values > radiograph.padding[1])
        # A half for rounding here, and one step of the file's bits for rounding there.
        near = 0.51 + 255 / (2.0**radiograph.bits_stored - 1)
        assert np.abs(ours - wanted * 255)[shown].max() <= near, path.name
        seen.add((dataset.PhotometricInterpretation, bool(dataset.PixelRepresentation), stated[0], path.name[:4]))
    assert {kind for kind, *_ in seen} == {"MONOCHROME1", "MONOCHROME2"}
    assert {"WindowCenter", "VOILUTSequence"} == {stated for _, _, stated, _ in seen}
    assert any(signed for _, signed, *_ in seen)
