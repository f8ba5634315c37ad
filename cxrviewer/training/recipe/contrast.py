"""``contrast``: each film beside its own text, far from those of others (CLIP), over all processes' films together.

What is beside the encoder is thrown away afterwards. Knows texts and films; what a text is comes from a teacher.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, distributed, nn
from torch.nn import functional

from cxrviewer.training.datasets.example import NO_FINDING, Example
from cxrviewer.training.recipe.classify import pooled

DIMENSIONS = 128
"""Of the space that films and texts share; ``clip_embed_dim`` of the published checkpoint."""
LONGEST = 77
PAD_ID = 0
FIRST_SCALE = 2.66
"""Logarithm of 1 / 0.07, CLIP's first temperature."""


def joined_labels(labels: Mapping[str, bool | None]) -> str:
    """Such as "cardiomegaly, pleural effusion"; "normal" where that is stated, nothing where nothing is."""
    there = [name.lower() for name, present in labels.items() if present and name != NO_FINDING]
    return ", ".join(there) or ("normal" if labels[NO_FINDING] else "")


class TextTeacher:
    """The ids of the text beside a film; films with nothing to say are left out."""

    def __init__(
        self, text_of: Callable[[Example, np.random.Generator], str], encode: Callable[[str], list[int]]
    ) -> None:
        self._text_of, self._encode = text_of, encode

    def usable(self, example: Example) -> bool:
        """Whether the film has a report or a label."""
        return bool(example.report) or any(value is not None for value in example.labels.values())

    def target(self, example: Example, rng: np.random.Generator) -> list[int] | None:
        """Ids of the text, ``LONGEST`` at most."""
        text = self._text_of(example, rng)
        return self._encode(text)[:LONGEST] if text else None

    def tensors(self, targets: Sequence[list[int]]) -> dict[str, Tensor]:
        """``ids`` (batch, LONGEST): as long in every process, so that they can be gathered."""
        ids = torch.full((len(targets), LONGEST), PAD_ID)
        for row, one in enumerate(targets):
            ids[row, : len(one)] = torch.tensor(one)
        return {"ids": ids}

    def count(self, tensors: dict[str, Tensor]) -> Tensor:
        """How many pairs there are."""
        return torch.tensor(float(len(tensors["ids"])), device=tensors["ids"].device)


class SmallTextEncoder(nn.Module):
    """Two transformer layers; enough for lists of labels."""

    width = 256

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, self.width)
        self.places = nn.Parameter(torch.randn(LONGEST, self.width) * 0.1)
        layer = nn.TransformerEncoderLayer(
            self.width, 4, 2 * self.width, dropout=0.0, batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)

    def forward(self, ids: Tensor) -> Tensor:
        """(batch, length) padded with PAD_ID -> (batch, width)."""
        real = ids != PAD_ID
        mixed = self.layers(self.words(ids) + self.places[: ids.shape[1]], src_key_padding_mask=~real)
        mean: Tensor = (mixed * real[:, :, None]).sum(dim=1) / real.sum(dim=1, keepdim=True)
        return mean


class Pairs(nn.Module):
    """Films and texts into one space of unit vectors."""

    def __init__(self, tower: nn.Module, width: int, text_encoder: nn.Module, text_width: int) -> None:
        super().__init__()
        self.vision_tower = tower
        self.text_encoder = text_encoder
        self.image = nn.Linear(2 * width, DIMENSIONS)
        self.text = nn.Linear(text_width, DIMENSIONS)
        self.scale = nn.Parameter(torch.full((1,), FIRST_SCALE))

    def forward(self, pixel_values: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
        """This process's part of the sum over all pairs of all processes, both ways, and (batch,) zeros.

        Films with the same text count as the same.
        """
        images = functional.normalize(self.image(pooled(self.vision_tower(pixel_values))).float(), dim=1)
        texts = functional.normalize(self.text(self.text_encoder(ids)).float(), dim=1)
        images, texts, every = gathered(images), gathered(texts), gathered(ids)
        logits = images @ texts.T * self.scale.float().exp().clamp(max=100.0)
        same = (every[:, None] == every[None]).all(dim=2).float()
        wanted = same / same.sum(dim=1, keepdim=True)
        one_way = functional.cross_entropy(logits, wanted, reduction="sum")
        both = 0.5 * (one_way + functional.cross_entropy(logits.T, wanted, reduction="sum"))
        return both / (len(every) / len(ids)), torch.zeros(len(ids), device=ids.device)


def gathered(own: Tensor) -> Tensor:
    """The rows of all processes in their order.

    Gradients reach only the own rows, ``count`` times as large: the mean over the processes, which each computes for
    its own rows, is then the gradient of the whole.
    """
    if not distributed.is_initialized() or distributed.get_world_size() == 1:
        return own
    count = distributed.get_world_size()
    rows = [torch.empty_like(own) for _ in range(count)]
    distributed.all_gather(rows, own.detach().contiguous())
    if own.requires_grad:
        rows[distributed.get_rank()] = own.detach() + count * (own - own.detach())
    return torch.cat(rows)
