"""The detector and the console: scatter, photons, noise, collimation, and the curve a manufacturer presents with.

Knows nothing of anatomy; attenuation comes in, stored values come out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

from cxrviewer.imaging.radiograph import Pixels
from cxrviewer.phantom.grid import FIELD_CM, Grid, Map, blurred, grid, soft_step

FULL_SIZE = 1024
"""Side in pixels at which the noise is stated; fewer, larger pixels average it."""
MASKED_BLACK, MASKED_WHITE, UNMASKED = "black", "white", ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """How one film was taken and presented."""

    photons: float
    """Mean photons a pixel of a full-size film in the open beam."""
    scatter: float
    """Scatter-to-primary ratio behind the grid."""
    heel: float
    """How much weaker the beam is towards the feet, share of the middle."""
    unsharpness_cm: float
    """Standard deviation of focal spot and detector together."""
    latitude: float
    """How strongly the console evens out the slow part of the film."""
    crispness: float
    """How strongly it raises fine detail."""
    centre: float
    """Of the curve, between the dark and the bright end of the body."""
    contrast: float
    """Steepness of the curve."""
    collimation: tuple[float, float, float, float]
    """Left, top, right, bottom of the open field, detector centimetres."""
    border: str
    """Beyond the field: black, white (an unexposed detector) or none."""
    bits: int
    window_center: float
    window_width: float
    inverted: bool
    """Stored as MONOCHROME1."""
    letter: str
    """The side marker, R or L."""
    marker: tuple[float, float]
    """Where it lies, detector centimetres."""
    words: str
    """Such as PORTABLE; empty for most."""

    @property
    def max_value(self) -> int:
        """The largest stored value."""
        return (1 << self.bits) - 1


def draw_exposure(rng: np.random.Generator, view: str) -> Exposure:
    """A console within ordinary practice."""
    bits = int(rng.choice((10, 12, 12, 12, 14)))
    top = float((1 << bits) - 1)
    letter = "R" if rng.random() < 0.5 else "L"
    side = -1.0 if letter == "R" else 1.0
    border = str(rng.choice((UNMASKED, UNMASKED, MASKED_BLACK, MASKED_WHITE)))
    edge = [float(abs(rng.normal(0.0, 1.2))) if border else 0.0 for _ in range(4)]
    half = FIELD_CM / 2
    return Exposure(
        photons=float(rng.uniform(2e4, 9e4)) * (0.6 if view == "AP" else 1.0),
        scatter=float(rng.uniform(0.15, 0.45)) + (0.15 if view == "AP" else 0.0),
        heel=float(rng.uniform(0.0, 0.12)),
        unsharpness_cm=float(rng.uniform(0.015, 0.045)) * (1.4 if view == "AP" else 1.0),
        latitude=float(rng.uniform(0.25, 0.55)),
        crispness=float(rng.uniform(0.3, 1.4)),
        centre=float(rng.uniform(0.28, 0.44)),
        contrast=float(rng.uniform(3.0, 4.8)),
        collimation=(-half + edge[0], -half + edge[1], half - edge[2], half - edge[3]),
        border=border,
        bits=bits,
        window_center=float(round(top * rng.uniform(0.475, 0.525))),
        window_width=float(round(top * rng.uniform(0.9, 1.03))),
        inverted=bool(rng.random() < 0.25),
        letter=letter,
        marker=(side * float(rng.uniform(16.5, 18.5)), float(rng.uniform(-17.5, -9.0))),
        words="PORTABLE" if view == "AP" and rng.random() < 0.3 else "",
    )


def expose(rng: np.random.Generator, attenuation: Map, exposure: Exposure) -> Pixels:
    """(size, size) stored values, MONOCHROME2: dense is bright."""
    film = grid(attenuation.shape[0])
    noise = rng.standard_normal(attenuation.shape, dtype=np.float32)
    grey = presented(attenuation, exposure, noise)
    open_field = _open_field(film, exposure)
    if exposure.border:
        outside = np.float32(1.0 if exposure.border == MASKED_WHITE else 0.0)
        grey = grey * open_field + outside * (1.0 - open_field)
    grey = np.maximum(grey, _marker(film.size, exposure))
    top = exposure.max_value
    return np.ascontiguousarray(np.clip(np.rint(grey * top), 0, top).astype(np.uint16))


def presented(attenuation: Map, exposure: Exposure, noise: Map | None = None) -> Map:
    """(size, size) grey, 0 to 1, before marker and borders; ``noise`` of unit variance or none."""
    size = attenuation.shape[0]
    primary = np.exp(-attenuation)
    primary *= 1.0 - np.float32(exposure.heel) * np.linspace(-1.0, 1.0, size, dtype=np.float32)[:, None]
    sigma = exposure.unsharpness_cm * size / FIELD_CM
    if sigma > 0.25:
        primary = gaussian_filter(primary, sigma, truncate=3.0)
    # The body scatters by its own mean; the open air beside it does not reach through.
    ceiling = np.minimum(primary, np.float32(0.25))
    detected = (primary + np.float32(exposure.scatter) * blurred(ceiling, 5.0)) / (1.0 + exposure.scatter)
    if noise is not None:
        photons = np.float32(exposure.photons * (FULL_SIZE / size) ** 2)
        detected = detected + noise * np.sqrt(detected / photons)
    density = -np.log(np.maximum(detected, 2e-4))
    body = density[density > 0.45]
    if body.size < 16:
        return np.zeros_like(density)
    dark, bright = np.percentile(body[:: max(1, body.size // 20000)], (4.0, 97.0))
    slow = blurred(np.clip(density, dark, bright), 3.5)
    flat = density - np.float32(exposure.latitude) * (slow - np.float32(0.5 * (dark + bright)))
    flat = flat + np.float32(exposure.crispness) * (density - blurred(density, 0.5))
    at = (flat - np.float32(dark)) / np.float32(max(bright - dark, 0.1))
    curve = 1.0 / (1.0 + np.exp(-np.float32(exposure.contrast) * (at - np.float32(exposure.centre))))
    result: Map = np.clip((curve - 0.03) / 0.94, 0.0, 1.0).astype(np.float32)
    return result


def eight_bits(pixels: Pixels, exposure: Exposure) -> npt.NDArray[np.uint8]:
    """(size, size) uint8: MONOCHROME2 stored values through the film's own window (PS3.3 C.11.2.1.2.1)."""
    center, width = exposure.window_center, exposure.window_width
    grey = ((pixels.astype(np.float32) - np.float32(center - 0.5)) / np.float32(width - 1.0) + 0.5) * 255.0
    shown: npt.NDArray[np.uint8] = np.clip(np.rint(grey), 0, 255).astype(np.uint8)
    return shown


def _open_field(film: Grid, exposure: Exposure) -> Map:
    left, top, right, bottom = exposure.collimation
    across = soft_step(film.x - left, 0.15) * soft_step(right - film.x, 0.15)
    result: Map = across * (soft_step(film.y - top, 0.15) * soft_step(bottom - film.y, 0.15))
    return result


def _marker(size: int, exposure: Exposure) -> Map:
    film = Image.new("L", (size, size))
    pen = ImageDraw.Draw(film)
    x, y = ((value + FIELD_CM / 2) * size / FIELD_CM for value in exposure.marker)
    pen.text((x, y), exposure.letter, fill=250, font=ImageFont.load_default(size * 0.042), anchor="mm")
    if exposure.words:
        pen.text((x, y + size * 0.05), exposure.words, fill=245, font=ImageFont.load_default(size * 0.018), anchor="mm")
    return np.asarray(film, dtype=np.float32) * np.float32(1 / 255.0)
