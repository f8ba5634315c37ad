"""Film coordinates in which all anatomy is written, so that one phantom can be rendered at any size.

Knows nothing of what is drawn: only coordinates, soft edges and smooth random fields.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

Map = npt.NDArray[np.floating[Any]]
"""One value a pixel, (size, size)."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Pixel centres of a square film; x runs from -1 (the patient's right) to 1, y from -1 (top) to 1."""

    size: int
    x: Map  # (1, size)
    y: Map  # (size, 1)

    @property
    def pixel(self) -> float:
        """The width of a pixel in film units."""
        return 2.0 / self.size


def grid(size: int) -> Grid:
    """The film of ``size`` by ``size`` pixels."""
    centres = ((np.arange(size, dtype=np.float32) + 0.5) * (2.0 / size) - 1.0).astype(np.float32)
    return Grid(size, centres[None, :], centres[:, None])


def soft_step(distance: Map, width: float) -> Map:
    """0 well below zero, 1 well above, a cubic in between; ``width`` is the whole transition in film units."""
    t = np.clip(distance * np.float32(1.0 / width) + np.float32(0.5), 0.0, 1.0).astype(np.float32)
    smooth: Map = t * t * (3.0 - 2.0 * t)
    return smooth


def smooth_field(rng: np.random.Generator, size: int, cells: int) -> Map:
    """A smooth random field of about unit variance with ``cells`` cells across, the same at every size."""
    coarse = rng.standard_normal((cells + 3, cells + 3)).astype(np.float32)
    return np.asarray(
        Image.fromarray(coarse).resize((size, size), Image.Resampling.BICUBIC, box=(1.5, 1.5, cells + 1.5, cells + 1.5))
    )


def blurred(values: Map, sigma: float) -> Map:
    """A wide blur of ``sigma`` film units, by way of a smaller film."""
    size = values.shape[0]
    small = max(8, round(3.0 / sigma))
    reduced = Image.fromarray(values).resize((small, small), Image.Resampling.BOX)
    return np.asarray(reduced.resize((size, size), Image.Resampling.BICUBIC))
