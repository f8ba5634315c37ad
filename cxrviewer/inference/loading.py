"""Weights from disk into a network: one tensor at a time, straight into the wanted type and device.

Knows the published names; knows nothing of prompts or text. At no moment does it hold more than the weights
themselves and one stored tensor.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor, nn
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

from cxrviewer.errors import OutOfMemory, WeightsCorrupt
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.engine import CancelToken, LoadCancelled, LoadProgress
from cxrviewer.inference.network.cxr_llava import CxrLlava, CxrLlavaConfig
from cxrviewer.inference.network.small import HEAD, HEAD_SCHEME, place_small, shrink
from cxrviewer.inference.placement import is_linear
from cxrviewer.inference.quantization import Scheme
from cxrviewer.inference.splitting import Places
from cxrviewer.inference.weights_file import StoredTensor

_FLOATING: Final = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
_STORED: Final = {**_FLOATING, "I64": torch.int64, "I8": torch.int8, "U8": torch.uint8}

_UNUSED: Final = ("vision_tower.proj", "vision_tower.logit_scale", "logit_scale", "logit_bias")
"""Stored by the contrastive training step; no report depends on them."""


def published_name(parameter: str) -> str:
    """The name in the published files of a parameter of ``CxrLlava``."""
    return parameter.replace("language_model.model.", "llama.").replace("language_model.lm_head.", "lm_head.")


def build_empty(checkpoint: Checkpoint) -> CxrLlava:
    """The network that ``config.json`` describes, on the meta device: names and shapes without memory.

    Raises WeightsCorrupt where the configuration fits no network.
    """
    try:
        with torch.device("meta"):
            return CxrLlava(CxrLlavaConfig.from_json(checkpoint.config))
    except Exception as error:  # whatever transformers makes of a damaged configuration
        raise WeightsCorrupt(
            f"config.json of {checkpoint.name} describes no CXR-LLaVA network ({_short(error)}); "
            "use the file of the published checkpoint"
        ) from error


def check_names_and_shapes(checkpoint: Checkpoint, network: CxrLlava) -> dict[str, StoredTensor]:
    """The stored tensor of every parameter and buffer by its name; of a smaller copy, those of its parts too.

    Raises WeightsCorrupt with what is amiss.
    """
    stored = dict(checkpoint.tensors)
    chosen: dict[str, StoredTensor] = {}
    for name, expected in _expected(checkpoint, network).items():
        published = published_name(name)
        if (
            published == "lm_head.weight"
            and published not in stored
            and network.config.llama.get("tie_word_embeddings")
        ):
            published = "llama.embed_tokens.weight"
        if published not in checkpoint.tensors:
            raise WeightsCorrupt(f"{checkpoint.name} lacks the tensor {published}; fetch the checkpoint again")
        tensor = checkpoint.tensors[published]
        stored.pop(published, None)
        if tensor.shape != expected.shape:
            raise WeightsCorrupt(
                f"{published} of {checkpoint.name} has shape {list(tensor.shape)}, but config.json asks for "
                f"{list(expected.shape)}; the files belong to different checkpoints, fetch them together"
            )
        if tensor.dtype not in expected.dtypes:
            raise WeightsCorrupt(
                f"{published} is stored as {tensor.dtype}, which is not read there; use unquantized weights"
            )
        chosen[name] = tensor
    # Rotary tables were stored by some versions of transformers; they follow from the configuration.
    extra = [name for name in stored if name not in _UNUSED and not name.endswith("rotary_emb.inv_freq")]
    if extra:
        raise WeightsCorrupt(
            f"{checkpoint.name} holds {extra[0]}, which has no place in the network; "
            "its config.json belongs to another checkpoint, fetch them together"
        )
    return chosen


@dataclass(frozen=True, slots=True)
class _Expected:
    shape: tuple[int, ...]
    dtypes: Collection[str] = tuple(_FLOATING)


def _expected(checkpoint: Checkpoint, network: CxrLlava) -> dict[str, _Expected]:
    """Shape and types of everything that the files have to hold, by our names."""
    scheme = scheme_of(checkpoint)
    expected: dict[str, _Expected] = {}
    for name, tensor in network.state_dict().items():
        shape = tuple(tensor.shape)
        if not tensor.is_floating_point():  # how many batches a batch norm has seen
            expected[name] = _Expected(shape, ("I64",))
            continue
        if scheme is None or not is_linear(published_name(name)):
            expected[name] = _Expected(shape)
            continue
        for part, (dtype, of_part) in scheme.parts(*shape).items():
            expected[name.removesuffix("weight") + part] = _Expected(of_part, (dtype,))
    return expected


def scheme_of(checkpoint: Checkpoint) -> Scheme | None:
    """How a smaller copy's linear layers are written; None for others. Raises WeightsCorrupt for one not known."""
    try:
        return Scheme.from_json(checkpoint.quantization)
    except (ValueError, TypeError) as error:
        raise WeightsCorrupt(
            f"{checkpoint.name} is written in a way that this version does not know; make the copy again"
        ) from error


def read_tensor(stored: StoredTensor) -> Tensor:
    """The tensor as stored, in memory of its own. Raises WeightsCorrupt."""
    tensor = torch.empty(stored.shape, dtype=_STORED[stored.dtype])
    try:
        with stored.file.open("rb", buffering=0) as stream:
            stream.seek(stored.start)
            into = memoryview(tensor.view(-1).view(torch.uint8).numpy().data)
            done = 0
            while done < stored.size:
                count = stream.readinto(into[done:])
                if not count:
                    raise WeightsCorrupt(f"{stored.file.name} ends within {stored.name}; fetch the checkpoint again")
                done += count
    except OSError as error:
        raise WeightsCorrupt(f"{stored.file.name} cannot be read ({error.strerror}); check the disk") from error
    return tensor


def load_network(
    checkpoint: Checkpoint,
    dtype: torch.dtype,
    device: torch.device,
    *,
    scheme: Scheme | None = None,
    gpu_layers: int | None = None,
    progress: LoadProgress | None = None,
    cancel: CancelToken | None = None,
) -> CxrLlava:
    """The network with its weights, ready for inference. Raises ModelError, or LoadCancelled between two tensors.

    ``scheme`` makes the language model's linear layers small as they are read; a smaller copy brings its own.
    ``gpu_layers`` leaves the later layers in the machine's memory.
    """
    network = build_empty(checkpoint)
    chosen = check_names_and_shapes(checkpoint, network)
    stored_scheme = scheme_of(checkpoint)
    places = Places.on(device, network, gpu_layers)
    small_head = device.type == "cpu" and (scheme or stored_scheme) is not None
    total, done = sum(tensor.size for tensor in chosen.values()), 0
    try:
        for names in _in_file_order(chosen, stored_scheme, first=HEAD if small_head else ""):
            if cancel is not None and cancel.cancelled:
                raise LoadCancelled
            name, where = names[0], places.of(names[0])
            if stored_scheme is not None and len(names) > 1:
                parts = {part.rpartition(".")[2]: read_tensor(chosen[part]) for part in names}
                place_small(network, name, stored_scheme.assembled(parts), dtype)
            elif scheme is not None and is_linear(published_name(name)):
                shrink(network, name, read_tensor(chosen[name]), scheme, dtype, where)
            elif name == HEAD and small_head:
                place_small(network, name, HEAD_SCHEME.quantize(read_tensor(chosen[name])), dtype)
            else:
                # Changed in type before it moves: the device never holds a tensor in a wider type than wanted.
                tensor = read_tensor(chosen[name])
                _place(network, name, (tensor.to(dtype) if tensor.is_floating_point() else tensor).to(where))
            done += sum(chosen[part].size for part in names)
            if progress is not None:
                progress(done, total)
        place_rotary_tables(network, device)
    except (MemoryError, RuntimeError) as error:
        raise_if_out_of_memory(error)
        raise WeightsCorrupt(f"{checkpoint.name} cannot be loaded ({_short(error)})") from error
    return places.joined(network.eval())


def _in_file_order(chosen: dict[str, StoredTensor], scheme: Scheme | None, *, first: str) -> Iterator[list[str]]:
    """By place on disk, so that the disk is read forwards; what belongs to one small layer comes together.

    ``first`` goes before all: a head that becomes small takes four times its size meanwhile, which at the end would
    stand on top of everything else.
    """
    ordered = sorted(chosen, key=lambda name: (name != first, chosen[name].file.name, chosen[name].start))
    for name in ordered:
        owner, _, part = name.rpartition(".")
        if scheme is None or not is_linear(published_name(f"{owner}.weight")):
            yield [name]
        elif part == "weight":
            yield [f"{owner}.{each}" for each in scheme.parts(1, 1)]


def _place(network: CxrLlava, name: str, tensor: Tensor) -> None:
    owner, _, attribute = name.rpartition(".")
    module = network.get_submodule(owner)
    is_buffer = attribute in dict(module.named_buffers(recurse=False))
    setattr(module, attribute, tensor if is_buffer else nn.Parameter(tensor, requires_grad=False))


def place_rotary_tables(network: CxrLlava, device: torch.device) -> None:
    """The rotary frequencies in float32, whatever the weights are.

    WORKAROUND: casting a whole model casts them too, and transformers since 4.50 computes with them as they are; in
    bfloat16 that moves the logits by a quarter.
    """
    language_model: Any = network.language_model
    with torch.device("cpu"):
        tables = LlamaRotaryEmbedding(config=language_model.config)
    language_model.model.rotary_emb = tables.to(device)


def raise_if_out_of_memory(error: BaseException) -> None:
    """Raises OutOfMemory where the error means that; torch says it on the CPU with a plain RuntimeError."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)) or any(
        words in str(error) for words in ("can't allocate memory", "not enough memory", "out of memory")
    ):
        raise OutOfMemory(
            "the model needs more memory than is free; close other programs, "
            "or use a smaller copy (cxrviewer model quantize)"
        ) from error


def _short(error: BaseException) -> str:
    first = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first[:120]}"
