"""Which findings a phantom gets: chances, and combinations that make sense. Knows no pixels and no words.

Combinations that contradict each other are never drawn, and of those that would hide one another few; what a film still
hides is ``visibility``'s to find.
"""

from dataclasses import replace

import numpy as np

from cxrviewer.phantom.truth import ZONES, Extra, Form, Lesion, Mark, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side

ANY_AMOUNT = {Size.SMALL: (-0.8, 0.0), Size.MODERATE: (0.0, 0.5), Size.LARGE: (0.5, 1.0)}
"""Where the visibility floor does not hold."""

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
    Finding.ATELECTASIS: 0.40,
    Finding.CARDIOMEGALY: 0.34,
    Finding.CONSOLIDATION: 0.37,
    Finding.EDEMA: 0.36,
    Finding.PLEURAL_EFFUSION: 0.36,
    Finding.PNEUMOTHORAX: 0.42,
}
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
