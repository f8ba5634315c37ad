"""Single statements of a report: a lesion affirmed or doubted, a finding denied, a nodule placed.

Each is worded so that the labeller reads it as it is meant. Knows wordings, nothing of the order of a report.
"""

from collections.abc import Sequence

import numpy as np

from cxrviewer.phantom.truth import Size
from cxrviewer.phantom.wording import NoduleWording, Wording, article, capital, choose
from cxrviewer.reporting.findings import Finding

ADVERBS = {
    "mild": "mildly",
    "slight": "slightly",
    "moderate": "moderately",
    "severe": "severely",
    "marked": "markedly",
}
NORMAL_HEART = (
    "The heart size is normal.",
    "The heart is normal in size.",
    "The heart is not enlarged.",
    "There is no cardiomegaly.",
    "The cardiac silhouette is normal.",
    "The cardiac silhouette is not enlarged.",
    "Normal heart size.",
    "No cardiomegaly.",
)
CLEAR_LUNGS = (
    "The lungs are clear.",
    "Both lungs are clear.",
    "The lungs are clear and well expanded.",
    "The lungs appear clear.",
    "The lungs are well expanded and clear.",
)
NORMAL_MEDIASTINUM = (
    "The mediastinum is normal.",
    "The mediastinum is unremarkable.",
    "The mediastinal contours are normal.",
)
NORMAL_BONES = (
    "The bony thorax is intact.",
    "The bones are intact.",
    "The bones are unremarkable.",
)
DENIALS = (
    "There is no {}.",
    "No {}.",
    "No {} is seen.",
    "No {} is present.",
    "No evidence of {}.",
    "There is no evidence of {}.",
    "There is no sign of {}.",
    "No {} is identified.",
)
_AFFIRMATIONS = (
    "there {verb} {named}.",
    "{named} {verb} seen.",
    "{named} {verb} present.",
    "{named} {verb} noted.",
    "{bare}.",
)
_DOUBTS = (
    "possible {bare}.",
    "there may be {named}.",
    "{named} {verb} possible.",
    "{named} cannot be excluded.",
    "{named} {verb} suspected.",
    "questionable {bare}.",
)
_HEART = (
    "the heart is {adverb} enlarged.",
    "the cardiac silhouette is {adverb} enlarged.",
    "there is {bare}.",
    "{bare}.",
    "there is {degree} enlargement of the heart.",
    "{degree} enlargement of the cardiac silhouette.",
    "the heart size is {adverb} increased.",
)
_HEART_DOUBTS = (
    "the heart may be {adverb} enlarged.",
    "the heart size is borderline.",
    "borderline heart size.",
    "possible {bare}.",
    "{bare} cannot be excluded.",
)
_OPACITY = ("an opacity {within} may represent consolidation.", "opacity {within}, possibly consolidation.")
_NODULES = ("there is {}.", "{} is seen.", "{} is noted.", "{}.")


def affirmed(wording: Wording, rng: np.random.Generator) -> str:
    """The lesion as a sentence; doubted where the film is borderline."""
    lesion = wording.lesion
    is_heart = lesion.finding is Finding.CARDIOMEGALY
    frames: tuple[str, ...]
    if lesion.certain:
        frames = _HEART if is_heart else _AFFIRMATIONS
        if lesion.finding is Finding.PLEURAL_EFFUSION and lesion.size is Size.SMALL:
            angles = "angles" if wording.is_plural else "angle"
            frames = (*frames, f"{{named}} {{verb}} seen with blunting of the costophrenic {angles}.")
    else:
        frames = _HEART_DOUBTS if is_heart else _DOUBTS
        if lesion.finding is Finding.CONSOLIDATION:
            frames = (*frames, *_OPACITY)
    return capital(_filled(choose(frames, rng), wording))


def summed_up(wording: Wording) -> str:
    """The lesion in an impression, without a full stop, such as "possible mild cardiomegaly"."""
    return wording.bare if wording.lesion.certain else f"possible {wording.bare}"


def denied(findings: Sequence[Finding], frame: str) -> str:
    """Findings denied in one sentence of that frame."""
    return frame.format(listed([finding.phrase for finding in findings], "or"))


def nodule(wording: NoduleWording, rng: np.random.Generator) -> str:
    """A nodule or a mass with its place, as a sentence."""
    return capital(choose(_NODULES, rng).format(article(wording.named)))


def listed(phrases: Sequence[str], last: str) -> str:
    """Such as "a, b, or c"."""
    if len(phrases) < 3:
        return f" {last} ".join(phrases)
    return f"{', '.join(phrases[:-1])}, {last} {phrases[-1]}"


def _filled(frame: str, wording: Wording) -> str:
    return frame.format(
        named=wording.named,
        bare=wording.bare,
        verb=wording.verb,
        degree=wording.degree,
        adverb=ADVERBS.get(wording.degree, ""),
        within=wording.within,
    )
