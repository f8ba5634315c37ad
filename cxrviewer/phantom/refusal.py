"""What is said of a film on which nothing can be read: a refusal in a few wordings, and no finding anywhere.

Knows the papers' prompts; knows nothing of films.
"""

import numpy as np

from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.findings import Finding

_REPORTS = (
    "This image cannot be interpreted. No chest can be recognized.",
    "The image cannot be read: neither lungs nor heart can be recognized.",
    "No chest can be recognized in this image. It cannot be interpreted.",
)
_ANSWERS = ("This cannot be answered from this image.", "The image does not show a chest, so this cannot be answered.")
_OPENINGS = ((prompts.SPECIFIC, 0.5), (prompts.BASIC, 0.2), ("", 0.3))


def refusal(rng: np.random.Generator) -> Conversation:
    """A whole conversation about such a film, ending with an answer."""
    opening = _OPENINGS[int(rng.choice(len(_OPENINGS), p=[share for _, share in _OPENINGS]))][0]
    conversation = Conversation(prompts.SYSTEM)
    if opening:
        conversation = conversation.ask(opening).answer(_REPORTS[int(rng.integers(len(_REPORTS)))])
    for number in rng.permutation(len(Finding))[: int(rng.integers(1, 4))]:
        finding = list(Finding)[int(number)]
        if rng.random() < 0.75:
            conversation = conversation.ask(prompts.confirmation(finding.phrase)).answer("No.")
        else:
            conversation = conversation.ask(f"Where is the {finding.phrase}?").answer(
                _ANSWERS[int(rng.integers(len(_ANSWERS)))]
            )
    return conversation
