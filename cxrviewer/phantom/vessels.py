"""Airways and branching pulmonary vessels as curves in space. Knows nothing of disease but how full the vessels are."""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.strokes import SOLID, Points, Stroke
from cxrviewer.phantom.thorax import chest_half_depth, chest_half_width, chest_middle

LEVELS = 5
PATHS = 13


def carina(anatomy: Anatomy) -> float:
    """y of where the trachea divides."""
    return anatomy.apex + 8.8


def hilum(anatomy: Anatomy, sign: float) -> Points:
    """(3,) the root of a lung; the left one lies a little higher. ``sign`` is -1 on the right."""
    return np.array([sign * 3.1 + anatomy.mediastinum_shift, carina(anatomy) + (2.3 if sign < 0 else 1.3), -0.6])


def airways(anatomy: Anatomy) -> list[Stroke]:
    """Trachea and main bronchi: centimetres of air."""
    split = carina(anatomy)
    down = np.linspace(-23.0, split, 40)
    bow = 0.35 * np.clip((down - anatomy.apex) / 8.0, 0.0, 1.0) + 0.7 * anatomy.mediastinum_shift * np.clip(
        (down - anatomy.apex) / 8.0, 0.0, 1.0
    )
    trachea = np.stack([-bow, down, np.linspace(2.0, -2.0, 40)], axis=1)
    strokes = [Stroke(trachea, 1.75, 1.5, SOLID)]
    u = np.linspace(0.0, 1.0, 16)
    for sign, length, steep, width in ((-1.0, 3.0, 1.25, 1.3), (1.0, 4.8, 0.72, 1.1)):
        x = -bow[-1] + sign * length * u
        y = split - 0.2 + length * steep * u - 0.5 * u * u
        strokes.append(Stroke(np.stack([x, y, np.full_like(u, -1.8)], axis=1), width - 0.3 * u, 0.9, SOLID))
    return strokes


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Both lungs' vessels in three layers of depth, thin ones first in each."""

    layers: tuple[tuple[Stroke, ...], ...]


def vessel_tree(rng: np.random.Generator, anatomy: Anatomy, *, fullness: float = 1.0) -> Tree:
    """Arteries and veins from the hila outward, thinning to the periphery."""
    pieces: list[Stroke] = []
    room = _Room(anatomy)
    for sign in (-1.0, 1.0):
        root = hilum(anatomy, sign)
        _trunk(pieces, anatomy, root, sign)
        for angle in np.linspace(-1.35, 1.5, PATHS):
            azimuth = float(rng.uniform(-0.9, 0.9))
            direction = np.array([sign * np.cos(angle) * np.cos(azimuth), np.sin(angle), np.sin(azimuth) * 0.8])
            start = root + np.array([sign * 0.4, 1.6 * angle, 0.8 * azimuth])
            radius = float(rng.uniform(0.20, 0.30)) * (1.15 if angle > 0.3 else 0.85)
            _grow(rng, pieces, room, start, direction, radius * fullness * anatomy.vessels, 0)
    layers: tuple[list[Stroke], ...] = ([], [], [])
    for piece in sorted(pieces, key=lambda stroke: stroke.chord):
        z = float(piece.points[:, 2].mean())
        layers[0 if z < -2.2 else 2 if z > 1.8 else 1].append(piece)
    return Tree(tuple(tuple(layer) for layer in layers))


def _trunk(pieces: list[Stroke], anatomy: Anatomy, root: Points, sign: float) -> None:
    """The main artery of a lung: over the bronchus, then down beside it."""
    u = np.linspace(0.0, 1.0, 14)
    x = root[0] + sign * (0.2 + 1.0 * u + 1.3 * u**3)
    y = root[1] - 1.0 + 6.0 * u**1.4
    width = (1.5 - 1.15 * u) * anatomy.vessels
    pieces.append(Stroke(np.stack([x, y, root[2] - 1.0 * u], axis=1), width, 0.95 * anatomy.vessels, SOLID))
    x = root[0] + sign * (0.3 + 2.2 * u)
    pieces.append(
        Stroke(np.stack([x, root[1] - 0.6 - 3.0 * u, root[2] + u], axis=1), 1.0 - 0.65 * u, 0.7 * anatomy.vessels)
    )


def _grow(
    rng: np.random.Generator,
    pieces: list[Stroke],
    room: "_Room",
    start: Points,
    direction: Points,
    radius: float,
    level: int,
) -> None:
    points = [start]
    length = (2.6, 2.5, 2.3, 2.1, 1.9)[level] * float(rng.uniform(0.8, 1.2))
    for _ in range(3):
        direction = direction + rng.normal(0.0, 0.13, 3)
        direction = direction / np.linalg.norm(direction)
        ahead = points[-1] + direction * (length / 2.0)
        if not room.holds(ahead):
            break
        points.append(ahead)
    if len(points) < 2:
        return
    widths = 2.0 * radius * np.linspace(1.0, 0.82, len(points))
    pieces.append(Stroke(np.array(points), widths, 2.0 * radius))
    if level + 1 >= LEVELS or len(points) < 4:
        return
    across = np.cross(direction, rng.normal(0.0, 1.0, 3))
    across = across / max(float(np.linalg.norm(across)), 1e-6)
    share = float(rng.uniform(0.62, 0.85))
    for turn, thin in ((float(rng.uniform(0.2, 0.45)), share), (-float(rng.uniform(0.35, 0.7)), 1.25 - 0.75 * share)):
        bent = direction + across * turn
        _grow(rng, pieces, room, points[-1], bent / np.linalg.norm(bent), radius * 0.82 * thin, level + 1)


class _Room:
    """Where vessels may grow: the chest at steps of height, looked up many times a tree."""

    STEP = 0.25

    def __init__(self, anatomy: Anatomy) -> None:
        y = np.arange(anatomy.apex, max(anatomy.dome) + 3.5, self.STEP, dtype=np.float32)
        self._top = anatomy.apex
        self._rows = list(
            zip(
                (chest_half_width(anatomy, y) - 0.9).tolist(),
                chest_half_depth(anatomy, y).tolist(),
                chest_middle(anatomy, y).tolist(),
                strict=True,
            )
        )

    def holds(self, point: Points) -> bool:
        """Whether a point lies in the chest, a little away from its wall."""
        row = int((point[1] - self._top) / self.STEP)
        if not 0 <= row < len(self._rows):
            return False
        width, depth, middle = self._rows[row]
        return width > 0.1 and bool((point[0] / width) ** 2 + ((point[2] - middle) / depth) ** 2 < 1.0)
