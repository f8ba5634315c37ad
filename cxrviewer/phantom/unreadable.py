"""Films on which nothing can be read: blank, noise alone, or a phantom whose thorax was cut out.

For training a model to say so, and for a benchmark that counts what it invents. Knows nothing of words and of models.
"""

import enum

import numpy as np
import numpy.typing as npt

from cxrviewer.phantom.case import draw_phantom, render
from cxrviewer.phantom.exposure import eight_bits
from cxrviewer.phantom.grid import HALF_CM, grid, smooth_field

Grey = npt.NDArray[np.uint8]


class Unreadable(enum.Enum):
    """Why there is nothing to read; the value is its name in tables."""

    BLANK = "blank"
    """One grey level, with or without a slow unevenness and the grain of a detector."""
    NOISE = "noise"
    """Grain of any coarseness around one level."""
    CUT = "thorax cut out"
    """A phantom with its lungs, heart and diaphragm replaced by black or by the grey around them."""


def unreadable_film(kind: Unreadable, rng: np.random.Generator, size: int) -> Grey:
    """(size, size) uint8, as a film of that kind goes into ``resize_and_crop``. All of it follows from ``rng``."""
    match kind:
        case Unreadable.BLANK:
            return _bytes(_blank(rng, size))
        case Unreadable.NOISE:
            return _bytes(_noise(rng, size))
        case Unreadable.CUT:
            return _cut(rng, size)


def _blank(rng: np.random.Generator, size: int) -> npt.NDArray[np.float64]:
    level = rng.choice((0.0, 255.0, float(rng.uniform(5.0, 250.0))))
    unevenness, grain = (
        rng.choice((0.0, float(rng.uniform(2.0, 12.0)))),
        rng.choice((0.0, float(rng.uniform(0.5, 4.0)))),
    )
    slow = smooth_field(rng, size, 2)
    return np.asarray(level + unevenness * slow + grain * rng.standard_normal((size, size)), dtype=np.float64)


def _noise(rng: np.random.Generator, size: int) -> npt.NDArray[np.float64]:
    cells = int(rng.choice((size, size // 2, size // 4, size // 12)))
    grain = rng.standard_normal((size, size)) if cells == size else smooth_field(rng, size, max(cells, 2))
    return np.asarray(rng.uniform(70.0, 185.0) + rng.uniform(20.0, 70.0) * grain, dtype=np.float64)


def _cut(rng: np.random.Generator, size: int) -> Grey:
    phantom = draw_phantom(int(rng.integers(1 << 31)), int(rng.integers(1 << 31)))
    film = eight_bits(render(phantom, size).pixels, phantom.exposure).copy()
    plane = grid(size)
    across = np.abs(plane.x / HALF_CM - rng.uniform(-0.03, 0.03)) / rng.uniform(0.88, 0.95)
    down = np.abs(plane.y / HALF_CM - rng.uniform(0.0, 0.06)) / rng.uniform(0.86, 0.92)
    inside = across**8 + down**8 < 1.0  # a rectangle with round corners: all that can hold a finding
    film[inside] = 0 if rng.random() < 0.5 else np.median(film[~inside])
    return film


def _bytes(values: npt.NDArray[np.float64]) -> Grey:
    film: Grey = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return film
