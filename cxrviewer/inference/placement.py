"""Where a checkpoint runs and in which precision: facts of the machine in, a plan with its reasons out.

A pure decision; looks at no hardware (``machine`` does) and needs no torch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cxrviewer.errors import GenerationFailed, OutOfMemory
from cxrviewer.inference.checkpoint import Checkpoint, weights_in
from cxrviewer.inference.network.image_encoder import image_encoder_of

GB: Final = 1e9
PRECISIONS: Final = ("float32", "bfloat16", "float16", "int8", "int4")
"""In int8 and int4 only the linear layers of the language model are small; all else keeps a floating type."""

_BYTES: Final = {"float32": 4.0, "bfloat16": 2.0, "float16": 2.0, "int8": 1.005, "int4": 0.594}
"""Of one weight; int4 with the scales and offsets of groups of 64, for the packed kernel and for widening."""

_BIG: Final = 1_000_000_000
"""Parameters from which bfloat16 is taken on a CPU: in float32 the published checkpoint needs 28 GB."""

_TEXT_POSITIONS: Final = 1024
"""Of a long conversation, without its film."""

_LIBRARIES: Final = 50_000_000
_GPU_LIBRARIES: Final = 800_000_000
"""What CUDA and its matrix products take before any weight is there."""

_HOST_BYTES: Final = 2_000_000_000
"""What loading onto a GPU needs of the machine's own memory."""


@dataclass(frozen=True, slots=True)
class Gpu:
    """A CUDA device as it is now."""

    name: str
    free_bytes: int
    has_bfloat16: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the decision depends on."""

    free_bytes: int
    gpu: Gpu | None = None
    has_mps: bool = False
    has_bitsandbytes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The sizes of a checkpoint that the decision depends on."""

    name: str
    parameters: int
    linear_parameters: int
    """Of the language model's linear layers, which alone become small."""
    head_parameters: int
    """Of the layer that chooses the next token."""
    layers: int
    cache_values: int
    """Keys and values of one position in all layers."""
    image_tokens: int
    """Positions that a film takes."""
    scheme: str | None = None
    """int8 or int4 where the files are a smaller copy."""

    def bytes_in(self, precision: str, *, linear_only: bool = False) -> int:
        """Memory of the weights, or of the linear layers alone."""
        if linear_only:
            return int(self.linear_parameters * _BYTES[precision])
        rest = "bfloat16" if precision in ("int8", "int4") and self.is_big else precision
        rest = "float32" if rest in ("int8", "int4") else rest
        others = self.parameters - self.linear_parameters
        return int(others * _BYTES[rest] + self.bytes_in(precision, linear_only=True))

    def token_bytes(self, precision: str, positions: int) -> int:
        """What a CPU reads for one token: the linear layers, the head, and keys and values of all positions."""
        item = 4 if precision == "float32" or not self.is_big else 2
        head = 1 if precision in ("int8", "int4") else item
        layers = self.bytes_in(precision, linear_only=True)
        return layers + self.head_parameters * head + positions * self.cache_values * item

    def working_bytes(self, precision: str) -> int:
        """Memory of a conversation about a film beside the weights."""
        item = 4 if precision == "float32" or not self.is_big else 2
        positions = _TEXT_POSITIONS + self.image_tokens
        return positions * self.cache_values * item + self.bytes_in(precision) // 20 + _LIBRARIES

    @property
    def is_big(self) -> bool:
        """Whether float32 is too much for a CPU."""
        return self.parameters >= _BIG


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where and how a checkpoint is loaded."""

    device: str
    """cpu, cuda or mps."""
    precision: str
    compute: str
    """The floating type of everything that is not small."""
    gpu_layers: int | None = None
    """Layers of the language model on the GPU where not all fit; the rest stays in the machine's memory."""
    reasons: tuple[str, ...] = ()
    """Why this, and why nothing before it."""


def weights_of(checkpoint: Checkpoint) -> Weights:
    """The sizes, from the headers of the files and ``config.json``."""
    llama = checkpoint.config.get("llama")
    sizes = llama if isinstance(llama, dict) else {}
    hidden, heads = int(sizes.get("hidden_size") or 0), int(sizes.get("num_attention_heads") or 1)
    layers = int(sizes.get("num_hidden_layers") or 0)
    scheme = checkpoint.quantization.get("scheme")
    return Weights(
        name=checkpoint.name,
        parameters=checkpoint.parameters,
        linear_parameters=sum(weights_in(tensor) for name, tensor in checkpoint.tensors.items() if is_linear(name)),
        head_parameters=hidden * int(sizes.get("vocab_size") or 0),
        layers=layers,
        cache_values=2 * layers * (hidden // max(heads, 1)) * int(sizes.get("num_key_value_heads") or heads),
        image_tokens=_image_tokens(checkpoint),
        scheme=None if scheme is None else str(scheme),
    )


def _image_tokens(checkpoint: Checkpoint) -> int:
    try:
        return image_encoder_of(checkpoint.config).tokens
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        return 0  # loading says what is wrong with the configuration


def is_linear(published: str) -> bool:
    """Whether it is the matrix of a linear layer of the language model; those alone become small."""
    return published.startswith("llama.layers.") and published.endswith("_proj.weight")


def choose(machine: Machine, weights: Weights, *, device: str = "auto", precision: str = "auto") -> Plan:
    """The first way that fits: GPU whole, GPU in 8 bits, in 4, GPU and CPU together, Apple's GPU, CPU.

    Raises OutOfMemory where none does, GenerationFailed for what this machine or this checkpoint cannot do.
    """
    reasons: list[str] = []
    if weights.scheme is not None and (device not in ("auto", "cpu") or precision not in ("auto", weights.scheme)):
        raise GenerationFailed(
            f"{weights.name} is an {weights.scheme} copy, which runs on the CPU as {weights.scheme}; "
            "use the checkpoint it was made from for anything else"
        )
    if (device == "cuda" and machine.gpu is None) or (device == "mps" and not machine.has_mps):
        raise GenerationFailed(f"this machine has no usable device {device}; use --device cpu")
    ways: list[Callable[[], Plan | None]] = []
    if weights.scheme is not None:
        reasons.append(f"an {weights.scheme} copy runs on the CPU")
    else:
        if machine.gpu is not None and device in ("auto", "cuda"):
            gpu = machine.gpu
            ways.append(lambda: _on_cuda(machine, gpu, weights, precision, reasons))
        if machine.has_mps and device in ("auto", "mps"):
            ways.append(lambda: _on_mps(machine, weights, precision, reasons))
    if device in ("auto", "cpu"):
        ways.append(lambda: _on_cpu(machine, weights, precision, reasons))
    for way in ways:
        if plan := way():
            return plan
    raise OutOfMemory(f"{weights.name} does not fit: {'; '.join(reasons)}; {_remedy(weights, reasons)}")


def _remedy(weights: Weights, reasons: list[str]) -> str:
    if not weights.is_big or any(reason.startswith("int4 on the CPU") for reason in reasons):
        return "close other programs"
    return "close other programs, or make an int4 copy (cxrviewer model quantize)"


def _fits(need: int, free: int, what: str, reasons: list[str]) -> bool:
    said = f"{what} needs {need / GB:.1f} GB and {free / GB:.1f} GB are free"
    reasons.append(said)
    return need <= free


def _on_cuda(machine: Machine, gpu: Gpu, weights: Weights, precision: str, reasons: list[str]) -> Plan | None:
    half = "bfloat16" if gpu.has_bfloat16 else "float16"
    if machine.free_bytes < min(_HOST_BYTES, weights.bytes_in(half)):
        reasons.append(f"loading onto the GPU needs 2 GB of memory and {machine.free_bytes / GB:.1f} GB are free")
        return None
    wanted = (half, "int8", "int4") if precision == "auto" else (precision,)
    for one in wanted:
        if one in ("int8", "int4") and not machine.has_bitsandbytes:
            reasons.append(f"{one} on {gpu.name} needs bitsandbytes (pip install cxrviewer[cuda-quantized])")
            continue
        need = weights.bytes_in(one) + weights.working_bytes(one) + _GPU_LIBRARIES
        if _fits(need, gpu.free_bytes, f"{one} on {gpu.name}", reasons):
            return Plan(device="cuda", precision=one, compute=_floating(one, half), reasons=tuple(reasons))
    if wanted[0] in ("int8", "int4"):
        return None
    return _split(machine, gpu, weights, wanted[0], reasons)


def _split(machine: Machine, gpu: Gpu, weights: Weights, precision: str, reasons: list[str]) -> Plan | None:
    """As many layers on the GPU as fit beside the vision tower, the head and one layer that visits."""
    layer = int(weights.linear_parameters * _BYTES[precision]) // max(weights.layers, 1)
    fixed = weights.bytes_in(precision) - layer * weights.layers
    room = gpu.free_bytes - fixed - weights.working_bytes(precision) - _GPU_LIBRARIES - layer
    count = min(weights.layers - 1, room // max(layer, 1))
    if count < max(1, weights.layers // 4):
        reasons.append(f"{gpu.name} has room for less than a quarter of the layers")
        return None
    host = (weights.layers - count) * layer
    if not _fits(host, machine.free_bytes, f"the rest of the layers ({weights.layers - count}) in memory", reasons):
        return None
    return Plan(device="cuda", precision=precision, compute=precision, gpu_layers=count, reasons=tuple(reasons))


def _on_mps(machine: Machine, weights: Weights, precision: str, reasons: list[str]) -> Plan | None:
    if precision in ("int8", "int4"):
        reasons.append(f"{precision} does not run on Apple's GPU")
        return None
    kind = "float16" if precision == "auto" else precision
    need = weights.bytes_in(kind) + weights.working_bytes(kind)
    if not _fits(need, machine.free_bytes, f"{kind} on Apple's GPU", reasons):
        return None
    return Plan(device="mps", precision=kind, compute=kind, reasons=tuple(reasons))


def _on_cpu(machine: Machine, weights: Weights, precision: str, reasons: list[str]) -> Plan | None:
    usual = "bfloat16" if weights.is_big else "float32"
    if weights.scheme is not None:
        wanted: tuple[str, ...] = (weights.scheme,)
    elif precision != "auto":
        wanted = (precision,)
    else:
        wanted = (usual, "int8", "int4") if weights.is_big else (usual,)
    for one in wanted:
        need = weights.bytes_in(one) + weights.working_bytes(one)
        if _fits(need, machine.free_bytes, f"{one} on the CPU", reasons):
            return Plan(device="cpu", precision=one, compute=_floating(one, usual), reasons=tuple(reasons))
    return None


def _floating(precision: str, usual: str) -> str:
    return usual if precision in ("int8", "int4") else precision
