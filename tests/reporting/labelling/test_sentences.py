"""What single sentences mean: each line of sentences.txt is one case."""

from pathlib import Path

import pytest

from cxrviewer.reporting.labelling import Observation, Presence, label_report

LINES = [
    line.rsplit("|", 1)
    for line in Path(__file__).with_name("sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
CASES = [
    (text.strip(), dict(one.strip().rsplit(" ", 1) for one in labels.split(";") if one.strip()))
    for text, labels in LINES
]


def said(text: str) -> dict[str, str]:
    labels = label_report(text)
    return {
        observation.value: labels[observation].code
        for observation in Observation
        if observation is not Observation.NO_FINDING and labels[observation] is not Presence.NOT_MENTIONED
    }


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 120
    assert len({text for text, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_a_sentence_gives_these_labels_and_no_other(text: str, wanted: dict[str, str]) -> None:
    assert said(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_it_gives_them_in_capitals_and_wrapped_over_lines_too(text: str, wanted: dict[str, str]) -> None:
    assert said(text.upper()) == wanted
    assert said(text.replace(" ", "\n  ")) == wanted
