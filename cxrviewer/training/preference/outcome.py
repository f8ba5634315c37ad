"""What a tuning came to: which of its states is best on the validation phantoms, and the figures before and after.

Knows figures and Markdown, no model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cxrviewer.reporting.findings import Finding
from cxrviewer.training.preference.factuality import Factuality
from cxrviewer.training.preference.plan import PreferencePlan

MOST_LENGTHENING = 1.1
"""A tuned model whose reports are longer by more than a tenth is not chosen."""


@dataclass(frozen=True, slots=True)
class State:
    """The model after some steps, measured on the validation phantoms; 0 steps is the model as it was."""

    steps: int
    figures: Factuality


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that the model card says of a tuning."""

    pairs: int
    chosen_words: float
    rejected_words: float
    states: tuple[State, ...]
    best: State
    before: Factuality
    after: Factuality
    """Of the checkpoint as it is written, in bfloat16."""


def best_state(states: Sequence[State]) -> State:
    """The least penalty among the states that do not lengthen; the fewest steps of equal ones. The first is 0 steps."""
    most = MOST_LENGTHENING * states[0].figures.words
    allowed = [state for state in states if state.figures.words <= most or state.steps == 0]
    return min(allowed, key=lambda state: (state.figures.penalty, state.steps))


def verdict(outcome: Outcome) -> str:
    """One honest sentence: whether invented findings fell, and what became of the reports' length."""
    before, after = outcome.before, outcome.after
    if outcome.best.steps == 0:
        why = "no pair was found" if not outcome.pairs else "no state of the training was better on validation"
        return f"Nothing was gained: {why}, so the checkpoint is the one that was started from."
    fell = after.invented < before.invented
    longer = after.words / before.words - 1.0
    within = longer <= MOST_LENGTHENING - 1.0
    said = "Invented findings fell" if fell else "Invented findings did not fall"
    length = f"reports became {abs(longer):.1%} {'longer' if longer > 0 else 'shorter'}"
    return (
        f"{said} ({before.invented:.3f} to {after.invented:.3f} a report); {length}, "
        f"{'within' if within else 'beyond'} the tenth that is allowed."
    )


def as_section(outcome: Outcome, plan: PreferencePlan) -> str:
    """The model card's section."""
    lines = [
        "## Preference tuning without human feedback",
        "",
        f"{plan.samples} reports on each of {plan.films:,} phantoms of seed {plan.film_seed} "
        f"(temperature {plan.temperature:g}, top-p {plan.top_p:g}), judged against the truth by the labeller, gave "
        f"{outcome.pairs:,} pairs; a chosen report has {outcome.chosen_words:.1f} words, a rejected one "
        f"{outcome.rejected_words:.1f}. The language model learned from them by direct preference optimisation (trl, "
        f"beta {plan.beta:g}, learning rate {plan.rate:g}, an adapter of rank {plan.rank} merged afterwards, seed "
        f"{plan.seed}); encoder and projector stayed as they were. It was best after {outcome.best.steps} steps, on "
        f"{plan.validation_films} phantoms of seed {plan.validation_seed}. The penalty of a report is invented + "
        "missed + 0.5 wrong sides + 0.25 wrong zones + 0.5 contradictions.",
        "",
        f"Greedy reports on {plan.test_films} phantoms of seed {plan.test_seed}, which were used for nothing else:",
        "",
        *as_table(outcome.before, outcome.after),
        "",
        verdict(outcome),
    ]
    return "\n".join(lines) + "\n"


def as_table(before: Factuality, after: Factuality) -> list[str]:
    """Lines of a Markdown table."""
    rows = [
        ("invented findings a report", f"{before.invented:.3f}", f"{after.invented:.3f}"),
        ("missed findings a report", f"{before.missed:.3f}", f"{after.missed:.3f}"),
        ("penalty a report", f"{before.penalty:.3f}", f"{after.penalty:.3f}"),
        ("macro F1", f"{before.macro_f1:.3f}", f"{after.macro_f1:.3f}"),
        *((f"F1 {one.phrase}", f"{before.f1[one.value]:.3f}", f"{after.f1[one.value]:.3f}") for one in Finding),
        ("side right", _share(before.side), _share(after.side)),
        ("words a report", f"{before.words:.1f}", f"{after.words:.1f}"),
    ]
    return ["| | before | after |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
