"""Shapes that take the place of air in a lung, one slice at a time. Knows geometry and noise, no findings.

Every shape answers for a slice at depth ``z``: the share of air replaced at distances ``outward`` from the midline.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.grid import Map, smooth_field, soft_step


def _noise(seed: int, shape: tuple[int, ...], cells: int, stream: int) -> Map:
    """A smooth field as large as the slice, the same in every slice and at every size of film."""
    field = smooth_field(np.random.default_rng((seed, stream)), shape[0], cells)
    return field[:, : shape[1]]


@dataclass(frozen=True, slots=True)
class Patch:
    """A ragged ball of consolidated lung, cut off at a fissure where its lobe ends."""

    x: float
    y: float
    z: float
    radius: float
    stretch: float
    strength: float
    fissure: tuple[float, bool] | None
    noise: int

    def share(self, outward: Map, y: Map, z: float) -> Map | None:
        """Nothing beyond a radius and a half."""
        depth = (z - self.z) / (1.25 * self.radius)
        if abs(depth) > 1.3:
            return None
        across = (outward - np.float32(self.x)) * np.float32(self.stretch / self.radius)
        down = (y - np.float32(self.y)) * np.float32(1.0 / (self.stretch * self.radius))
        distance = np.sqrt(across * across + down * down + np.float32(depth * depth))
        ragged = (
            distance + 0.17 * _noise(self.noise, outward.shape, 11, 0) + 0.09 * _noise(self.noise, outward.shape, 26, 1)
        )
        share = soft_step(1.0 - ragged, 0.75)
        mottle = np.clip(0.5 + 0.5 * _noise(self.noise, outward.shape, 30, 2), 0.0, 1.0)
        share *= np.float32(self.strength) * (1.0 - 0.22 * mottle)
        if self.fissure is not None:
            level, above = self.fissure
            side = np.float32(level) - y if above else y - np.float32(level)
            share *= soft_step(side - np.float32(0.04) * outward, 0.35)
        return share


@dataclass(frozen=True, slots=True)
class Haze:
    """An edema's cloud about the hilum, or all over the lung and denser at the base."""

    x: float
    y: float
    reach: float
    strength: float
    base: float
    apex: float
    floor: float
    noise: int

    def share(self, outward: Map, y: Map, z: float) -> Map | None:
        """Patchy, as alveoli fill in groups."""
        across, down = outward - np.float32(self.x), (y - np.float32(self.y)) * np.float32(0.8)
        cloud = np.exp(-(across * across + down * down + np.float32(z * z * 0.6)) * np.float32(1.0 / self.reach**2))
        if self.base:
            low = np.clip((y - self.apex) / (self.floor - self.apex), 0.0, 1.0)
            cloud = cloud * (1.0 - self.base + self.base * low)
        patchy = 1.0 + 0.25 * _noise(self.noise, outward.shape, 12, 0) + 0.22 * _noise(self.noise, outward.shape, 34, 1)
        share: Map = np.clip(np.float32(self.strength) * cloud * patchy, 0.0, 0.95)
        return share


@dataclass(frozen=True, slots=True)
class Collapse:
    """A lobe without air: a wedge at the medial base, a wedge at the top, or a veil in front (left upper lobe)."""

    top: float
    bottom: float
    width: float
    spread: float
    front: bool
    strength: float

    def share(self, outward: Map, y: Map, z: float) -> Map | None:
        """Sharp where the lobe meets its neighbour."""
        if self.front:
            if z < 1.5:
                return None
            # The veil fades towards the base and keeps a sickle of air at the arch.
            fade = soft_step(np.float32(self.bottom + 7.0) - y, 9.0)
            return np.float32(self.strength) * fade * np.ones_like(outward)
        if self.width:
            if z > 2.5:
                return None
            limit = np.float32(self.width) * np.clip((y - self.top) / 9.0, 0.0, 1.3) + np.float32(2.2)
            return np.float32(self.strength) * soft_step(limit - outward, 0.45) * soft_step(y - self.top, 0.8)
        if z < -5.0:
            return None
        border = np.float32(self.bottom) - np.float32(0.28) * (outward - 5.0)
        return np.float32(self.strength) * soft_step(border - y, 0.45)


@dataclass(frozen=True, slots=True)
class Layer:
    """Fluid behind the lung of a patient who lies down."""

    reach: float
    """z up to which it stands."""
    top: float
    floor: float
    strength: float

    def share(self, outward: Map, y: Map, z: float) -> Map | None:
        """More of it towards the base."""
        if z > self.reach + 2.5:
            return None
        low = np.clip((y - np.float32(self.top)) / np.float32(self.floor - self.top), 0.0, 1.2)
        height = np.float32(self.reach) - z - np.float32(2.5) * (1.0 - low)
        return np.float32(self.strength) * soft_step(height, 1.6) * np.ones_like(outward)
