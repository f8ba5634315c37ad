"""The last steps: the language alone, the projector alone, then reports and questions on the film.

One loss for all three, on the answers' tokens only. Knows ids and films; nothing of files.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.pieces import Pieces
from cxrviewer.phantom.dialogue import dialogue
from cxrviewer.phantom.refusal import refusal
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.training.batches import Batch
from cxrviewer.training.sequences import IGNORED, Packed, pack, training_ids


def conversations(pieces: Pieces, batch: Batch) -> Packed:
    """A fresh conversation about each film."""
    return pack([training_ids(pieces, _conversation(truth, batch.rng)) for truth in batch.truths])


def _conversation(truth: Truth, rng: np.random.Generator) -> Conversation:
    return dialogue(truth, rng) if truth.readable else refusal(rng)


def instruction_loss(network: CxrLlava, pieces: Pieces, batch: Batch, tokens: Tensor) -> Tensor:
    """Mean cross-entropy of the answers' tokens; ``tokens`` of the encoder stand projected before the words."""
    packed = conversations(pieces, batch)
    image = network.mm_projector(tokens)
    return answer_loss(network, network.splice(packed.before, image, packed.after), packed.targets)


def language_loss(network: CxrLlava, pieces: Pieces, batch: Batch) -> Tensor:
    """The same without the film: what Llama brings along and a new language model has to learn first."""
    packed = conversations(pieces, batch)
    embeddings = network.embed(torch.cat([packed.before, packed.after], dim=1))
    return answer_loss(network, embeddings, packed.targets)


def answer_loss(network: CxrLlava, embeddings: Tensor, targets: Tensor) -> Tensor:
    """``embeddings`` (batch, length, hidden), of which the last positions are those of ``targets``."""
    hidden = network.language_model.model(inputs_embeds=embeddings, use_cache=False).last_hidden_state
    # The position before a token says it; padding on the right is never looked at by what stands before it.
    saying = hidden[:, -targets.shape[1] - 1 : -1]
    wanted = targets != IGNORED
    logits = network.language_model.lm_head(saying[wanted])
    return functional.cross_entropy(logits.float(), targets[wanted])
