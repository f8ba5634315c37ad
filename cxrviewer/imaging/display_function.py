"""The Grayscale Standard Display Function (PS3.14), and what a display must be driven with to follow it.

Knows luminances and driving levels; knows no screen and no film.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.floating[Any]]

SMALLEST_LUMINANCE, LARGEST_LUMINANCE = 0.05, 3993.404
"""In cd/m2: JND indices 1 and 1023, between which PS3.14 defines its function."""
DRIVING_LEVELS = 256
FEWEST_MEASUREMENTS = 8
"""Of a characteristic curve: between fewer of them the true curve bends away too far."""
P_VALUES = 4096
"""How finely a P-value is looked up: 16 steps for each of 8 bits, so that no driving level is lost to rounding."""

# PS3.14 chapter 7. Numerator and denominator in powers of ln j; and the inverse in powers of log10 L.
_NUMERATOR = (-1.3011877, 8.0242636e-2, 1.3646699e-1, -2.5468404e-2, 1.3635334e-3)
_DENOMINATOR = (1.0, -2.5840191e-2, -1.0320229e-1, 2.8745620e-2, -3.1978977e-3, 1.2992634e-4)
_INVERSE = (
    71.498068,
    94.593053,
    41.912053,
    9.8247004,
    0.28175407,
    -1.1878455,
    -0.18014349,
    0.14710899,
    -0.017046845,
)


def luminance(jnd_index: Values) -> Values:
    """The luminance in cd/m2 of each JND index from 1 to 1023 (PS3.14, 7.1)."""
    ln = np.log(np.asarray(jnd_index, dtype=np.float64))
    exponent: Values = np.polynomial.polynomial.polyval(ln, _NUMERATOR) / np.polynomial.polynomial.polyval(
        ln, _DENOMINATOR
    )
    return np.power(10.0, exponent)


def jnd_index(luminance: Values) -> Values:
    """The JND index of each luminance in cd/m2 (PS3.14, 7.1: the standard's own fit of the inverse)."""
    index: Values = np.polynomial.polynomial.polyval(np.log10(luminance), _INVERSE)
    return index


@dataclass(frozen=True, slots=True, eq=False)
class DisplayFunction:
    """What a display shows, and the driving levels that make it follow the Grayscale Standard Display Function.

    ``luminances`` is (256,) cd/m2, the characteristic curve: what the eye receives at each driving level, the room's
    light included. Raises ValueError unless it rises and stays within what PS3.14 defines.
    """

    luminances: Values  # (256,)
    _levels: npt.NDArray[np.uint8] = field(init=False, repr=False)  # (P_VALUES,)

    def __post_init__(self) -> None:
        curve = self.luminances
        if curve.shape != (DRIVING_LEVELS,) or not np.all(np.isfinite(curve)) or np.any(np.diff(curve) < 0):
            raise ValueError("a characteristic curve needs 256 luminances that never fall")
        if curve[0] < SMALLEST_LUMINANCE or curve[-1] > LARGEST_LUMINANCE or curve[0] >= curve[-1]:
            raise ValueError(f"luminances must rise within {SMALLEST_LUMINANCE} to {LARGEST_LUMINANCE:.0f} cd/m2")
        curve.setflags(write=False)
        has = jnd_index(curve)
        wanted = np.linspace(has[0], has[-1], P_VALUES)
        # The level whose JND index lies nearest: the one before or after the middle between two.
        levels = np.searchsorted((has[1:] + has[:-1]) / 2, wanted).astype(np.uint8)
        levels.setflags(write=False)
        object.__setattr__(self, "_levels", levels)

    def driving_levels(self, p_values: Values) -> npt.NDArray[np.uint8]:
        """The level for each P-value, a fraction from 0 (black) to 1 (white): equal steps look equally large."""
        place = np.asarray(p_values * (P_VALUES - 1) + 0.5, dtype=np.int32)
        levels: npt.NDArray[np.uint8] = self._levels[place]
        return levels


def from_gamma(*, darkest: float, brightest: float, gamma: float, ambient: float = 0.0) -> DisplayFunction:
    """A display that follows a power of its driving level between two luminances in cd/m2; ``ambient`` is added.

    Raises ValueError where no display can be so.
    """
    share = np.linspace(0, 1, DRIVING_LEVELS)
    return DisplayFunction(ambient + darkest + (brightest - darkest) * share**gamma)


def from_measurements(measured: tuple[float, ...], *, ambient: float = 0.0) -> DisplayFunction:
    """A display measured at evenly spaced driving levels from 0 to 255, 18 of them for TG18-LN; ``ambient`` is added.

    Between two measurements the logarithm of the luminance is a straight line. Raises ValueError where the
    luminances fall, or are too few to tell a curve by.
    """
    values = np.asarray(measured, dtype=np.float64) + ambient
    if values.size < FEWEST_MEASUREMENTS or not np.all(np.isfinite(values)) or np.any(values <= 0):
        raise ValueError(f"at least {FEWEST_MEASUREMENTS} luminances above zero must be measured")
    at = np.linspace(0, DRIVING_LEVELS - 1, values.size)
    return DisplayFunction(np.exp(np.interp(np.arange(DRIVING_LEVELS), at, np.log(values))))
