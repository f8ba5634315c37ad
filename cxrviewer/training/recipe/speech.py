"""``align`` and ``instruct``: the answers about a film, with the loss on the answers' tokens alone.

Knows conversations and films; which parameters move is decided elsewhere.
"""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.training.datasets.example import Example
from cxrviewer.training.instruction import answer_loss
from cxrviewer.training.sequences import IGNORED, TrainingSequence, pack, training_ids_by

Telling = Callable[[Example, np.random.Generator], Conversation | None]
"""What is said about a film; None where nothing can be."""


class SpeechTeacher:
    """The ids of a conversation about a film, by the rules of inference, with the answers marked."""

    def __init__(self, telling: Telling, tokenizer: Tokenizer, longest: int) -> None:
        self._telling, self._tokenizer, self._longest = telling, tokenizer, longest

    def usable(self, example: Example) -> bool:
        """Whether the film has a report or a label; to refine 200,000 reports only to ask would take minutes."""
        return bool(example.report) or any(value is not None for value in example.labels.values())

    def target(self, example: Example, rng: np.random.Generator) -> TrainingSequence | None:
        """The conversation's ids, the end cut off where they are too many."""
        conversation = self._telling(example, rng)
        if conversation is None:
            return None
        whole = training_ids_by(self._ids, conversation)
        return TrainingSequence(whole.before, whole.after[: self._longest], whole.is_answer[: self._longest])

    def tensors(self, targets: Sequence[TrainingSequence]) -> dict[str, Tensor]:
        """``before`` (batch, head), ``after`` and ``targets`` (batch, longest)."""
        packed = pack(targets)
        return {"before": packed.before, "after": packed.after, "targets": packed.targets}

    def count(self, tensors: dict[str, Tensor]) -> Tensor:
        """How many tokens have to be said."""
        return (tensors["targets"] != IGNORED).sum().float()

    def _ids(self, conversation: Conversation) -> tuple[tuple[int, ...], tuple[int, ...]]:
        prompt = self._tokenizer.prompt(conversation)
        return prompt.before, prompt.after


class Speaker(nn.Module):
    """The whole network; a frozen encoder stays in its evaluation mode."""

    def __init__(self, network: CxrLlava) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixel_values: Tensor, before: Tensor, after: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """The sum of the answers' tokens' cross-entropies, and (batch,) zeros."""
        image = self.network.encode_image(pixel_values)
        mean = answer_loss(self.network, self.network.splice(before, image, after), targets)
        return mean * (targets != IGNORED).sum(), torch.zeros(len(targets), device=targets.device)

    def train(self, mode: bool = True) -> "Speaker":  # noqa: FBT001, FBT002 - torch's own signature
        """As torch's."""
        super().train(mode)
        tower = self.network.vision_tower
        if not any(parameter.requires_grad for parameter in tower.parameters()):
            tower.eval()
        return self
