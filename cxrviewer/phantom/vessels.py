"""Branching pulmonary vessels as centimetres of blood along the beam. Knows nothing of lungs or disease."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from cxrviewer.phantom.grid import Map

PATHS_A_LUNG = 9
LEVELS = 4
CM_PER_UNIT = 21.5
OVERSAMPLING = 2


@dataclass(frozen=True, slots=True)
class Vessel:
    """A straight piece of a vessel in midline coordinates, film units."""

    x0: float
    y0: float
    x1: float
    y1: float
    radius: float


def draw_tree(rng: np.random.Generator) -> tuple[Vessel, ...]:
    """Both lungs' trees from the hila outward, thinnest first."""
    pieces: list[Vessel] = []
    for sign in (-1.0, 1.0):
        hilum_y = 0.0 if sign < 0 else -0.05
        for angle in np.linspace(-1.45, 1.35, PATHS_A_LUNG):
            x, y = sign * 0.14, hilum_y + 0.10 * angle
            _grow(rng, pieces, x, y, sign, float(angle + rng.normal(0.0, 0.08)), float(rng.uniform(0.011, 0.016)), 0)
    return tuple(sorted(pieces, key=lambda piece: piece.radius))


def _grow(
    rng: np.random.Generator,
    pieces: list[Vessel],
    x: float,
    y: float,
    sign: float,
    angle: float,
    radius: float,
    level: int,
) -> None:
    for _ in range(3):
        angle += float(rng.normal(0.0, 0.13))
        length = float(rng.uniform(0.035, 0.06))
        nx, ny = x + sign * float(np.cos(angle)) * length, y + float(np.sin(angle)) * length
        pieces.append(Vessel(x, y, nx, ny, radius))
        x, y, radius = nx, ny, radius * 0.90
    if level + 1 >= LEVELS:
        return
    fork = float(rng.uniform(0.25, 0.5))
    _grow(rng, pieces, x, y, sign, angle + fork, radius * float(rng.uniform(0.65, 0.85)), level + 1)
    _grow(rng, pieces, x, y, sign, angle - fork, radius * float(rng.uniform(0.65, 0.85)), level + 1)


def vessel_cm(tree: tuple[Vessel, ...], size: int, midline: float) -> Map:
    """(size, size) centimetres of blood: the diameter of the widest vessel at each pixel."""
    scale = size * OVERSAMPLING / 2.0
    film = Image.new("L", (size * OVERSAMPLING, size * OVERSAMPLING))
    pen = ImageDraw.Draw(film)
    for piece in tree:
        # 8 bits hold a diameter of up to 0.8 cm; a thin vessel is drawn a pixel wide and fainter instead.
        width = piece.radius * 2.0 * scale
        value = min(255.0, piece.radius * 2.0 * CM_PER_UNIT / 0.8 * 255.0) * min(1.0, width)
        ends = [(v + 1.0) * scale for v in (piece.x0 + midline, piece.y0, piece.x1 + midline, piece.y1)]
        pen.line(ends, fill=round(value), width=max(1, round(width)))
    return np.asarray(film.reduce(OVERSAMPLING), dtype=np.float32) * np.float32(0.8 / 255.0)
