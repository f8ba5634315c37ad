"""The Llama-2 chat template as a list of text and control tokens; stands for the jinja template of a checkpoint.

Knows nothing of ids: what is typed is text and stays text, however much it looks like a control token.
"""

import enum
import re
from dataclasses import dataclass

from cxrviewer.reporting.conversation import Conversation, Role


class Control(enum.Enum):
    """A token that no text can produce."""

    BEGIN = "<s>"
    END = "</s>"


Segments = tuple[str | Control, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A conversation as the model is given it: what stands before the image and what after it."""

    before: Segments
    after: Segments


# The template's own words are ordinary text to the tokenizer, so they cannot be placed as control tokens are. Where
# they are typed, a space after the first bracket makes other tokens of them.
_TEMPLATE_WORDS = re.compile(r"([\[<])(?=(?:/?INST\]|</?SYS>>))", re.IGNORECASE)


def render(conversation: Conversation) -> Rendered:
    """The conversation in the template of the published model, the image before the first turn's text.

    The template is the default that transformers 4.36 had for Llama 2: ``[INST] <<SYS>>\\nSYSTEM\\n<</SYS>>\\n\\n``
    opens the first turn, each turn is stripped, each answer ends with the control token. Raises ValueError for a
    conversation without a turn: there would be no place for the image.
    """
    if not conversation.turns:
        raise ValueError("a conversation without a turn has no place for the image")
    before = "[INST] " + (f"<<SYS>>\n{conversation.system}\n<</SYS>>\n\n" if conversation.system else "")
    # The turn is stripped as a whole, image included: only its end can lose anything, and an empty question also
    # loses the line break after the image.
    after: list[str | Control] = [f"\n{_plain(conversation.turns[0].text)}".rstrip() + " [/INST]"]
    for turn in conversation.turns[1:]:
        body = _plain(turn.text).strip()
        if turn.role is Role.MODEL:
            _add_text(after, f" {body} ")
            after.append(Control.END)
        else:
            after += [Control.BEGIN, f"[INST] {body} [/INST]"]
    return Rendered((Control.BEGIN, before), tuple(after))


def _add_text(segments: list[str | Control], text: str) -> None:
    """Text that follows text is one piece of text to the tokenizer."""
    last = segments[-1]
    if isinstance(last, str):
        segments[-1] = last + text
    else:
        segments.append(text)


def _plain(text: str) -> str:
    """What was typed, unable to end a turn or to speak as the system; halves of surrogate pairs become "?"."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _TEMPLATE_WORDS.sub(r"\1 ", whole)
