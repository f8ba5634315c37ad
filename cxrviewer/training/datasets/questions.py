"""Questions about one film and their answers, from what is stated of it: labels, and the words of its report.

Knows no data set. What is neither stated nor denied is not asked about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Side
from cxrviewer.reporting.labelling import Mention, Observation, Presence, Severity, label_report
from cxrviewer.reporting.refining.restating import restated
from cxrviewer.training.datasets.composing import THINGS, bare
from cxrviewer.training.datasets.differential import alternative, differential, further_study
from cxrviewer.training.datasets.example import PATHOLOGIES

Exchange = tuple[str, str]
"""A question and its answer."""

_NAMES = {**THINGS, "Cardiomegaly": "cardiomegaly", "Enlarged Cardiomediastinum": "a widened mediastinum"}
_PRESENCE = ("Is there any sign of {}?", "Does the image show {}?", "Is there {}?", "Do you see {}?")
_LEFT_OUT = 0.8
"""Of the questions on films of which only absences are stated; with NIH's frequencies two answers in five are yes."""
_SIZED = ("Pleural Effusion", "Pneumothorax", "Lung Lesion")
_SIZES = {Severity.MILD: "small", Severity.MODERATE: "moderate", Severity.SEVERE: "large"}


@dataclass(frozen=True, slots=True)
class Known:
    """What may be asked about a film."""

    labels: Mapping[str, bool | None]
    """The data set's labels where the report does not say otherwise."""
    report: str
    mentions: Mapping[str, Mention]
    """For each finding that the report affirms, the words that do; one with a side before one without."""
    further_study: str
    """What the report itself asks for; empty where it asks for nothing."""


def known(labels: Mapping[str, bool | None], report: str, further: str) -> Known:
    """Labels and report of one film brought together; where they disagree, nothing is known."""
    said = label_report(report)
    agreed: dict[str, bool | None] = dict(labels)
    mentions: dict[str, Mention] = {}
    for name in PATHOLOGIES:
        observation = Observation(name)
        presence = said[observation]
        if presence is Presence.UNCERTAIN:
            agreed[name] = None
        elif presence is not Presence.NOT_MENTIONED:
            says = presence is Presence.PRESENT
            agreed[name] = says if labels[name] in (says, None) else None
        if agreed[name] and (words := said.evidence(observation)):
            mentions[name] = max(words, key=lambda one: (one.side is not None, one.severity is not None))
    return Known(agreed, report, mentions, further)


def questions(film: Known, rng: np.random.Generator, count: int) -> list[Exchange]:
    """Up to ``count`` different ones in a random order, most about presence."""
    asked: dict[str, str] = {}
    for kind in rng.choice(len(_KINDS), size=count * 4, p=_SHARES):
        if len(asked) == count:
            break
        if (exchange := _KINDS[kind](film, rng)) is not None:
            asked.setdefault(*exchange)
    return list(asked.items())


def presence(film: Known, rng: np.random.Generator) -> Exchange | None:
    """Yes as often as no where both can be said. Where only no can, it is asked seldom: most films are such, and a
    model learns from too many of them to say no without a look."""
    wanted = bool(rng.random() < 0.5)
    options = [name for name in PATHOLOGIES if film.labels[name] is wanted]
    only_no = not wanted and not any(film.labels[name] for name in PATHOLOGIES)
    if not options or (only_no and rng.random() < _LEFT_OUT):
        return None
    name = options[int(rng.integers(len(options)))]
    thing = _NAMES[name]
    form = int(rng.integers(len(_PRESENCE) * 2))
    if form >= len(_PRESENCE):
        return prompts.confirmation(bare(thing)), "Yes." if wanted else "No."
    question = _PRESENCE[form].format(bare(thing) if form == 0 else thing)
    if not wanted:
        return question, f"No, there is no {bare(thing)}."
    words = restated(film.report, [film.mentions[name]]) if name in film.mentions else f"There is {thing}."
    return question, f"Yes, {words[0].lower()}{words[1:]}"


def side(film: Known, rng: np.random.Generator) -> Exchange | None:
    """On which side a finding is, or whether on one or on both."""
    name, mention = _some(film, rng, lambda one: one.side is not None)
    if mention is None:
        return _absent(film, rng, "On which side is the {}?")
    both = mention.side is Side.BILATERAL
    answer = "It is on both sides." if both else f"It is on the {mention.side.value if mention.side else ''} side."
    form = ("On which side is the {}?", "Which side is the {} on?", "Is the {} on one side or on both?")[
        rng.integers(3)
    ]
    return form.format(bare(_NAMES[name])), answer


def where(film: Known, rng: np.random.Generator) -> Exchange | None:
    """Where a finding is, in the report's own sentence."""
    name, mention = _some(film, rng, lambda one: one.side is not None)
    if mention is None:
        return None
    first = film.report.rfind(". ", 0, mention.start) + 2 if ". " in film.report[: mention.start] else 0
    last = film.report.find(".", mention.end)
    return f"Where is the {bare(_NAMES[name])}?", f"{film.report[first : last if last > 0 else None]}."


def size(film: Known, rng: np.random.Generator) -> Exchange | None:
    """How much of it there is."""
    name, mention = _some(film, rng, lambda one: one.severity is not None)
    if mention is None or mention.severity is None:
        return None
    if name in _SIZED:
        return f"How large is the {bare(_NAMES[name])}?", f"It is {_SIZES[mention.severity]}."
    return f"How severe is the {bare(_NAMES[name])}?", f"It is {mention.severity.value}."


def diagnosis(film: Known, rng: np.random.Generator) -> Exchange | None:
    """What it may be."""
    answer = differential(film.labels)
    options = (prompts.DIFFERENTIAL, prompts.FOLLOW_UPS["Differential"])
    return (options[int(rng.integers(2))], answer) if answer else None


def other_diagnosis(film: Known, rng: np.random.Generator) -> Exchange | None:
    """What else it may be."""
    first, answer = alternative(film.labels)
    if not first:
        return None
    options = (prompts.FOLLOW_UPS["Alternative"], f"Could there be an alternative diagnosis besides {first}?")
    return options[int(rng.integers(2))], answer


def examination(film: Known, rng: np.random.Generator) -> Exchange | None:
    """What to do next: what the report asks for, else what the findings call for."""
    answer = film.further_study or further_study(film.labels)
    options = (prompts.FOLLOW_UPS["Further examination"], "What should be done next?")
    return (options[int(rng.integers(2))], answer) if answer else None


def _some(
    film: Known, rng: np.random.Generator, fits: Callable[[Mention], bool]
) -> tuple[str, Mention] | tuple[str, None]:
    options = [name for name, mention in film.mentions.items() if fits(mention)]
    if not options:
        return "", None
    name = options[int(rng.integers(len(options)))]
    return name, film.mentions[name]


def _absent(film: Known, rng: np.random.Generator, form: str) -> Exchange | None:
    """A question about what is not there must be answered, too."""
    options = [name for name in THINGS if film.labels[name] is False]
    if not options or rng.random() < 0.5:
        return None
    thing = bare(THINGS[options[int(rng.integers(len(options)))]])
    return form.format(thing), f"There is no {thing}."


_KINDS = (presence, side, where, size, diagnosis, other_diagnosis, examination)
_SHARES = (0.46, 0.13, 0.09, 0.08, 0.10, 0.06, 0.08)
