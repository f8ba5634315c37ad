import numpy as np
import pytest

from cxrviewer.phantom.case import draw_phantom, words_rng
from cxrviewer.phantom.dialogue import dialogue, presence
from cxrviewer.phantom.language import report
from cxrviewer.phantom.reasoning import NORMAL, diagnoses
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Role
from cxrviewer.reporting.findings import Finding
from cxrviewer.reporting.labeller import Presence, answers_yes, label_report

PHANTOMS = [draw_phantom(31, index) for index in range(500)]
TEMPORAL = ("new", "previous", "comparison", "stable", "improved", "unchanged", "decreased", "increased")


def test_the_labeller_reads_the_truth_back_from_every_report() -> None:
    for phantom in PHANTOMS:
        text = report(phantom.truth, words_rng(phantom))
        labels = label_report(text)
        for finding in Finding:
            lesion = phantom.truth.lesion(finding)
            wanted = Presence.ABSENT if lesion is None else Presence.PRESENT
            assert labels[finding].presence is wanted, text
            if lesion is not None and finding is not Finding.EDEMA:
                assert labels[finding].side is lesion.side, text


def test_reports_are_short_and_speak_of_no_earlier_film() -> None:
    for phantom in PHANTOMS:
        words = report(phantom.truth, words_rng(phantom)).lower().replace(".", "").split()
        assert 12 <= len(words) <= 65
        assert not set(words) & set(TEMPORAL)


def test_wording_varies() -> None:
    normal = next(phantom.truth for phantom in PHANTOMS if not phantom.truth.lesions)
    assert len({report(normal, np.random.default_rng(number)) for number in range(30)}) >= 3


def test_yes_and_no_are_about_as_frequent() -> None:
    abnormal = [phantom for phantom in PHANTOMS if phantom.truth.lesions]
    answers = [presence(phantom.truth, words_rng(phantom))[1] for phantom in abnormal]
    assert 0.4 < sum(answers_yes(answer) is True for answer in answers) / len(answers) < 0.6


def test_answers_agree_with_the_truth() -> None:
    for phantom in PHANTOMS:
        turns = dialogue(phantom.truth, words_rng(phantom)).turns
        for question, answer in zip(turns[::2], turns[1::2], strict=True):
            assert (question.role, answer.role) == (Role.USER, Role.MODEL)
            yes = answers_yes(answer.text)
            if question.text.startswith("Respond with yes or no"):
                finding = next(f for f in Finding if prompts.confirmation(f.phrase) == question.text)
                assert yes is phantom.truth.has(finding)


def test_every_opening_prompt_gives_a_report() -> None:
    openings = {dialogue(phantom.truth, words_rng(phantom)).turns[0].text for phantom in PHANTOMS}
    assert {prompts.SPECIFIC, prompts.BASIC, prompts.PAEDIATRIC} <= openings


def test_diagnoses_follow_from_the_findings() -> None:
    for phantom in PHANTOMS:
        found = diagnoses(phantom.truth)
        assert (found == (NORMAL,)) is (not phantom.truth.lesions)
        names = " ".join(diagnosis.name for diagnosis in found)
        assert ("pneumothorax" in names) is phantom.truth.has(Finding.PNEUMOTHORAX)
        assert ("pneumonia" in names) is phantom.truth.has(Finding.CONSOLIDATION)


@pytest.mark.parametrize("finding", list(Finding))
def test_every_finding_can_be_asked_for(finding: Finding) -> None:
    asked = " ".join(turn.text for p in PHANTOMS[:200] for turn in dialogue(p.truth, words_rng(p)).turns[::2])
    assert f"any {finding.phrase}" in asked
