"""Shutters and collimators as files state them, and as they state them wrongly."""

import numpy as np
import pytest

from cxrviewer.imaging.aperture import Ellipse, Polygon, Rectangle, open_mask
from cxrviewer.imaging.grayscale import automatic_window, render
from cxrviewer.imaging.radiograph import Fault, Window
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dicom

PIXELS = np.full((20, 30), 2000, dtype=np.uint16)
RECTANGLE = {
    "ShutterShape": "RECTANGULAR",
    "ShutterLeftVerticalEdge": 6,
    "ShutterRightVerticalEdge": 25,
    "ShutterUpperHorizontalEdge": 3,
    "ShutterLowerHorizontalEdge": 18,
}


@pytest.fixture
def film(tmp_path):
    def build(pixels=PIXELS, **elements):
        (tmp_path / "film").write_bytes(make_dicom(pixels, **elements))
        return read_radiograph(tmp_path / "film")

    return build


def test_a_rectangle_opens_its_first_to_its_last_row_and_column(film):
    shutter = film(**RECTANGLE).shutter
    assert shutter.aperture.shapes == (Rectangle(5, 2, 25, 18),)
    assert shutter.p_value == 0
    mask = open_mask(shutter.aperture, 20, 30)
    assert mask.sum() == 20 * 16
    assert mask[2, 5]
    assert mask[17, 24]


def test_a_circle_has_its_centre_as_row_and_column(film):
    shutter = film(ShutterShape="CIRCULAR", CenterOfCircularShutter=[10, 15], RadiusOfCircularShutter=4).shutter
    assert shutter.aperture.shapes == (Ellipse((14.5, 9.5), 4, 4),)


def test_a_circle_stays_one_on_the_patient_where_pixels_are_taller_than_wide(film):
    shutter = film(
        ShutterShape="CIRCULAR",
        CenterOfCircularShutter=[10, 15],
        RadiusOfCircularShutter=8,
        ImagerPixelSpacing=[0.4, 0.2],
    ).shutter
    assert shutter.aperture.shapes == (Ellipse((14.5, 9.5), 8, 4),)


def test_a_polygon_has_rows_and_columns_in_turn(film):
    shutter = film(ShutterShape="POLYGONAL", VerticesOfThePolygonalShutter=[1, 1, 1, 30, 20, 15]).shutter
    assert shutter.aperture.shapes == (Polygon(((0.5, 0.5), (29.5, 0.5), (14.5, 19.5))),)


def test_two_shapes_cover_what_either_covers(film):
    both = film(
        **(RECTANGLE | {"ShutterShape": ["RECTANGULAR", "CIRCULAR"]}),
        CenterOfCircularShutter=[10, 15],
        RadiusOfCircularShutter=4,
    )
    assert len(both.shutter.aperture.shapes) == 2
    assert open_mask(both.shutter.aperture, 20, 30).sum() < 60


def test_the_presentation_value_is_a_p_value_of_16_bits(film):
    grey = film(**RECTANGLE, ShutterPresentationValue=32768, PhotometricInterpretation="MONOCHROME1")
    assert grey.shutter.p_value == pytest.approx(32768 / 65535)
    shown = render(grey, Window(1000, 100), shutter=True)
    assert shown[0, 0] == 128  # 32768 / 65535 * 255 = 127.50, whatever the polarity
    assert shown[10, 10] == 0
    assert render(grey, Window(1000, 100))[0, 0] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"ShutterLeftVerticalEdge": 26},
        {"ShutterLeftVerticalEdge": None},
        {"ShutterLeftVerticalEdge": 500, "ShutterRightVerticalEdge": 600},
        {"ShutterShape": "HEXAGONAL"},
        {"ShutterShape": "CIRCULAR"},
        {"ShutterShape": "CIRCULAR", "CenterOfCircularShutter": [5, 5], "RadiusOfCircularShutter": 0},
        {"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1, 5, 5]},
        {"ShutterShape": "POLYGONAL", "VerticesOfThePolygonalShutter": [1, 1, 5, 5, 9]},
        {"ShutterShape": ["RECTANGULAR", "BITMAP"]},
    ],
)
def test_a_shutter_that_makes_no_sense_is_passed_over_and_named(film, changes):
    left = film(**(RECTANGLE | changes))
    assert left.shutter is None
    assert left.faults == (Fault.SHUTTER,)
    assert len(left.warnings) == 1


def test_a_film_without_one_has_neither_shutter_nor_fault(film):
    plain = film()
    assert (plain.shutter, plain.collimator, plain.faults) == (None, None, ())


def outside(value):
    """Values 1000 to 2000 within RECTANGLE, another without."""
    pixels = np.full((20, 30), value, dtype=np.uint16)
    pixels[2:18, 5:25] = np.linspace(1000, 2000, 320).reshape(16, 20)
    return pixels


@pytest.mark.parametrize("module", ["Shutter", "Collimator"])
@pytest.mark.parametrize("value", [0, 1400, 4095])
def test_the_automatic_window_looks_only_where_shutter_and_collimator_are_open(film, module, value):
    elements = {keyword.replace("Shutter", module): words for keyword, words in RECTANGLE.items()}
    window = automatic_window(film(outside(value), **elements))
    assert window.center - window.width / 2 == pytest.approx(1000, abs=10)
    assert window.center + window.width / 2 == pytest.approx(2000, abs=10)


@pytest.mark.parametrize(
    "changes",
    [
        {"CollimatorLeftVerticalEdge": -900, "CollimatorRightVerticalEdge": 2},
        {"CollimatorLeftVerticalEdge": 400, "CollimatorRightVerticalEdge": 900},
        {"CollimatorShape": "CIRCULAR"},
    ],
)
def test_a_collimator_stated_elsewhere_than_in_the_image_is_not_believed(film, changes):
    elements = {keyword.replace("Shutter", "Collimator"): words for keyword, words in RECTANGLE.items()}
    left = film(**(elements | changes))
    assert left.collimator is None
    assert left.faults == ()


@pytest.mark.shared
def test_real_collimators(shared_data):
    dicom = shared_data / "data" / "dicom"
    whole = read_radiograph(dicom / "fo-dicom__GH133.dcm")
    assert whole.collimator.shapes == (Rectangle(-1, -1, 2395, 3063),)
    # Edges -184 to 184 on an image of 1841 columns: they are not the image's.
    assert read_radiograph(dicom / "pydicom-da__RG1_J2KI.dcm").collimator is None
