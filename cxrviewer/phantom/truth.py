"""What is wrong with one phantom, in the words a report needs; knows nothing of pixels.

Combinations that contradict each other are never drawn, and of those that would hide one another few; what a film still
hides is ``visibility``'s to find.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cxrviewer.reporting.findings import Finding, Side


class Size(enum.Enum):
    """How much there is of it."""

    SMALL = "small"
    MODERATE = "moderate"
    LARGE = "large"


class Zone(enum.Enum):
    """Where in the lung; empty for the heart."""

    UPPER = "upper"
    MID = "mid"
    LOWER = "lower"
    PERIHILAR = "perihilar"
    DIFFUSE = "diffuse"
    APICAL = "apical"
    LATERAL = "lateral"
    NOWHERE = ""


USUAL_AMOUNT = {Size.SMALL: 0.0, Size.MODERATE: 0.5, Size.LARGE: 1.0}
ANY_AMOUNT = {Size.SMALL: (-0.8, 0.0), Size.MODERATE: (0.0, 0.5), Size.LARGE: (0.5, 1.0)}
"""Where the visibility floor does not hold."""

ZONES: dict[Finding, tuple[Zone, ...]] = {
    Finding.ATELECTASIS: (Zone.LOWER, Zone.LOWER, Zone.MID, Zone.UPPER),
    Finding.CARDIOMEGALY: (Zone.NOWHERE,),
    Finding.CONSOLIDATION: (Zone.UPPER, Zone.MID, Zone.LOWER),
    Finding.EDEMA: (Zone.PERIHILAR, Zone.DIFFUSE),
    Finding.PLEURAL_EFFUSION: (Zone.LOWER,),
    Finding.PNEUMOTHORAX: (Zone.APICAL, Zone.LATERAL),
}

BILATERAL_SHARE = {
    Finding.ATELECTASIS: 0.2,
    Finding.CONSOLIDATION: 0.15,
    Finding.EDEMA: 1.0,
    Finding.PLEURAL_EFFUSION: 0.3,
    Finding.PNEUMOTHORAX: 0.0,
}

NORMAL_SHARE = 0.25
# Given that something is wrong; together with the normal films each finding is on about 30 % of all.
SHARE = {
    Finding.ATELECTASIS: 0.36,
    Finding.CARDIOMEGALY: 0.34,
    Finding.CONSOLIDATION: 0.37,
    Finding.EDEMA: 0.36,
    Finding.PLEURAL_EFFUSION: 0.36,
    Finding.PNEUMOTHORAX: 0.42,
}


class Form(enum.Enum):
    """The shape of an atelectasis; PLAIN for every other finding."""

    PLAIN = ""
    LINEAR = "linear"
    LOBAR = "lobar"


class Mark(enum.Enum):
    """What a film may show beside the six findings."""

    NODULE = "nodule"
    MASS = "mass"
    CENTRAL_LINE = "central venous catheter"
    TRACHEAL_TUBE = "endotracheal tube"
    GASTRIC_TUBE = "enteric tube"
    CHEST_DRAIN = "chest tube"
    PACEMAKER = "pacemaker"

    @property
    def is_device(self) -> bool:
        """Lines, tubes and pacemakers: reports of the paper's style do not place them."""
        return self not in (Mark.NODULE, Mark.MASS)


LOBAR_SHARE = 0.35
"""Of atelectases; the others are linear."""
DOUBTFUL_HEARTS = 0.12
"""Of enlarged hearts: only a little beyond the limit."""
EXTRA_SHARE = {
    Mark.NODULE: 0.07,
    Mark.MASS: 0.05,
    Mark.CENTRAL_LINE: 0.09,
    Mark.TRACHEAL_TUBE: 0.05,
    Mark.GASTRIC_TUBE: 0.05,
    Mark.CHEST_DRAIN: 0.03,
    Mark.PACEMAKER: 0.04,
}
"""Of all films, whatever else they show."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A nodule, a mass or a device; side None and zone NOWHERE for what has none, such as a tube in the midline."""

    mark: Mark
    side: Side | None = None
    zone: Zone = Zone.NOWHERE


@dataclass(frozen=True, slots=True)
class Lesion:
    """One finding with its side (None for the heart), zone and size."""

    finding: Finding
    side: Side | None
    zone: Zone
    size: Size
    form: Form = Form.PLAIN
    certain: bool = True
    """False where the film is borderline: it shows so little of the finding that a report should doubt."""
    amount: float | None = None
    """How much there is of it, where that is not the usual of its size: 0 the usual small, 1 the usual large one."""

    @property
    def scale(self) -> float:
        """The amount, 0 for small, 0.5 for moderate, 1 for large unless stated otherwise."""
        return USUAL_AMOUNT[self.size] if self.amount is None else self.amount

    def on(self, side: Side) -> bool:
        """Whether the finding is (also) on that side."""
        return self.side in (side, Side.BILATERAL)


def lobe(side: Side, zone: Zone) -> str:
    """The lobe that a frontal film shows in a zone, such as "right middle lobe"; the left mid zone is the lingula."""
    if zone is Zone.MID:
        return "right middle lobe" if side is Side.RIGHT else "lingula"
    return f"{side.value} {zone.value} lobe"


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything that is wrong, in the fixed order of ``Finding``; empty for a normal film."""

    lesions: tuple[Lesion, ...]
    extras: tuple[Extra, ...] = ()
    readable: bool = True
    """False for a film on which nothing can be read: blank, noise, no chest."""

    def lesion(self, finding: Finding) -> Lesion | None:
        """The lesion of that kind, or None."""
        return next((lesion for lesion in self.lesions if lesion.finding is finding), None)

    def has(self, finding: Finding) -> bool:
        """Whether the film shows it."""
        return self.lesion(finding) is not None


def draw_truth(rng: np.random.Generator) -> Truth:
    """A normal film or a compatible set of findings, and what else the film shows."""
    if rng.random() < NORMAL_SHARE:
        return Truth((), _draw_extras(rng, Truth(())))
    while True:
        present = [finding for finding in Finding if rng.random() < SHARE[finding]]
        # A haze over the whole lung hides a pleural line; more than four findings make a film nobody can read.
        hazy_line = Finding.EDEMA in present and Finding.PNEUMOTHORAX in present
        if present and len(present) <= 4 and not (hazy_line and rng.random() < 0.75):
            break
    drawn = {finding: _draw_lesion(rng, finding) for finding in present}
    truth = Truth(tuple(_settled(lesion) for lesion in _compatible(drawn, rng).values()))
    return Truth(truth.lesions, _draw_extras(rng, truth))


def any_amount(truth: Truth, rng: np.random.Generator) -> Truth:
    """The same findings with amounts between the usual ones, and small ones down to next to nothing."""
    return replace(
        truth,
        lesions=tuple(replace(lesion, amount=float(rng.uniform(*ANY_AMOUNT[lesion.size]))) for lesion in truth.lesions),
    )


def _draw_lesion(rng: np.random.Generator, finding: Finding) -> Lesion:
    side: Side | None = None
    if finding is not Finding.CARDIOMEGALY:
        one = (Side.RIGHT, Side.LEFT)[int(rng.integers(2))]
        side = Side.BILATERAL if rng.random() < BILATERAL_SHARE[finding] else one
    zone = ZONES[finding][int(rng.integers(len(ZONES[finding])))]
    size = (Size.SMALL, Size.MODERATE, Size.LARGE)[int(rng.choice(3, p=(0.36, 0.40, 0.24)))]
    form = Form.PLAIN
    if finding is Finding.ATELECTASIS:
        form = Form.LOBAR if rng.random() < LOBAR_SHARE else Form.LINEAR
        if form is Form.LOBAR and side is Side.BILATERAL:
            side = Side.RIGHT
    certain = not (finding is Finding.CARDIOMEGALY and rng.random() < DOUBTFUL_HEARTS)
    if not certain:
        size = Size.SMALL
    return _settled(Lesion(finding, side, zone, size, form, certain))


def _settled(lesion: Lesion) -> Lesion:
    """Plates lie in the middle and below, lost lobes above and below."""
    if lesion.form is Form.LINEAR and lesion.zone is Zone.UPPER:
        return replace(lesion, zone=Zone.MID)
    if lesion.form is Form.LOBAR and lesion.zone is Zone.MID:
        return replace(lesion, form=Form.LINEAR)
    return lesion


def _draw_extras(rng: np.random.Generator, truth: Truth) -> tuple[Extra, ...]:
    extras = []
    for mark, share in EXTRA_SHARE.items():
        side = (Side.RIGHT, Side.LEFT)[int(rng.integers(2))]
        zone = (Zone.UPPER, Zone.MID, Zone.LOWER)[int(rng.integers(3))]
        drawn = rng.random() < share
        if mark is Mark.CHEST_DRAIN:
            # A drain lies where there is something to drain.
            cause = truth.lesion(Finding.PNEUMOTHORAX) or truth.lesion(Finding.PLEURAL_EFFUSION)
            drawn = cause is not None and rng.random() < 4 * share
            side = cause.side if cause is not None and cause.side in (Side.RIGHT, Side.LEFT) else side
        if not drawn:
            continue
        if mark in (Mark.NODULE, Mark.MASS):
            if not any(lesion.on(side) for lesion in truth.lesions):
                extras.append(Extra(mark, side, zone))
        elif mark is Mark.PACEMAKER:
            extras.append(Extra(mark, Side.LEFT if rng.random() < 0.8 else Side.RIGHT))
        else:
            extras.append(Extra(mark, None if mark in (Mark.TRACHEAL_TUBE, Mark.GASTRIC_TUBE) else side))
    return tuple(extras)


def _compatible(drawn: dict[Finding, Lesion], rng: np.random.Generator) -> dict[Finding, Lesion]:
    """Move what would be hidden or contradicted by something else."""
    air, fluid = drawn.get(Finding.PNEUMOTHORAX), drawn.get(Finding.PLEURAL_EFFUSION)
    if air and air.side:
        free = Side.LEFT if air.side is Side.RIGHT else Side.RIGHT
        for finding in (Finding.PLEURAL_EFFUSION, Finding.CONSOLIDATION, Finding.ATELECTASIS):
            if finding in drawn and drawn[finding].on(air.side):
                drawn[finding] = replace(drawn[finding], side=free)
        fluid = drawn.get(Finding.PLEURAL_EFFUSION)
    others = [drawn[f] for f in (Finding.ATELECTASIS, Finding.CONSOLIDATION) if f in drawn]
    shares_a_side = fluid and any(_meet(fluid, other) for other in others)
    if fluid and fluid.size is Size.LARGE and (shares_a_side or Finding.CARDIOMEGALY in drawn):
        drawn[Finding.PLEURAL_EFFUSION] = fluid = replace(fluid, size=Size.MODERATE)
    band, patch = drawn.get(Finding.ATELECTASIS), drawn.get(Finding.CONSOLIDATION)
    if band and fluid and _meet(band, fluid):
        drawn[Finding.ATELECTASIS] = band = replace(band, zone=Zone.MID)
    if band and Finding.CARDIOMEGALY in drawn and band.on(Side.LEFT):
        # A wide heart covers the left base; only the right one is free, unless there is pleural air.
        moved = replace(band, zone=Zone.MID) if air and air.side is Side.RIGHT else replace(band, side=Side.RIGHT)
        if fluid and _meet(moved, fluid):
            moved = replace(moved, zone=Zone.MID)
        drawn[Finding.ATELECTASIS] = band = moved
    if patch:
        taken: set[Zone] = set()
        if fluid and _meet(patch, fluid):
            taken.add(Zone.LOWER)
        if band and _meet(patch, band):
            taken.add(band.zone)
        if Finding.CARDIOMEGALY in drawn and patch.on(Side.LEFT):
            taken.update((Zone.LOWER, Zone.MID))
        zones = [zone for zone in ZONES[Finding.CONSOLIDATION] if zone not in taken]
        if not zones:
            del drawn[Finding.CONSOLIDATION]
        elif patch.zone in taken:
            drawn[Finding.CONSOLIDATION] = replace(patch, zone=zones[int(rng.integers(len(zones)))])
    return drawn


def _meet(one: Lesion, other: Lesion) -> bool:
    return any(one.on(side) and other.on(side) for side in (Side.RIGHT, Side.LEFT))


def truth_as_json(truth: Truth) -> dict[str, Any]:
    """Plain values that ``truth_from_json`` takes back."""
    return {
        "lesions": [
            [
                lesion.finding.value,
                lesion.side.value if lesion.side else None,
                lesion.zone.value,
                lesion.size.value,
                lesion.form.value,
                lesion.certain,
                lesion.amount,
            ]
            for lesion in truth.lesions
        ],
        "extras": [
            [extra.mark.value, extra.side.value if extra.side else None, extra.zone.value] for extra in truth.extras
        ],
        "readable": truth.readable,
    }


def truth_from_json(stored: Mapping[str, Any]) -> Truth:
    """The truth that ``truth_as_json`` wrote."""
    lesions = tuple(
        Lesion(
            Finding(finding), Side(side) if side else None, Zone(zone), Size(size), Form(form), bool(certain), *amount
        )
        for finding, side, zone, size, form, certain, *amount in stored["lesions"]
    )
    extras = tuple(Extra(Mark(mark), Side(side) if side else None, Zone(zone)) for mark, side, zone in stored["extras"])
    return Truth(lesions, extras, bool(stored["readable"]))
