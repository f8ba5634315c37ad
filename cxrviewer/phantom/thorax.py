"""The inside of the chest as intervals: at every height and depth, where each lung begins and ends.

Heights y and depths z are (rows, SLABS + 1), patient centimetres: one column a border between two slices, since the
beam spreads and each slice meets its own heights. Knows shapes, not attenuation and not disease, except that a lung can
be pressed away from its wall (``Gap``).
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.grid import Map

SLABS = 26
"""Slices from back to front."""
_SQUARENESS = 2.5
"""Exponent of the chest's cross-section: 2 would be an ellipse."""

# Half the inner width, half the inner depth and where the depth's middle lies, over the height of the lung: 0 at the
# apex, 1 at the top of the diaphragm. Shares of the widest; the apex is round and leans off the midline.
_HEIGHT = (0.0, 0.02, 0.06, 0.12, 0.22, 0.36, 0.52, 0.70, 0.88, 1.05, 1.4)
_WIDTH = (0.33, 0.42, 0.52, 0.62, 0.75, 0.865, 0.94, 0.985, 1.0, 1.0, 0.985)
_DEPTH = (0.03, 0.18, 0.32, 0.45, 0.62, 0.78, 0.91, 0.99, 1.0, 1.0, 0.97)
_MIDDLE = (-3.2, -3.0, -2.6, -2.1, -1.4, -0.7, -0.2, 0.2, 0.4, 0.4, 0.2)
_MEDIAL = (0.32, 0.22, 0.15, 0.11, 0.06, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Gap:
    """How a lung has come away from its wall: by air above or by fluid below."""

    apex: float = 0.0
    """How far the top has come down."""
    side: float = 0.0
    """Distance from the flank at the top of a gap of air."""
    fade: float = 1.0
    """Height of the lung, 0 to 1, at which that distance ends."""
    level: float = 99.0
    """y of the top of the fluid."""
    climb: float = 1.0
    """How fast the fluid widens downwards: it climbs the walls in a meniscus."""

    def from_wall(self, y: Map, t: Map) -> Map:
        """Centimetres between lung and wall."""
        air = self.side * np.clip(1.0 - t / self.fade, 0.0, 1.0) ** 0.5
        distance: Map = air + self.from_floor(y) * 0.45
        return distance

    def from_floor(self, y: Map) -> Map:
        """Centimetres between lung and diaphragm."""
        below = np.clip(y - self.level, 0.0, None)
        rise: Map = self.climb * below**1.5
        return rise


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """One lung: distance of its borders from the midline, (rows, SLABS + 1); empty where wall is not beyond medial."""

    medial: Map
    wall: Map
    dome_in: Map
    """Between here ..."""
    dome_out: Map
    """... and here the diaphragm stands in the way."""


def depths(anatomy: Anatomy) -> Map:
    """(SLABS + 1,) z of the slices' borders."""
    reach = anatomy.lung_depth * 1.02
    return np.linspace(-reach - 0.4, reach + 0.4, SLABS + 1, dtype=np.float32)


def height(anatomy: Anatomy, y: Map) -> Map:
    """Of a lung: 0 at the apex, 1 at the top of the right half of the diaphragm."""
    return (y - np.float32(anatomy.apex)) / np.float32(anatomy.dome[0] - anatomy.apex)


def chest_half_width(anatomy: Anatomy, y: Map) -> Map:
    """Of the inner chest wall where it is widest at that height; 0 above the apex."""
    t = height(anatomy, y)
    return np.where(t < 0, 0.0, anatomy.lung_width * np.interp(t, _HEIGHT, _WIDTH)).astype(np.float32)


def chest_half_depth(anatomy: Anatomy, y: Map) -> Map:
    """Half the inner depth at that height."""
    return (anatomy.lung_depth * np.interp(height(anatomy, y), _HEIGHT, _DEPTH)).astype(np.float32)


def chest_middle(anatomy: Anatomy, y: Map) -> Map:
    """z of the middle of the inner depth."""
    return np.interp(height(anatomy, y), _HEIGHT, _MIDDLE).astype(np.float32)


def lung_edges(anatomy: Anatomy, y: Map, z: Map, mediastinum: Map, *, left: bool, gap: Gap | None = None) -> Edges:
    """One lung at heights ``y`` and depths ``z``; ``mediastinum`` as ``mediastinum_edge`` gives it."""
    gap = gap or Gap()
    # A lung whose top has come down is the same shape, set lower.
    sunk = gap.apex * np.clip(1.0 - (y - anatomy.apex) / 18.0, 0.0, 1.0)
    t = height(anatomy, y - sunk)
    away = gap.from_wall(y, height(anatomy, y))
    width = anatomy.lung_width * np.interp(t, _HEIGHT, _WIDTH) - away
    depth = np.maximum(anatomy.lung_depth * np.interp(t, _HEIGHT, _DEPTH) - 0.7 * away, 0.01)
    across = np.clip(1.0 - np.abs((z - np.interp(t, _HEIGHT, _MIDDLE)) / depth) ** _SQUARENESS, 0.0, 1.0)
    across = across ** (1.0 / _SQUARENESS)
    cap = anatomy.lung_width * 0.33
    inner = anatomy.lung_width * np.interp(t, _HEIGHT, _MEDIAL)
    wall = cap + (width - cap) * across
    medial = np.maximum(cap - (cap - inner) * across, mediastinum)
    dome_in, dome_out = _dome(anatomy, y + gap.from_floor(y), z, left=left)
    return Edges(*(edge.astype(np.float32) for edge in (medial, wall, dome_in, dome_out)))


def dome_height(anatomy: Anatomy, outward: Map, z: "Map | float", *, left: bool) -> Map:
    """y of the diaphragm at a distance from the midline and a depth."""
    top = anatomy.dome[1 if left else 0]
    lateral = np.clip((outward - 6.3) / (anatomy.lung_width - 6.3), 0.0, None)
    medial = np.clip((6.3 - outward) / 6.3, 0.0, None)
    result: Map = top + anatomy.dome_fall * lateral**2.2 + 1.6 * medial**2 + _behind(np.asarray(z))
    return result


def _behind(z: Map) -> Map:
    """How much lower the diaphragm is behind and in front of its top."""
    back = np.clip((2.0 - z) / 10.0, 0.0, None)
    front = np.clip((z - 2.0) / 7.0, 0.0, None)
    result: Map = 6.5 * back**1.8 + 2.2 * front**2
    return result


def _dome(anatomy: Anatomy, y: Map, z: Map, *, left: bool) -> tuple[Map, Map]:
    below = np.clip(y - anatomy.dome[1 if left else 0] - _behind(z), 0.0, None)
    out = 6.3 + (anatomy.lung_width - 6.3) * (below / anatomy.dome_fall) ** (1.0 / 2.2)
    inner = 6.3 - 6.3 * (below / 1.6) ** 0.5
    return np.maximum(inner, 0.0), out


@dataclass(frozen=True, slots=True)
class Solid:
    """A tilted ellipsoid of the heart or a great vessel, patient centimetres."""

    x: float
    y: float
    z: float
    rx: float
    ry: float
    rz: float
    angle: float = 0.0
    """In the frontal plane, from x towards y, radians."""

    def interval(self, y: Map, z: Map) -> tuple[Map, Map]:
        """x of its right and left border at heights and depths that broadcast; crossed where it is not."""
        room = np.clip(1.0 - ((z - self.z) / self.rz) ** 2, 0.0, None)
        cos, sin = np.cos(self.angle), np.sin(self.angle)
        dy = y - self.y
        a = (cos / self.rx) ** 2 + (sin / self.ry) ** 2
        b = 2.0 * dy * sin * cos * (1.0 / self.rx**2 - 1.0 / self.ry**2)
        c = (dy * sin / self.rx) ** 2 + (dy * cos / self.ry) ** 2 - room
        root = b * b - 4.0 * a * c
        half = np.sqrt(np.clip(root, 0.0, None)) / (2.0 * a)
        centre = self.x - b / (2.0 * a)
        inside = (root > 0.0) & (room > 0.0)
        return np.where(inside, centre - half, 99.0), np.where(inside, centre + half, -99.0)


def heart(anatomy: Anatomy, *, size: float) -> tuple[Solid, ...]:
    """The chambers, their transverse diameter about proportional to ``size`` (1 for a usual heart)."""
    y = anatomy.dome[0] - 3.6 + anatomy.heart_lift
    s = size
    tall = 0.55 + 0.45 * size
    return (
        Solid(2.5 * s, y + 0.5 * tall, 0.2, 5.3 * s, 4.0 * tall, 4.6 * s, 0.62),  # left ventricle, apex down and left
        Solid(0.8 * s, y + 1.1 * tall, 3.6, 4.9 * s, 4.2 * tall, 4.6 * s, 0.25),  # right ventricle, against the sternum
        Solid(-1.9 * s, y + 0.2, 1.0, 2.7 * s, 3.9 * tall, 3.3 * s, -0.05),  # right atrium
        Solid(0.5 * s, y - 2.6 * tall, -2.2, 3.2 * s, 2.4 * tall, 2.3 * s),  # left atrium
        Solid(1.7, y - 4.3 * tall, 1.8, 2.0 + 0.3 * s, 2.2, 2.2, 0.5),  # outflow and pulmonary trunk
    )


def great_vessels(anatomy: Anatomy) -> tuple[Solid, ...]:
    """Aorta, superior vena cava, and what else widens the upper mediastinum."""
    k = anatomy.aorta
    top = anatomy.apex
    arch = top + 7.2
    return (
        Solid(1.0 + 0.5 * k, arch, -1.5, 1.8 * k, 1.7 * k, 3.6),  # arch and knob
        Solid(-1.0 - 0.4 * k, arch + 2.8, 2.3, 1.6 * k, 4.6, 1.9 * k),  # ascending aorta
        Solid(1.9 + 0.3 * k, arch + 11.0, -4.8, 1.35 * k, 12.5, 1.5 * k),  # descending aorta
        Solid(-1.6, top + 7.0, 1.0, 1.0, 8.5, 1.2),  # superior vena cava
        Solid(1.1, top + 3.6, -0.5, 1.8, 7.5, 2.4),  # arteries to the head and left arm
        Solid(-0.7, top + 3.5, -0.5, 2.2, 7.0, 2.8),  # brachiocephalic vessels, trachea's wall
        Solid(1.9, arch + 3.2, 0.6, 1.8, 2.4, 2.4),  # pulmonary trunk's shoulder
    )


def mediastinum_edge(anatomy: Anatomy, y: Map, z: Map, *, left: bool, size: float) -> Map:
    """(rows, SLABS + 1) distance of the mediastinum's border from the midline on one side; ``size`` of the heart."""
    back = z + anatomy.lung_depth
    spine = np.where(back < 1.6, 2.1, 2.2 * np.sqrt(np.clip(1.0 - ((back - 1.6) / 2.9) ** 2, 0.0, 1.0)))
    # Behind the sternum the lungs nearly meet; lower down the heart and its fat lie between them.
    front = 0.7 + 1.6 * np.clip((y - anatomy.apex - 9.0) / 6.0, 0.0, 1.0)
    edge = np.maximum(np.broadcast_to(spine, y.shape), np.where(z > 0.45 * anatomy.lung_depth, front, 2.1))
    for solid in (*heart(anatomy, size=size), *great_vessels(anatomy)):
        right_border, left_border = solid.interval(y, z)
        edge = np.maximum(edge, left_border if left else -right_border)
    # The heart's border flares into the diaphragm: pericardial fat and the inferior vena cava.
    top = anatomy.dome[1 if left else 0] + 1.2
    edge = edge + 1.3 * np.exp((np.minimum(y, top + 1.0) - top) / 1.1) * np.clip((z + 3.0) / 5.0, 0.0, 1.0)
    toward = anatomy.mediastinum_shift if left else -anatomy.mediastinum_shift
    edge = edge + toward * np.clip((y - anatomy.apex) / 12.0, 0.0, 1.0)
    result: Map = np.maximum(edge, 0.4).astype(np.float32)
    return result


def heart_size(anatomy: Anatomy) -> float:
    """The ``size`` at which the heart's shadow has the cardiothoracic ratio that the anatomy states.

    Measured as on a film: the widest shadow of the chambers, projected, over the widest inner chest.
    """
    y = np.linspace(anatomy.apex + 8.0, anatomy.dome[0] + 3.0, 80, dtype=np.float32)
    z = depths(anatomy)[None, :]
    beam = anatomy.beam
    magnified = np.array([1.0 / beam.scale(float(d)) for d in z[0]])[None, :]
    chest = 2.0 * float(chest_half_width(anatomy, np.array([anatomy.dome[0]])).max()) / beam.scale(0.3)
    low, high = 0.5, 2.2
    for _ in range(14):
        size = 0.5 * (low + high)
        borders = [solid.interval(y[:, None], z) for solid in heart(anatomy, size=size)]
        right = min(float((b[0] * magnified).min()) for b in borders)
        left = max(float((b[1] * magnified).max()) for b in borders)
        low, high = (size, high) if (left - right) / chest < anatomy.heart_ratio else (low, size)
    return 0.5 * (low + high)
