"""Conversations about a phantom: an opening prompt, then questions whose answers follow from the truth.

Knows the words of the papers' prompts and how often each kind of question is asked; knows nothing of tokens.
"""

from collections.abc import Callable

import numpy as np

from cxrviewer.phantom import beyond
from cxrviewer.phantom import questions as about
from cxrviewer.phantom.language import compose
from cxrviewer.phantom.questions import Exchange
from cxrviewer.phantom.truth import Truth
from cxrviewer.phantom.wording import Words, draw_words
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation

Kind = Callable[[Truth, Words, np.random.Generator], Exchange]
"""A kind of question: one question and its answer about a truth, in words already chosen."""

KINDS: tuple[tuple[Kind, float], ...] = (
    (about.confirmation, 0.26),
    (about.presence, 0.12),
    (about.side, 0.06),
    (about.where, 0.07),
    (about.size, 0.05),
    (about.certainty, 0.03),
    (about.number, 0.04),
    (about.normality, 0.04),
    (beyond.other, 0.07),
    (beyond.device_place, 0.01),
    (beyond.unanswerable, 0.03),
    (beyond.insistence, 0.05),
    (beyond.premise, 0.05),
    (beyond.differential, 0.05),
    (beyond.alternative, 0.03),
    (beyond.examination, 0.04),
)
_OPENINGS = ((prompts.SPECIFIC, 0.52), (prompts.BASIC, 0.14), (prompts.PAEDIATRIC, 0.10), ("", 0.24))


def dialogue(truth: Truth, rng: np.random.Generator) -> Conversation:
    """A whole conversation, ending with an answer: a report and one to three questions, or three to five questions."""
    shares = [share for _, share in _OPENINGS]
    opening, _ = _OPENINGS[int(rng.choice(len(_OPENINGS), p=shares))]
    words = draw_words(truth, rng)
    conversation = Conversation(prompts.SYSTEM)
    if opening:
        conversation = conversation.ask(opening).answer(compose(truth, words, rng))
    fewest = 1 if opening else 3
    for question, answer in questions(truth, words, rng, int(rng.integers(fewest, fewest + 3))):
        conversation = conversation.ask(question).answer(answer)
    return conversation


def questions(truth: Truth, words: Words, rng: np.random.Generator, count: int) -> list[Exchange]:
    """``count`` different questions in a random order, most about presence."""
    shares = [share for _, share in KINDS]
    asked: dict[str, str] = {}
    while len(asked) < count:
        kind, _ = KINDS[int(rng.choice(len(KINDS), p=shares))]
        question, answer = kind(truth, words, rng)
        asked.setdefault(question, answer)
    return list(asked.items())
