"""Writes rendered grey as PNG, with nothing in the file but the picture. Knows no ``Radiograph``."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

Grey = npt.NDArray[np.uint8]


def write_png(grey: Grey, path: Path) -> None:
    """Write (rows, columns) grey. Raises OSError."""
    Image.fromarray(grey).save(path, format="PNG")


def downscaled(grey: Grey, longest_side: int) -> Grey:
    """Fitted into ``longest_side`` pixels by averaging areas; never enlarged. (rows, columns) -> (fewer, fewer)."""
    rows, columns = grey.shape
    scale = longest_side / max(rows, columns)
    if scale >= 1:
        return grey
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))
