"""The report labeller beside manual labels of Open-I's kind: F1 for each of the paper's findings, and its speed.

Knows the columns of such a file (``findings``, ``impression``, ``gold_<finding>`` with 0 or 1; blank rows carry no
label and are left out), no rule of the labeller. Half of the reports, chosen by a hash of their ids, was looked at
while the rules were written; the other half was not. A doubt counts as positive ("U-ones", Irvin et al., 2019).
"""

import csv
import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxrviewer.bench.measurement import Measurement
from cxrviewer.errors import CxrViewerError
from cxrviewer.reporting.labelling import Observation, Presence, ReportLabels, label_report

GOLD = {
    Observation.ATELECTASIS: "gold_Atelectasis",
    Observation.CARDIOMEGALY: "gold_Cardiomegaly",
    Observation.CONSOLIDATION: "gold_Consolidation",
    Observation.EDEMA: "gold_Edema",
    Observation.PLEURAL_EFFUSION: "gold_Effusion",
    Observation.PNEUMOTHORAX: "gold_Pneumothorax",
}
REPORTS_A_MINUTE = 100_000
_EXAMPLES = 3
_REFUSED = "is no table of labelled reports; name a CSV with gold_ columns"


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """A report and which of the six findings its readers coded."""

    identifier: str
    text: str
    positives: frozenset[Observation]

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half that was not looked at."""
        return hashlib.sha256(self.identifier.encode()).digest()[0] % 2 == 1


@dataclass(slots=True)
class Count:
    """Agreements and disagreements on one finding, and how many of them rest on a doubt alone."""

    true: int = 0
    false: int = 0
    missed: int = 0
    true_doubts: int = 0
    false_doubts: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """2 TP / (2 TP + FP + FN); 1 where there is nothing to find and nothing was said."""
        return (
            2 * self.true / (2 * self.true + self.false + self.missed) if self.true + self.false + self.missed else 1.0
        )

    @property
    def f1_without_doubts(self) -> float:
        """The same over the reports that do not doubt the finding, as the paper leaves out uncertain labels."""
        return Count(self.true - self.true_doubts, self.false - self.false_doubts, self.missed).f1


def read_labelled(path: Path) -> list[LabelledReport]:
    """The reports of the file that carry labels."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reports = [
                LabelledReport(
                    row["id"],
                    f"{row['findings']}\n\n{row['impression']}",
                    frozenset(finding for finding, column in GOLD.items() if float(row[column]) == 1),
                )
                for row in csv.DictReader(file)
                if row["gold_Edema"].strip()
            ]
    except (OSError, KeyError, ValueError, csv.Error) as error:
        raise CxrViewerError(f"{path}: {_REFUSED}") from error
    if not reports:
        raise CxrViewerError(f"{path}: {_REFUSED}")
    return reports


def score(
    reports: Iterable[LabelledReport], labeller: Callable[[str], ReportLabels] = label_report
) -> dict[Observation, Count]:
    """The counts of each finding."""
    counts = {finding: Count() for finding in GOLD}
    for report in reports:
        labels = labeller(report.text)
        for finding, count in counts.items():
            said, coded = labels[finding], finding in report.positives
            positive = said in (Presence.PRESENT, Presence.UNCERTAIN)
            count.true += positive and coded
            count.false += positive and not coded
            count.missed += coded and not positive
            count.true_doubts += said is Presence.UNCERTAIN and coded
            count.false_doubts += said is Presence.UNCERTAIN and not coded
            # A plain disagreement says more than a doubt that a coder left out.
            if positive != coded and said is not Presence.UNCERTAIN:
                words = "; ".join(report.text[one.start : one.end] for one in labels.evidence(finding)[:2])
                count.examples.append(f"{report.identifier} {'missed' if coded else 'false'} ({words or 'no words'})")
    return counts


def total(counts: Iterable[Count]) -> Count:
    """All findings as one, for the micro F1."""
    every = list(counts)
    return Count(
        sum(one.true for one in every),
        sum(one.false for one in every),
        sum(one.missed for one in every),
        sum(one.true_doubts for one in every),
        sum(one.false_doubts for one in every),
    )


def measure_labeller(path: Path) -> list[Measurement]:
    """F1 of each finding and together, on both halves, and reports a minute on one core."""
    reports = read_labelled(path)
    halves = {
        "development": [one for one in reports if not one.held_out],
        "held out": [r for r in reports if r.held_out],
    }
    measured = [_speed(reports)]  # first: afterwards the reports' sentences are remembered
    for half, members in halves.items():
        counts = score(members)
        named = [(finding.value, count) for finding, count in counts.items()]
        for name, count in [*named, ("micro", total(counts.values()))]:
            worst = f"; worst: {', '.join(count.examples[:_EXAMPLES])}" if count.examples else ""
            measured.append(
                Measurement(
                    name=f"labeller_f1 {name}, {half}",
                    ours=round(count.f1, 3),
                    peer=None,
                    unit="F1",
                    ratio=None,
                    how=f"{len(members)} reports: {count.true} found ({count.true_doubts} doubted), "
                    f"{count.false} false ({count.false_doubts} doubted), {count.missed} missed; "
                    f"{count.f1_without_doubts:.3f} without the doubts{worst}",
                )
            )
    return measured


def _speed(reports: Sequence[LabelledReport]) -> Measurement:
    began = time.perf_counter()
    for report in reports:
        label_report(report.text)
    a_minute = round(60 * len(reports) / (time.perf_counter() - began))
    return Measurement(
        name="labeller_speed",
        ours=a_minute,
        peer=REPORTS_A_MINUTE,
        unit="reports/min",
        ratio=round(a_minute / REPORTS_A_MINUTE, 2),
        how=f"{len(reports)} reports, one process; peer: what it has to be on two cores",
        good=a_minute >= REPORTS_A_MINUTE,
    )
