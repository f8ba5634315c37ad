"""A new, small network of the published architecture, with weights to start from. Knows nothing of files."""

import torch
from torch import Tensor, nn

from cxrviewer.inference.network.cxr_llava import CxrLlava, CxrLlavaConfig
from cxrviewer.inference.network.vision import VisionTransformer
from cxrviewer.training.plan import IMAGE_MEAN, IMAGE_STD, LLAMA, VISION

POSITION_AMPLITUDE = 0.5
"""Positions that stand out from the start: with small random ones the encoder stays blind for thousands of films."""


def demo_config() -> dict[str, object]:
    """The published layout's ``config.json`` of the demo checkpoint."""
    return {
        "architectures": ["CXRLLAVAModel"],
        "clip_embed_dim": 128,
        "clip_quick_gelu": False,
        "clip_vision_cfg": VISION,
        "clip_vision_tower_dtype": "bf16",
        "cxrviewer_demo": True,
        "image_aspect_ratio": "square",
        "image_preprocess_cfg": {"mean": IMAGE_MEAN, "std": IMAGE_STD},
        "llama": LLAMA,
        "llama_model_dtype": "bf16",
        "mm_projector_dim": VISION["width"],
        "mm_projector_dtype": "bf16",
        "model_type": "CXR-LLAVA",
        "torch_dtype": "bfloat16",
    }


def new_network() -> CxrLlava:
    """Random weights from torch's current seed."""
    network = CxrLlava(CxrLlavaConfig.from_json(demo_config()), attention="eager")
    _start(network.vision_tower)
    nn.init.normal_(network.mm_projector.weight, std=0.03)
    nn.init.zeros_(network.mm_projector.bias)
    return network


@torch.no_grad()
def _start(tower: VisionTransformer) -> None:
    side = tower.config.image_size // tower.config.patch_size
    tower.positional_embedding[1:] = POSITION_AMPLITUDE * sincos(side, tower.config.width)
    depth = (2 * tower.config.layers) ** -0.5
    for module in tower.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.02 if module.out_features == module.in_features else 0.03)
            nn.init.zeros_(module.bias)
    for name, parameter in tower.named_parameters():
        if name.endswith(("out_proj.weight", "c_proj.weight")):
            parameter.mul_(depth)


def sincos(side: int, width: int) -> Tensor:
    """(side * side, width): a quarter each of sine and cosine of the column and of the row."""
    quarter = width // 4
    frequency = 1.0 / 10000.0 ** (torch.arange(quarter) / quarter)
    place = torch.arange(side).float()[:, None] * frequency
    one = torch.cat([place.sin(), place.cos()], dim=1)  # (side, width / 2)
    rows, columns = one[:, None].expand(side, side, -1), one[None].expand(side, side, -1)
    return torch.cat([columns, rows], dim=2).reshape(side * side, width)
