"""Bone along the rays: ribs, clavicles, scapulae, spine, sternum and upper arms. Knows nothing of lungs or disease."""

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Grid, Map, enlarged, grid, soft_step
from cxrviewer.phantom.lungs import patient_x, patient_y
from cxrviewer.phantom.strokes import HOLLOW, SOLID, Points, Stroke, draw
from cxrviewer.phantom.thorax import chest_half_depth, chest_half_width, chest_middle

RIBS = 11
FIRST_SPACING, SPACING = 1.9, 2.45


def bone_cm(film: Grid, anatomy: Anatomy) -> Map:
    """(size, size) centimetres of compact bone along the beam."""
    back, front = _ribs(anatomy)
    total = draw(film, anatomy, back) + draw(film, anatomy, front) + draw(film, anatomy, _shoulder(anatomy))
    total += draw(film, anatomy, _blades(anatomy)) + _spine(film, anatomy) + _sternum(film, anatomy)
    result: Map = (total * np.float32(anatomy.bone)).astype(np.float32)
    return result


def _ribs(anatomy: Anatomy) -> tuple[list[Stroke], list[Stroke]]:
    back: list[Stroke] = []
    front: list[Stroke] = []
    for number in range(RIBS):
        for sign in (-1.0, 1.0):
            posterior, anterior = rib_curve(anatomy, number, sign)
            thickness = 0.95 if number else 0.8
            height = 1.15 - 0.04 * number if number else 1.5
            back.append(Stroke(posterior, height, 0.62 * thickness, HOLLOW))
            if len(anterior) > 3:
                ends = np.linspace(1.15, 1.5, len(anterior))
                front.append(Stroke(anterior, ends, 0.44 * thickness, HOLLOW))
    return back, front


def rib_curve(anatomy: Anatomy, number: int, sign: float) -> tuple[Points, Points]:
    """The back and the front part of a rib, from the spine round the flank to where its cartilage begins."""
    start = anatomy.apex - 0.6 + FIRST_SPACING * min(number, 1) + SPACING * max(number - 1, 0)
    start += SPACING * 0.3 * anatomy.rib_phase
    reach = (0.80, 0.86, 0.88, 0.86, 0.83, 0.80, 0.76, 0.72, 0.66, 0.58, 0.48)[number]
    theta = np.linspace(0.10, np.pi * reach, 72)
    # Level for the first centimetres, falling round the flank, falling faster towards the front.
    along = theta / np.pi
    fall = min(2.4 + 1.0 * number, 8.2) * anatomy.rib_slope
    drop = fall * (0.95 * along**1.25 + 1.3 * np.clip(along - 0.42, 0.0, None))
    y = (start + drop).astype(np.float32)
    radius = np.maximum(chest_half_width(anatomy, y), 2.2 + 0.3 * number) + 0.35
    depth = np.maximum(chest_half_depth(anatomy, y), 2.0) + 0.35
    x = sign * radius * np.sin(theta) ** 0.72
    z = chest_middle(anatomy, y) - depth * np.cos(theta)
    curve = np.stack([x, y, z], axis=1)
    turn = int(np.argmax(np.abs(x)))
    return curve[: turn + 3], curve[max(turn - 2, 0) :]


def _shoulder(anatomy: Anatomy) -> list[Stroke]:
    strokes: list[Stroke] = []
    lift = 0.0 if anatomy.view == "PA" else -0.9
    u = np.linspace(0.0, 1.0, 40)
    for sign in (-1.0, 1.0):
        x = sign * (1.6 + 14.2 * u)
        y = anatomy.apex + 2.6 + lift - 2.9 * u - 0.75 * np.sin(u * 2 * np.pi)
        z = 6.5 - 7.0 * u**1.4
        width = 1.5 - 0.7 * np.sin(u * np.pi) + 0.5 * u
        strokes.append(Stroke(np.stack([x, y, z], axis=1), width, 0.75, HOLLOW))
        strokes += _upper_arm(anatomy, sign)
    return strokes


def _upper_arm(anatomy: Anatomy, sign: float) -> list[Stroke]:
    u = np.linspace(0.0, 1.0, 30)
    out = 18.3 + 0.25 * anatomy.fat
    spread = 1.8 if anatomy.arms else 4.2
    x = sign * (out + spread * u)
    y = anatomy.apex + 1.4 + 15.0 * u
    points = np.stack([x, y, np.zeros_like(u) - 1.0], axis=1)
    width = 2.3 + 2.4 * np.exp(-((u / 0.12) ** 2))
    return [Stroke(points, width, 0.75, HOLLOW)]


def _blades(anatomy: Anatomy) -> list[Stroke]:
    """Scapulae: turned out of the lungs in PA films, over their edges in AP films."""
    strokes: list[Stroke] = []
    inner = 12.6 if anatomy.view == "PA" else 10.2
    u = np.linspace(0.0, 1.0, 30)
    for sign in (-1.0, 1.0):
        y = anatomy.apex + 1.0 + 13.5 * u
        middle = sign * (inner + 2.6 - 0.6 * u)
        width = 5.4 * (1.0 - u) ** 0.8 + 0.5
        z = np.full_like(u, -8.5)
        strokes.append(Stroke(np.stack([middle, y, z], axis=1), width, 0.16, ((1.0, 1.0),)))
        border = np.stack([middle + sign * width * 0.5, y, z], axis=1)
        strokes.append(Stroke(border, 0.75, 0.34, SOLID))
        edge = np.stack([middle - sign * width * 0.5, y, z], axis=1)
        strokes.append(Stroke(edge, 0.35, 0.22, SOLID))
        spine = np.stack([sign * (inner + 0.5 + 6.0 * u), anatomy.apex + 3.4 - 3.6 * u, z], axis=1)
        strokes.append(Stroke(spine, 0.9, 0.34, SOLID))
    return strokes


def _spine(film: Grid, anatomy: Anatomy) -> Map:
    size = min(film.size, 384)
    fine = grid(size)
    depth = -anatomy.lung_depth + 0.6
    bend = np.float32(anatomy.scoliosis) * np.sin(patient_y(fine, anatomy, depth) * np.float32(0.16))
    x = patient_x(fine, anatomy, depth) - bend
    y = patient_y(fine, anatomy, depth)
    half = 1.5 + 0.02 * (y + 15.0)
    level = ((y - anatomy.apex) / np.float32(2.15)) % 1.0
    waist = half * (1.0 - 0.10 * np.cos((level - 0.5) * np.float32(2 * np.pi)) ** 2)
    column = np.sqrt(np.clip(1.0 - (x / waist) ** 2, 0.0, 1.0))
    plate = np.exp(-(((level - 0.06) / 0.05) ** 2)) + np.exp(-(((level - 0.82) / 0.05) ** 2))
    disc = soft_step(0.08 - np.abs(level - 0.94), 0.06)
    body = column * (0.36 + 0.24 * plate - 0.22 * disc)
    pedicles = np.exp(-(((np.abs(x) - 0.95) / 0.24) ** 2) - ((level - 0.28) / 0.15) ** 2)
    process = np.exp(-((x / 0.22) ** 2) - ((level - 0.55) / 0.26) ** 2)
    wings = np.exp(-(((level - 0.3) / 0.13) ** 2)) * soft_step(3.3 - np.abs(x), 0.5)
    return enlarged((body + 0.30 * pedicles + 0.30 * process + 0.12 * wings).astype(np.float32), film.size)


def _sternum(film: Grid, anatomy: Anatomy) -> Map:
    depth = anatomy.lung_depth + 0.8
    x, y = patient_x(film, anatomy, depth), patient_y(film, anatomy, depth)
    down = y - anatomy.apex - 3.4
    half = np.where(down < 4.6, 2.9 - 0.32 * np.clip(down, 0.0, 4.6), 1.5)
    inside = soft_step(half - np.abs(x), 0.5) * soft_step(down, 0.5) * soft_step(16.0 - down, 1.2)
    result: Map = np.float32(0.22) * inside
    return result
