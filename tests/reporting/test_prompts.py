"""The prompts are the papers', to the letter (arXiv 2310.18341v1, Table 2; the published checkpoint)."""

import pytest

from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding


def test_the_default_prompt_asks_about_the_six_findings():
    conversation = prompts.opening(prompts.DEFAULT)
    assert conversation.turns[0].text == (
        "Write a radiologic report on the given chest radiograph, including information about atelectasis, "
        "cardiomegaly, consolidation, pulmonary edema, pleural effusion, and pneumothorax."
    )
    assert all(finding.phrase in conversation.turns[0].text for finding in Finding)


def test_no_prompt_leaves_the_first_turn_to_the_reader():
    assert prompts.opening(prompts.NONE).turns == ()


def test_the_paediatric_prompt_is_the_specific_one_with_its_note():
    assert prompts.PAEDIATRIC.startswith(prompts.SPECIFIC)
    assert prompts.PAEDIATRIC.endswith("one must be cautious when diagnosing cardiomegaly.")


def test_an_unknown_prompt_is_refused():
    with pytest.raises(KeyError):
        prompts.opening("poem")


def test_a_confirmation_asks_for_yes_or_no():
    assert prompts.confirmation("cardiomegaly") == "Respond with yes or no. Is there any cardiomegaly?"
