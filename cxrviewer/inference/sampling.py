"""Which token comes next: temperature, then top-k, then top-p, as the original has it; knows nothing of the network."""

import torch
from torch import Tensor

from cxrviewer.reporting.draft import Sampling


def kept_probabilities(logits: Tensor, sampling: Sampling) -> tuple[Tensor, Tensor]:
    """The ids that sampling may choose and their probabilities, each (n,), by ascending probability.

    ``logits`` is (vocabulary,) in the model's type. Top-k keeps everything that ties with the k-th; top-p drops the
    least likely ids whose probabilities sum to at most 1 - p and always keeps one (both as transformers' warpers do).
    """
    # The original divides in the model's type; in bfloat16 the rounding moves a probability by up to 0.03. What
    # follows is float32 here.
    scaled = (logits / sampling.temperature).float()
    lowest_kept = scaled.topk(min(sampling.top_k, scaled.numel())).values[-1]
    candidates = (scaled >= lowest_kept).nonzero().flatten()
    ordered, order = scaled[candidates].sort(stable=True)  # ties by id, on every machine
    dropped = ordered.softmax(-1).cumsum(-1) <= 1 - sampling.top_p
    dropped[-1] = False
    return candidates[order][~dropped], ordered[~dropped].softmax(-1)


class Sampler:
    """Chooses tokens for one text; the same seed and the same logits give the same text on every machine.

    One uniform number a token, from PyTorch's Mersenne Twister, is looked up in the cumulated probabilities.
    ``torch.multinomial`` draws through a library that differs between processors.
    """

    def __init__(self, sampling: Sampling) -> None:
        self._sampling = sampling
        self._random = torch.Generator(device="cpu").manual_seed(sampling.seed)

    def choose(self, logits: Tensor) -> int:
        """The next id from (vocabulary,) logits on the CPU."""
        if self._sampling.greedy:
            return int(logits.argmax())
        ids, probabilities = kept_probabilities(logits, self._sampling)
        cumulated = probabilities.double().cumsum(-1)
        drawn = torch.rand((), dtype=torch.float64, generator=self._random) * cumulated[-1]
        # Rounding may put the draw on the last sum itself, behind every id.
        return int(ids[min(int(torch.searchsorted(cumulated, drawn, right=True)), len(ids) - 1)])
