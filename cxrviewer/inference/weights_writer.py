"""Safetensors files written one tensor at a time: only what is being written is in memory.

Knows the format (https://huggingface.co/docs/safetensors), not what the tensors are for.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from cxrviewer.inference.weights_file import ITEM_BYTES

_NAMES: Final = {
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int8: "I8",
    torch.uint8: "U8",
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A tensor that will be written; the header needs its type and shape before any value is known."""

    name: str
    dtype: torch.dtype
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return math.prod(self.shape) * ITEM_BYTES[_NAMES[self.dtype]]


def write_safetensors(
    file: Path, planned: Sequence[Planned], tensors: Iterable[Tensor], *, metadata: Mapping[str, str] | None = None
) -> None:
    """Write the tensors in the order of ``planned``, each as it comes. Raises OSError."""
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for one in planned:
        begin, end = end, end + one.size
        header[one.name] = {"dtype": _NAMES[one.dtype], "shape": list(one.shape), "data_offsets": [begin, end]}
    raw = json.dumps(header, separators=(",", ":")).encode()
    raw += b" " * (-len(raw) % 8)  # the tensors begin at a multiple of eight
    with file.open("wb") as stream:
        stream.write(len(raw).to_bytes(8, "little"))
        stream.write(raw)
        for one, tensor in zip(planned, tensors, strict=True):
            if tensor.dtype != one.dtype or tuple(tensor.shape) != one.shape:
                raise ValueError(f"{one.name} is not what was planned")
            # A scalar has no last dimension to view as bytes.
            stream.write(memoryview(tensor.contiguous().view(-1).view(torch.uint8).numpy().data))
