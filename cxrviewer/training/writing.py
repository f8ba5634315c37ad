"""Greedy answers for many films at once, for figures; the program's own generation writes one at a time.

Knows ids and films, not truth.
"""

import torch
from torch import Tensor
from transformers import DynamicCache

from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.pieces import Pieces
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.training.sequences import END_ID, prompt_ids

MOST_TOKENS = 256
"""More than the longest report with an impression takes."""


@torch.inference_mode()
def write_answers(network: CxrLlava, pieces: Pieces, image_tokens: Tensor, conversation: Conversation) -> list[str]:
    """One answer for each film of ``image_tokens`` (films, tokens, hidden) to the same open conversation."""
    before, after = prompt_ids(pieces, conversation)
    count = image_tokens.shape[0]
    embeddings = network.splice(
        torch.tensor([before]).expand(count, -1), image_tokens, torch.tensor([after]).expand(count, -1)
    )
    cache = DynamicCache()
    written: list[Tensor] = []
    ended = torch.zeros(count, dtype=torch.bool)
    for _ in range(MOST_TOKENS):
        out = network.language_model.model(inputs_embeds=embeddings, past_key_values=cache, use_cache=True)
        chosen = network.language_model.lm_head(out.last_hidden_state[:, -1]).argmax(dim=1)
        chosen = torch.where(ended, torch.full_like(chosen, END_ID), chosen)
        ended |= chosen == END_ID
        if bool(ended.all()):
            break
        written.append(chosen)
        embeddings = network.embed(chosen[:, None])
    rows = torch.stack(written, dim=1).tolist() if written else [[] for _ in range(count)]
    return [text_of(pieces, row) for row in rows]


def text_of(pieces: Pieces, ids: list[int]) -> str:
    """The text up to the end token."""
    end = ids.index(END_ID) if END_ID in ids else len(ids)
    return b"".join(map(pieces.bytes_of, ids[:end])).decode("utf-8", "replace").strip()
