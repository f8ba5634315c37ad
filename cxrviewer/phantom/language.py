"""What a radiologist would write of a phantom: a body, the findings in a fixed order, and often an impression.

Knows the truth, not the pixels. No comparison with earlier films, no devices, no numbers. What the impression says it
says in the body's own words, so that the two never contradict each other.
"""

import numpy as np

from cxrviewer.phantom.statements import (
    CLEAR_LUNGS,
    DENIALS,
    NORMAL_BONES,
    NORMAL_HEART,
    NORMAL_MEDIASTINUM,
    affirmed,
    denied,
    nodule,
    summed_up,
)
from cxrviewer.phantom.truth import Form, Size, Truth
from cxrviewer.phantom.wording import Words, capital, choose, draw_words
from cxrviewer.reporting.findings import Finding

_PLEURA = (Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)
_IMPRESSION_SHARE = 0.53
_ALONE_SHARE = 0.35
_BY_ORGAN_SHARE = 0.35
_REST_SHARE = 0.4
_LONG_BODY = 40
"""Words; a longer body gets no sentence on what is normal anyway."""
_LONGEST = 75
"""Words; no impression makes a report longer."""
_NO_DISEASE = (
    "No acute cardiopulmonary disease.",
    "No acute cardiopulmonary abnormality.",
    "No acute abnormality.",
    "No acute disease of the chest.",
)
_NORMAL_CHEST = ("Normal chest radiograph.", "Normal chest.")


def report(truth: Truth, rng: np.random.Generator) -> str:
    """One paragraph that affirms, doubts or denies every finding; in about half of them an impression follows."""
    return compose(truth, draw_words(truth, rng), rng)


def compose(truth: Truth, words: Words, rng: np.random.Generator) -> str:
    """The report in words that are already chosen."""
    text = body(words, rng)
    if rng.random() > _IMPRESSION_SHARE:
        return text
    longer = f"{text} Impression: {impression(truth, words, rng)}"
    return text if longer.count(" ") >= _LONGEST else longer


def body(words: Words, rng: np.random.Generator) -> str:
    """Everything in the order of ``Finding``, or what is there first and what is not in one list at the end."""
    # One way of denying a report through, as one person would.
    frame = choose(DENIALS, rng)
    found = {finding: affirmed(wording, rng) for finding, wording in words.lesions.items()}
    nodules = [nodule(wording, rng) for wording in words.nodules]
    manner = rng.random()
    if manner < _ALONE_SHARE:
        sentences = [*_denied_alone(found, frame, rng), *nodules]
    elif manner < _ALONE_SHARE + _BY_ORGAN_SHARE:
        sentences = [*_denied_by_organ(found, frame, rng, has_nodules=bool(nodules)), *nodules]
    else:
        sentences = [*found.values(), *nodules, *_denied_at_the_end(found, frame, rng)]
    text = " ".join(sentences)
    return text if text.count(" ") > _LONG_BODY else " ".join((text, *_rest(words, rng)))


def impression(truth: Truth, words: Words, rng: np.random.Generator) -> str:
    """What is wrong, in the body's words; nothing is denied here but disease as a whole."""
    statements = [summed_up(wording) for wording in words.lesions.values()]
    statements += [wording.named for wording in words.nodules]
    if not statements:
        return choose(_NO_DISEASE if truth.extras else (*_NO_DISEASE, *_NORMAL_CHEST), rng)
    if rng.random() < 0.5:
        return capital("; ".join(statements)) + "."
    return " ".join(f"{capital(statement)}." for statement in statements)


def _rest(words: Words, rng: np.random.Generator) -> list[str]:
    """What is normal beside the findings; a collapse or a large lesion of the pleura may shift the mediastinum."""
    lesions = [wording.lesion for wording in words.lesions.values()]
    shifts = any(
        lesion.form is Form.LOBAR or (lesion.finding in _PLEURA and lesion.size is Size.LARGE) for lesion in lesions
    )
    said = [] if shifts or rng.random() > _REST_SHARE else [choose(NORMAL_MEDIASTINUM, rng)]
    return said if rng.random() > _REST_SHARE else [*said, choose(NORMAL_BONES, rng)]


def _denied_alone(found: dict[Finding, str], frame: str, rng: np.random.Generator) -> list[str]:
    denials = {finding: denied((finding,), frame) for finding in Finding}
    denials[Finding.CARDIOMEGALY] = choose(NORMAL_HEART, rng)
    return [found.get(finding, denials[finding]) for finding in Finding]


def _denied_by_organ(
    found: dict[Finding, str], frame: str, rng: np.random.Generator, *, has_nodules: bool
) -> list[str]:
    """Neighbours that are both absent share a sentence; lungs without anything in or round them are called clear."""
    sentences = {Finding.CARDIOMEGALY: choose(NORMAL_HEART, rng), **found}
    groups: tuple[tuple[Finding, ...], ...]
    if has_nodules or set(found) - {Finding.CARDIOMEGALY}:
        groups = ((Finding.ATELECTASIS,), (Finding.CONSOLIDATION, Finding.EDEMA), _PLEURA)
    else:
        sentences[Finding.ATELECTASIS] = choose(CLEAR_LUNGS, rng)
        groups = (_PLEURA,)
    for group in groups:
        absent = [finding for finding in group if finding not in found]
        if absent:
            sentences[absent[0]] = denied(absent, frame)
    return [sentences[finding] for finding in Finding if finding in sentences]


def _denied_at_the_end(found: dict[Finding, str], frame: str, rng: np.random.Generator) -> list[str]:
    absent = [finding for finding in Finding if finding not in found]
    if Finding.CARDIOMEGALY not in absent or (len(absent) > 1 and rng.random() < 0.3):
        return [denied(absent, frame)] if absent else []
    absent.remove(Finding.CARDIOMEGALY)
    return [choose(NORMAL_HEART, rng), *([denied(absent, frame)] if absent else [])]
