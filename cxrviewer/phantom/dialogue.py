"""Conversations about a phantom: an opening prompt, then questions whose answers follow from the truth.

Knows the words of the papers' prompts; knows nothing of tokens.
"""

from collections.abc import Callable

import numpy as np

from cxrviewer.phantom.language import named, place, report
from cxrviewer.phantom.reasoning import NORMAL, diagnoses
from cxrviewer.phantom.truth import Lesion, Truth, Zone
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.findings import Finding, Side

Exchange = tuple[str, str]
"""A question and its answer."""

_OPENINGS = ((prompts.SPECIFIC, 0.52), (prompts.BASIC, 0.14), (prompts.PAEDIATRIC, 0.10), ("", 0.24))
_PRESENCE = ("Is there any sign of {}?", "Does the image show {}?", "Is there {}?", "Do you see {}?")


def dialogue(truth: Truth, rng: np.random.Generator) -> Conversation:
    """A whole conversation, ending with an answer."""
    shares = [share for _, share in _OPENINGS]
    opening, _ = _OPENINGS[int(rng.choice(len(_OPENINGS), p=shares))]
    conversation = Conversation(prompts.SYSTEM)
    if opening:
        conversation = conversation.ask(opening).answer(report(truth, rng))
    fewest = 1 if opening else 3
    for question, answer in questions(truth, rng, int(rng.integers(fewest, fewest + 3))):
        conversation = conversation.ask(question).answer(answer)
    return conversation


def questions(truth: Truth, rng: np.random.Generator, count: int) -> list[Exchange]:
    """``count`` different questions in a random order, most about presence."""
    asked: dict[str, str] = {}
    while len(asked) < count:
        kind = _KINDS[int(rng.choice(len(_KINDS), p=_SHARES))]
        question, answer = kind(truth, rng)
        asked.setdefault(question, answer)
    return list(asked.items())


def presence(truth: Truth, rng: np.random.Generator) -> Exchange:
    """Yes or no, as often the one as the other: half of the time about something that is there."""
    finding = _some_finding(truth, rng)
    lesion = truth.lesion(finding)
    form = int(rng.integers(len(_PRESENCE) * 2))
    if form >= len(_PRESENCE):
        return prompts.confirmation(finding.phrase), "No." if lesion is None else "Yes."
    thing = f"a {finding.phrase}" if finding in (Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX) else finding.phrase
    question = _PRESENCE[form].format(finding.phrase if form == 0 else thing)
    return (
        question,
        f"No, there is no {finding.phrase}." if lesion is None else f"Yes, there {_is(lesion)} {named(lesion)}.",
    )


def side(truth: Truth, rng: np.random.Generator) -> Exchange:
    """Which side a finding is on."""
    lesion, finding = _some_lesion(truth, rng, _SIDED)
    question = (f"On which side is the {finding.phrase}?", f"Which side is the {finding.phrase} on?")[rng.integers(2)]
    if lesion is None:
        return question, f"There is no {finding.phrase}."
    if lesion.side is Side.BILATERAL:
        return question, "It is on both sides."
    return question, f"It is on the {lesion.side.value if lesion.side else ''} side."


def where(truth: Truth, rng: np.random.Generator) -> Exchange:
    """Where a finding is."""
    lesion, finding = _some_lesion(truth, rng, (*_SIDED, Finding.EDEMA))
    question = (f"Where is the {finding.phrase}?", f"Where is the {finding.phrase} located?")[rng.integers(2)]
    if lesion is None:
        return question, f"There is no {finding.phrase}."
    if lesion.zone is Zone.DIFFUSE:
        return question, "It is diffuse in both lungs."
    return question, f"It is in {place(lesion)}."


def size(truth: Truth, rng: np.random.Generator) -> Exchange:
    """How much of it there is."""
    lesion, finding = _some_lesion(truth, rng, tuple(Finding))
    question = f"How severe is the {finding.phrase}?"
    if lesion is None:
        return question, f"There is no {finding.phrase}."
    return question, f"There {_is(lesion)} {named(lesion)}."


def differential(truth: Truth, rng: np.random.Generator) -> Exchange:
    """What it may be."""
    question = (prompts.DIFFERENTIAL, prompts.FOLLOW_UPS["Differential"], "What is the most likely diagnosis?")
    names = " and ".join(diagnosis.name for diagnosis in diagnoses(truth)[:2])
    return question[rng.integers(3)], f"The findings suggest {names}."


def alternative(truth: Truth, rng: np.random.Generator) -> Exchange:
    """What else it may be."""
    first = diagnoses(truth)[0]
    if first is not NORMAL and rng.random() < 0.5:
        return (
            f"Could there be an alternative diagnosis besides {first.name}?",
            f"Yes, {first.alternative} is possible.",
        )
    if first is NORMAL:
        return prompts.FOLLOW_UPS[
            "Alternative"
        ], f"There is no sign of another disease, but {first.alternative} is possible."
    return prompts.FOLLOW_UPS["Alternative"], f"Yes, {first.alternative} is possible."


def examination(truth: Truth, rng: np.random.Generator) -> Exchange:
    """What to do next."""
    question = (prompts.FOLLOW_UPS["Further examination"], "What should be done next?")[rng.integers(2)]
    first = diagnoses(truth)[0]
    return (
        question,
        f"{first.examination[0].upper()}{first.examination[1:]} is recommended."
        if first is not NORMAL
        else ("No further examination is required."),
    )


def _is(lesion: Lesion) -> str:
    both = lesion.finding is Finding.PLEURAL_EFFUSION and lesion.side is Side.BILATERAL
    return "are" if both else "is"


def _some_finding(truth: Truth, rng: np.random.Generator) -> Finding:
    wanted = rng.random() < 0.5
    options = [finding for finding in Finding if truth.has(finding) is wanted] or list(Finding)
    return options[int(rng.integers(len(options)))]


def _some_lesion(truth: Truth, rng: np.random.Generator, among: tuple[Finding, ...]) -> tuple[Lesion | None, Finding]:
    """Usually one that is there; a question about what is not there must be answered too."""
    there = [finding for finding in among if truth.has(finding)]
    if not there or rng.random() < 0.2:
        there = [finding for finding in among if not truth.has(finding)] or there
    finding = there[int(rng.integers(len(there)))]
    return truth.lesion(finding), finding


_SIDED = (Finding.ATELECTASIS, Finding.CONSOLIDATION, Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)
_KINDS: tuple[Callable[[Truth, np.random.Generator], Exchange], ...] = (
    presence,
    side,
    where,
    size,
    differential,
    alternative,
    examination,
)
_SHARES = (0.46, 0.11, 0.11, 0.08, 0.10, 0.07, 0.07)
