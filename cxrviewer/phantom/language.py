"""What a radiologist would write of a phantom: short reports in varied words, the findings in a fixed order.

Knows the truth, not the pixels. No comparison with earlier films, no devices, no numbers.
"""

from collections.abc import Sequence

import numpy as np

from cxrviewer.phantom.truth import Lesion, Size, Truth, Zone
from cxrviewer.reporting.findings import Finding, Side

DEGREE = {Size.SMALL: "mild", Size.MODERATE: "moderate", Size.LARGE: "severe"}
DEGREE_ADVERB = {Size.SMALL: "mildly", Size.MODERATE: "moderately", Size.LARGE: "severely"}

_ABSENT: dict[Finding, tuple[str, ...]] = {
    Finding.ATELECTASIS: ("There is no atelectasis.", "No atelectasis is seen.", "No atelectasis."),
    Finding.CARDIOMEGALY: ("The heart size is normal.", "The heart is not enlarged.", "There is no cardiomegaly."),
    Finding.CONSOLIDATION: ("There is no consolidation.", "No consolidation is seen.", "No focal consolidation."),
    Finding.EDEMA: ("There is no pulmonary edema.", "No pulmonary edema is seen.", "No pulmonary edema."),
    Finding.PLEURAL_EFFUSION: ("There is no pleural effusion.", "No pleural effusion is seen.", "No pleural effusion."),
    Finding.PNEUMOTHORAX: ("There is no pneumothorax.", "No pneumothorax is seen.", "No pneumothorax."),
}


def place(lesion: Lesion) -> str:
    """The side and zone in words, such as "the right lower zone" or "both apices"."""
    words = {Zone.APICAL: ("apex", "apices"), Zone.LATERAL: ("lateral pleural space", "lateral pleural spaces")}
    one, both = words.get(lesion.zone, (f"{lesion.zone.value} zone".strip(), f"{lesion.zone.value} zones".strip()))
    if lesion.side is Side.BILATERAL:
        return f"both {both}"
    return f"the {lesion.side.value if lesion.side else ''} {one}"


def named(lesion: Lesion) -> str:
    """The lesion with its size and side, such as "a small right pleural effusion"."""
    match lesion.finding:
        case Finding.CARDIOMEGALY:
            return f"{DEGREE[lesion.size]} cardiomegaly"
        case Finding.EDEMA:
            return f"{DEGREE[lesion.size]} {lesion.zone.value} pulmonary edema"
        case Finding.PLEURAL_EFFUSION if lesion.side is Side.BILATERAL:
            return f"{lesion.size.value} bilateral pleural effusions"
        case Finding.PLEURAL_EFFUSION:
            return f"a {lesion.size.value} {_side(lesion)} pleural effusion"
        case Finding.PNEUMOTHORAX:
            return f"a {lesion.size.value} {_side(lesion)} {lesion.zone.value} pneumothorax"
        case _:
            return f"{_amount(lesion)} {lesion.finding.phrase} in {place(lesion)}"


def report(truth: Truth, rng: np.random.Generator) -> str:
    """One paragraph: every finding affirmed or denied, in the order of ``Finding``."""
    # One way of denying a report through, as one person would.
    manner = int(rng.integers(3))
    sentences = []
    for finding in Finding:
        lesion = truth.lesion(finding)
        if lesion is None:
            sentences.append(_ABSENT[finding][manner])
        else:
            sentences.append(_capital(_choose(_affirmations(lesion), rng)))
    return " ".join(sentences)


def _affirmations(lesion: Lesion) -> tuple[str, ...]:
    match lesion.finding:
        case Finding.CARDIOMEGALY:
            return (f"the heart is {DEGREE_ADVERB[lesion.size]} enlarged.", f"there is {named(lesion)}.")
        case Finding.ATELECTASIS:
            return (
                f"there is {_amount(lesion)} plate-like atelectasis in {place(lesion)}.",
                f"{_amount(lesion)} linear atelectasis is seen in {place(lesion)}.",
            )
        case Finding.CONSOLIDATION:
            return (
                f"there is {_amount(lesion)} consolidation in {place(lesion)}.",
                f"{_amount(lesion)} consolidation is seen in {place(lesion)}.",
            )
        case Finding.EDEMA:
            return (f"there is {named(lesion)}.", f"{named(lesion)} is present.")
        case _:
            verb = "are" if lesion.side is Side.BILATERAL else "is"
            return (f"there {verb} {named(lesion)}.", f"{named(lesion)} {verb} present.")


def _amount(lesion: Lesion) -> str:
    return {Size.SMALL: "a small", Size.MODERATE: "a moderate", Size.LARGE: "an extensive"}[lesion.size] + " area of"


def _side(lesion: Lesion) -> str:
    return lesion.side.value if lesion.side else ""


def _choose(options: Sequence[str], rng: np.random.Generator) -> str:
    return options[int(rng.integers(len(options)))]


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
