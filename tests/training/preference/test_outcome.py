from dataclasses import replace
from pathlib import Path

import pytest

from cxrviewer.reporting.findings import Finding
from cxrviewer.training.preference.factuality import Factuality
from cxrviewer.training.preference.outcome import Outcome, State, as_section, as_table, best_state, verdict
from cxrviewer.training.preference.plan import PreferencePlan

F1 = {finding.value: 0.9 for finding in Finding}
BEFORE = Factuality(films=200, penalty=0.4, invented=0.2, missed=0.1, macro_f1=0.9, side=0.8, words=40.0, f1=F1)


def state(steps: int, penalty: float, words: float = 40.0) -> State:
    return State(steps, replace(BEFORE, penalty=penalty, words=words))


def outcome(after: Factuality, *, steps: int = 8, pairs: int = 20) -> Outcome:
    states = (state(0, 0.4), state(8, 0.3))
    best = next(one for one in states if one.steps == steps)
    return Outcome(
        pairs=pairs, chosen_words=39.0, rejected_words=41.0, states=states, best=best, before=BEFORE, after=after
    )


@pytest.mark.parametrize(
    ("states", "steps"),
    [
        ([state(0, 0.4), state(8, 0.3), state(16, 0.2)], 16),
        ([state(0, 0.4), state(8, 0.3), state(16, 0.3)], 8),  # of equal ones the fewest steps
        ([state(0, 0.4), state(8, 0.3), state(16, 0.1, words=45.0)], 8),  # longer by more than a tenth
        ([state(0, 0.4), state(8, 0.3, words=44.0)], 8),  # by a tenth
        ([state(0, 0.4), state(8, 0.4), state(16, 0.5)], 0),
        ([state(0, 0.4)], 0),
    ],
)
def test_the_best_state_has_the_least_penalty_and_does_not_lengthen(states: list[State], steps: int) -> None:
    assert best_state(states).steps == steps


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (
            outcome(replace(BEFORE, invented=0.1, words=42.0)),
            "Invented findings fell (0.200 to 0.100 a report); reports became 5.0% longer, within the tenth that is "
            "allowed.",
        ),
        (
            outcome(replace(BEFORE, invented=0.2, words=36.0)),
            "Invented findings did not fall (0.200 to 0.200 a report); reports became 10.0% shorter, within the tenth "
            "that is allowed.",
        ),
        (
            outcome(replace(BEFORE, invented=0.0, words=48.0)),
            "Invented findings fell (0.200 to 0.000 a report); reports became 20.0% longer, beyond the tenth that is "
            "allowed.",
        ),
        (
            outcome(BEFORE, steps=0),
            "Nothing was gained: no state of the training was better on validation, so the checkpoint is the one that "
            "was started from.",
        ),
        (
            outcome(BEFORE, steps=0, pairs=0),
            "Nothing was gained: no pair was found, so the checkpoint is the one that was started from.",
        ),
    ],
)
def test_the_verdict_says_what_happened(made: Outcome, wanted: str) -> None:
    assert verdict(made) == wanted


def test_the_section_has_the_figures_before_and_after() -> None:
    after = replace(BEFORE, invented=0.1, side=None)
    section = as_section(outcome(after), PreferencePlan(model=Path("m"), out=Path("o")))
    assert "| invented findings a report | 0.200 | 0.100 |" in section
    assert "| side right | 80.0% | - |" in section
    assert "best after 8 steps" in section
    assert "seed 50001" in section
    assert all(line.count("|") == 4 for line in as_table(BEFORE, after))
