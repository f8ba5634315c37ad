"""Millimetres between pixels, and how far they can be trusted (PS3.3 10.7.1.3); never a guess."""

from pydicom.dataset import Dataset

from cxrviewer.imaging.dicom_values import number, numbers, text
from cxrviewer.imaging.radiograph import PixelSpacing

CALIBRATED = "calibrated"
AT_DETECTOR = "at detector"
MAGNIFICATION_CORRECTED = "magnification-corrected"
IN_PATIENT = "in the patient"
NOT_STATED = "origin not stated"

_CROSS_SECTIONAL = frozenset({"CT", "MR", "PT", "NM"})


def read_pixel_spacing(dataset: Dataset) -> PixelSpacing | None:
    """The spacing with its source; None where the file has none that makes sense (zero, negative, malformed).

    ``calibrated``: Pixel Spacing that differs from Imager Pixel Spacing or states a calibration type.
    ``at detector``: Imager Pixel Spacing alone, or the same figure twice; objects in the patient are smaller.
    ``magnification-corrected``: the latter divided by Estimated Radiographic Magnification Factor.
    ``origin not stated``: Pixel Spacing alone in any but a cross-sectional image; it may be either.
    ``in the patient``: Pixel Spacing of a cross-sectional image.
    """
    pixel, imager = _pair(dataset, "PixelSpacing"), _pair(dataset, "ImagerPixelSpacing")
    if pixel is not None:
        if text(dataset, "PixelSpacingCalibrationType"):
            return PixelSpacing(*pixel, CALIBRATED)
        if imager is None:
            in_patient = text(dataset, "Modality") in _CROSS_SECTIONAL
            return PixelSpacing(*pixel, IN_PATIENT if in_patient else NOT_STATED)
        if pixel != imager:
            return PixelSpacing(*pixel, CALIBRATED)
    if imager is None:
        return None
    magnification = number(dataset, "EstimatedRadiographicMagnificationFactor")
    if magnification is not None and magnification > 1:
        return PixelSpacing(imager[0] / magnification, imager[1] / magnification, MAGNIFICATION_CORRECTED)
    return PixelSpacing(*imager, AT_DETECTOR)


def _pair(dataset: Dataset, keyword: str) -> tuple[float, float] | None:
    values = numbers(dataset, keyword)
    if len(values) != 2 or min(values) <= 0:
        return None
    return values[0], values[1]
