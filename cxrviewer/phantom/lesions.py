"""What the findings do to the lungs: gaps, fillings and plates that grow out of the anatomy. Draws no pixel itself.

Shapes come from a generator of their own for each finding, so that one finding can be left out and the others stay.
"""

from dataclasses import dataclass, field

import numpy as np

from cxrviewer.phantom.anatomy import Anatomy
from cxrviewer.phantom.fillings import Collapse, Haze, Layer, Patch
from cxrviewer.phantom.lungs import Filling, LungPlan
from cxrviewer.phantom.strokes import Stroke
from cxrviewer.phantom.thorax import Gap, chest_half_width, dome_height
from cxrviewer.phantom.truth import Form, Lesion, Size, Truth, Zone
from cxrviewer.phantom.vessels import carina, hilum
from cxrviewer.reporting.findings import Finding, Side

_AMOUNT = (-0.8, 0.0, 0.5, 1.0)
"""Amounts (``Lesion.scale``) between which an effusion is interpolated."""


@dataclass(frozen=True, slots=True, eq=False)
class Disease:
    """Everything that is to be drawn for a truth."""

    right: LungPlan
    left: LungPlan
    owners: tuple[Finding, ...]
    """Whose the fillings are, the right lung's before the left's."""
    plates: tuple[Stroke, ...]
    """Linear atelectases."""
    septa: tuple[Stroke, ...]
    """Septal lines of an edema."""
    fullness: float
    """Of the vessels; more than 1 in an edema."""


@dataclass(slots=True, eq=False)
class _Making:
    """One lung while its plan is put together."""

    gap: Gap | None = None
    holds_air: bool = False
    fillings: list[tuple[Finding, Filling]] = field(default_factory=list)

    def plan(self) -> LungPlan:
        return LungPlan(self.gap, self.holds_air, tuple(filling for _, filling in self.fillings))


def plan_disease(seed: tuple[int, ...], anatomy: Anatomy, truth: Truth) -> Disease:
    """The plan of all findings; ``seed`` and the finding decide the shapes."""
    lungs = {Side.RIGHT: _Making(), Side.LEFT: _Making()}
    plates: list[Stroke] = []
    septa: list[Stroke] = []
    fullness = 1.0
    for lesion in truth.lesions:
        rng = np.random.default_rng((*seed, list(Finding).index(lesion.finding)))
        for side, making in lungs.items():
            if not lesion.on(side):
                continue
            match lesion.finding:
                case Finding.CONSOLIDATION:
                    making.fillings.append((lesion.finding, _patch(rng, lesion, anatomy, side)))
                case Finding.EDEMA:
                    making.fillings.append((lesion.finding, _haze(rng, lesion, anatomy, side)))
                    septa += _septa(rng, lesion, anatomy, side)
                    fullness = 1.22 + 0.12 * lesion.scale
                case Finding.ATELECTASIS if lesion.form is Form.LOBAR:
                    making.fillings.append((lesion.finding, _collapse(lesion, anatomy, side)))
                case Finding.ATELECTASIS:
                    plates += _plates(rng, lesion, anatomy, side)
                case Finding.PLEURAL_EFFUSION:
                    _effusion(rng, lesion, anatomy, side, making)
                case Finding.PNEUMOTHORAX:
                    making.gap, making.holds_air = _pleural_air(rng, lesion), True
                case _:
                    pass
    owners = tuple(finding for making in lungs.values() for finding, _ in making.fillings)
    return Disease(lungs[Side.RIGHT].plan(), lungs[Side.LEFT].plan(), owners, tuple(plates), tuple(septa), fullness)


def zone_height(anatomy: Anatomy, zone: Zone, share: float) -> float:
    """y within a zone of the lung; ``share`` 0 is its top, 1 its bottom."""
    top, bottom = {Zone.UPPER: (0.20, 0.40), Zone.MID: (0.52, 0.66), Zone.LOWER: (0.80, 1.0)}[zone]
    return anatomy.apex + (top + (bottom - top) * share) * (anatomy.dome[0] - anatomy.apex)


def _patch(rng: np.random.Generator, lesion: Lesion, anatomy: Anatomy, side: Side) -> Patch:
    scale = lesion.scale
    y = zone_height(anatomy, lesion.zone, float(rng.uniform()))
    radius = 2.5 + 1.9 * scale + float(rng.uniform(0.0, 0.5))
    width = float(chest_half_width(anatomy, np.array([y], dtype=np.float32))[0])
    nearest = 4.2 + 0.35 * radius + (1.2 if side is Side.LEFT and lesion.zone is not Zone.UPPER else 0.0)
    out = float(rng.uniform(nearest, max(nearest + 0.3, width - 0.75 * radius)))
    # The lobes lie one before the other: lower ones behind, the middle lobe in front.
    z = {Zone.UPPER: rng.uniform(-2.0, 4.0), Zone.MID: rng.uniform(0.5, 4.5), Zone.LOWER: rng.uniform(-5.0, -1.0)}
    return Patch(
        x=out,
        y=y,
        z=float(z[lesion.zone]),
        radius=radius,
        stretch=float(rng.uniform(0.8, 1.25)),
        strength=0.80 + 0.14 * scale,
        fissure=_fissure(anatomy, side, lesion.zone),
        noise=int(rng.integers(1 << 31)),
    )


def _fissure(anatomy: Anatomy, side: Side, zone: Zone) -> tuple[float, bool] | None:
    """The horizontal fissure where a lobe ends at it: its y and whether the lobe lies above."""
    level = anatomy.apex + 0.475 * (anatomy.dome[0] - anatomy.apex)
    if side is Side.RIGHT and zone is Zone.UPPER:
        return level, True
    if side is Side.RIGHT and zone is Zone.MID:
        return level, False
    return None


def _haze(rng: np.random.Generator, lesion: Lesion, anatomy: Anatomy, side: Side) -> Haze:
    sign = 1.0 if side is Side.LEFT else -1.0
    root = hilum(anatomy, sign)
    scale = lesion.scale
    perihilar = lesion.zone is Zone.PERIHILAR
    return Haze(
        x=float(abs(root[0])) + 1.8,
        y=float(root[1]) + 1.2,
        reach=(4.6 + 1.2 * scale) if perihilar else 40.0,
        strength=(0.42 + 0.16 * scale) if perihilar else (0.30 + 0.17 * scale),
        base=0.0 if perihilar else 0.35,
        apex=anatomy.apex,
        floor=anatomy.dome[0],
        noise=int(rng.integers(1 << 31)),
    )


def _septa(rng: np.random.Generator, lesion: Lesion, anatomy: Anatomy, side: Side) -> list[Stroke]:
    """Short level lines at the outer bases."""
    sign = 1.0 if side is Side.LEFT else -1.0
    strokes = []
    for _ in range(int(rng.integers(9, 16))):
        y = anatomy.dome[0] + float(rng.uniform(-6.0, 3.0))
        wall = float(chest_half_width(anatomy, np.array([y], dtype=np.float32))[0])
        u = np.linspace(0.0, 1.0, 6)
        length = float(rng.uniform(0.9, 1.9))
        x = sign * (wall - 0.35 - length * u)
        lines = np.stack([x, y + float(rng.uniform(-0.25, 0.25)) * u, np.full(6, float(rng.uniform(-3, 3)))], axis=1)
        strokes.append(Stroke(lines, 0.13, 1.1 + 0.5 * lesion.scale))
    # Thickened walls of bronchi seen end on beside the hila.
    for _ in range(3):
        turn = np.linspace(0.0, 2 * np.pi, 22)
        middle = hilum(anatomy, sign) + np.array([sign * rng.uniform(1.2, 3.0), rng.uniform(-2.0, 2.5), 0.0])
        radius = float(rng.uniform(0.28, 0.42))
        ring = middle[None, :] + radius * np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=1)
        strokes.append(Stroke(ring, 0.22, 0.9))
    return strokes


def _plates(rng: np.random.Generator, lesion: Lesion, anatomy: Anatomy, side: Side) -> list[Stroke]:
    sign = 1.0 if side is Side.LEFT else -1.0
    scale = lesion.scale
    strokes = []
    for number in range(1 if lesion.size is Size.SMALL else 2 if lesion.size is Size.MODERATE else 3):
        length = 4.6 + 2.2 * scale + float(rng.uniform(-0.4, 0.6))
        middle = float(rng.uniform(7.4, 9.3))
        if lesion.zone is Zone.LOWER:
            floor = float(dome_height(anatomy, np.array(middle, np.float32), 0.0, left=side is Side.LEFT))
            y = floor - 2.0 - 1.9 * number + float(rng.uniform(-0.3, 0.3))
        else:
            y = zone_height(anatomy, Zone.MID, 0.5) - 1.6 * number + float(rng.uniform(-0.5, 0.5))
        u = np.linspace(-0.5, 0.5, 24)
        # Ribs fall outward; a plate lies level or rises outward.
        slope, bend = float(rng.uniform(-0.38, 0.02)), float(rng.uniform(-1.2, 1.2))
        x = middle + length * u
        line = np.stack([sign * x, y + slope * length * u + bend * u * u, np.full(24, -1.0)], axis=1)
        line[:, 1] += np.convolve(rng.normal(0.0, 0.12, 28), np.ones(5) / 5.0, mode="valid")
        width = (0.85 + 0.1 * scale) * np.sqrt(np.clip(1.0 - (1.9 * u) ** 2, 0.08, 1.0))
        fading = ((1.0, 0.25), (0.8, 0.5), (0.6, 0.75), (0.35, 1.0))
        # A small one must be dense to be seen at all; several long ones are seen as they are.
        strokes.append(Stroke(line, width, 3.6 - 0.9 * scale, fading))
    return strokes


def _collapse(lesion: Lesion, anatomy: Anatomy, side: Side) -> Collapse:
    scale = lesion.scale
    lower = lesion.zone is Zone.LOWER
    return Collapse(
        top=carina(anatomy) + 3.0 if lower else anatomy.apex,
        bottom=99.0 if lower else anatomy.apex + 7.4 - 1.2 * scale,
        width=3.8 + 1.0 * scale if lower else 0.0,
        spread=0.62 + 0.1 * scale,
        front=side is Side.LEFT and not lower,
        strength=0.80 + 0.15 * scale,
    )


def _effusion(rng: np.random.Generator, lesion: Lesion, anatomy: Anatomy, side: Side, making: _Making) -> None:
    scale = lesion.scale
    dome = anatomy.dome[1 if side is Side.LEFT else 0]
    if anatomy.view == "AP":
        # Lying down, the fluid spreads behind the lung and veils it.
        layer = Layer(
            reach=-anatomy.lung_depth + 2.6 + 2.6 * scale,
            top=anatomy.apex + 9.0 - 5.0 * scale,
            floor=dome,
            strength=0.93,
        )
        making.fillings.append((lesion.finding, layer))
    height = float(np.interp(scale, _AMOUNT, (0.0, 0.6, 4.6, 10.0))) + float(rng.uniform(-0.4, 0.8))
    if anatomy.view == "AP":
        height *= 0.6
    gap = Gap(level=dome - height, climb=float(np.interp(scale, _AMOUNT, (0.45, 0.825, 0.30, 0.22))))
    # Where air and fluid share a side the lung hangs between them.
    if making.gap is not None:
        gap = Gap(making.gap.apex, making.gap.side, making.gap.fade, gap.level, gap.climb)
    making.gap = gap


def _pleural_air(rng: np.random.Generator, lesion: Lesion) -> Gap:
    scale = lesion.scale
    if lesion.zone is Zone.APICAL:
        return Gap(
            apex=2.6 + 3.0 * scale + float(rng.uniform(0.0, 0.5)),
            side=1.1 + 1.4 * scale + float(rng.uniform(0.0, 0.25)),
            fade=0.55 + 0.35 * scale,
        )
    return Gap(
        apex=0.9 + 1.6 * scale + float(rng.uniform(0.0, 0.4)),
        side=1.7 + 2.6 * scale + float(rng.uniform(0.0, 0.4)),
        fade=1.5,
    )
