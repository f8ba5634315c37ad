"""CXR-LLaVA-v2 whole: vision transformer, one linear projector, a stock Llama. Knows nothing of files or text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn
from transformers import LlamaConfig, LlamaForCausalLM

from cxrviewer.inference.network import attention as attending
from cxrviewer.inference.network.vision import VisionConfig, VisionTransformer


@dataclass(frozen=True, slots=True)
class CxrLlavaConfig:
    """Every size and constant of the network, read from the checkpoint's ``config.json``."""

    vision: VisionConfig
    llama: Mapping[str, Any]
    """The ``llama`` object as it stands, for ``LlamaConfig``."""
    image_mean: float
    image_std: float

    @classmethod
    def from_json(cls, config: Mapping[str, Any]) -> Self:
        """From the parsed ``config.json``. Raises KeyError, TypeError or ValueError where it does not fit."""
        preprocess = config["image_preprocess_cfg"]
        return cls(
            vision=VisionConfig.from_json(config["clip_vision_cfg"]),
            llama=dict(config["llama"]),
            image_mean=_scalar(preprocess["mean"]),
            image_std=_scalar(preprocess["std"]),
        )


def _scalar(value: float | list[float]) -> float:
    """The published file writes a number, others a list of one."""
    return float(value[0] if isinstance(value, list) else value)


class CxrLlava(nn.Module):
    """Image tokens stand where the prompt has its image; the rest is a language model.

    Published names map one to one: ``vision_tower.*`` and ``mm_projector.*`` as they are, ``llama.*`` is
    ``language_model.model.*``, ``lm_head.*`` is ``language_model.lm_head.*``.
    """

    def __init__(self, config: CxrLlavaConfig, *, attention: str = attending.NAME) -> None:
        super().__init__()
        self.config = config
        llama_config = LlamaConfig(**config.llama)
        llama_config._attn_implementation = attention
        self.vision_tower = VisionTransformer(config.vision)
        self.mm_projector = nn.Linear(config.vision.width, llama_config.hidden_size)
        self.language_model = LlamaForCausalLM(llama_config)

    def encode_image(self, pixel_values: Tensor) -> Tensor:
        """(batch, 1, size, size) -> (batch, tokens, hidden), ready to stand among word embeddings."""
        tokens = self.vision_tower(pixel_values.to(self.mm_projector.weight.dtype))
        projected: Tensor = self.mm_projector(tokens)
        return projected

    def embed(self, input_ids: Tensor) -> Tensor:
        """(batch, length) -> (batch, length, hidden)."""
        embedded: Tensor = self.language_model.get_input_embeddings()(input_ids)
        return embedded

    def splice(self, before: Tensor, image_tokens: Tensor, after: Tensor) -> Tensor:
        """Word ids, image tokens, word ids -> (batch, length, hidden) embeddings in that order."""
        return torch.cat([self.embed(before), image_tokens, self.embed(after)], dim=1)
