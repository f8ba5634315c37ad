"""``classify``: is a film normal, and if asked, which pathologies are on it. The head is thrown away afterwards.

Knows labels and films, not language.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from cxrviewer.training.datasets.example import PATHOLOGIES, Example, abnormal

Said = tuple[bool | None, ...]
"""Abnormal or not, then each pathology where wanted; None is not known and not learnt."""


class LabelTeacher:
    """What a film is to be called. A film with devices only is neither normal nor abnormal and is left out."""

    def __init__(self, *, pathologies: bool) -> None:
        self._names = PATHOLOGIES if pathologies else ()

    @property
    def outputs(self) -> int:
        """How many answers a film has."""
        return 1 + len(self._names)

    def usable(self, example: Example) -> bool:
        """Whether the film teaches anything."""
        return abnormal(example.labels) is not None

    def target(self, example: Example, rng: object) -> Said:
        """What is known of the film."""
        del rng  # labels have one wording
        return (abnormal(example.labels), *(example.labels[name] for name in self._names))

    def tensors(self, targets: Sequence[Said]) -> dict[str, Tensor]:
        """``wanted`` and ``known``, (batch, outputs) each, 0 or 1."""
        return {
            "wanted": torch.tensor([[float(bool(value)) for value in said] for said in targets]),
            "known": torch.tensor([[float(value is not None) for value in said] for said in targets]),
        }

    def count(self, tensors: dict[str, Tensor]) -> Tensor:
        """How many answers the batch asks for."""
        return tensors["known"].sum()


class Classifier(nn.Module):
    """The encoder with a linear head on the mean and the maximum of its tokens."""

    def __init__(self, tower: nn.Module, width: int, outputs: int) -> None:
        super().__init__()
        self.vision_tower = tower
        self.head = nn.Linear(2 * width, outputs)

    def forward(self, pixel_values: Tensor, wanted: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """The sum of the cross-entropies of all that is known, and (batch,) logits of "abnormal"."""
        logits = self.head(pooled(self.vision_tower(pixel_values))).float()
        losses = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        return (losses * known).sum(), logits[:, 0].detach()


def pooled(tokens: Tensor) -> Tensor:
    """(batch, tokens, width) -> (batch, 2 * width): the mean and the maximum."""
    return torch.cat([tokens.mean(dim=1), tokens.amax(dim=1)], dim=1)
