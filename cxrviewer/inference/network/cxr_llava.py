"""CXR-LLaVA whole: an image encoder, one linear projector, a stock Llama. Knows nothing of files or text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import torch
from torch import Tensor, nn
from transformers import LlamaConfig, LlamaForCausalLM

from cxrviewer.inference.network import attention as attending
from cxrviewer.inference.network.image_encoder import ImageEncoderConfig, ResNetConfig, image_encoder_of
from cxrviewer.inference.network.resnet import ModifiedResNet
from cxrviewer.inference.network.vision import VisionTransformer


@dataclass(frozen=True, slots=True)
class CxrLlavaConfig:
    """Every size and constant of the network, read from the checkpoint's ``config.json``."""

    vision: ImageEncoderConfig
    llama: Mapping[str, Any]
    """The ``llama`` object as it stands, for ``LlamaConfig``."""
    image_mean: tuple[float, ...]
    """Of grey values from 0 to 1, one a channel."""
    image_std: tuple[float, ...]

    @classmethod
    def from_json(cls, config: Mapping[str, Any]) -> Self:
        """From the parsed ``config.json``. Raises KeyError, TypeError or ValueError where it does not fit."""
        preprocess, vision = config["image_preprocess_cfg"], image_encoder_of(config)
        return cls(
            vision=vision,
            llama=dict(config["llama"]),
            image_mean=_of_channels(preprocess["mean"], vision.channels),
            image_std=_of_channels(preprocess["std"], vision.channels),
        )

    def normalised(self, grey: Tensor) -> Tensor:
        """(batch, 1, size, size) grey values from 0 to 1 -> (batch, channels, size, size) for the encoder."""
        mean, std = (grey.new_tensor(each).view(-1, 1, 1) for each in (self.image_mean, self.image_std))
        return (grey - mean) / std


def _of_channels(value: float | list[float], channels: int) -> tuple[float, ...]:
    """The published file writes a number, others a list of one or of one a channel. Raises ValueError for another."""
    listed = [float(each) for each in (value if isinstance(value, list) else [value])]
    if len(listed) not in (1, channels):
        raise ValueError(f"an image of {channels} channels has no {len(listed)} means and deviations")
    return tuple(listed * (channels // len(listed)))


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
        # A VisionTransformer or a ModifiedResNet.
        self.vision_tower: Any = _tower(config.vision)
        self.mm_projector = nn.Linear(config.vision.output_width, llama_config.hidden_size)
        self.language_model = LlamaForCausalLM(llama_config)

    def encode_image(self, pixel_values: Tensor) -> Tensor:
        """(batch, channels, size, size) -> (batch, tokens, hidden), ready to stand among word embeddings."""
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


def _tower(config: ImageEncoderConfig) -> VisionTransformer | ModifiedResNet:
    return ModifiedResNet(config) if isinstance(config, ResNetConfig) else VisionTransformer(config)
