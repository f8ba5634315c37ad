"""How well written reports and answers agree with the truth; counts and F1, nothing of training."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.pieces import Pieces
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding
from cxrviewer.reporting.labeller import Presence, label_report
from cxrviewer.training.batches import Batch
from cxrviewer.training.writing import write_answers

SIDED = (Finding.ATELECTASIS, Finding.CONSOLIDATION, Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)


@dataclass(frozen=True, slots=True)
class ReportFigures:
    """Of the labels read from reports against the truth."""

    films: int
    f1: dict[Finding, float]
    precision: dict[Finding, float]
    recall: dict[Finding, float]
    side: float
    """Share of rightly affirmed sided findings whose side is right too; NaN where none was affirmed."""

    @property
    def macro_f1(self) -> float:
        """Mean over the findings."""
        return float(np.mean(list(self.f1.values())))


def compare(reports: Sequence[str], truths: Sequence[Truth]) -> ReportFigures:
    """A finding counts as said only where the report affirms it without doubt."""
    labels = [label_report(text) for text in reports]
    f1, precision, recall = {}, {}, {}
    side_right = side_all = 0
    for finding in Finding:
        said = np.array([label[finding].presence is Presence.PRESENT for label in labels])
        there = np.array([truth.has(finding) for truth in truths])
        both = int((said & there).sum())
        precision[finding] = both / max(int(said.sum()), 1)
        recall[finding] = both / max(int(there.sum()), 1)
        f1[finding] = 2.0 * both / max(int(said.sum() + there.sum()), 1)
        if finding in SIDED:
            for label, truth in zip(labels, truths, strict=True):
                lesion = truth.lesion(finding)
                if lesion is not None and label[finding].presence is Presence.PRESENT:
                    side_all += 1
                    side_right += label[finding].side is lesion.side
    return ReportFigures(len(reports), f1, precision, recall, side_right / side_all if side_all else float("nan"))


def report_f1(network: CxrLlava, pieces: Pieces, batches: list[Batch]) -> dict[str, float]:
    """F1 of greedy reports on the films of the batches: ``macro``, each finding, and ``side``."""
    reports: list[str] = []
    truths: list[Truth] = []
    for batch in batches:
        tokens = network.encode_image(batch.pixel_values)
        reports += write_answers(network, pieces, tokens, prompts.opening("specific"))
        truths += [phantom.truth for phantom in batch.phantoms]
    figures = compare(reports, truths)
    by_name = {finding.value: value for finding, value in figures.f1.items()}
    return {"macro": figures.macro_f1, **by_name, "side": figures.side}
