"""Pixel spacing with an honest source (PS3.3 10.7.1.3), and none where there is none."""

import pytest
from pydicom.dataset import Dataset

from cxrviewer.imaging.pixel_spacing import read_pixel_spacing
from cxrviewer.imaging.radiograph import PixelSpacing


def spacing(**elements):
    dataset = Dataset()
    dataset.Modality = "DX"
    for keyword, value in elements.items():
        setattr(dataset, keyword, value)
    return read_pixel_spacing(dataset)


def test_imager_spacing_alone_is_at_the_detector():
    assert spacing(ImagerPixelSpacing=[0.2, 0.1]) == PixelSpacing(0.2, 0.1, "at detector")


def test_the_same_figure_twice_is_still_at_the_detector():
    assert spacing(ImagerPixelSpacing=[0.2, 0.2], PixelSpacing=[0.2, 0.2]).source == "at detector"


def test_a_different_figure_is_a_calibration():
    both = spacing(ImagerPixelSpacing=[0.2, 0.2], PixelSpacing=[0.18, 0.18])
    assert both == PixelSpacing(0.18, 0.18, "calibrated")


def test_a_calibration_type_is_a_calibration_even_of_the_same_figure():
    both = spacing(ImagerPixelSpacing=[0.2, 0.2], PixelSpacing=[0.2, 0.2], PixelSpacingCalibrationType="FIDUCIAL")
    assert both.source == "calibrated"


def test_magnification_is_taken_out():
    corrected = spacing(ImagerPixelSpacing=[0.3, 0.15], EstimatedRadiographicMagnificationFactor="1.5")
    assert corrected.row_mm == pytest.approx(0.2)
    assert corrected.column_mm == pytest.approx(0.1)
    assert corrected.source == "magnification-corrected"


@pytest.mark.parametrize("factor", ["0", "-1", "1", "0.5"])
def test_a_magnification_that_cannot_be_is_passed_over(factor):
    plain = spacing(ImagerPixelSpacing=[0.3, 0.3], EstimatedRadiographicMagnificationFactor=factor)
    assert plain == PixelSpacing(0.3, 0.3, "at detector")


def test_a_calibration_is_not_corrected_again():
    kept = spacing(
        ImagerPixelSpacing=[0.2, 0.2], PixelSpacing=[0.18, 0.18], EstimatedRadiographicMagnificationFactor="1.1"
    )
    assert kept == PixelSpacing(0.18, 0.18, "calibrated")


@pytest.mark.parametrize(
    ("modality", "source"), [("DX", "origin not stated"), ("OT", "origin not stated"), ("CT", "in the patient")]
)
def test_pixel_spacing_alone_says_what_the_modality_allows(modality, source):
    assert spacing(Modality=modality, PixelSpacing=[0.5, 0.5]).source == source


@pytest.mark.parametrize("value", [[0, 0], [0.2, 0], [-0.2, 0.2], [0.2], [0.2, 0.2, 0.2], None])
def test_a_spacing_that_makes_no_sense_is_none(value):
    assert spacing(PixelSpacing=value) is None
    assert spacing(ImagerPixelSpacing=value) is None


def test_a_bad_pixel_spacing_leaves_the_imagers():
    assert spacing(PixelSpacing=[0, 0], ImagerPixelSpacing=[0.1, 0.1]).source == "at detector"


def test_text_where_numbers_belong_is_none(recwarn):
    dataset = Dataset()
    dataset.add_new("PixelSpacing", "LO", ["wide", "narrow"])
    assert read_pixel_spacing(dataset) is None
