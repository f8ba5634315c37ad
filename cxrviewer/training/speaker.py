"""A checkpoint that is asked about many films: reports in batches, P(yes) by the program's own computation.

Knows films and words, not the truth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from cxrviewer.inference.branching import Question, log_odds
from cxrviewer.inference.checkpoint import Checkpoint, open_checkpoint
from cxrviewer.inference.confirming import yes_or_no
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.generation import EncodedImage, new_cache
from cxrviewer.inference.loading import load_network
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.findings import Finding
from cxrviewer.training.probabilities import Floats
from cxrviewer.training.writing import write_answers

BATCH = 25
"""Films that are encoded or written about at once."""

ALONE = prompts.opening(prompts.NONE)
"""Nothing was said before the question, as in ``draft --confirm``."""


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """A checkpoint ready to be asked."""

    network: CxrLlava
    tokenizer: Tokenizer

    @property
    def size(self) -> int:
        """Rows and columns of the films that it sees."""
        return int(self.network.config.vision.image_size)

    def encode(self, films: Sequence[np.ndarray]) -> Tensor:
        """(size, size) uint8 films -> image tokens (films, tokens, hidden)."""
        parts = [self._encode(films[first : first + BATCH]) for first in range(0, len(films), BATCH)]
        return torch.cat(parts)

    @torch.inference_mode()
    def _encode(self, films: Sequence[np.ndarray]) -> Tensor:
        grey = torch.from_numpy(np.stack(films)).float().unsqueeze(1) / 255.0
        return self.network.encode_image(self.network.config.normalised(grey))

    def answer(self, image_tokens: Tensor, conversation: Conversation) -> list[str]:
        """One greedy answer a film to the same conversation."""
        parts = [image_tokens[first : first + BATCH] for first in range(0, len(image_tokens), BATCH)]
        pieces = self.tokenizer.pieces
        return [text for part in parts for text in write_answers(self.network, pieces, part, conversation)]

    def confirm(self, image_tokens: Tensor, so_far: Sequence[Conversation]) -> Floats:
        """(films, findings) of P(yes) / (P(yes) + P(no)) to the confirmation of each finding.

        ``so_far`` is what was said about each film before. The six questions about a film are one pass behind it.
        """
        kept = new_cache(self.network)
        questions = lru_cache(maxsize=1)(self._confirmations)  # alone, they are the same for every film
        odds = [
            log_odds(
                self.network,
                kept,
                EncodedImage(f"{row}", image_tokens[row : row + 1]),
                questions(conversation),
                CancelToken(),
            )
            for row, conversation in enumerate(so_far)
        ]
        return np.asarray(torch.sigmoid(torch.stack(odds)).numpy(), dtype=np.float64)

    def _confirmations(self, so_far: Conversation) -> tuple[Question, ...]:
        return tuple(yes_or_no(self.tokenizer, so_far.ask(prompts.confirmation(finding.phrase))) for finding in Finding)


def load_speaker(folder: Path) -> Speaker:
    """The checkpoint in float32. Raises ModelError."""
    checkpoint = open_checkpoint(folder)
    return speaker_of(checkpoint, load_network(checkpoint, torch.float32, torch.device("cpu")))


def speaker_of(checkpoint: Checkpoint, network: CxrLlava) -> Speaker:
    """A network that was loaded from that checkpoint. Raises ModelError."""
    return Speaker(network, Tokenizer(checkpoint))
