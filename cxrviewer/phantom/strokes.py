"""Curves in space drawn as rods and pipes: centimetres of material along every ray. Knows no anatomy.

A curve is projected point by point; its cross-section is laid down as nested bands, each with its own chord.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import FIELD_CM, HALF_CM, Grid, Map

Points = npt.NDArray[np.floating]
"""(points, 3) x, y, z in patient centimetres."""

OVERSAMPLING = 2
SOLID = ((1.0, 0.35), (0.88, 0.58), (0.70, 0.78), (0.45, 0.93), (0.2, 1.0))
"""A round rod: share of the width, share of the full chord."""
HOLLOW = ((1.0, 0.45), (0.93, 0.85), (0.80, 0.82), (0.62, 0.66), (0.35, 0.60))
"""A pipe, densest at its wall, such as a rib with its marrow."""
WALLED = ((1.0, 1.0), (0.8, 0.55), (0.6, 0.42))
"""A thin tube whose wall shows as two lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One curve with its width and thickness."""

    points: Points
    width: "float | npt.NDArray[np.floating]"
    """Across the ray, centimetres; one number or one a point."""
    chord: float
    """Centimetres of material along the ray in the middle."""
    profile: tuple[tuple[float, float], ...] = SOLID


def to_detector(anatomy: Anatomy, points: Points) -> Points:
    """(points, 2) detector centimetres: perspective, rotation, leaning and shift of the patient."""
    x, y, z = points[:, 0], points[:, 1], points[:, 2]
    beam = anatomy.beam
    x = beam.project(x + anatomy.shift[0] + np.sin(anatomy.turn) * z, z)
    y = beam.project(y + anatomy.shift[1], z)
    return np.stack([x + anatomy.tilt * y, y], axis=1)


def draw(grid: Grid, anatomy: Anatomy, strokes: Iterable[Stroke]) -> Map:
    """(size, size) centimetres: the largest chord at each pixel, so strokes of one call do not add up."""
    side = grid.size * OVERSAMPLING
    film = Image.new("F", (side, side))
    pen = ImageDraw.Draw(film)
    scale = side / FIELD_CM
    for stroke in strokes:
        places = (to_detector(anatomy, stroke.points) + HALF_CM) * scale
        along = np.gradient(places, axis=0)
        normal = np.stack([-along[:, 1], along[:, 0]], axis=1)
        normal /= np.maximum(np.hypot(normal[:, :1], normal[:, 1:]), 1e-6)
        width = np.broadcast_to(np.asarray(stroke.width, dtype=float), (len(places),))[:, None]
        half = width * (0.5 * scale / anatomy.beam.shown)
        # What is thinner than a pixel is drawn a pixel wide and fainter.
        faint = float(np.clip(2.0 * half.mean(), 0.0, 1.0))
        half = np.maximum(half, 0.5)
        for share, chord in stroke.profile if faint == 1.0 else ((1.0, 0.8),):
            outline = np.concatenate([places + normal * half * share, (places - normal * half * share)[::-1]])
            pen.polygon(outline.ravel().tolist(), fill=stroke.chord * chord * faint)
    return np.asarray(film.reduce(OVERSAMPLING), dtype=np.float32)
