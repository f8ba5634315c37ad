"""How one lesion is spoken of: the words for its size, its place and its name, chosen once and kept to.

A report's body, its impression and the answers that follow speak of a lesion in the same words, as one reader does.
Knows the truth, no sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from cxrviewer.phantom.truth import Extra, Form, Lesion, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spot:
    """One zone in words: before a finding's name, as a place of one side, as a place of both."""

    adjective: str
    one: str
    both: str
    preposition: str = "in"

    def leading(self, side: Side | None) -> str:
        """Such as "right lower lobe", to stand before a finding's name."""
        if side is Side.BILATERAL and self.adjective == "basal":
            return "bibasal"
        return " ".join(filter(None, (side.value if side else "", self.adjective)))

    def within(self, side: Side | None) -> str:
        """Such as "in the right lower lobe" or "at both bases"."""
        if side is Side.BILATERAL:
            return f"{self.preposition} both {self.both}"
        return " ".join(filter(None, (self.preposition, "the", side.value if side else "", self.one)))


@dataclass(frozen=True, slots=True)
class Wording:
    """The words for one lesion."""

    lesion: Lesion
    degree: str
    """An adjective, such as "mild"."""
    noun: str
    spot: Spot
    leads: bool
    """Whether the place stands before the name ("right lower lobe consolidation") or after it."""

    @property
    def side(self) -> Side | None:
        """The side as it is said: edema is of both lungs without a word."""
        both_lungs = self.lesion.finding is Finding.EDEMA and self.lesion.side is Side.BILATERAL
        return None if both_lungs else self.lesion.side

    @property
    def is_plural(self) -> bool:
        """Effusions and pneumothoraces of both sides are two."""
        return self.lesion.finding in _COUNTED and self.lesion.side is Side.BILATERAL

    @property
    def verb(self) -> str:
        """ "is" or "are"."""
        return "are" if self.is_plural else "is"

    @property
    def bare(self) -> str:
        """Without an article, the place before the name, such as "small right pleural effusion"."""
        return " ".join(filter(None, (self.degree, self.spot.leading(self.side), self.noun)))

    @property
    def named(self) -> str:
        """With an article where it needs one, the place before or after the name."""
        if self.lesion.finding is Finding.CARDIOMEGALY:
            return self.bare
        if self.leads:
            return article(self.bare) if self._takes_article else self.bare
        text = f"{self.degree} {self.noun} {self.within}"
        if self.lesion.finding is Finding.CONSOLIDATION:
            text = f"{self.degree} area of {self.noun} {self.within}"
            return article(text)
        return article(text) if self._takes_article else text

    @property
    def within(self) -> str:
        """The place with its preposition."""
        return self.spot.within(self.lesion.side)

    @property
    def located(self) -> str:
        """The place as an answer to "where", such as "in the right upper lobe" also of its collapse."""
        return self.within.replace("of ", "in ", 1) if self.spot.preposition == "of" else self.within

    @property
    def sides(self) -> str:
        """ "on the right", "on the left" or "on both sides"; of the heart nothing."""
        side = self.lesion.side
        return "on both sides" if side is Side.BILATERAL else f"on the {side.value}" if side else ""

    @property
    def _takes_article(self) -> bool:
        return self.lesion.finding in _COUNTED and not self.is_plural


@dataclass(frozen=True, slots=True)
class NoduleWording:
    """The words for one nodule or mass."""

    extra: Extra
    spot: Spot

    @property
    def named(self) -> str:
        """Such as "nodule in the right upper lobe", without an article."""
        return f"{self.extra.mark.value} {self.within}"

    @property
    def within(self) -> str:
        """The place with its preposition."""
        return self.spot.within(self.extra.side) if self.extra.side else "in the lung"


@dataclass(frozen=True, slots=True)
class Words:
    """The words for everything that a report on one truth speaks of."""

    lesions: Mapping[Finding, Wording]
    """In the order of ``Finding``."""
    nodules: tuple[NoduleWording, ...]


_COUNTED = (Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)
_DEGREES: dict[Finding, dict[Size, tuple[str, ...]]] = {
    Finding.ATELECTASIS: {
        Size.SMALL: ("mild", "minimal"),
        Size.MODERATE: ("moderate",),
        Size.LARGE: ("marked", "extensive"),
    },
    Finding.CARDIOMEGALY: {
        Size.SMALL: ("mild", "slight"),
        Size.MODERATE: ("moderate",),
        Size.LARGE: ("severe", "marked"),
    },
    Finding.CONSOLIDATION: {
        Size.SMALL: ("small",),
        Size.MODERATE: ("moderate",),
        Size.LARGE: ("large", "extensive"),
    },
    Finding.EDEMA: {Size.SMALL: ("mild",), Size.MODERATE: ("moderate",), Size.LARGE: ("severe", "marked")},
    Finding.PLEURAL_EFFUSION: {Size.SMALL: ("small", "trace"), Size.MODERATE: ("moderate",), Size.LARGE: ("large",)},
    Finding.PNEUMOTHORAX: {Size.SMALL: ("small", "tiny"), Size.MODERATE: ("moderate",), Size.LARGE: ("large",)},
}
_COLLAPSE = {Size.SMALL: ("partial",), Size.MODERATE: ("moderate",), Size.LARGE: ("complete",)}
_NOUNS = {
    Finding.CONSOLIDATION: ("consolidation", "consolidation", "airspace consolidation"),
    Finding.PLEURAL_EFFUSION: ("pleural effusion",),
}
_ATELECTASIS = {
    Form.PLAIN: ("atelectasis",),
    Form.LINEAR: ("linear atelectasis", "plate-like atelectasis", "subsegmental atelectasis"),
    Form.LOBAR: ("collapse", "atelectasis"),
}
_SPOTS: dict[Zone, tuple[Spot, ...]] = {
    Zone.UPPER: (Spot("upper zone", "upper zone", "upper zones"), Spot("upper lobe", "upper lobe", "upper lobes")),
    Zone.MID: (Spot("mid zone", "mid zone", "mid zones"), Spot("mid lung", "mid lung", "mid lungs")),
    Zone.LOWER: (
        Spot("lower zone", "lower zone", "lower zones"),
        Spot("lower lobe", "lower lobe", "lower lobes"),
        Spot("basal", "base", "bases", "at"),
        Spot("basal", "lung base", "lung bases", "at"),
    ),
    Zone.PERIHILAR: (Spot("perihilar", "perihilar region", "perihilar regions"),),
    Zone.DIFFUSE: (Spot("diffuse", "lung", "lungs", "throughout"),),
    Zone.APICAL: (Spot("apical", "apex", "apices", "at"),),
    Zone.LATERAL: (Spot("lateral", "lateral chest wall", "lateral chest walls", "along"),),
    Zone.NOWHERE: (Spot("", "side", "sides", "on"),),
}
_LOBES: dict[tuple[Zone, Side], Spot] = {
    (Zone.MID, Side.RIGHT): Spot("middle lobe", "middle lobe", ""),
    (Zone.MID, Side.LEFT): Spot("lingular", "lingula", ""),
    **{(Zone.UPPER, side): _SPOTS[Zone.UPPER][1] for side in Side},
    **{(Zone.LOWER, side): _SPOTS[Zone.LOWER][1] for side in Side},
}


def choose(options: Sequence[T], rng: np.random.Generator) -> T:
    """One of them, each as likely."""
    return options[int(rng.integers(len(options)))]


def capital(sentence: str) -> str:
    """With its first letter as at a beginning."""
    return sentence[0].upper() + sentence[1:]


def article(phrase: str) -> str:
    """With "a" or "an" before it."""
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def draw_words(truth: Truth, rng: np.random.Generator) -> Words:
    """The words for each lesion and each nodule; devices are not spoken of."""
    lesions = {lesion.finding: draw_wording(lesion, rng) for lesion in truth.lesions}
    nodules = [extra for extra in truth.extras if not extra.mark.is_device]
    return Words(
        lesions,
        tuple(NoduleWording(extra, choose(_zone_spots(extra.side, extra.zone), rng)) for extra in nodules),
    )


def draw_wording(lesion: Lesion, rng: np.random.Generator) -> Wording:
    """One way of speaking of a lesion."""
    is_lobar = lesion.form is Form.LOBAR
    degree = choose((_COLLAPSE if is_lobar else _DEGREES[lesion.finding])[lesion.size], rng)
    spot = choose(spots(lesion), rng)
    return Wording(lesion, degree, choose(_nouns(lesion), rng), spot, leads=bool(rng.random() < 0.5))


def spots(lesion: Lesion) -> tuple[Spot, ...]:
    """The ways of naming a lesion's place; a collapse is of a lobe, an effusion has a side alone."""
    if lesion.finding is Finding.PLEURAL_EFFUSION:
        return _SPOTS[Zone.NOWHERE]
    lobe = _LOBES.get((lesion.zone, lesion.side)) if lesion.side else None
    if lesion.form is Form.LOBAR and lobe is not None:
        return (Spot(lobe.adjective, lobe.one, lobe.both, "of"),)
    return _zone_spots(lesion.side, lesion.zone)


def _zone_spots(side: Side | None, zone: Zone) -> tuple[Spot, ...]:
    lobe = _LOBES.get((zone, side)) if zone is Zone.MID and side else None
    return _SPOTS[zone] if lobe is None else (*_SPOTS[zone], lobe)


def _nouns(lesion: Lesion) -> tuple[str, ...]:
    both = lesion.side is Side.BILATERAL
    match lesion.finding:
        case Finding.ATELECTASIS:
            return _ATELECTASIS[lesion.form]
        case Finding.PLEURAL_EFFUSION if both:
            return ("pleural effusions",)
        case Finding.PNEUMOTHORAX if both:
            return ("pneumothoraces",)
        case _:
            return _NOUNS.get(lesion.finding, (lesion.finding.phrase,))
