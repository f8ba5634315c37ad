"""Which image encoder ``config.json`` asks for, and its sizes; needs no torch.

``layers`` decides, as in open_clip: a number is a vision transformer (CXR-LLaVA-v2), a list of four a ResNet (the
first version, arXiv 2310.18341v1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

RESNET_STRIDE: Final = 32
"""Pixels to a side of one place in the last feature map of a ResNet."""


@dataclass(frozen=True, slots=True)
class VisionConfig:
    """Sizes of the vision transformer, as ``clip_vision_cfg`` of ``config.json`` names them."""

    channels: ClassVar[int] = 1

    image_size: int
    patch_size: int
    width: int
    layers: int
    head_width: int = 64
    mlp_ratio: float = 4.0
    no_ln_pre: bool = False
    final_ln_after_pool: bool = False
    ls_init_value: float | None = None
    layer_norm_eps: float = 1e-5
    gelu: str = "none"
    """``approximate`` of ``nn.GELU``: "none" is the exact one."""

    @classmethod
    def from_json(cls, vision: Mapping[str, Any]) -> Self:
        """From the ``clip_vision_cfg`` object; absent keys take open_clip's defaults.

        Raises ValueError for a tower whose tokens are not simply its patches.
        """
        pool = vision.get("pool_type") or "tok"
        if vision.get("attentional_pool") or pool not in ("tok", "avg"):
            raise ValueError("only vision towers with pool_type tok or avg are known")
        return cls(
            image_size=int(vision["image_size"]),
            patch_size=int(vision["patch_size"]),
            width=int(vision["width"]),
            layers=int(vision["layers"]),
            head_width=int(vision.get("head_width") or 64),
            mlp_ratio=float(vision.get("mlp_ratio") or 4.0),
            no_ln_pre=bool(vision.get("no_ln_pre")),
            final_ln_after_pool=bool(vision.get("final_ln_after_pool")),
            ls_init_value=vision.get("ls_init_value"),
            layer_norm_eps=float((vision.get("norm_kwargs") or {}).get("eps", 1e-5)),
            gelu=str((vision.get("act_kwargs") or {}).get("approximate", "none")),
        )

    @property
    def tokens(self) -> int:
        """How many tokens an image becomes: its patches."""
        return (self.image_size // self.patch_size) ** 2

    @property
    def output_width(self) -> int:
        """Numbers in a token."""
        return self.width

    @property
    def words(self) -> str:
        """What it is, for a person."""
        blocks = "1 block" if self.layers == 1 else f"{self.layers} blocks"
        return f"vision transformer of {blocks}, {self.tokens:,} image tokens"


@dataclass(frozen=True, slots=True)
class ResNetConfig:
    """Sizes of the ResNet with attention pooling, as open_clip's configuration of RN50 names them."""

    channels: ClassVar[int] = 3
    tokens: ClassVar[int] = 1
    """An image becomes one vector."""

    image_size: int
    layers: tuple[int, int, int, int]
    """Blocks of each of the four stages; (3, 4, 6, 3) is ResNet-50."""
    output_width: int
    """Numbers in the image's vector: ``clip_embed_dim``."""
    width: int = 64
    head_width: int = 64

    @classmethod
    def from_json(cls, vision: Mapping[str, Any], output_width: int) -> Self:
        """From the ``clip_vision_cfg`` object; absent keys take open_clip's defaults.

        Raises ValueError where four stages, whole heads or a whole feature map do not come of it.
        """
        first, second, third, fourth = (int(count) for count in vision["layers"])
        made = cls(
            image_size=int(vision["image_size"]),
            layers=(first, second, third, fourth),
            output_width=output_width,
            width=int(vision.get("width") or 64),
            head_width=int(vision.get("head_width") or 64),
        )
        if min(made.layers) < 1 or made.image_size < RESNET_STRIDE or made.image_size % RESNET_STRIDE:
            raise ValueError(f"a ResNet has blocks in four stages and an image_size that {RESNET_STRIDE} divides")
        if made.heads < 1 or made.feature_width % made.heads or made.width % 2:
            raise ValueError("the width of the ResNet does not divide into heads")
        return made

    @property
    def feature_width(self) -> int:
        """Channels of the last feature map."""
        return self.width * 32

    @property
    def heads(self) -> int:
        """Of the attention pooling."""
        return self.feature_width // self.head_width

    @property
    def words(self) -> str:
        """What it is, for a person; the number counts three convolutions a block, the stem and the pooling."""
        return f"ResNet-{3 * sum(self.layers) + 2} with attention pooling, one image token"


ImageEncoderConfig = VisionConfig | ResNetConfig


def image_encoder_of(config: Mapping[str, Any]) -> ImageEncoderConfig:
    """The encoder that a parsed ``config.json`` describes. Raises KeyError, TypeError, ValueError or AttributeError."""
    vision = config["clip_vision_cfg"]
    if isinstance(vision["layers"], list):
        return ResNetConfig.from_json(vision, int(config["clip_embed_dim"]))
    return VisionConfig.from_json(vision)
