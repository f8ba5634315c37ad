"""What is known of a screen: the settings of its calibration, and the display function that follows from them.

Knows settings and formulas; shows nothing.
"""

import enum

from PySide6.QtGui import QScreen

from cxrviewer.imaging.display_function import DisplayFunction, from_gamma, from_measurements
from cxrviewer.settings import DisplaySettings


class Method(enum.Enum):
    """Where a screen's calibration comes from; the values are those of the settings."""

    NONE = "none"
    """Nobody has said anything of it."""
    ELSEWHERE = "elsewhere"
    """The screen follows the Grayscale Standard Display Function by itself."""
    GAMMA = "gamma"
    """A power of the driving level between two luminances."""
    MEASURED = "measured"
    """Luminances measured at evenly spaced driving levels."""


def screen_name(screen: QScreen) -> str:
    """What tells one screen from another: maker, model and serial number, or the connector where they are unknown."""
    known = " ".join(part for part in (screen.manufacturer(), screen.model(), screen.serialNumber()) if part.strip())
    return known or screen.name() or "screen"


def display_function(settings: DisplaySettings) -> DisplayFunction | None:
    """What the films on that screen are driven with; None where they are shown as they are.

    Raises ValueError where no display can be as the settings say.
    """
    if settings.method == Method.GAMMA.value:
        return from_gamma(
            darkest=settings.darkest,
            brightest=settings.brightest,
            gamma=settings.gamma,
            ambient=settings.ambient,
        )
    if settings.method == Method.MEASURED.value:
        return from_measurements(settings.measured, ambient=settings.ambient)
    return None


def is_calibrated(settings: DisplaySettings) -> bool:
    """Whether films on that screen follow the Grayscale Standard Display Function, as far as is known."""
    return settings.method != Method.NONE.value
