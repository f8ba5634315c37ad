"""Every figure of an evaluation with its name, interval and one sentence; tables and model cards are made of these.

Knows no bound: what a figure has to be is its reader's matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cxrviewer.reporting.findings import Finding
from cxrviewer.study.estimate import Interval
from cxrviewer.training.evaluate import Evaluation, Questions
from cxrviewer.training.figures import ReportFigures
from cxrviewer.training.intervals import Bounds
from cxrviewer.training.probabilities import ProbabilityFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number."""

    name: str
    value: float
    """NaN where nothing was counted."""
    how: str
    """What was counted."""
    unit: str = ""
    finding: Finding | None = None
    """Whose figure it is; None for all together."""
    interval: Bounds | None = None
    """95 %, films resampled."""
    peer: float | None = None
    """What chance or a constant answer reaches."""

    @property
    def within(self) -> str:
        """The interval as " (0.97 to 0.99)", or nothing."""
        return f" ({self.interval.low:.3f} to {self.interval.high:.3f})" if isinstance(self.interval, Interval) else ""


def summary(evaluation: Evaluation) -> tuple[Figure, ...]:
    """All of them: the reports', then the questions'."""
    found = [*_of_findings(evaluation.reports), *_of_reports(evaluation), *_of_chance(evaluation)]
    if evaluation.questions is not None:
        found += _of_questions(evaluation.questions)
    return tuple(found)


def _of_findings(reports: ReportFigures) -> Iterator[Figure]:
    for finding in Finding:
        yield Figure(
            name="f1",
            finding=finding,
            value=reports.f1[finding],
            unit="F1",
            how=f"precision {reports.precision[finding]:.3f}, recall {reports.recall[finding]:.3f}; "
            "greedy reports to the prompt specific, a doubt counts as said",
        )


def _of_reports(evaluation: Evaluation) -> Iterator[Figure]:
    reports, within = evaluation.reports, evaluation.intervals
    yield Figure(
        name="macro_f1", value=reports.macro_f1, unit="F1", interval=within.macro_f1, how=f"{reports.films} reports"
    )
    yield Figure(name="macro_f1_body", value=reports.body.macro_f1, unit="F1", how="what stands before the impression")
    if reports.impression is not None:
        yield Figure(
            name="macro_f1_impression",
            value=reports.impression.macro_f1,
            unit="F1",
            how=f"the impressions alone, of the {reports.impression.reports} reports that have one",
        )
    yield Figure(
        name="contradictions",
        value=reports.contradictions,
        unit="a report",
        how="findings that the body affirms and the impression denies, or the other way round",
    )
    yield Figure(
        name="side", value=reports.side, interval=within.side, how="share right, of sided findings rightly said"
    )
    yield Figure(
        name="zone",
        value=reports.zone,
        interval=within.zone,
        how="share right, of findings rightly said that may lie in several zones; no zone said is not right",
    )
    yield Figure(
        name="invented", value=reports.invented, unit="a report", interval=within.invented, how="said, not there"
    )
    yield Figure(name="missed", value=reports.missed, unit="a report", interval=within.missed, how="there, not said")
    yield Figure(name="doubted", value=reports.doubted, how="share of what is said that is said with doubt alone")
    yield Figure(
        name="accuracy",
        value=reports.accuracy,
        peer=reports.all_negative,
        how="share of all (film, finding) right; peer: reports that deny everything, whose F1 is 0",
    )
    yield Figure(name="words", value=reports.words, unit="words", how=f"mean length; the longest {reports.longest}")


def _of_chance(evaluation: Evaluation) -> Iterator[Figure]:
    chance = evaluation.chance
    yield Figure(
        name="shuffled_macro_f1",
        value=evaluation.shuffled.macro_f1,
        unit="F1",
        peer=chance.mean,
        how="reports written on another film's image tokens; peer: the same reports dealt out at random, mean of 1,000 "
        f"deals, 95 % of them {chance.middle.low:.3f} to {chance.middle.high:.3f}",
    )


def _of_questions(questions: Questions) -> Iterator[Figure]:
    alone, after = questions.alone, questions.after_report
    for finding in Finding:
        yield Figure(
            name="auroc",
            finding=finding,
            value=alone.auroc[finding],
            interval=questions.auroc[finding],
            how=f"of P(yes), asked alone; after the report {after.auroc[finding]:.3f}",
        )
    for finding in Finding:
        yield Figure(
            name="calibration_error",
            finding=finding,
            value=alone.calibration_error[finding],
            how="expected, 10 bins of equal width, asked alone; "
            f"after the report {after.calibration_error[finding]:.3f}",
        )
    for finding in Finding:
        yield Figure(
            name="brier",
            finding=finding,
            value=alone.brier[finding],
            how=f"asked alone; after the report {after.brier[finding]:.3f}",
        )
    yield from _of_answers(alone, after)


def _of_answers(alone: ProbabilityFigures, after: ProbabilityFigures) -> Iterator[Figure]:
    yield Figure(
        name="calibration_error_pooled",
        value=alone.pooled_calibration_error,
        how=f"all findings together, asked alone; after the report {after.pooled_calibration_error:.3f}",
    )
    yield Figure(
        name="yes_no_accuracy",
        value=alone.accuracy,
        peer=alone.all_no,
        how=f"{alone.asked} questions asked alone, yes from P(yes) 0.5 on; peer: always no; "
        f"after the report {after.accuracy:.3f}",
    )
    yield Figure(
        name="yes_no_macro_f1",
        value=alone.answers.macro_f1,
        unit="F1",
        how=f"asked alone; after the report {after.answers.macro_f1:.3f}",
    )
    yield Figure(
        name="like_report",
        value=after.like_report,
        how=f"share of answers after the report that say what it says; asked alone {alone.like_report:.3f}",
    )
