"""A conversation to train on, about one film of a data set: a prompt of the papers, the report, then questions.

Knows no layout. The report is refined; where a data set has none it is composed from the labels, in varied words.
"""

import numpy as np

from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.refining import refine_fields
from cxrviewer.training.datasets.composing import compose
from cxrviewer.training.datasets.example import Example
from cxrviewer.training.datasets.questions import known, questions

_SPECIFIC_SHARE = 0.7
_MOST_QUESTIONS = 3


def conversation_of(example: Example, rng: np.random.Generator) -> Conversation | None:
    """The first exchange is the report; then up to three questions. None where nothing is stated of the film.

    The same for the same example and generator.
    """
    refined = refine_fields(example.report) if example.report else None
    report = refined.text if refined is not None else compose(example.labels, rng=rng)
    if not report:
        return None
    opening = prompts.SPECIFIC if rng.random() < _SPECIFIC_SHARE else prompts.BASIC
    conversation = Conversation(prompts.SYSTEM).ask(opening).answer(report)
    film = known(example.labels, report, refined.further_study if refined is not None else "")
    for question, answer in questions(film, rng, int(rng.integers(_MOST_QUESTIONS + 1))):
        conversation = conversation.ask(question).answer(answer)
    return conversation
