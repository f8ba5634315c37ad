"""Rays through the lungs: for every pixel the air it crosses, slice by slice from back to front.

A slice's borders move from its back to its front; a pixel's share of the slice is averaged over that movement, so that
borders that slant in depth come out as soft as they are. Knows no bones and no detector.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Grid, Map
from cxrviewer.phantom.thorax import SLABS, Edges, Gap, depths, heart_size, lung_edges, mediastinum_edge

LUNG_DENSITY = 0.26
"""Aerated lung against soft tissue, blood in small vessels included."""
PLEURA_CM = 0.13
"""Thickness of a lung's surface with the lung tissue that is pressed against it."""


class Filling(Protocol):
    """Something that takes the place of air in a lung."""

    def share(self, outward: Map, y: Map, z: float) -> Map | None:
        """0..1 of the air replaced at distances from the midline and heights in one slice; None for nothing there."""


@dataclass(frozen=True, slots=True, eq=False)
class LungPlan:
    """What one lung is like."""

    gap: Gap | None = None
    gap_holds_air: bool = False
    """The gap is a pneumothorax, not an effusion."""
    fillings: tuple[Filling, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Air:
    """Both lungs along every ray, (size, size) centimetres."""

    missing: Map
    """Soft tissue that is not there because of air: what is taken from the body."""
    lung: Map
    """Path through lung, aerated or not, per side laid together."""
    aerated: Map
    """Path through aerated lung."""
    pleural: Map
    """Path through pleural air."""
    fluid: tuple[Map, Map]
    """Path through what presses each lung away from its wall without being air, (right, left)."""
    pleura: Map
    """Path through the surface of a lung that has come away."""
    filled: tuple[Map, ...]
    """Path through each filling, in the order given to ``cast``."""


def patient_x(grid: Grid, anatomy: Anatomy, z: float) -> Map:
    """(size, size) x in the patient at depth ``z`` for every ray."""
    scale = np.float32(anatomy.beam.scale(z))
    dx, _ = anatomy.shift
    leaning = np.float32(anatomy.tilt) * grid.y
    offset = np.float32(dx) + np.float32(np.sin(anatomy.turn)) * np.float32(z)
    result: Map = (grid.x - leaning) * scale - offset
    return result


def patient_y(grid: Grid, anatomy: Anatomy, z: float) -> Map:
    """(size, 1) y in the patient at depth ``z`` for every row of rays."""
    result: Map = grid.y * np.float32(anatomy.beam.scale(z)) - np.float32(anatomy.shift[1])
    return result


def cast(grid: Grid, anatomy: Anatomy, right: LungPlan, left: LungPlan) -> Air:
    """Both lungs. ``Air.filled`` holds the right lung's fillings, then the left's."""
    size = grid.size
    borders = depths(anatomy)
    y = np.concatenate([patient_y(grid, anatomy, float(z)) for z in borders], axis=1)
    z = borders[None, :]
    heart = heart_size(anatomy)
    maps = [np.zeros((size, size), np.float32) for _ in range(7)]
    filled: list[Map] = []
    for plan, is_left in ((right, False), (left, True)):
        medial = mediastinum_edge(anatomy, y, z, left=is_left, size=heart)
        cavity = lung_edges(anatomy, y, z, medial, left=is_left)
        lung = lung_edges(anatomy, y, z, medial, left=is_left, gap=plan.gap) if plan.gap else cavity
        paths = [np.zeros((size, size), np.float32) for _ in plan.fillings]
        _cast_one(grid, anatomy, plan, cavity, lung, maps, paths, left=is_left)
        filled += paths
    return Air(maps[0], maps[1], maps[2], maps[3], (maps[4], maps[5]), maps[6], tuple(filled))


def _cast_one(
    grid: Grid,
    anatomy: Anatomy,
    plan: LungPlan,
    cavity: Edges,
    lung: Edges,
    maps: list[Map],
    paths: list[Map],
    *,
    left: bool,
) -> None:
    borders = depths(anatomy)
    middle = round((anatomy.shift[0] / (2 * grid.x[0, -1]) + 0.5) * grid.size)
    margin = round(2.6 / grid.pixel)
    columns = slice(max(0, middle - margin), grid.size) if left else slice(0, min(grid.size, middle + margin))
    sign = np.float32(1.0 if left else -1.0)
    missing, whole, aerated, pleural = (m[:, columns] for m in maps[:4])
    fluid, pleura = maps[5 if left else 4][:, columns], maps[6][:, columns]
    inner = Edges(lung.medial, lung.wall - np.float32(PLEURA_CM), lung.dome_in, lung.dome_out)
    for k in range(SLABS):
        z = float(borders[k] + borders[k + 1]) / 2.0
        thickness = np.float32(borders[k + 1] - borders[k])
        if not bool((cavity.wall[:, k : k + 2] > cavity.medial[:, k : k + 2]).any()):
            continue
        outward = sign * patient_x(grid, anatomy, z)[:, columns]
        inside = _covered(outward, lung, k, grid.pixel) * thickness
        whole += inside
        air = inside * np.float32(1.0 - LUNG_DENSITY)
        y = patient_y(grid, anatomy, z)
        for filling, path in zip(plan.fillings, paths, strict=True):
            share = filling.share(outward, y, z)
            if share is not None:
                path[:, columns] += share * inside
                air *= 1.0 - share
        aerated += air
        missing += air
        if plan.gap is not None:
            gone = np.maximum(_covered(outward, cavity, k, grid.pixel) * thickness - inside, 0.0)
            if plan.gap_holds_air:
                # Air rises: below the level of a fluid that shares the side there is fluid.
                above = np.clip((np.float32(plan.gap.level) - y) * np.float32(1.0 / grid.pixel), 0.0, 1.0)
                pleural += gone * above
                missing += gone * above
                fluid += gone * (1.0 - above)
                pleura += inside - _covered(outward, inner, k, grid.pixel) * thickness
            else:
                fluid += gone


def _covered(outward: Map, edges: Edges, k: int, pixel: float) -> Map:
    """Share of each pixel that lies in the lung in slice ``k``."""
    result = _beyond(outward, edges.medial, k, pixel)
    result -= _beyond(outward, edges.wall, k, pixel)
    if bool((edges.dome_out[:, k : k + 2] > edges.dome_in[:, k : k + 2]).any()):
        under = _beyond(outward, edges.dome_in, k, pixel)
        under -= _beyond(outward, edges.dome_out, k, pixel)
        result *= 1.0 - np.maximum(under, 0.0)
    return np.maximum(result, 0.0, out=result)


def _beyond(outward: Map, edge: Map, k: int, pixel: float) -> Map:
    """Share of a slice that lies beyond an edge which moves from ``edge[:, k]`` to ``edge[:, k + 1]``."""
    low = np.minimum(edge[:, k], edge[:, k + 1])[:, None]
    span = np.abs(edge[:, k + 1] - edge[:, k])[:, None] + np.float32(pixel)
    result = outward - (low - np.float32(0.5 * pixel))
    result *= np.float32(1.0) / span
    np.clip(result, 0.0, 1.0, out=result)
    return result
