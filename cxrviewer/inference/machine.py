"""The facts of this machine that decide where a model runs; decides nothing itself."""

import importlib.util

import torch

from cxrviewer.inference.memory import free_bytes
from cxrviewer.inference.placement import Gpu, Machine


def look_at_machine() -> Machine:
    """What is free now."""
    return Machine(
        free_bytes=free_bytes(),
        gpu=_gpu(),
        has_mps=torch.backends.mps.is_available(),
        has_bitsandbytes=importlib.util.find_spec("bitsandbytes") is not None,
    )


def _gpu() -> Gpu | None:
    """The first CUDA device; None also where its driver does not answer."""
    if not torch.cuda.is_available():
        return None
    try:
        free, _ = torch.cuda.mem_get_info(0)
        return Gpu(
            name=torch.cuda.get_device_name(0),
            free_bytes=int(free),
            has_bfloat16=torch.cuda.is_bf16_supported(including_emulation=False),
        )
    except RuntimeError:
        return None
