"""Questions beyond the six findings: other things, devices, wrong premises, and what no single film can tell.

Knows the truth and the words for it, nothing of conversations. Devices are named when asked for, never placed.
"""

import numpy as np

from cxrviewer.phantom.questions import SIDED, Exchange, absence, any_finding, some_finding, thing
from cxrviewer.phantom.reasoning import NORMAL, Diagnosis, cause, diagnoses
from cxrviewer.phantom.statements import listed
from cxrviewer.phantom.truth import Mark, Truth
from cxrviewer.phantom.wording import Words, article, capital, choose
from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding, Side

_NEVER_THERE = ("fracture", "rib fracture", "free air under the diaphragm", "hiatal hernia", "foreign body")
_ASKED = ("Is there {}?", "Do you see {}?", "Does the image show {}?")
_UNKNOWN = "This cannot be told from the film."
_UNANSWERABLE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("How old is the patient?", "What is the age of the patient?"), _UNKNOWN),
    (("What is the name of the patient?", "Who is the patient?"), _UNKNOWN),
    (("What are the symptoms?", "Does the patient have fever?", "Is the patient in pain?"), _UNKNOWN),
    (("What is the history of the patient?", "Does the patient smoke?"), _UNKNOWN),
    (("What are the laboratory values?", "What is the blood pressure?"), _UNKNOWN),
    (("When was the film taken?", "Where was the film taken?"), _UNKNOWN),
    (
        (
            "What has changed since the last film?",
            "Is it better than before?",
            "Is it worse than before?",
            "Has it changed?",
        ),
        "There is no earlier film to compare with.",
    ),
    (("What does the lateral view show?", "Is it seen on the lateral view?"), "There is no lateral view."),
)


def other(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """Whether something else is there: a nodule, a mass, a device, or what these films never show."""
    marks = {extra.mark for extra in truth.extras}
    devices = [mark for mark in Mark if mark in marks and mark.is_device]
    if marks and rng.random() < 0.75:
        mark = choose([mark for mark in Mark if mark in marks], rng)
        named = next((nodule.named for nodule in words.nodules if nodule.extra.mark is mark), mark.value)
        return _asked(mark.value, f"Yes, there is {article(named)}.", "Yes.", rng)
    if rng.random() < 0.15:
        answer = f"Yes, there is {article(devices[0].value)}." if devices else "No, there is no device."
        return choose(("Is there any device?", "Do you see any device?"), rng), answer
    absent = [mark.value for mark in Mark if mark not in marks]
    absent += [name for name in _NEVER_THERE if not (devices and name == "foreign body")]
    name = choose(absent, rng)
    return _asked(name, f"No, there is no {name}.", "No.", rng)


def device_place(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """Where a device ends: never invented."""
    mark = choose([mark for mark in Mark if mark.is_device], rng)
    there = [extra.mark for extra in truth.extras if extra.mark.is_device]
    if there and rng.random() < 0.7:
        mark = choose(there, rng)
    question = f"Where is the {mark.value}?" if mark is Mark.PACEMAKER else f"Where is the tip of the {mark.value}?"
    return question, "I cannot judge its position." if mark in there else f"There is no {mark.value}."


def unanswerable(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """What a single frontal film cannot tell."""
    ways, answer = choose(_UNANSWERABLE, rng)
    return choose(ways, rng), answer


def insistence(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """Cross-questioning: the answer keeps to the truth, whatever the question would like to hear."""
    finding = any_finding(words, rng)
    wording = words.lesions.get(finding)
    if rng.random() < 0.5:
        question = choose((f"Are you sure there is no {finding.phrase}?", f"So there is no {finding.phrase}?"), rng)
        agrees = wording is None
    else:
        question = choose((f"Are you sure there is {thing(finding)}?", f"I think there is {thing(finding)}."), rng)
        agrees = wording is not None
    if wording is None:
        return question, f"{'Yes' if agrees else 'No'}, there is no {finding.phrase}."
    if not wording.lesion.certain:
        return question, f"I am not sure, there may be {wording.named}."
    return question, f"{'Yes' if agrees else 'No'}, there {wording.verb} {wording.named}."


def premise(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """A question that takes a finding, or its side, for granted, rightly or not."""
    if rng.random() < 0.5:
        return _side_premise(words, rng)
    finding = some_finding(words, tuple(Finding), rng) if rng.random() < 0.5 else any_finding(words, rng)
    is_heart = finding is Finding.CARDIOMEGALY
    question = "Why is the heart enlarged?" if is_heart else f"Why is there {thing(finding)}?"
    wording = words.lesions.get(finding)
    if wording is None:
        return question, "The heart is not enlarged." if is_heart else absence(finding)
    reason = cause(truth, finding)
    return (
        question,
        f"It may be due to {reason}." if wording.lesion.certain else f"If present, it may be due to {reason}.",
    )


def differential(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """What it may be."""
    question = choose(
        (prompts.DIFFERENTIAL, prompts.FOLLOW_UPS["Differential"], "What is the most likely diagnosis?"), rng
    )
    found = diagnoses(truth)
    if found == (NORMAL,):
        return question, f"There is {NORMAL.name}."
    return question, f"The findings {_suggest(truth)} {listed([one.name for one in found[:2]], 'and')}."


def alternative(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """What else it may be."""
    first = diagnoses(truth)[0]
    if first is NORMAL:
        answer = f"There is no sign of another disease, but {first.alternative} is possible."
        return prompts.FOLLOW_UPS["Alternative"], answer
    besides = f"Could there be an alternative diagnosis besides {first.name}?"
    question = choose((besides, prompts.FOLLOW_UPS["Alternative"]), rng)
    return question, f"Yes, {first.alternative} {_be((first.alternative,))} possible."


def examination(truth: Truth, words: Words, rng: np.random.Generator) -> Exchange:
    """What to do next."""
    question = choose((prompts.FOLLOW_UPS["Further examination"], "What should be done next?"), rng)
    return question, _recommendation(diagnoses(truth)[0])


def _recommendation(diagnosis: Diagnosis) -> str:
    if not diagnosis.examinations:
        return "No further examination is required."
    wanted = diagnosis.examinations
    return f"{capital(listed(wanted, 'and'))} {_be(wanted)} recommended."


def _be(things: tuple[str, ...]) -> str:
    return "are" if len(things) > 1 or things[0] == "granulomas" else "is"


def _suggest(truth: Truth) -> str:
    is_certain = any(lesion.certain for lesion in truth.lesions) or any(not e.mark.is_device for e in truth.extras)
    return "suggest" if is_certain else "are uncertain but may suggest"


def _asked(name: str, answer: str, word: str, rng: np.random.Generator) -> Exchange:
    if rng.random() < 0.3:
        return prompts.confirmation(name), word
    uncounted = name.startswith("free air")
    return choose(_ASKED, rng).format(name if uncounted else article(name)), answer


def _side_premise(words: Words, rng: np.random.Generator) -> Exchange:
    finding = some_finding(words, SIDED, rng)
    wording = words.lesions.get(finding)
    asked = choose((Side.RIGHT, Side.LEFT), rng)
    question = f"Is the {finding.phrase} on the {asked.value}?"
    if wording is None:
        return question, absence(finding)
    agrees = wording.lesion.on(asked)
    if not wording.lesion.certain:
        return question, f"{'Possibly' if agrees else 'No, possibly'} {wording.sides}."
    return question, f"{'Yes' if agrees else 'No'}, it is {wording.sides}."
