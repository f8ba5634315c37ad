"""Conversations as the ids of one training sequence, with the answers marked; the same ids that inference makes.

Knows ids, not films.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from cxrviewer.inference.pieces import SPACE, Pieces
from cxrviewer.inference.template import Control, render
from cxrviewer.reporting.conversation import Conversation, Role, Turn

BEGIN_ID, END_ID, PAD_ID = 1, 2, 0
IGNORED = -100


@dataclass(frozen=True, slots=True)
class TrainingSequence:
    """Ids before and after the image; ``is_answer`` marks those of ``after`` that the model has to say."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    is_answer: tuple[bool, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """A batch: ``before`` (batch, head), ``after`` (batch, longest) padded on the right, ``targets`` like ``after``."""

    before: Tensor
    after: Tensor
    targets: Tensor
    """The id where the model has to say it, ``IGNORED`` elsewhere."""


def prompt_ids(pieces: Pieces, conversation: Conversation) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ids before and after the image of a conversation with at least one turn (``legacy`` false)."""
    rendered = render(conversation)
    return (BEGIN_ID, *_ids(pieces, rendered.before)), tuple(_ids(pieces, rendered.after))


Ids = Callable[[Conversation], tuple[tuple[int, ...], tuple[int, ...]]]
"""A conversation's ids before and after the image."""


def training_ids(pieces: Pieces, conversation: Conversation) -> TrainingSequence:
    """A conversation that ends with an answer, in a vocabulary without ``legacy``."""
    return training_ids_by(lambda part: prompt_ids(pieces, part), conversation)


def training_ids_by(ids: Ids, conversation: Conversation) -> TrainingSequence:
    """A conversation that ends with an answer. An answer's ids follow its question's, as words never merge."""
    before, after = ids(conversation)
    is_answer = [False] * len(after)
    turns: tuple[Turn, ...] = ()
    for turn in conversation.turns:
        reached = len(ids(Conversation(conversation.system, turns))[1]) if turns else 0
        turns = (*turns, turn)
        if turn.role is Role.MODEL:
            end = len(ids(Conversation(conversation.system, turns))[1])
            is_answer[reached:end] = [True] * (end - reached)
    return TrainingSequence(before, after, tuple(is_answer))


def pack(sequences: Sequence[TrainingSequence]) -> Packed:
    """Sequences of one system prompt side by side."""
    longest = max(len(sequence.after) for sequence in sequences)
    after = torch.full((len(sequences), longest), PAD_ID)
    targets = torch.full((len(sequences), longest), IGNORED)
    for row, sequence in enumerate(sequences):
        ids = torch.tensor(sequence.after)
        after[row, : len(ids)] = ids
        targets[row, : len(ids)] = torch.where(torch.tensor(sequence.is_answer), ids, torch.tensor(IGNORED))
    return Packed(torch.tensor([sequence.before for sequence in sequences]), after, targets)


def _ids(pieces: Pieces, segments: tuple[str | Control, ...]) -> list[int]:
    ids: list[int] = []
    for index, segment in enumerate(segments):
        if segment is Control.BEGIN:
            ids.append(BEGIN_ID)
        elif segment is Control.END:
            ids.append(END_ID)
        else:
            ids += pieces.encode(SPACE * (index == 0) + segment)
    return ids
