"""Outlines of the body, the lungs and the heart as smooth functions of film coordinates.

Knows the anatomy alone; nothing of attenuation or disease.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Grid, Map, soft_step

WALL_POWER = 2.2
APEX_POWER = 2.3


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A film seen from the patient's midline: all (size, size) unless said."""

    grid: Grid
    across: Map
    """Signed distance from the midline; negative on the patient's right."""
    down: Map
    outward: Map
    """Distance from the midline."""
    is_left: np.ndarray
    """True on the patient's left (the right half of the film)."""


def frame(grid: Grid, anatomy: Anatomy) -> Frame:
    """The film rotated and shifted to the patient."""
    across = grid.x - np.float32(anatomy.midline) - np.float32(anatomy.tilt) * grid.y
    down = grid.y + np.float32(anatomy.tilt) * grid.x
    return Frame(grid, across, down, np.abs(across), across > 0)


def wall_excess(outward: Map, down: Map, width: float, apex: float, widest: float) -> Map:
    """Below 0 inside the rib cage, 0 on its inner surface: the implicit form of a bell standing on its base."""
    rise = np.clip((widest - down) / np.float32(widest - apex), 0.0, 1.6)
    fall = np.clip(down - widest, 0.0, 1.0)
    # Centred off the midline near the top, so that each apex has its own round cap.
    lean = np.float32(0.26) * np.clip((rise - 0.35) * np.float32(1.0 / 0.65), 0.0, 1.3) ** 1.6
    span = np.float32(width) + 0.06 * fall - 1.05 * lean
    lateral = np.abs(outward - lean) / np.maximum(span, 0.1)
    result: Map = lateral**WALL_POWER + rise**APEX_POWER - 1.0
    return result


def distance_of(excess: Map, pixel: float) -> Map:
    """An implicit function turned into film units near its zero."""
    along_y, along_x = np.gradient(excess, np.float32(pixel))
    result: Map = excess / np.maximum(np.hypot(along_y, along_x), 0.5)
    return result


def diaphragm(frame: Frame, anatomy: Anatomy) -> Map:
    """The height of the diaphragm's upper surface at every pixel's x."""
    right, left = anatomy.dome
    dome = np.where(frame.is_left, np.float32(left), np.float32(right))
    u = (frame.outward - 0.33) / np.float32(anatomy.lung_width - 0.33)
    lateral = np.clip(u, 0.0, None)
    medial = np.clip(-u, 0.0, None)
    result: Map = dome + 0.23 * lateral**2.2 + 0.07 * medial**2
    return result


@dataclass(frozen=True, slots=True)
class HeartOval:
    """The heart as a tilted ellipse in midline coordinates."""

    x: float
    y: float
    half_width: float
    half_height: float
    angle: float


def heart_oval(anatomy: Anatomy) -> HeartOval:
    """Its transverse diameter is the cardiothoracic ratio of the inner chest width."""
    diameter = anatomy.heart_ratio * 2.0 * anatomy.lung_width
    angle = 0.42
    height = anatomy.heart_height
    half = diameter / 2.0
    # The extent of a tilted ellipse: half^2 = a^2 cos^2 + b^2 sin^2.
    a = np.sqrt(max(half**2 - (height * np.sin(angle)) ** 2, 0.01)) / np.cos(angle)
    return HeartOval(0.25 * half + 0.02, anatomy.heart_centre, float(a), float(height), angle)


def heart_radius_squared(frame: Frame, oval: HeartOval) -> Map:
    """Below 1 inside the heart's outline."""
    dx, dy = frame.across - np.float32(oval.x), frame.down - np.float32(oval.y)
    cos, sin = np.float32(np.cos(oval.angle)), np.float32(np.sin(oval.angle))
    along = (dx * cos + dy * sin) / np.float32(oval.half_width)
    beside = (dy * cos - dx * sin) / np.float32(oval.half_height)
    result: Map = along * along + beside * beside
    return result


def mediastinum_edge(frame: Frame, anatomy: Anatomy) -> Map:
    """Half the width of the mediastinum at every pixel: (right, left) contours above and behind the heart."""
    heights = np.linspace(-1.0, 1.0, 257, dtype=np.float32)
    right = np.interp(heights, (-1.0, -0.7, -0.45, -0.2, 0.0, 0.3, 1.0), (0.13, 0.12, 0.125, 0.14, 0.13, 0.11, 0.11))
    left = np.interp(heights, (-1.0, -0.7, -0.5, -0.2, 0.0, 0.3, 1.0), (0.13, 0.115, 0.11, 0.105, 0.12, 0.11, 0.11))
    left = left + 0.065 * anatomy.aorta * np.exp(-(((heights + 0.33) / 0.085) ** 2))
    left = left + 0.045 * np.exp(-(((heights + 0.10) / 0.07) ** 2))
    row = frame.down
    on_right = np.interp(row, heights, _smooth(right))
    on_left = np.interp(row, heights, _smooth(left))
    edge: Map = np.where(frame.is_left, on_left, on_right).astype(np.float32)
    return edge


def _smooth(profile: np.ndarray) -> np.ndarray:
    kernel = np.hanning(17)
    return np.convolve(np.pad(profile, 8, mode="edge"), kernel / kernel.sum(), mode="valid")


def body_mask(frame: Frame) -> Map:
    """1 in the body, 0 in the air beside the neck, above the shoulders and beside the chest."""
    shoulder = -0.98 + 0.30 * np.clip((frame.outward - 0.20) / 0.75, 0.0, 1.0) ** 1.4
    flank = 0.965 - 0.06 * np.clip(frame.down, -0.4, 1.0)
    return soft_step(frame.down - shoulder, 0.02) * soft_step(flank - frame.outward, 0.03)
