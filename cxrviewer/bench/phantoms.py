"""A checkpoint on phantoms that it never saw, beside what the demo checkpoint has to reach.

Knows the bounds; the figures are ``training``'s. The hard set and a checkpoint's worst drafts have no bound. A draft's
film is made again by ``cxrviewer phantom OUT --cases SEED:INDEX``, of the hard set with ``--hard``.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from cxrviewer.bench.measurement import Measurement
from cxrviewer.training.evaluate import Evaluation, Judgement
from cxrviewer.training.robustness import CONFIDENT, UnreadableFigures
from cxrviewer.training.summary import Figure, summary
from cxrviewer.training.worst import WorstDraft

AT_LEAST = {
    "f1": 0.80,
    "macro_f1": 0.90,
    "side": 0.95,
    "zone": 0.85,
    "auroc": 0.97,
    "yes_no_accuracy": 0.93,
    "like_report": 0.95,
}
AT_MOST = {"invented": 0.10, "calibration_error": 0.05, "calibration_error_pooled": 0.05}


@dataclass(frozen=True, slots=True)
class _Demand:
    """What a figure has to be."""

    bound: float | None = None
    words: str = ""
    met: bool = True


def measurements(judgement: Judgement, worst: int) -> list[Measurement]:
    """Every figure, the standard set's with what it has to be, then the ``worst`` drafts of each set.

    What could not be counted, such as the side of findings that no report names, is left out.
    """
    standard, hard = judgement.standard, judgement.hard
    found = [_measurement(figure, "standard", _demand(figure, standard)) for figure in _counted(standard)]
    if hard is not None:
        found += [_measurement(figure, "hard", _Demand()) for figure in _counted(hard)]
    found += [_unreadable(figures) for figures in judgement.unreadable]
    found += [_draft(draft, "standard", judgement.test.seed) for draft in standard.worst[:worst]]
    if hard is not None:
        found += [_draft(draft, "hard", judgement.test.seed) for draft in hard.worst[:worst]]
    return found


def _counted(evaluation: Evaluation) -> Iterator[Figure]:
    return (figure for figure in summary(evaluation) if not math.isnan(figure.value))


def _demand(figure: Figure, evaluation: Evaluation) -> _Demand:
    if (least := AT_LEAST.get(figure.name)) is not None:
        return _Demand(least, f"; at least {least:.2f}", figure.value >= least)
    if (most := AT_MOST.get(figure.name)) is not None:
        return _Demand(most, f"; at most {most:.2f}", figure.value <= most)
    if figure.name == "shuffled_macro_f1":
        return _Demand(None, "; no more than chance", figure.value <= evaluation.chance.middle.high)
    return _Demand()


def _measurement(figure: Figure, where: str, demand: _Demand) -> Measurement:
    finding = f" {figure.finding.phrase}" if figure.finding else ""
    peer = figure.peer if figure.peer is not None else demand.bound
    within = f"95 %{figure.within}; " if figure.within else ""
    return Measurement(
        name=f"phantoms_{figure.name}{finding}, {where}",
        ours=round(figure.value, 4),
        peer=None if peer is None else round(peer, 4),
        unit=figure.unit or "share",
        ratio=None,
        how=f"{within}{figure.how}{demand.words}",
        good=demand.met,
    )


def _unreadable(figures: UnreadableFigures) -> Measurement:
    return Measurement(
        name=f"phantoms_confident_findings, {figures.kind.value}",
        ours=figures.confident,
        peer=0,
        unit=f"of {figures.films} films",
        ratio=None,
        how=f"films with a finding {CONFIDENT}: {figures.affirmed} affirmed, {figures.yes} answered yes, highest "
        f"P(yes) {figures.highest:.3f}; most often written: {figures.commonest}",
        good=figures.confident == 0,
    )


def _draft(draft: WorstDraft, where: str, seed: int) -> Measurement:
    return Measurement(
        name=f"phantoms_worst_draft {seed}:{draft.index}, {where}",
        ours=draft.errors,
        peer=None,
        unit="errors",
        ratio=None,
        how=f"{', '.join(draft.wrong)}; truth: {draft.truth}; draft: {draft.draft}",
    )
