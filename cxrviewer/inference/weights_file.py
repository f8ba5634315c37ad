"""The safetensors format: which tensors a file holds and where their bytes are; reads no tensor and needs no torch.

Format: https://huggingface.co/docs/safetensors (8 bytes of header length, a JSON header, the tensors' bytes).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxrviewer.errors import WeightsCorrupt, WeightsMissing

ITEM_BYTES: Mapping[str, int] = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I8": 1, "U8": 1}
"""Bytes of one value of each type that weights come in."""

_LONGEST_HEADER = 100_000_000  # the format's own limit
_AGAIN = "fetch the checkpoint again"


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """One tensor of a file; its bytes are ``file[start:start + size]``."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    file: Path
    start: int
    size: int

    @property
    def values(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


def read_header(file: Path) -> dict[str, StoredTensor]:
    """The tensors of one file by name. Raises WeightsMissing or WeightsCorrupt."""
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            first = stream.read(8)
            if first == b"version ":
                raise WeightsMissing(f"{file.name} is a Git LFS pointer, not the weights; fetch the file itself")
            length = int.from_bytes(first, "little")
            if len(first) < 8 or not 2 <= length <= min(size - 8, _LONGEST_HEADER):
                raise WeightsCorrupt(f"{file.name} is cut short or no safetensors file; {_AGAIN}")
            raw = stream.read(length)
    except FileNotFoundError as error:
        raise WeightsMissing(f"{file.name} is missing from {file.parent.name}; {_AGAIN}") from error
    except OSError as error:
        raise WeightsMissing(f"{file.name} cannot be opened ({error.strerror}); check its permissions") from error
    try:
        header = json.loads(raw)
        tensors = {
            name: _stored(name, entry, file, 8 + length) for name, entry in header.items() if name != "__metadata__"
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WeightsCorrupt(f"the header of {file.name} is damaged; {_AGAIN}") from error
    expected = max((tensor.start + tensor.size for tensor in tensors.values()), default=8 + length)
    if expected != size:
        state = "cut short" if size < expected else "longer than its header says"
        raise WeightsCorrupt(f"{file.name} is {state} ({size} of {expected} bytes); {_AGAIN}")
    return tensors


def _stored(name: str, entry: Mapping[str, Any], file: Path, data: int) -> StoredTensor:
    """One header entry, checked. Raises ValueError, TypeError or KeyError where it contradicts itself."""
    shape = tuple(entry["shape"])
    begin, end = entry["data_offsets"]
    if not all(isinstance(number, int) and number >= 0 for number in (*shape, begin, end)):
        raise ValueError(name)
    tensor = StoredTensor(name, entry["dtype"], shape, file, data + begin, end - begin)
    if tensor.dtype in ITEM_BYTES and tensor.size != tensor.values * ITEM_BYTES[tensor.dtype]:
        raise ValueError(name)
    return tensor
