"""The first step: normal or abnormal, and which finding where, read from the encoder's patch tokens.

The heads are thrown away afterwards. Knows nothing of language.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from cxrviewer.inference.network.vision import VisionTransformer
from cxrviewer.phantom.truth import ZONES, Size, Truth
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.training.batches import GRID, Batch

SIDED = (Finding.ATELECTASIS, Finding.CONSOLIDATION, Finding.PLEURAL_EFFUSION, Finding.PNEUMOTHORAX)
ZONED = (Finding.ATELECTASIS, Finding.CONSOLIDATION, Finding.EDEMA, Finding.PNEUMOTHORAX)


def truth_bits(truth: Truth) -> list[float]:
    """Abnormal, then presence, side, zone and size of every finding, each 0 or 1."""
    bits = [float(bool(truth.lesions))]
    bits += [float(truth.has(finding)) for finding in Finding]
    for finding in SIDED:
        lesion = truth.lesion(finding)
        bits += [float(lesion is not None and lesion.on(side)) for side in (Side.RIGHT, Side.LEFT)]
    for finding in ZONED:
        lesion = truth.lesion(finding)
        bits += [float(lesion is not None and lesion.zone is zone) for zone in dict.fromkeys(ZONES[finding])]
    for finding in Finding:
        lesion = truth.lesion(finding)
        bits += [float(lesion is not None and lesion.size in sizes) for sizes in ((Size.SMALL,), (Size.LARGE,))]
    return bits


class ClassificationHeads(nn.Module):
    """Patch tokens -> a mask a finding, and the bits of the truth."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.patches = nn.Linear(width, len(Finding))
        self.whole = nn.Linear(2 * width, len(truth_bits(Truth(()))))

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, tokens, width) -> logits (batch, findings, GRID, GRID) and (batch, bits)."""
        masks = self.patches(tokens).transpose(1, 2).unflatten(2, (GRID, GRID))
        pooled = torch.cat([tokens.mean(dim=1), tokens.amax(dim=1)], dim=1)
        return masks, self.whole(pooled)


def classification_loss(tokens: Tensor, heads: ClassificationHeads, batch: Batch) -> Tensor:
    """Dense masks and bits together; ``tokens`` (batch, tokens, width) are the encoder's of the batch."""
    masks, bits = heads(tokens)
    wanted = torch.tensor([truth_bits(truth) for truth in batch.truths])
    weight = 1.0 + 2.0 * batch.masks
    dense = functional.binary_cross_entropy_with_logits(masks.float(), batch.masks, weight=weight)
    whole = functional.binary_cross_entropy_with_logits(bits.float(), wanted)
    return 2.0 * dense + 2.0 * whole


def head_f1(tower: VisionTransformer, heads: ClassificationHeads, batches: list[Batch]) -> dict[str, float]:
    """F1 of each finding's presence bit at logit 0, and their mean as ``macro``."""
    said, wanted = [], []
    for batch in batches:
        _, bits = heads(tower(batch.pixel_values))
        said.append((bits[:, 1 : 1 + len(Finding)].float() > 0).numpy())
        wanted.append(np.array([[truth.has(f) for f in Finding] for truth in batch.truths]))
    said_all, wanted_all = np.concatenate(said), np.concatenate(wanted)
    both = (said_all & wanted_all).sum(0)
    f1 = 2.0 * both / np.maximum(said_all.sum(0) + wanted_all.sum(0), 1)
    return {"macro": float(f1.mean()), **{f.value: float(v) for f, v in zip(Finding, f1, strict=True)}}
