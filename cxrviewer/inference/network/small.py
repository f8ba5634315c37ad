"""A network's linear layers exchanged for small ones: our own on a CPU, bitsandbytes' on a CUDA device.

Knows names of parameters, no file.
"""

import importlib
from typing import Any, Final

import torch
from torch import Tensor, nn

from cxrviewer.errors import GenerationFailed
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.network.quantized_linear import Int4Linear, Int8Linear
from cxrviewer.inference.quantization import Int4Weight, Int8Weight, Scheme

HEAD: Final = "language_model.lm_head.weight"
HEAD_SCHEME: Final = Scheme(8)
"""Of the head beside small layers on a CPU, whole in the file: a token waits half as long for it."""


def place_small(network: CxrLlava, name: str, weight: Int8Weight | Int4Weight, dtype: torch.dtype) -> None:
    """Put a small layer where the one stands whose ``weight`` is called ``name``; ``dtype`` is its input's."""
    layer = Int8Linear(weight) if isinstance(weight, Int8Weight) else Int4Linear(weight, dtype)
    _exchange(network, name, layer)


def shrink(
    network: CxrLlava, name: str, weight: Tensor, scheme: Scheme, dtype: torch.dtype, device: torch.device
) -> None:
    """Make a layer small from its weights as stored."""
    if device.type == "cuda":
        _exchange(network, name, _bitsandbytes_layer(weight, scheme, dtype, device))
    else:
        place_small(network, name, scheme.quantize(weight), dtype)


def _exchange(network: CxrLlava, name: str, layer: nn.Module) -> None:
    owner, _, attribute = name.removesuffix(".weight").rpartition(".")
    setattr(network.get_submodule(owner), attribute, layer)


def _bitsandbytes_layer(weight: Tensor, scheme: Scheme, dtype: torch.dtype, device: torch.device) -> nn.Module:
    """LLM.int8 or NF4; bitsandbytes does its rounding when the weights arrive on the device. Not measured here."""
    try:
        bitsandbytes: Any = importlib.import_module("bitsandbytes")
    except ImportError as error:
        raise GenerationFailed(
            f"{scheme.name} on a GPU needs bitsandbytes; install it with: pip install cxrviewer[cuda-quantized]"
        ) from error
    rows, columns = weight.shape
    library = bitsandbytes.nn
    layer: nn.Module
    if scheme.bits == 8:
        with torch.device("meta"):
            layer = library.Linear8bitLt(columns, rows, bias=False, has_fp16_weights=False)
        made = library.Int8Params(weight.to(torch.float16), requires_grad=False, has_fp16_weights=False)
    else:
        with torch.device("meta"):
            layer = library.Linear4bit(columns, rows, bias=False, compute_dtype=dtype, quant_type="nf4")
        made = library.Params4bit(weight.to(dtype), requires_grad=False, quant_type="nf4", module=layer)
    layer.weight = made.to(device)
    return layer
