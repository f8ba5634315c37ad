"""A conversation alternates between the reader and the model."""

import pytest

from cxrviewer.reporting.conversation import Conversation, Role, Turn


def test_a_conversation_grows_by_questions_and_answers():
    conversation = Conversation("system").ask("Is there an effusion?").answer("No.").ask("Why?")
    assert [turn.role for turn in conversation.turns] == [Role.USER, Role.MODEL, Role.USER]
    assert conversation.awaits_answer


def test_asking_leaves_the_earlier_conversation_as_it_was():
    first = Conversation("system").ask("One?")
    first.answer("One.")
    assert len(first.turns) == 1


@pytest.mark.parametrize("roles", [(Role.MODEL,), (Role.USER, Role.USER), (Role.USER, Role.MODEL, Role.MODEL)])
def test_turns_that_do_not_alternate_are_refused(roles):
    with pytest.raises(ValueError, match="alternate"):
        Conversation("system", tuple(Turn(role, "text") for role in roles))


def test_an_empty_conversation_awaits_nothing():
    assert not Conversation("system").awaits_answer
