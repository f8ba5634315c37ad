"""A smaller copy of a checkpoint: the language model's linear layers in 8 or 4 bits, all else as it was.

Reads and writes one tensor at a time, so that it needs little memory; knows nothing of prompts or films.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

from cxrviewer import __version__
from cxrviewer.errors import ModelError, WeightsCorrupt
from cxrviewer.inference.checkpoint import QUANTIZATION_KEY, SINGLE, Checkpoint, open_checkpoint
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.engine import CancelToken, LoadCancelled, LoadProgress
from cxrviewer.inference.loading import build_empty, check_names_and_shapes, read_tensor
from cxrviewer.inference.placement import is_linear
from cxrviewer.inference.quantization import Scheme
from cxrviewer.inference.weights_file import StoredTensor
from cxrviewer.inference.weights_writer import Planned, write_safetensors

_TYPES = {
    "I64": torch.int64,
    "I8": torch.int8,
    "U8": torch.uint8,
    "F32": torch.float32,
    "BF16": torch.bfloat16,
    "F16": torch.float16,
}


def quantize_checkpoint(
    checkpoint: Checkpoint,
    scheme: Scheme,
    folder: Path,
    *,
    progress: LoadProgress | None = None,
    cancel: CancelToken | None = None,
) -> Checkpoint:
    """Write the copy into ``folder``, whole or not at all, and open it.

    Its ``config.json`` says the scheme, the program's version, and the name and digest of what it was made from. Raises
    ModelError, also where the folder is there already, or LoadCancelled.
    """
    if checkpoint.quantization:
        raise ModelError(f"{checkpoint.name} is a smaller copy already; use the checkpoint it was made from")
    if folder.exists():
        raise ModelError(f"{folder} is there already; choose another folder or remove it")
    chosen = check_names_and_shapes(checkpoint, build_empty(checkpoint))
    planned = [part for stored in _in_order(chosen) for part in _parts_of(stored, scheme)]
    _check_room(folder, sum(one.size for one in planned))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        values = _values(_in_order(chosen), scheme, progress, cancel)
        write_safetensors(fresh / SINGLE, planned, values, metadata={"format": "pt"})
        _write_rest(checkpoint, scheme, fresh)
        fresh.chmod(0o755)  # a temporary folder is the owner's alone
        fresh.rename(folder)
    except OSError as error:
        raise ModelError(
            f"{folder} cannot be written ({error.strerror}); check the disk and its permissions"
        ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return open_checkpoint(folder)


def _in_order(chosen: dict[str, StoredTensor]) -> list[StoredTensor]:
    """By place on disk, each once where two parameters share it."""
    once = {stored.name: stored for stored in chosen.values()}
    return sorted(once.values(), key=lambda stored: (stored.file.name, stored.start))


def _parts_of(stored: StoredTensor, scheme: Scheme) -> list[Planned]:
    if not is_linear(stored.name):
        return [Planned(stored.name, _as_kept(_TYPES.get(stored.dtype, torch.float64)), stored.shape)]
    owner = stored.name.removesuffix("weight")
    parts = scheme.parts(*stored.shape)
    return [Planned(owner + name, _TYPES[dtype], shape) for name, (dtype, shape) in parts.items()]


def _as_kept(dtype: torch.dtype) -> torch.dtype:
    """What surrounds the small layers stays as it is; nothing that a network computes with has 64 bits."""
    return torch.float32 if dtype == torch.float64 else dtype


def _values(
    ordered: list[StoredTensor], scheme: Scheme, progress: LoadProgress | None, cancel: CancelToken | None
) -> Iterator[Tensor]:
    total, done = sum(stored.size for stored in ordered), 0
    for stored in ordered:
        if cancel is not None and cancel.cancelled:
            raise LoadCancelled
        tensor = read_tensor(stored)
        if not is_linear(stored.name):
            yield tensor.to(_as_kept(tensor.dtype))
        elif not bool(tensor.isfinite().all()):
            raise WeightsCorrupt(f"{stored.name} holds numbers that are not finite; fetch the checkpoint again")
        else:
            yield from scheme.quantize(tensor).parts.values()
        done += stored.size
        if progress is not None:
            progress(done, total)


def _write_rest(checkpoint: Checkpoint, scheme: Scheme, folder: Path) -> None:
    for file in checkpoint.files:
        if file not in checkpoint.shards and file.name != "config.json":
            shutil.copyfile(file, folder / file.name)
    said = {
        "scheme": scheme.name,
        "group_size": scheme.group_size,
        "source": checkpoint.name,
        "source_digest": digest(checkpoint),
        "program": f"cxrviewer {__version__}",
    }
    config = {**checkpoint.config, QUANTIZATION_KEY: said}
    (folder / "config.json").write_text(json.dumps(config, indent=2), encoding="utf-8")


def _check_room(folder: Path, size: int) -> None:
    there = next(place for place in folder.absolute().parents if place.is_dir())
    free = shutil.disk_usage(there).free
    if free < size:
        raise ModelError(f"the copy needs {size / 1e9:.1f} GB and {free / 1e9:.1f} GB of disk are free; make room")
