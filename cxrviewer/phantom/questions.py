"""Questions about the findings of a phantom and the nodules on it: presence, side, place, size, number, certainty.

Yes and no are in balance, except in the confirmation: its P(yes) is read as a probability, so it is asked of every
finding alike. A doubtful finding is answered with doubt, and what is not there is said not to be there.
Knows the truth and the words for it, nothing of conversations.
"""

import numpy as np

from cxrviewer.phantom.statements import listed
from cxrviewer.phantom.truth import Mark, Truth
from cxrviewer.phantom.wording import Words, article, choose
from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding

Exchange = tuple[str, str]
"""A question and its answer."""

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SIDED = (Finding.ATELECTASIS, Finding.CONSOLIDATION, Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)
_PRESENCE = ("Is there any sign of {}?", "Does the image show {}?", "Is there {}?", "Do you see {}?")
_PRESENT_WEIGHT = dict.fromkeys(Finding, 3.7) | {Finding.EDEMA: 5.2}
"""A finding is there on three films of ten (edema on fewer), and asked for so much more often where it is."""


def confirmation(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """The paper's question about any finding alike, answered with one word; a doubtful finding counts as there."""
    finding = choose(tuple(Finding), rng)
    return prompts.confirmation(finding.phrase), "Yes." if finding in words.lesions else "No."


def presence(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """The same in freer words, with the finding named."""
    finding = any_finding(words, rng)
    form = int(rng.integers(len(_PRESENCE)))
    question = _PRESENCE[form].format(finding.phrase if form == 0 else thing(finding))
    wording = words.lesions.get(finding)
    if wording is None:
        return question, f"No, there is no {finding.phrase}."
    if not wording.lesion.certain:
        return question, f"Possibly, there may be {wording.named}."
    return question, f"Yes, there {wording.verb} {wording.named}."


def side(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """Which side a finding is on."""
    finding = some_finding(words, SIDED, rng)
    question = choose(
        (
            f"On which side is the {finding.phrase}?",
            f"Which side is the {finding.phrase} on?",
            f"Is the {finding.phrase} on the right or on the left?",
            f"Is the {finding.phrase} on one side or on both?",
        ),
        rng,
    )
    wording = words.lesions.get(finding)
    if wording is None:
        return question, absence(finding)
    return question, f"It is {wording.sides}." if wording.lesion.certain else f"Possibly {wording.sides}."


def where(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """Where a finding or a nodule is."""
    if rng.random() < 0.25:
        return _where_is_nodule(words, rng)
    finding = some_finding(words, (*SIDED, Finding.EDEMA), rng)
    question = choose((f"Where is the {finding.phrase}?", f"Where is the {finding.phrase} located?"), rng)
    wording = words.lesions.get(finding)
    if wording is None:
        return question, absence(finding)
    return question, f"It is {wording.located}." if wording.lesion.certain else f"Possibly {wording.located}."


def size(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """How much of it there is."""
    finding = some_finding(words, tuple(Finding), rng)
    question = choose((f"How severe is the {finding.phrase}?", f"How extensive is the {finding.phrase}?"), rng)
    wording = words.lesions.get(finding)
    if wording is None:
        return question, absence(finding)
    certain = wording.lesion.certain
    return question, f"It is {wording.degree}." if certain else f"It is uncertain, but may be {wording.degree}."


def certainty(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """How sure one can be of a finding."""
    finding = some_finding(words, tuple(Finding), rng)
    question = choose((f"How certain is the {finding.phrase}?", f"Is the {finding.phrase} clearly visible?"), rng)
    wording = words.lesions.get(finding)
    if wording is None:
        return question, absence(finding)
    return question, "It is clearly visible." if wording.lesion.certain else "It is uncertain."


def number(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """How many nodules, masses or findings there are."""
    if rng.random() < 0.5:
        mark = choose((Mark.NODULE, Mark.NODULE, Mark.MASS), rng)
        count = sum(wording.extra.mark is mark for wording in words.nodules)
        plural = "masses" if mark is Mark.MASS else "nodules"
        counted = f"is one {mark.value}" if count == 1 else f"are {NUMBERS[count]} {plural}"
        return f"How many {plural} are there?", f"There {counted}."
    everything = abnormalities(words)
    question = choose(("How many abnormal findings are there?", "What are the abnormal findings?"), rng)
    if not everything:
        return question, "There are no abnormal findings."
    verb = "is" if len(everything) == 1 else "are"
    return question, f"There {verb} {NUMBERS[len(everything)]}: {listed(everything, 'and')}."


def normality(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """Whether the film is normal, asked one way or the other."""
    everything = abnormalities(words)
    if rng.random() < 0.5:
        question = choose(("Is this chest radiograph normal?", "Is the image normal?"), rng)
        return question, f"No, it shows {everything[0]}." if everything else "Yes, it is normal."
    question = choose(("Is there anything abnormal?", "Is there any abnormality?"), rng)
    return question, f"Yes, it shows {everything[0]}." if everything else "No, the film is normal."


def abnormalities(words: Words) -> list[str]:
    """Each finding and nodule in a few words, doubtful ones as possible."""
    lesions = [
        wording.named if wording.lesion.certain else f"possible {wording.bare}" for wording in words.lesions.values()
    ]
    return lesions + [article(wording.named) for wording in words.nodules]


def absence(finding: Finding) -> str:
    """The answer where a question takes for granted what is not there."""
    return f"There is no {finding.phrase}."


def thing(finding: Finding) -> str:
    """The finding with an article where it needs one."""
    counted = finding in (Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)
    return article(finding.phrase) if counted else finding.phrase


def any_finding(words: Words, rng: np.random.Generator) -> Finding:
    """One to ask yes or no about, as often there as not over many films."""
    weights = np.array([_PRESENT_WEIGHT[finding] if finding in words.lesions else 1.0 for finding in Finding])
    return list(Finding)[int(rng.choice(len(weights), p=weights / weights.sum()))]


def some_finding(words: Words, among: tuple[Finding, ...], rng: np.random.Generator) -> Finding:
    """Usually one that is there; a question about what is not there must be answered too."""
    there = [finding for finding in among if finding in words.lesions]
    if not there or rng.random() < 0.2:
        there = [finding for finding in among if finding not in words.lesions] or there
    return choose(there, rng)


def _where_is_nodule(words: Words, rng: np.random.Generator) -> Exchange:
    if not words.nodules:
        missing = choose((Mark.NODULE, Mark.MASS), rng).value
        return f"Where is the {missing}?", f"There is no {missing}."
    mark = choose(words.nodules, rng).extra.mark
    places = [wording.within for wording in words.nodules if wording.extra.mark is mark]
    return f"Where is the {mark.value}?", f"It is {listed(places, 'and')}."
