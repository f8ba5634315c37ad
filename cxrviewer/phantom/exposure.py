"""The detector and the console: photons, scatter, noise, the log and the 12 bits of a presented film.

Knows nothing of anatomy; attenuation comes in, stored values come out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from cxrviewer.imaging.radiograph import Pixels
from cxrviewer.phantom.grid import Map, blurred

FULL_SIZE = 1024
"""Side in pixels at which the noise is stated; fewer, larger pixels average it."""
BITS = 12
MAX_VALUE = (1 << BITS) - 1


@dataclass(frozen=True, slots=True)
class Exposure:
    """How one film was taken and presented."""

    photons: float
    """Mean photons a pixel of a full-size film in the open beam."""
    scatter: float
    """Scatter-to-primary ratio."""
    latitude: float
    """How strongly the console evens out the slow part of the film."""
    black: float
    """Attenuation shown as the smallest value."""
    white: float
    """Attenuation shown as the largest value."""
    window_center: float
    window_width: float
    inverted: bool
    """Stored as MONOCHROME1."""
    marker: tuple[float, float]
    """Where the R marker lies, film units."""


def draw_exposure(rng: np.random.Generator) -> Exposure:
    """A console within ordinary practice."""
    return Exposure(
        photons=float(rng.uniform(8e3, 3e4)),
        scatter=float(rng.uniform(0.15, 0.35)),
        latitude=float(rng.uniform(0.30, 0.45)),
        black=float(rng.uniform(0.95, 1.10)),
        white=float(rng.uniform(3.35, 3.6)),
        window_center=float(round(rng.uniform(1950, 2150))),
        window_width=float(round(rng.uniform(3700, 4200))),
        inverted=bool(rng.random() < 0.15),
        marker=(float(rng.uniform(-0.93, -0.86)), float(rng.uniform(-0.62, -0.35))),
    )


def expose(rng: np.random.Generator, attenuation: Map, exposure: Exposure) -> Pixels:
    """(size, size) stored values, MONOCHROME2: dense is bright."""
    size = attenuation.shape[0]
    primary = np.exp(-attenuation)
    detected = (primary + exposure.scatter * blurred(primary, 0.25)) / (1.0 + exposure.scatter)
    photons = np.float32(exposure.photons * (FULL_SIZE / size) ** 2)
    noise = rng.standard_normal((size, size), dtype=np.float32)
    detected = detected + noise * np.sqrt(detected / photons)
    density = -np.log(np.maximum(detected, 1e-4))
    slow = blurred(density, 0.16)
    density = density - np.float32(exposure.latitude) * (slow - np.float32(1.9))
    fine = density - blurred(density, 0.03)
    density = density + 0.35 * fine
    grey = (density - exposure.black) / (exposure.white - exposure.black)
    # A soft shoulder keeps bone and abdomen from clipping.
    grey = np.where(grey > 0.8, 0.8 + 0.2 * np.tanh((grey - 0.8) / 0.2), grey)
    grey = np.maximum(grey, 0.02 * np.exp(np.minimum(grey, 0.0) * 4))
    grey = np.maximum(grey, _marker(size, exposure.marker))
    return np.ascontiguousarray(np.clip(np.rint(grey * MAX_VALUE), 0, MAX_VALUE).astype(np.uint16))


def eight_bits(pixels: Pixels, exposure: Exposure) -> npt.NDArray[np.uint8]:
    """(size, size) uint8: MONOCHROME2 stored values through the film's own window (PS3.3 C.11.2.1.2.1)."""
    center, width = exposure.window_center, exposure.window_width
    grey = ((pixels.astype(np.float32) - np.float32(center - 0.5)) / np.float32(width - 1.0) + 0.5) * 255.0
    shown: npt.NDArray[np.uint8] = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    return shown


def _marker(size: int, place: tuple[float, float]) -> Map:
    film = Image.new("L", (size, size))
    corner = [(value + 1.0) * size / 2.0 for value in place]
    ImageDraw.Draw(film).text((corner[0], corner[1]), "R", fill=250, font=ImageFont.load_default(size * 0.05))
    return np.asarray(film, dtype=np.float32) * np.float32(1 / 255.0)
