"""A conversation as the ids that the model was trained on, and back; knows the original's quirks, not the network.

The quirks (a doubled first token, the lone space after the image, the rules of ``legacy``) are what the published
model has always seen, so they are kept to the letter.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cxrviewer.errors import WeightsCorrupt
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.decoding import StreamDecoder
from cxrviewer.inference.pieces import SPACE, JsonPieces, Pieces, SentencePieces
from cxrviewer.inference.template import Control, Segments, render
from cxrviewer.reporting.conversation import Conversation

IMAGE = -200
"""Stands for the image among ids, as in the original."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Ids before and after the image."""

    before: tuple[int, ...]
    after: tuple[int, ...]

    @property
    def input_ids(self) -> tuple[int, ...]:
        """All ids, ``IMAGE`` where the image is."""
        return (*self.before, IMAGE, *self.after)

    @property
    def image_position(self) -> int:
        """Where the image stands."""
        return len(self.before)


class Tokenizer:
    """The tokenizer of one checkpoint."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        config = checkpoint.tokenizer_config
        # Absent or null meant True for both when the model was made.
        self._legacy = config.get("legacy") is not False
        self._add_begin = config.get("add_bos_token") is not False
        file = checkpoint.tokenizer_file
        reader = SentencePieces if file.suffix == ".model" else JsonPieces
        self.pieces: Pieces = reader(file, legacy=self._legacy)
        self.begin_id = self._control(config.get("bos_token"), Control.BEGIN)
        self.end_id = self._control(config.get("eos_token"), Control.END)

    def _control(self, named: object, default: Control) -> int:
        content = named.get("content") if isinstance(named, dict) else named
        piece = content if isinstance(content, str) else default.value
        identifier = self.pieces.find(piece)
        if identifier is None:
            raise WeightsCorrupt(f"the tokenizer has no token {piece}; fetch the checkpoint again")
        return identifier

    def prompt(self, conversation: Conversation) -> Prompt:
        """The conversation as ids. Raises ValueError where it has no turn."""
        rendered = render(conversation)
        before = self._chunk(rendered.before)
        after = self._chunk(rendered.after)
        # Each chunk is tokenized with its own first token, and the template writes one more: two stand at the
        # start. From later chunks one id is cut off, whatever it is: without add_bos_token that is the space.
        return Prompt(tuple(before), tuple(after[1:]))

    def _chunk(self, segments: Segments) -> list[int]:
        ids = [self.begin_id] if self._add_begin else []
        for index, segment in enumerate(segments):
            if segment is Control.BEGIN:
                ids.append(self.begin_id)
            elif segment is Control.END:
                ids.append(self.end_id)
            else:
                ids += self.pieces.encode(segment if self._legacy else self._modern(segment, first=index == 0))
        return ids

    def _modern(self, text: str, *, first: bool) -> str:
        """Without ``legacy`` a chunk opens with one space, and the sign for a space is a space wherever typed."""
        return SPACE * first + text.replace(SPACE, " ")

    def continuation(self, conversation: Conversation, answer: str) -> tuple[int, ...]:
        """The ids that ``answer`` adds after the prompt of a conversation that awaits it, without the closing."""
        rendered = render(conversation)
        *head, question = rendered.after
        assert isinstance(question, str)  # an open conversation ends with text
        whole = self._chunk((*head, f"{question} {answer}"))[1:]
        return tuple(whole[len(self._chunk(rendered.after)) - 1 :])

    def decode(self, ids: Iterable[int]) -> str:
        """The text of ids: control tokens left out, the space before the first word dropped."""
        decoder = self.decoder()
        return "".join([*map(decoder.add, ids), decoder.finish()])

    def decoder(self) -> StreamDecoder:
        """A fresh decoder for one text."""
        return StreamDecoder(self.pieces)
