"""One text as its tokens come: what is shown of it, how probable it was and why it ended; knows no network."""

from torch import Tensor

from cxrviewer.inference.decoding import StreamDecoder
from cxrviewer.inference.engine import WrittenToken
from cxrviewer.inference.pieces import Pieces
from cxrviewer.reporting.draft import FinishReason


class Answer:
    """A text of at most ``room`` tokens that ends at one of the ids in ``ends`` or at a stop string."""

    def __init__(self, pieces: Pieces, ends: frozenset[int], room: int, *, probabilities: bool = False) -> None:
        self._pieces = pieces
        self._decoder = StreamDecoder(pieces)
        self._ends = ends
        self.room = room
        """Tokens that it may have."""
        self._probabilities = probabilities
        self._tokens: list[WrittenToken] = []
        self.count = 0
        """Tokens written."""
        self.reason: FinishReason | None = None
        """Why it has ended, once it has."""

    def add(self, token: int, logits: Tensor) -> str:
        """The text that is certain after one more token, chosen from (vocabulary,) logits; often empty."""
        self.count += 1
        if self._probabilities:
            piece = self._pieces.bytes_of(token).decode("utf-8", "replace")
            self._tokens.append(WrittenToken(token, piece, float(logits.float().softmax(-1)[token])))
        text = "" if token in self._ends else self._decoder.add(token)
        if token in self._ends or self._decoder.stopped:
            self.reason = FinishReason.STOP
        elif self.count == self.room:
            self.reason = FinishReason.LENGTH
        return text

    def finish(self) -> str:
        """What was held back until the end."""
        return self._decoder.finish()

    @property
    def tokens(self) -> tuple[WrittenToken, ...]:
        """Every token and its probability, where that was asked for."""
        return tuple(self._tokens)
