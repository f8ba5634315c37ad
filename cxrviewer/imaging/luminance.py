"""Colour to grey. Knows nothing of files."""

from typing import Any

import numpy as np
import numpy.typing as npt


def luminance(rgb: npt.NDArray[Any]) -> npt.NDArray[np.uint16]:
    """(rows, columns, 3) unsigned RGB of 8 or 16 bits -> (rows, columns) grey of the same bits.

    ITU-R BT.601 luma in the integers of Pillow's ``convert("L")``, so that an 8-bit image comes out equal to it.
    """
    wide = rgb.astype(np.uint32)
    # The weights add up to 65536, so that 16-bit white, rounding included, stays within 32 bits.
    grey = (wide[..., 0] * 19595 + wide[..., 1] * 38470 + wide[..., 2] * 7471 + 0x8000) >> 16
    return grey.astype(np.uint16)
