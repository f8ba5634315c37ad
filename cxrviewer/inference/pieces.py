"""The vocabulary of a checkpoint: text to ids and ids to bytes; knows nothing of turns, images or control tokens.

Both published files are read, ``tokenizer.model`` (sentencepiece) and ``tokenizer.json`` (tokenizers), by the rules of
the slow Llama tokenizer of transformers 4.36, which the model was trained with.
"""

import re
from pathlib import Path
from typing import Protocol

import sentencepiece
import tokenizers

from cxrviewer.errors import WeightsCorrupt

SPACE = "\u2581"
"""How a space is written in a piece."""

# ModelProto.normalizer_spec (field 3) { add_dummy_prefix (field 3) = false }. Protocol buffers merge what is
# appended into what is there, so these bytes after a model file turn the dummy prefix off.
_NO_DUMMY_PREFIX = b"\x1a\x02\x18\x00"

_BYTE_PIECE = re.compile(r"<0x([0-9A-Fa-f]{2})>")


class Pieces(Protocol):
    """A vocabulary. No text given to ``encode`` can become a control token."""

    @property
    def size(self) -> int:
        """How many ids there are."""

    def encode(self, text: str) -> list[int]:
        """Ids of a text that stands after a control token."""

    def bytes_of(self, identifier: int) -> bytes:
        """What the piece adds to a text; nothing for control tokens and for ids outside the vocabulary."""

    def find(self, piece: str) -> int | None:
        """The id of a piece such as ``</s>``."""


class SentencePieces:
    """``tokenizer.model``.

    ``legacy``: a space is put before every text that follows a control token, as the Llama tokenizer always did
    before transformers 4.31; the other way (transformers PR 24565) puts none.
    """

    def __init__(self, file: Path, *, legacy: bool) -> None:
        try:
            model = file.read_bytes() + (b"" if legacy else _NO_DUMMY_PREFIX)
            self._processor = sentencepiece.SentencePieceProcessor(model_proto=model)
        except (OSError, RuntimeError) as error:
            raise WeightsCorrupt(f"{file.name} cannot be read as a tokenizer; fetch the checkpoint again") from error
        self._legacy = legacy
        self._unknown = len(self._processor.encode("<unk>"))

    @property
    def size(self) -> int:
        """How many ids there are."""
        return int(self._processor.vocab_size())

    def encode(self, text: str) -> list[int]:
        """Ids of a text that stands after a control token."""
        if self._legacy or not text.startswith((" ", SPACE)):
            ids: list[int] = self._processor.encode(text)
            return ids
        # A leading space is kept only when something stands before it, which is cut off again.
        prefixed: list[int] = self._processor.encode("<unk>" + text)
        return prefixed[self._unknown :]

    def bytes_of(self, identifier: int) -> bytes:
        """What the piece adds to a text."""
        model = self._processor
        if not 0 <= identifier < model.vocab_size() or model.is_control(identifier) or model.is_unknown(identifier):
            return b""
        return _piece_bytes(model.id_to_piece(identifier))

    def find(self, piece: str) -> int | None:
        """The id of a piece such as ``</s>``."""
        identifier: int = self._processor.piece_to_id(piece)
        return identifier if self._processor.id_to_piece(identifier) == piece else None


class JsonPieces:
    """``tokenizer.json`` of a Llama tokenizer, for checkpoints that ship no ``tokenizer.model``."""

    def __init__(self, file: Path, *, legacy: bool) -> None:
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(file))
        except Exception as error:  # tokenizers raises no narrower class
            raise WeightsCorrupt(f"{file.name} cannot be read as a tokenizer; fetch the checkpoint again") from error
        if not isinstance(self._tokenizer.model, tokenizers.models.BPE) or not self._tokenizer.model.byte_fallback:
            raise WeightsCorrupt(f"{file.name} is not a Llama tokenizer; use the files of the published checkpoint")
        # The spaces are put here, by the same rules as for tokenizer.model, whatever the file says of them.
        self._tokenizer.normalizer = tokenizers.normalizers.Replace(" ", SPACE)
        self._tokenizer.pre_tokenizer = None
        self._tokenizer.encode_special_tokens = True
        self._prefix = SPACE if legacy else ""
        added = self._tokenizer.get_added_tokens_decoder()
        self._special = frozenset(identifier for identifier, token in added.items() if token.special)

    @property
    def size(self) -> int:
        """How many ids there are."""
        return int(self._tokenizer.get_vocab_size())

    def encode(self, text: str) -> list[int]:
        """Ids of a text that stands after a control token."""
        ids: list[int] = self._tokenizer.encode(self._prefix + text, add_special_tokens=False).ids
        return ids

    def bytes_of(self, identifier: int) -> bytes:
        """What the piece adds to a text."""
        piece = self._tokenizer.id_to_token(identifier) if identifier >= 0 else None
        return b"" if piece is None or identifier in self._special else _piece_bytes(piece)

    def find(self, piece: str) -> int | None:
        """The id of a piece such as ``</s>``."""
        return self._tokenizer.token_to_id(piece)


def _piece_bytes(piece: str) -> bytes:
    byte = _BYTE_PIECE.fullmatch(piece)
    return bytes([int(byte[1], 16)]) if byte else piece.replace(SPACE, " ").encode()
