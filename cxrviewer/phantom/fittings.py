"""Nodules, masses, and the lines and tubes of a ward, as strokes and balls. Knows places, not findings."""

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Grid, Map
from cxrviewer.phantom.lesions import zone_height
from cxrviewer.phantom.lungs import patient_x, patient_y
from cxrviewer.phantom.strokes import WALLED, Points, Stroke
from cxrviewer.phantom.thorax import chest_half_width
from cxrviewer.phantom.truth import Extra, Mark, Truth
from cxrviewer.phantom.vessels import carina
from cxrviewer.reporting.findings import Side


def balls_cm(film: Grid, anatomy: Anatomy, truth: Truth, seed: tuple[int, ...]) -> Map:
    """(size, size) centimetres of nodules and masses."""
    total = np.zeros((film.size, film.size), np.float32)
    for number, extra in enumerate(truth.extras):
        if extra.mark.is_device or extra.side is None:
            continue
        rng = np.random.default_rng((*seed, 100 + number))
        radius = float(rng.uniform(0.75, 1.35) if extra.mark is Mark.NODULE else rng.uniform(1.9, 2.9))
        y = zone_height(anatomy, extra.zone, float(rng.uniform()))
        width = float(chest_half_width(anatomy, np.array([y], dtype=np.float32))[0])
        z = float(rng.uniform(-3.0, 3.0))
        out = float(rng.uniform(5.6, max(5.9, 0.86 * width - radius)))
        x = patient_x(film, anatomy, z) * np.float32(1.0 if extra.side is Side.LEFT else -1.0) - np.float32(out)
        down = patient_y(film, anatomy, z) - np.float32(y)
        angle = np.arctan2(down, x)
        wavy = radius * (1.0 + 0.06 * np.sin(3 * angle + rng.uniform(0, 6)) + 0.04 * np.sin(7 * angle))
        total += 2.0 * np.sqrt(np.clip(wavy**2 - x * x - down * down, 0.0, None))
    return total


def devices(anatomy: Anatomy, truth: Truth, seed: tuple[int, ...]) -> list[Stroke]:
    """Plastic and metal, as centimetres of bone that would cast the same shadow."""
    strokes: list[Stroke] = []
    for number, extra in enumerate(truth.extras):
        if extra.mark.is_device:
            rng = np.random.default_rng((*seed, 100 + number))
            strokes += _DRAWN[extra.mark](rng, anatomy, extra)
    return strokes


def _curve(knots: list[tuple[float, float, float]], count: int = 60) -> Points:
    """A smooth curve through a few points."""
    points = np.array(knots, dtype=float)
    at = np.linspace(0.0, len(points) - 1.0, count)
    line = np.stack([np.interp(at, np.arange(len(points)), points[:, axis]) for axis in range(3)], axis=1)
    kernel = np.hanning(17) / np.hanning(17).sum()
    padded = np.pad(line, ((8, 8), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, axis], kernel, mode="valid") for axis in range(3)], axis=1)


def _central_line(rng: np.random.Generator, anatomy: Anatomy, extra: Extra) -> list[Stroke]:
    sign = 1.0 if extra.side is Side.LEFT else -1.0
    end = carina(anatomy) + float(rng.uniform(1.0, 4.0))
    knots = [
        (sign * 4.4, -23.0, 3.0),
        (sign * 3.6, anatomy.apex - 3.0, 3.0),
        (sign * 2.6, anatomy.apex + 1.5, 2.5),
        (-1.6, anatomy.apex + 4.5, 1.5),
        (-2.2, carina(anatomy) - 1.0, 1.0),
        (-2.3, end, 1.0),
    ]
    return [Stroke(_curve(knots), 0.22, 0.42)]


def _tracheal_tube(rng: np.random.Generator, anatomy: Anatomy, extra: Extra) -> list[Stroke]:
    end = carina(anatomy) - float(rng.uniform(2.5, 5.0))
    tube = _curve([(0.1, -23.0, 2.0), (-0.1, anatomy.apex, 1.0), (-0.3, end, 0.0)])
    return [Stroke(tube, 1.0, 0.20, WALLED), Stroke(tube + np.array([0.38, 0.0, 0.0]), 0.14, 0.5)]


def _gastric_tube(rng: np.random.Generator, anatomy: Anatomy, extra: Extra) -> list[Stroke]:
    floor = anatomy.dome[1]
    turn = float(rng.uniform(4.0, 7.0))
    knots = [
        (0.6, -23.0, 0.0),
        (0.5, anatomy.apex + 4.0, -2.0),
        (0.7, carina(anatomy) + 3.0, -3.0),
        (1.1, floor, -2.0),
        (turn - 1.0, floor + 3.5, 0.0),
        (turn + 1.5, floor + 6.5, 1.0),
    ]
    return [Stroke(_curve(knots), 0.36, 0.34, WALLED)]


def _chest_drain(rng: np.random.Generator, anatomy: Anatomy, extra: Extra) -> list[Stroke]:
    sign = 1.0 if extra.side is Side.LEFT else -1.0
    entry = anatomy.apex + float(rng.uniform(14.0, 18.0))
    knots = [
        (sign * 20.5, entry + 4.0, 0.0),
        (sign * 15.0, entry + 0.5, 0.0),
        (sign * 11.5, entry - 3.0, -2.0),
        (sign * 9.0, entry - 8.0, -3.0),
        (sign * 6.5, entry - 11.0, -3.0),
    ]
    tube = _curve(knots)
    return [Stroke(tube, 0.8, 0.20, WALLED), Stroke(tube, 0.14, 0.45)]


def _pacemaker(rng: np.random.Generator, anatomy: Anatomy, extra: Extra) -> list[Stroke]:
    sign = 1.0 if extra.side is Side.LEFT else -1.0
    x, y = sign * float(rng.uniform(9.5, 11.0)), anatomy.apex + float(rng.uniform(4.5, 6.0))
    turn = np.linspace(0.0, 1.0, 24)
    can = np.stack([x + 3.4 * (turn - 0.5), np.full(24, y), np.full(24, anatomy.lung_depth + 1.5)], axis=1)
    width = 4.4 * np.clip(1.0 - np.abs(2.0 * turn - 1.0) ** 2.6, 0.02, 1.0) ** 0.4
    lead = [
        (x, y - 1.6, anatomy.lung_depth),
        (sign * 6.0, anatomy.apex + 1.6, 6.0),
        (sign * 2.6, anatomy.apex + 2.5, 3.0),
        (-1.8, anatomy.apex + 6.0, 1.5),
        (-2.4, carina(anatomy) + 5.0, 1.5),
        (-0.5, anatomy.dome[0] - 1.0, 3.0),
        (3.4, anatomy.dome[0] - 0.6, 4.0),
    ]
    return [Stroke(can, width, 2.6, ((1.0, 0.9), (0.85, 1.0))), Stroke(_curve(lead, 120), 0.22, 0.9)]


_DRAWN = {
    Mark.CENTRAL_LINE: _central_line,
    Mark.TRACHEAL_TUBE: _tracheal_tube,
    Mark.GASTRIC_TUBE: _gastric_tube,
    Mark.CHEST_DRAIN: _chest_drain,
    Mark.PACEMAKER: _pacemaker,
}
