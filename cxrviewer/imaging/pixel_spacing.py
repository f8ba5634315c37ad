"""Millimetres between pixels, and how far they can be trusted (PS3.3 10.7.1.3); never a guess."""

import math

from pydicom.dataset import Dataset

from cxrviewer.imaging.dicom_values import number, numbers, text
from cxrviewer.imaging.radiograph import PixelSpacing

CALIBRATED = "calibrated"
AT_DETECTOR = "at detector"
MAGNIFICATION_CORRECTED = "magnification-corrected"
IN_PATIENT = "in the patient"
NOT_STATED = "origin not stated"

Pair = tuple[float, float]

_ROUNDED = 1e-4
"""How far two spacings may differ and still be one figure, of which one went through single precision or was cut."""
_CROSS_SECTIONAL = frozenset({"CT", "MR", "PT", "NM"})


def read_pixel_spacing(dataset: Dataset) -> PixelSpacing | None:
    """The spacing with its source; None where the file has none that makes sense (zero, negative, malformed).

    ``calibrated``: Pixel Spacing that states a calibration type or is finer than Imager Pixel Spacing.
    ``at detector``: Imager Pixel Spacing alone, or the same figure twice; objects in the patient are smaller.
    ``magnification-corrected``: the latter divided by Estimated Radiographic Magnification Factor, here or already
    in the file.
    ``origin not stated``: Pixel Spacing alone in any but a cross-sectional image, where it may be either; or coarser
    than at the detector, which no magnification explains.
    ``in the patient``: Pixel Spacing of a cross-sectional image.
    """
    pixel, imager = _pair(dataset, "PixelSpacing"), _pair(dataset, "ImagerPixelSpacing")
    magnification = _magnification(dataset)
    if pixel is not None:
        if text(dataset, "PixelSpacingCalibrationType"):
            return PixelSpacing(*pixel, CALIBRATED)
        if imager is None:
            in_patient = text(dataset, "Modality") in _CROSS_SECTIONAL
            return PixelSpacing(*pixel, IN_PATIENT if in_patient else NOT_STATED)
        if not _is_same(pixel, imager):
            return PixelSpacing(*pixel, _source_of_difference(pixel, imager, magnification))
    if imager is None:
        return None
    if magnification is not None:
        return PixelSpacing(imager[0] / magnification, imager[1] / magnification, MAGNIFICATION_CORRECTED)
    return PixelSpacing(*imager, AT_DETECTOR)


def _source_of_difference(pixel: Pair, imager: Pair, magnification: float | None) -> str:
    """Why Pixel Spacing is another than at the detector, as far as the figures tell."""
    if magnification is not None and _is_same(pixel, (imager[0] / magnification, imager[1] / magnification), 1e-3):
        return MAGNIFICATION_CORRECTED
    return CALIBRATED if max(pixel[0] / imager[0], pixel[1] / imager[1]) < 1 else NOT_STATED


def _is_same(first: Pair, second: Pair, tolerance: float = _ROUNDED) -> bool:
    return all(math.isclose(a, b, rel_tol=tolerance) for a, b in zip(first, second, strict=True))


def _magnification(dataset: Dataset) -> float | None:
    """Estimated Radiographic Magnification Factor (0018,1114); what is not above 1 is none."""
    factor = number(dataset, "EstimatedRadiographicMagnificationFactor")
    return factor if factor is not None and factor > 1 else None


def _pair(dataset: Dataset, keyword: str) -> Pair | None:
    values = numbers(dataset, keyword)
    if len(values) != 2 or min(values) <= 0:
        return None
    return values[0], values[1]
