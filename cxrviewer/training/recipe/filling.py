"""A module's weights, tensor by tensor, onto one device or spread over all processes.

However large the network is, a process holds its own part and one tensor. Knows names and files, no loss.

FSDP is torch's ``fully_shard`` called here, not through accelerate's plugin: accelerate turns that on for GPUs only,
and what runs on a cluster is what the test with two CPU processes runs.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import MixedPrecisionPolicy, fully_shard
from torch.distributed.tensor import DTensor, distribute_tensor
from transformers.models.llama.modeling_llama import LlamaDecoderLayer

from cxrviewer.errors import TrainingError
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.loading import place_rotary_tables, published_name, read_tensor
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.network.vision import ResidualBlock

_LAYERS = (LlamaDecoderLayer, ResidualBlock)
"""What is gathered and let go as one."""


def stored_name(parameter: str) -> str:
    """The name in a checkpoint of a parameter of a stage's module, under an adapter or not."""
    return published_name(parameter.removeprefix("network.").replace(".base_layer.", "."))


def new_values(module: nn.Module) -> dict[str, Tensor]:
    """What the module holds beside the checkpoint's parts, which are still on the meta device: heads, adapters."""
    held = (*module.named_parameters(), *module.named_buffers())
    return {name: one.detach().clone() for name, one in held if not one.is_meta}


def place(module: nn.Module, device: torch.device, *, shard: bool, frozen: torch.dtype) -> None:
    """Give the module's parameters memory on the device. What moves is float32, what does not is ``frozen``.

    With ``shard`` every process has its part of each of them, and all are float32.
    """
    module.to("meta")
    if shard:
        mesh = init_device_mesh(device.type, (torch.distributed.get_world_size(),))
        policy = MixedPrecisionPolicy(
            param_dtype=None if frozen == torch.float32 else frozen,
            reduce_dtype=torch.float32,
            cast_forward_inputs=False,
        )
        for layer in [one for one in module.modules() if isinstance(one, _LAYERS)]:
            fully_shard(layer, mesh=mesh, mp_policy=policy)
        fully_shard(module, mesh=mesh, mp_policy=policy)
    else:
        for parameter in module.parameters():
            if not parameter.requires_grad:
                parameter.data = parameter.data.to(frozen)
    module.to_empty(device=device)


@torch.no_grad()
def fill(module: nn.Module, values: Mapping[str, Tensor], checkpoint: Checkpoint, device: torch.device) -> None:
    """Every parameter and buffer from ``values`` or the checkpoint. Raises WeightsCorrupt, or TrainingError."""
    for name, parameter in module.named_parameters():
        stored = stored_name(name)
        if name not in values and stored not in checkpoint.tensors:
            raise TrainingError(f"{checkpoint.name} lacks {stored}; start from a whole checkpoint")
        _write(parameter, values[name] if name in values else read_tensor(checkpoint.tensors[stored]))
    for name, buffer in module.named_buffers():
        stored = stored_name(name)
        if name in values:
            buffer.copy_(values[name])
        elif stored in checkpoint.tensors:
            buffer.copy_(read_tensor(checkpoint.tensors[stored]))
    for part in module.modules():
        if isinstance(part, CxrLlava):
            place_rotary_tables(part, device)


def _write(parameter: Tensor, value: Tensor) -> None:
    if isinstance(parameter, DTensor):
        whole = value.to(parameter.device, parameter.dtype)
        # Every process has the whole tensor and keeps its part: nothing is sent.
        part = distribute_tensor(whole, parameter.device_mesh, parameter.placements, src_data_rank=None)
        parameter.to_local().copy_(part.to_local())
    else:
        parameter.copy_(value)
