"""The prompts of the papers, word for word.

``SPECIFIC``, ``DIFFERENTIAL`` and the system prompt are those of the published checkpoint; ``BASIC``,
``PAEDIATRIC`` and the confirmation are the preprint's (arXiv 2310.18341v1, Table 2).
"""

import types

from cxrviewer.reporting.conversation import Conversation

SYSTEM = (
    "You are a helpful radiologist. Try to interpret chest x ray image and answer to the question that user provides."
)

BASIC = "Write a radiologic report on the given chest radiograph."
SPECIFIC = (
    "Write a radiologic report on the given chest radiograph, including information about atelectasis, "
    "cardiomegaly, consolidation, pulmonary edema, pleural effusion, and pneumothorax."
)
PAEDIATRIC = (
    f"{SPECIFIC} Note. In pediatric radiograph, the cardiac shadow might seem larger due to the heart's proportion "
    "to the thorax, so one must be cautious when diagnosing cardiomegaly."
)
DIFFERENTIAL = "What are the possible differential diagnoses for this patient?"

DEFAULT = "specific"
NONE = "none"
"""The conversation opens with the user's own first question."""

PROMPTS = types.MappingProxyType(
    {"basic": BASIC, "specific": SPECIFIC, "paediatric": PAEDIATRIC, "differential": DIFFERENTIAL}
)
"""Opening prompts by the name that the window and the command line use."""

FOLLOW_UPS = types.MappingProxyType(
    {
        "Differential": "What can be possible diagnosis?",
        "Alternative": "Could there be an alternative diagnosis?",
        "Further examination": "What kind of further examination is required?",
    }
)
"""Typical follow-up questions of the papers' figures, by their short name."""


def opening(name: str) -> Conversation:
    """The conversation that the named prompt opens; for ``none`` it has no turn yet.

    Raises KeyError for a name that is not a prompt.
    """
    conversation = Conversation(SYSTEM)
    return conversation if name == NONE else conversation.ask(PROMPTS[name])


def confirmation(finding_phrase: str) -> str:
    """The preprint's yes/no question about one finding, such as "pleural effusion"."""
    return f"Respond with yes or no. Is there any {finding_phrase}?"
