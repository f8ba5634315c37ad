"""The pure functions of the grey-scale chain (PS3.4 N.2), each a step from values to values.

Modality values go in as floats; grey comes out as a fraction from 0 (black) to 1 (white). Knows no ``Radiograph``.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.radiograph import (
    LookupTable,
    PresentationShape,
    Rescale,
    Voi,
    VoiFunction,
    Window,
    WindowedLut,
)

Values = npt.NDArray[np.float64]
"""Modality values, or grey fractions from 0 to 1; any shape."""

# Files hold centers and widths up to 1e308; past the largest float is black or white like anything far away.
_of_any_size = np.errstate(over="ignore")


def apply_modality_lut(stored: npt.NDArray[Any], modality_lut: Rescale | LookupTable) -> Values:
    """Stored values -> modality values (PS3.3 C.11.1)."""
    if isinstance(modality_lut, Rescale):
        return stored * modality_lut.slope + modality_lut.intercept
    return look_up(stored, modality_lut).astype(np.float64)


def look_up(values: npt.NDArray[Any], table: LookupTable) -> npt.NDArray[np.uint16]:
    """The entry for each value; before the first value mapped the first, past the end the last (PS3.3 C.11.1.1.1)."""
    index = np.rint(values).astype(np.int64) - table.first_mapped
    found: npt.NDArray[np.uint16] = table.entries[np.clip(index, 0, table.entries.size - 1)]
    return found


@_of_any_size
def apply_linear(values: Values, window: Window) -> Values:
    """Window of VOI LUT Function LINEAR (PS3.3 C.11.2.1.2.1)."""
    middle = window.center - 0.5
    if window.width == 1:
        # The standard's two inequalities, with nothing between them.
        return (values > middle).astype(np.float64)
    return np.clip((values - middle) / (window.width - 1) + 0.5, 0, 1)


@_of_any_size
def apply_linear_exact(values: Values, window: Window) -> Values:
    """Window of VOI LUT Function LINEAR_EXACT (PS3.3 C.11.2.1.3.2)."""
    return np.clip((values - window.center) / window.width + 0.5, 0, 1)


@_of_any_size
def apply_sigmoid(values: Values, window: Window) -> Values:
    """Window of VOI LUT Function SIGMOID (PS3.3 C.11.2.1.3.1)."""
    # Beyond 40 the exponential no longer shows in a grey value, but could overflow.
    exponent = np.clip(-4 * (values - window.center) / window.width, -40, 40)
    return 1 / (1 + np.exp(exponent))


@_of_any_size
def apply_windowed_lut(values: Values, voi: WindowedLut) -> Values:
    """A VOI LUT under a window: the curve at the place that the window gives each value.

    Between two entries the curve is a straight line, so that stretching it makes no steps.
    """
    curve = voi.table.entries / float((1 << voi.table.bits) - 1)
    stretch = voi.nominal.width / voi.window.width
    # In place where it can be: this is done at every step of a drag.
    place = values * stretch
    place += voi.nominal.center - voi.window.center * stretch - voi.table.first_mapped
    np.clip(place, 0, curve.size - 1, out=place)
    below = place.astype(np.intp)
    place -= below
    place *= np.append(np.diff(curve), 0.0)[below]
    place += curve[below]
    return place


def apply_voi(values: Values, voi: Voi) -> Values:
    """Modality values -> grey fractions by one window or one VOI LUT (PS3.3 C.11.2)."""
    if isinstance(voi, WindowedLut):
        return apply_windowed_lut(values, voi)
    if isinstance(voi, LookupTable):
        return look_up(values, voi) / float((1 << voi.bits) - 1)
    if voi.function is VoiFunction.SIGMOID:
        return apply_sigmoid(values, voi)
    if voi.function is VoiFunction.LINEAR_EXACT:
        return apply_linear_exact(values, voi)
    return apply_linear(values, voi)


def apply_presentation_lut(grey: Values, presentation_lut: PresentationShape | LookupTable) -> Values:
    """Grey fractions -> P-values as fractions (PS3.3 C.11.6).

    A table's whole input range is the whole output range of the VOI LUT (C.11.6.1.1).
    """
    if isinstance(presentation_lut, LookupTable):
        position = np.rint(grey * (presentation_lut.entries.size - 1)) + presentation_lut.first_mapped
        return look_up(position, presentation_lut) / float((1 << presentation_lut.bits) - 1)
    if presentation_lut is PresentationShape.INVERSE:
        return 1 - grey
    return grey
