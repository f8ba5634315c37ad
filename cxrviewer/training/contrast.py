"""The second step: each film beside its labels joined by commas, far from those of others.

The text encoder is thrown away afterwards. Knows ids and films, not reports.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from cxrviewer.inference.pieces import Pieces
from cxrviewer.phantom.truth import Truth, Zone
from cxrviewer.training.batches import Batch

DIMENSIONS = 128
LONGEST = 48


def joined_labels(truth: Truth) -> str:
    """Such as "right lower consolidation, cardiomegaly"; "normal" where nothing is wrong."""
    if not truth.readable:
        return "unreadable"
    words = []
    for lesion in truth.lesions:
        side = lesion.side.value if lesion.side else ""
        zone = "" if lesion.zone is Zone.NOWHERE else lesion.zone.value
        words.append(" ".join(filter(None, (side, zone, lesion.finding.phrase))))
    return ", ".join(words) or "normal"


class ContrastHeads(nn.Module):
    """Films and label texts into one space of unit vectors."""

    def __init__(self, width: int, vocabulary: int) -> None:
        super().__init__()
        self.image = nn.Linear(2 * width, DIMENSIONS)
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Parameter(torch.randn(LONGEST, width) * 0.1)
        self.block = nn.TransformerEncoderLayer(width, 3, 2 * width, dropout=0.0, batch_first=True, norm_first=True)
        self.text = nn.Linear(width, DIMENSIONS)
        self.scale = nn.Parameter(torch.tensor(2.5))

    def images(self, tokens: Tensor) -> Tensor:
        """(batch, tokens, width) -> (batch, DIMENSIONS)."""
        pooled = torch.cat([tokens.mean(dim=1), tokens.amax(dim=1)], dim=1)
        return functional.normalize(self.image(pooled).float(), dim=1)

    def texts(self, ids: Tensor) -> Tensor:
        """(batch, length) ids padded with 0 -> (batch, DIMENSIONS)."""
        real = (ids != 0).unsqueeze(2)
        mixed = self.block(self.words(ids) + self.places[: ids.shape[1]], src_key_padding_mask=~real[:, :, 0])
        mean = (mixed * real).sum(dim=1) / real.sum(dim=1)
        return functional.normalize(self.text(mean).float(), dim=1)


def contrast_loss(tokens: Tensor, heads: ContrastHeads, pieces: Pieces, batch: Batch) -> Tensor:
    """Both ways; films with the same labels count as the same. ``tokens`` are the encoder's of the batch."""
    labels = [joined_labels(truth) for truth in batch.truths]
    encoded = [pieces.encode(text)[:LONGEST] for text in labels]
    ids = torch.zeros(len(labels), max(map(len, encoded)), dtype=torch.long)
    for row, one in enumerate(encoded):
        ids[row, : len(one)] = torch.tensor(one)
    logits = heads.images(tokens) @ heads.texts(ids).T * heads.scale.exp().clamp(max=100.0)
    same = torch.tensor([[float(one == other) for other in labels] for one in labels])
    wanted = same / same.sum(dim=1, keepdim=True)
    return 0.5 * (functional.cross_entropy(logits, wanted) + functional.cross_entropy(logits.T, wanted))
