from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from cxrviewer.phantom import beyond
from cxrviewer.phantom import questions as about
from cxrviewer.phantom.dialogue import KINDS, Kind, dialogue
from cxrviewer.phantom.drawing import draw_truth
from cxrviewer.phantom.language import report
from cxrviewer.phantom.reading import places_said
from cxrviewer.phantom.truth import Extra, Lesion, Mark, Size, Truth, Zone
from cxrviewer.phantom.wording import draw_words
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Role
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.reporting.labeller import Presence, answers_yes, label_report
from tests.phantom.varied_truths import varied_truth

TRUTHS = [varied_truth(41, index) for index in range(1500)]
DIALOGUES = [dialogue(truth, np.random.default_rng((42, index))) for index, truth in enumerate(TRUTHS)]
EFFUSION = Lesion(Finding.PLEURAL_EFFUSION, Side.LEFT, Zone.LOWER, Size.SMALL)
DOUBTFUL = Lesion(Finding.CONSOLIDATION, Side.RIGHT, Zone.UPPER, Size.SMALL, certain=False)


def exchanges(kind: Kind, truths: list[Truth] = TRUTHS) -> Iterator[tuple[Truth, str, str]]:
    for index, truth in enumerate(truths):
        rng = np.random.default_rng((43, index))
        yield truth, *kind(truth, draw_words(truth, rng), rng)


def asked_for(question: str) -> Finding:
    return next(finding for finding in Finding if finding.phrase in question)


def test_a_conversation_is_a_report_with_up_to_three_questions_or_three_to_five_questions() -> None:
    for conversation in DIALOGUES:
        turns = conversation.turns
        assert [turn.role for turn in turns] == [Role.USER, Role.MODEL] * (len(turns) // 2)
        asked = [turn.text for turn in turns[::2]]
        assert len(set(asked)) == len(asked)
        opens = asked[0] in (prompts.SPECIFIC, prompts.BASIC, prompts.PAEDIATRIC)
        assert len(asked) in ((2, 3, 4) if opens else (3, 4, 5))


def test_every_opening_prompt_gives_a_report_that_states_every_finding() -> None:
    openings = set()
    for truth, conversation in zip(TRUTHS, DIALOGUES, strict=True):
        opening, answer = conversation.turns[:2]
        if opening.text in prompts.PROMPTS.values() and opening.text != prompts.DIFFERENTIAL:
            openings.add(opening.text)
            affirmed = {f for f, label in label_report(answer.text).items() if label.presence is not Presence.ABSENT}
            assert affirmed == {lesion.finding for lesion in truth.lesions}
    assert openings == {prompts.SPECIFIC, prompts.BASIC, prompts.PAEDIATRIC}


def test_the_confirmation_is_one_word_and_doubt_counts_as_yes() -> None:
    for truth, question, answer in exchanges(about.confirmation):
        finding = next(one for one in Finding if prompts.confirmation(one.phrase) == question)
        assert answer == ("Yes." if truth.has(finding) else "No.")


@pytest.mark.parametrize("finding", list(Finding))
def test_yes_and_no_are_about_as_frequent_for_every_finding(finding: Finding) -> None:
    truths = [draw_truth(np.random.default_rng((44, index))) for index in range(4000)]
    said = Counter(
        truth.has(finding) for truth, question, _ in exchanges(about.presence, truths) if asked_for(question) is finding
    )
    assert 0.4 < said[True] / said.total() < 0.6


@pytest.mark.parametrize("finding", list(Finding))
def test_the_confirmation_is_answered_yes_as_often_as_films_show_the_finding(finding: Finding) -> None:
    truths = [draw_truth(np.random.default_rng((44, index))) for index in range(4000)]
    question = prompts.confirmation(finding.phrase)
    said = Counter(answer for _, asked, answer in exchanges(about.confirmation, truths) if asked == question)
    shown = sum(truth.has(finding) for truth in truths) / len(truths)
    assert said["Yes."] / said.total() == pytest.approx(shown, abs=0.06)


@pytest.mark.parametrize("kind", [about.presence, beyond.insistence])
def test_what_is_said_of_a_finding_is_the_truth_however_it_is_asked(kind: Kind) -> None:
    for truth, question, answer in exchanges(kind):
        finding = asked_for(question)
        lesion = truth.lesion(finding)
        wanted = Presence.PRESENT if lesion and lesion.certain else Presence.UNCERTAIN if lesion else Presence.ABSENT
        assert label_report(answer)[finding].presence is wanted, (question, answer)
        if lesion and finding is not Finding.EDEMA:
            assert places_said(answer)[finding].side is lesion.side


def test_presence_begins_with_yes_or_no_unless_it_is_doubtful() -> None:
    for truth, question, answer in exchanges(about.presence):
        lesion = truth.lesion(asked_for(question))
        doubtful = lesion is not None and not lesion.certain
        assert answers_yes(answer) is (None if doubtful else lesion is not None)


def test_yes_agrees_with_who_insists() -> None:
    for truth, question, answer in exchanges(beyond.insistence):
        lesion = truth.lesion(asked_for(question))
        if lesion is None or lesion.certain:
            assert answers_yes(answer) is (("no " in question) is (lesion is None)), (question, answer)


@pytest.mark.parametrize("kind", [about.side, about.where, about.size, about.certainty, beyond.premise])
def test_what_is_not_there_has_no_side_no_place_no_size_and_no_reason(kind: Kind) -> None:
    normal = Truth(())
    for _, question, answer in exchanges(kind, [normal] * 60):
        assert answer.startswith(("There is no ", "The heart is not enlarged")), (question, answer)
    answers = [answer for truth, _, answer in exchanges(kind) if truth.lesions]
    assert 0.05 < sum(answer.startswith("There is no ") for answer in answers) / len(answers) < 0.5


def test_the_side_is_the_truths() -> None:
    for truth, question, answer in exchanges(about.side):
        lesion = truth.lesion(asked_for(question))
        if lesion is not None and lesion.side is not None:
            where = "both sides" if lesion.side is Side.BILATERAL else f"the {lesion.side.value}"
            assert answer == (f"It is on {where}." if lesion.certain else f"Possibly on {where}.")


def test_a_wrong_side_is_corrected() -> None:
    truth = Truth((EFFUSION,))
    told = {question: answer for _, question, answer in exchanges(beyond.premise, [truth] * 200)}
    assert told["Is the pleural effusion on the right?"] == "No, it is on the left."
    assert told["Is the pleural effusion on the left?"] == "Yes, it is on the left."
    assert told["Why is the heart enlarged?"] == "The heart is not enlarged."
    assert told["Why is there a pleural effusion?"].startswith("It may be due to ")
    assert told["Is the pneumothorax on the left?"] == "There is no pneumothorax."


def test_nodules_are_counted_and_found() -> None:
    nodules = Truth((), (Extra(Mark.NODULE, Side.RIGHT, Zone.UPPER), Extra(Mark.NODULE, Side.LEFT, Zone.LOWER)))
    told = {question: answer for _, question, answer in exchanges(about.number, [nodules] * 100)}
    assert told["How many nodules are there?"] == "There are two nodules."
    assert told["How many masses are there?"] == "There are no masses."
    assert told["How many abnormal findings are there?"].startswith("There are two: a nodule ")
    places = {answer for _, question, answer in exchanges(about.where, [nodules] * 100) if "nodule" in question}
    assert all("right upper" in place and " left " in place for place in places)


@pytest.mark.parametrize("mark", list(Mark))
def test_devices_and_nodules_are_affirmed_when_asked_for_and_only_nodules_reported(mark: Mark) -> None:
    truth = Truth((), (Extra(mark, Side.LEFT, Zone.MID),))
    told = [(q, a) for _, q, a in exchanges(beyond.other, [truth] * 100) if mark.value in q]
    assert told
    assert all(answers_yes(answer) is True for _, answer in told)
    texts = [report(truth, np.random.default_rng(number)) for number in range(20)]
    assert all((mark.value in text.lower()) is (not mark.is_device) for text in texts)


def test_things_that_are_not_there_are_denied() -> None:
    told = {question: answer for _, question, answer in exchanges(beyond.other, [Truth(())] * 600)}
    assert {prompts.confirmation(name) for name in ("fracture", "nodule", "pacemaker")} <= set(told)
    assert any("free air under the diaphragm" in question for question in told)
    assert all(answers_yes(answer) is False for answer in told.values())


def test_the_place_of_a_device_is_not_invented() -> None:
    truth = Truth((), (Extra(Mark.TRACHEAL_TUBE),))
    told = {question: answer for _, question, answer in exchanges(beyond.device_place, [truth] * 100)}
    assert told["Where is the tip of the endotracheal tube?"] == "I cannot judge its position."
    assert told["Where is the pacemaker?"] == "There is no pacemaker."


def test_what_a_film_cannot_tell_is_not_answered() -> None:
    told = {question: answer for _, question, answer in exchanges(beyond.unanswerable)}
    for question in ("How old is the patient?", "What are the symptoms?", "What are the laboratory values?"):
        assert told[question] == "This cannot be told from the film."
    assert told["Is it better than before?"] == "There is no earlier film to compare with."
    assert told["What does the lateral view show?"] == "There is no lateral view."


def test_doubt_is_kept_to_in_every_answer() -> None:
    truth = Truth((DOUBTFUL,))
    doubts = ("possibl", "may", "uncertain", "not sure")
    kinds = (about.presence, about.side, about.where, about.size, about.certainty, beyond.premise, beyond.differential)
    for kind in kinds:
        for _, question, answer in exchanges(kind, [truth] * 80):
            if "consolidation" in question or kind is beyond.differential:
                assert any(doubt in answer.lower() for doubt in doubts), (question, answer)


def test_normality_is_asked_both_ways() -> None:
    for truth, question, answer in exchanges(about.normality):
        abnormal = bool(truth.lesions) or any(not extra.mark.is_device for extra in truth.extras)
        assert answers_yes(answer) is (abnormal if "abnormal" in question else not abnormal)


def test_every_kind_is_asked() -> None:
    assert sum(share for _, share in KINDS) == pytest.approx(1.0)
    questions = " ".join(turn.text for conversation in DIALOGUES for turn in conversation.turns[::2])
    for words in (
        "On which side",
        "Where is",
        "How severe",
        "How many",
        "Are you sure",
        "Why is",
        "How old",
        "besides",
    ):
        assert words in questions
    for finding in Finding:
        assert f"any {finding.phrase}?" in questions
