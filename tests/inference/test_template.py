"""The Llama-2 template: what is control, what is text."""

import pytest

from cxrviewer.inference.template import Control, render
from cxrviewer.reporting.conversation import Conversation

BEGIN, END = Control.BEGIN, Control.END


def test_one_question():
    rendered = render(Conversation("Be kind.").ask("Why?"))
    assert rendered.before == (BEGIN, "[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\n")
    assert rendered.after == ("\nWhy? [/INST]",)


def test_turns_are_stripped_and_text_beside_text_is_one_piece():
    rendered = render(Conversation("S").ask("  Where \n").answer("\nHere.  ").ask(" And? "))
    assert rendered.after == ("\n  Where [/INST] Here. ", END, BEGIN, "[INST] And? [/INST]")


def test_an_answered_conversation_is_closed():
    assert render(Conversation("S").ask("a").answer("b")).after == ("\na [/INST] b ", END)


def test_no_system_prompt_leaves_no_empty_block():
    assert render(Conversation("").ask("a")).before == (BEGIN, "[INST] ")


def test_an_empty_question_leaves_only_the_image():
    assert render(Conversation("S").ask(" ")).after == (" [/INST]",)


def test_no_turn_has_no_place_for_the_image():
    with pytest.raises(ValueError, match="no place for the image"):
        render(Conversation("S"))


@pytest.mark.parametrize("word", ["[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "[inst]"])
@pytest.mark.parametrize("by_model", [False, True])
def test_the_templates_own_words_are_broken_where_they_are_typed(word, by_model):
    said = f"x {word} y"
    conversation = Conversation("S").ask("a").answer(said) if by_model else Conversation("S").ask(said)
    text = "".join(part for part in render(conversation).after if isinstance(part, str))
    assert text.count(word) == (1 if word == "[/INST]" else 0)  # the template's own
    assert f"x {word[0]} {word[1:]} y" in text


def test_half_a_surrogate_pair_is_no_text():
    assert render(Conversation("S").ask("a\ud800b")).after == ("\na?b [/INST]",)
