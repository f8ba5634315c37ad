"""What is wrong with one phantom, in the words a report needs; knows nothing of pixels and of chance."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
ZONES: dict[Finding, tuple[Zone, ...]] = {
    Finding.ATELECTASIS: (Zone.LOWER, Zone.LOWER, Zone.MID, Zone.UPPER),
    Finding.CARDIOMEGALY: (Zone.NOWHERE,),
    Finding.CONSOLIDATION: (Zone.UPPER, Zone.MID, Zone.LOWER),
    Finding.EDEMA: (Zone.PERIHILAR, Zone.DIFFUSE),
    Finding.PLEURAL_EFFUSION: (Zone.LOWER,),
    Finding.PNEUMOTHORAX: (Zone.APICAL, Zone.LATERAL),
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
