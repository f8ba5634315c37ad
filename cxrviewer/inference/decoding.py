"""Ids back to text, piece by piece as they come: whole characters only, nothing of a stop string.

Knows nothing of the model.
"""

import codecs

from cxrviewer.inference.pieces import Pieces

STOP = "</s>"
"""A model that spells its end in letters has ended too; the original's keyword criterion says so."""


class StreamDecoder:
    """Turns ids into text as they come. The texts of all calls, joined, are what decoding all at once would give.

    The space before the first word is dropped, and bytes that make no character become U+FFFD.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._started = False
        self._held = ""
        self.stopped = False
        """Whether the stop string was spelled; nothing after it comes out."""

    def add(self, identifier: int) -> str:
        """The text that is certain after one more id; often empty."""
        piece = self._pieces.bytes_of(identifier)
        if not piece or self.stopped:
            return ""
        if not self._started:
            self._started = True
            piece = piece.removeprefix(b" ")
        return self._release(self._characters.decode(piece))

    def finish(self) -> str:
        """What was held back until the end."""
        last = self._release(self._characters.decode(b"", final=True))
        rest, self._held = self._held, ""
        return last if self.stopped else last + rest

    def _release(self, text: str) -> str:
        pending = self._held + text
        before, found, _ = pending.partition(STOP)
        if found:
            self.stopped, self._held = True, ""
            return before
        keep = next((n for n in range(len(STOP) - 1, 0, -1) if pending.endswith(STOP[:n])), 0)
        self._held = pending[len(pending) - keep :]
        return pending[: len(pending) - keep]
