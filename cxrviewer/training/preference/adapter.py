"""A low-rank adapter on the language model, and the language model seeing a film: what peft and trl are given.

trl knows models that take ids. A hook puts the film's tokens where the ids say ``IMAGE``, before the first layer, so
that the language model of ``CxrLlava`` itself is what is tuned; encoder and projector stay as they are.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel
from torch import Tensor
from transformers import LlamaForCausalLM, LlamaModel

from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.tokenizer import IMAGE

MODULES = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
"""Every linear layer of a Llama's blocks."""


def lora(rank: int) -> LoraConfig:
    """The adapter's shape; no dropout, so that a resumed training repeats an uninterrupted one."""
    return LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules=MODULES, task_type="CAUSAL_LM")


def seeing(network: CxrLlava) -> LlamaForCausalLM:
    """The language model of the network, which from now on also takes ``image_tokens`` (batch, tokens, hidden).

    With those, ``input_ids`` (batch, length) hold ``IMAGE`` once for every image token.
    """
    language_model: Any = network.language_model
    # On a CPU the fused attention's backward pass takes three times as long (see network/vision.py).
    language_model.set_attn_implementation("eager")
    language_model.model.register_forward_pre_hook(_put_film, with_kwargs=True)
    return language_model


def _put_film(
    module: LlamaModel, arguments: tuple[object, ...], named: dict[str, Any]
) -> tuple[tuple[object, ...], dict[str, Any]]:
    image_tokens = named.pop("image_tokens", None)
    if image_tokens is not None:
        named["inputs_embeds"] = embed(module.embed_tokens, named.pop("input_ids"), image_tokens)
    return arguments, named


def embed(embed_tokens: torch.nn.Module, input_ids: Tensor, image_tokens: Tensor) -> Tensor:
    """(batch, length) ids -> (batch, length, hidden), the image tokens in their order where an id is ``IMAGE``."""
    is_image = input_ids == IMAGE
    words: Tensor = embed_tokens(input_ids.masked_fill(is_image, 0))
    return words.masked_scatter(is_image[..., None], image_tokens.to(words.dtype))


def merge(network: CxrLlava, adapter: Path) -> None:
    """Add the adapter in that folder to the weights of a network just loaded."""
    with old_names():
        PeftModel.from_pretrained(network.language_model, adapter).merge_and_unload()


@contextmanager
def old_names() -> Iterator[None]:
    """Around what peft and trl do to a model.

    WORKAROUND: peft 0.21 and trl 1.16 ask it by a name that transformers 5.23 has just replaced, and warn of it.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="`is_gradient_checkpointing` is deprecated", category=FutureWarning)
        yield
