"""Low-rank adapters (LoRA) in the language model's layers, by peft, and what they amount to once merged."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from cxrviewer.errors import TrainingError
from cxrviewer.inference.network.cxr_llava import CxrLlava

LAYERS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
"""All linear layers of a Llama layer, as QLoRA found best (arXiv 2305.14314)."""
_DOWN, _UP = "lora_A.default.weight", "lora_B.default.weight"


def add_adapters(network: CxrLlava, rank: int, alpha: float) -> None:
    """Put adapters into the language model; they alone of it move. Their first values come from torch's seed.

    Raises TrainingError where peft is not installed.
    """
    try:
        from peft import LoraConfig, inject_adapter_in_model
    except ImportError as error:
        raise TrainingError("--lora-rank needs peft; pip install 'cxrviewer[training]'") from error
    network.language_model.requires_grad_(False)  # noqa: FBT003 - torch's own signature
    inject_adapter_in_model(LoraConfig(r=rank, lora_alpha=alpha, target_modules=list(LAYERS)), network.language_model)
    for name, module in network.named_modules():
        # Made on the base layer's device, which has no memory yet.
        if name.endswith(("lora_A.default", "lora_B.default")) and isinstance(module, nn.Linear):
            module.to_empty(device="cpu")
            if "lora_A" in name:
                nn.init.kaiming_uniform_(module.weight, a=5**0.5)
            else:
                nn.init.zeros_(module.weight)


def merged(base: Tensor, parameter: str, weights: Mapping[str, Tensor], alpha: float) -> Tensor:
    """A stored layer with its adapter's product added, in float32; as it is where it has no adapter.

    ``parameter`` is the base weight's name in the module, such as ``...q_proj.base_layer.weight``.
    """
    stem = parameter.removesuffix("base_layer.weight")
    if stem + _DOWN not in weights:
        return base
    down, up = weights[stem + _DOWN].float(), weights[stem + _UP].float()
    return torch.addmm(base.float(), up, down, alpha=alpha / len(down))
