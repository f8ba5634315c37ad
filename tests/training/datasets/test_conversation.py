"""Conversations made of a data set's labels and reports: nothing is said that is not stated."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxrviewer.reporting import prompts
from cxrviewer.reporting.labeller import answers_yes
from cxrviewer.reporting.labelling import Observation, Presence, label_report
from cxrviewer.training.datasets import LABELS, Example, conversation_of
from cxrviewer.training.datasets.composing import compose
from cxrviewer.training.datasets.example import NO_FINDING, PATHOLOGIES, SUPPORT_DEVICES

SAYS = {True: Presence.PRESENT, False: Presence.ABSENT, None: Presence.NOT_MENTIONED}


def example(report="", **said):
    labels = dict.fromkeys(LABELS) | {name.replace("_", " "): value for name, value in said.items()}
    return Example(Path("film.png"), "P", "PA", "train", labels, report)


def turns(film, seed):
    return [turn.text for turn in conversation_of(film, np.random.default_rng(seed)).turns]


@given(st.dictionaries(st.sampled_from(LABELS), st.booleans()), st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_the_labeller_reads_the_composed_labels_back(said, seed):
    labels = dict.fromkeys(LABELS) | said
    if labels[NO_FINDING]:
        labels |= {name: False for name in PATHOLOGIES if labels[name]}
    text = compose(labels, rng=np.random.default_rng(seed))
    read = label_report(text)
    assert {name: read[Observation(name)] for name in PATHOLOGIES} == {name: SAYS[labels[name]] for name in PATHOLOGIES}
    assert read[Observation(SUPPORT_DEVICES)] is Presence.NOT_MENTIONED


def test_the_first_exchange_is_a_prompt_of_the_papers_and_the_refined_report():
    film = example("FINDINGS: Unchanged small left pleural effusion. PICC line ends in the SVC.", Pleural_Effusion=True)
    openings = Counter()
    for seed in range(60):
        opening, report, *_ = turns(film, seed)
        openings[opening] += 1
        assert report == "Small left pleural effusion."
    assert set(openings) == {prompts.SPECIFIC, prompts.BASIC}


def test_the_same_film_and_seed_give_the_same_conversation():
    film = example(Consolidation=True, Pneumothorax=False)
    assert turns(film, 5) == turns(film, 5)
    assert len({tuple(turns(film, seed)) for seed in range(30)}) > 10


@pytest.mark.parametrize("film", [example(), example(Support_Devices=True), example("The heart size is unchanged.")])
def test_a_film_of_which_nothing_is_stated_has_no_conversation(film):
    assert conversation_of(film, np.random.default_rng(0)) is None


def presence_answers(film, seeds=400):
    for seed in range(seeds):
        said = turns(film, seed)[2:]
        for question, answer in zip(said[::2], said[1::2], strict=True):
            if (yes := answers_yes(answer)) is not None and "alternative" not in question:
                yield question, answer, yes


def test_yes_and_no_are_in_balance_and_only_what_is_stated_is_asked():
    film = example(Cardiomegaly=True, Edema=False, Pneumothorax=False, Pneumonia=None)
    answers = list(presence_answers(film))
    share = sum(yes for *_, yes in answers) / len(answers)
    assert 0.42 < share < 0.58
    for question, _, yes in answers:
        assert yes is ("cardiomegaly" in question)
        assert "pneumonia" not in question


def test_where_labels_and_report_disagree_nothing_is_asked():
    film = example("There is a right pleural effusion. No pneumothorax.", Pleural_Effusion=False, Pneumothorax=False)
    assert {answer for _, answer, _ in presence_answers(film, 100)} <= {"No.", "No, there is no pneumothorax."}


def test_place_size_and_what_comes_next_are_the_reports():
    film = example(
        "FINDINGS: The lungs are clear. There is a large right pleural effusion. IMPRESSION: Chest CT is recommended."
    )
    said = {}
    for seed in range(400):
        words = turns(film, seed)[2:]
        said.update(zip(words[::2], words[1::2], strict=True))
    assert said["On which side is the pleural effusion?"] == "It is on the right side."
    assert said["Where is the pleural effusion?"] == "There is a large right pleural effusion."
    assert said["How large is the pleural effusion?"] == "It is large."
    assert said["Is there a pleural effusion?"] == "Yes, there is a large right pleural effusion."
    assert said[prompts.FOLLOW_UPS["Further examination"]] == "Chest CT is recommended."
    assert (
        said[prompts.DIFFERENTIAL]
        == "Possible diagnoses include heart failure, a parapneumonic effusion and malignancy."
    )


def test_a_normal_film_is_called_normal():
    words = {word for seed in range(60) for word in turns(example(No_Finding=True), seed)}
    assert "No further examination is required." in words
    assert not [word for word in words if word.startswith("Yes")]
