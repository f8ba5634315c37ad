"""What a checkpoint is worth on phantoms of a seed it never saw: its reports, their places, its yes and no.

Films are rendered at full size and go the program's own way to the model. Knows nothing of training.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.exposure import FULL_SIZE
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding
from cxrviewer.training.figures import Chance, ReportFigures, chance, compare, count
from cxrviewer.training.intervals import Bounds, Intervals, auroc_intervals, intervals
from cxrviewer.training.probabilities import ProbabilityFigures, judge_probabilities
from cxrviewer.training.robustness import UnreadableFigures, judge_unreadable
from cxrviewer.training.sheet import read_sheet
from cxrviewer.training.speaker import ALONE, Speaker, load_speaker
from cxrviewer.training.unseen import Done, Draw, unseen_films
from cxrviewer.training.worst import WorstDraft, worst_drafts

__all__ = ["Done", "Evaluation", "Judgement", "Speaker", "Test", "evaluate", "judge", "load_speaker", "unseen_films"]

KEPT = 10
"""Of the worst drafts."""
UNREADABLE = 20
"""Films of each kind on which nothing can be read."""

Step = Callable[[str, int, int], None]
"""Told what is being done, and how much of how much is done."""


@dataclass(frozen=True, slots=True)
class Questions:
    """P(yes) to the confirmation of every finding of every film."""

    alone: ProbabilityFigures
    """Each in a conversation of its own, as ``draft --confirm`` asks."""
    after_report: ProbabilityFigures
    """Each as the second turn, after the report (the preprint's Table 2)."""
    auroc: dict[Finding, Bounds]
    """Intervals of ``alone``."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one checkpoint on one set of films."""

    reports: ReportFigures
    intervals: Intervals
    shuffled: ReportFigures
    """Of reports written on another film's image tokens: what a report is worth that does not look at its film."""
    chance: Chance
    questions: Questions | None
    worst: tuple[WorstDraft, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """Which films a checkpoint is judged on."""

    __test__ = False  # pytest must not collect it

    seed: int
    count: int
    rendered: int = FULL_SIZE
    """Side of the films in pixels before they are made small for the model."""
    processes: int = 1
    """That render."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A checkpoint on its whole test, ready for a table or a model card."""

    test: Test
    standard: Evaluation
    hard: Evaluation | None
    """On films without the visibility floor; None where that was not asked for."""
    unreadable: tuple[UnreadableFigures, ...]


def judge(speaker: Speaker, test: Test, step: Step, *, hard: Draw | None = None) -> Judgement:
    """Every figure of the checkpoint; ``hard`` draws the phantoms without the visibility floor."""
    return Judgement(
        test=test,
        standard=_evaluated(speaker, test, step, "test films", draw_phantom),
        hard=_evaluated(speaker, test, step, "hard test films", hard) if hard else None,
        unreadable=judge_unreadable(speaker, test.seed, min(UNREADABLE, test.count)),
    )


def _evaluated(speaker: Speaker, test: Test, step: Step, name: str, draw: Draw) -> Evaluation:
    films, truths = unseen_films(
        test.seed,
        test.count,
        speaker.size,
        lambda done, of: step(name, done, of),
        rendered=test.rendered,
        draw=draw,
        processes=test.processes,
    )
    return evaluate(speaker, films, truths)


def evaluate(
    speaker: Speaker, films: Sequence[np.ndarray], truths: Sequence[Truth], *, with_questions: bool = True
) -> Evaluation:
    """Greedy reports to the prompt ``specific``, then P(yes) of every finding; of two films at least."""
    tokens = speaker.encode(films)
    opening = prompts.opening(prompts.DEFAULT)
    reports = speaker.answer(tokens, opening)
    sheet = read_sheet(reports, truths)
    half = len(truths) // 2
    questions = None
    if with_questions:
        alone = speaker.confirm(tokens, [ALONE] * len(films))
        after = speaker.confirm(tokens, [opening.answer(report) for report in reports])
        questions = Questions(
            judge_probabilities(alone, sheet.there, sheet.said),
            judge_probabilities(after, sheet.there, sheet.said),
            auroc_intervals(alone, sheet.there),
        )
    return Evaluation(
        reports=count(sheet),
        intervals=intervals(sheet),
        # A greedy report follows from its image tokens alone, so that of another film need not be written again.
        shuffled=compare([*reports[half:], *reports[:half]], truths),
        chance=chance(sheet),
        questions=questions,
        worst=worst_drafts(sheet, reports, truths, KEPT),
    )
