"""What a checkpoint says of films on which nothing can be read: each finding it is sure of is one too many.

Knows those films by kind; counts, no bound.
"""

from dataclasses import dataclass

import numpy as np

from cxrviewer.inference.preprocess import resize_and_crop
from cxrviewer.phantom.unreadable import Unreadable, unreadable_film
from cxrviewer.reporting import prompts
from cxrviewer.reporting.labeller import Presence, label_report
from cxrviewer.training.probabilities import THRESHOLD
from cxrviewer.training.speaker import ALONE, Speaker

RENDERED = 512
CONFIDENT = "affirmed in the report without doubt, or P(yes) of at least 0.5 when asked alone"
"""What makes a finding confident, in words."""


@dataclass(frozen=True, slots=True)
class UnreadableFigures:
    """Of some films of one kind."""

    kind: Unreadable
    films: int
    affirmed: int
    """Films whose report affirms a finding without doubt."""
    yes: int
    """Films with a P(yes) of at least 0.5."""
    confident: int
    """Films with either."""
    highest: float
    """The highest P(yes) of all."""
    commonest: str
    """The report written most often."""


def judge_unreadable(speaker: Speaker, seed: int, each: int) -> tuple[UnreadableFigures, ...]:
    """``each`` films of every kind."""
    return tuple(_judge(speaker, kind, (seed, number), each) for number, kind in enumerate(Unreadable))


def _judge(speaker: Speaker, kind: Unreadable, seed: tuple[int, int], each: int) -> UnreadableFigures:
    films = [
        resize_and_crop(unreadable_film(kind, np.random.default_rng((*seed, number)), RENDERED), speaker.size)
        for number in range(each)
    ]
    tokens = speaker.encode(films)
    reports = speaker.answer(tokens, prompts.opening(prompts.DEFAULT))
    affirmed = np.array(
        [any(label.presence is Presence.PRESENT for label in label_report(report).values()) for report in reports]
    )
    p_yes = speaker.confirm(tokens, [ALONE] * each)
    yes = (p_yes >= THRESHOLD).any(axis=1)
    return UnreadableFigures(
        kind=kind,
        films=each,
        affirmed=int(affirmed.sum()),
        yes=int(yes.sum()),
        confident=int((affirmed | yes).sum()),
        highest=float(p_yes.max()),
        commonest=max(sorted(set(reports)), key=reports.count),
    )
