"""Attention of the language model: torch's fused kernel, except for a single new token on a CPU.

There, in half precision, the fused kernel takes five times as long as the two plain products (1,100 positions, 32
heads: 6.7 ms against 1.3 ms a layer, one core of an AMD EPYC), which is more than all 4-bit layers take.
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

NAME: Final = "cxrviewer"
"""What the configuration of the language model calls it."""


def attend(
    module: nn.Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, **options: object
) -> tuple[Tensor, Tensor | None]:
    """(batch, heads, new, width) queries, (batch, key heads, all, width) keys and values -> (batch, new, heads, width).

    As transformers calls it; ``attention_mask`` is (batch, 1, new, all) of bool, true where a key is seen.
    """
    single = query.shape[2] == 1 and query.device.type == "cpu" and query.dtype in (torch.bfloat16, torch.float16)
    if not single or module.training:
        mixed: tuple[Tensor, Tensor | None] = sdpa_attention_forward(
            module, query, key, value, attention_mask, **options
        )
        return mixed
    batch, heads, _, width = query.shape
    groups = query.view(batch, key.shape[1], heads // key.shape[1], width)  # queries that share a key head, as rows
    given = options.get("scaling")
    scale = given if isinstance(given, float) else width**-0.5
    known = key.shape[2]
    scores = torch.matmul(groups, _whole(key).transpose(2, 3))[..., :known].float() * scale
    if attention_mask is not None:  # (batch, key heads, queries, all)
        scores = scores.masked_fill(~attention_mask[..., :known], float("-inf"))
    shares, values = scores.softmax(-1).to(value.dtype), _whole(value)
    out = torch.matmul(functional.pad(shares, (0, values.shape[2] - known)), values)
    return out.view(batch, 1, heads, width), None


def _whole(kept: Tensor) -> Tensor:
    """(batch, heads, all, width), the first positions of a buffer that has room for more -> the buffer, no copy.

    The product copies whatever is not packed, which for a long prompt takes longer than the product. What lies beyond
    the positions known is zeros (``prefix_cache``) and is given no weight.
    """
    batch, heads, known, width = kept.shape
    room = kept.stride(1) // width
    packed = (heads * room * width, room * width, width, 1)
    held = kept.untyped_storage().nbytes() // kept.element_size() - kept.storage_offset()
    if room == known or batch != 1 or kept.stride()[1:] != packed[1:] or held < packed[0]:
        return kept
    return kept.as_strided((1, heads, room, width), packed)


AttentionInterface.register(NAME, attend)
AttentionMaskInterface.register(NAME, sdpa_mask)
