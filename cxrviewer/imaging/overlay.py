"""An overlay plane: marks that lie over the film, one bit a pixel. Knows no DICOM element and draws nothing."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """One plane. ``bits`` is (rows, columns), read-only; it need not have the film's size nor lie inside it.

    Raises ValueError where it has no area.
    """

    bits: Bits
    left: int = 0
    """The film column, counted from 0, under the plane's first column."""
    top: int = 0
    """The film row, counted from 0, under the plane's first row."""
    name: str = ""

    def __post_init__(self) -> None:
        if self.bits.ndim != 2 or self.bits.dtype != np.bool_ or 0 in self.bits.shape:
            raise ValueError("an overlay must be (rows, columns) of bool")
        self.bits.setflags(write=False)


def burn_in(grey: npt.NDArray[np.uint8], overlays: tuple[Overlay, ...]) -> npt.NDArray[np.uint8]:
    """A copy of the (rows, columns) picture with every mark white; what lies beside the picture is left out."""
    marked = grey.copy()
    rows, columns = grey.shape
    for overlay in overlays:
        height, width = overlay.bits.shape
        top, left = max(0, overlay.top), max(0, overlay.left)
        bottom, right = min(rows, overlay.top + height), min(columns, overlay.left + width)
        if top < bottom and left < right:
            part = overlay.bits[top - overlay.top : bottom - overlay.top, left - overlay.left : right - overlay.left]
            marked[top:bottom, left:right][part] = 255
    return marked
