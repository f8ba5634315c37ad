"""A question that is answered with yes or no, as the two sets of ids that an answer may begin with.

The window, the command line and the benchmarks all have their P(yes) from here. Knows words and ids, not numbers.
"""

from cxrviewer.inference.branching import Question
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.reporting.conversation import Conversation

_YES, _NO = ("yes", "Yes", "YES"), ("no", "No", "NO")


def yes_or_no(tokenizer: Tokenizer, conversation: Conversation) -> Question:
    """The open question at the end of ``conversation``: yes against no, small and capital letters together."""
    yes, no = (tuple({tokenizer.continuation(conversation, word) for word in words}) for words in (_YES, _NO))
    return Question(tokenizer.prompt(conversation), (yes, no))
