"""The published on-disk layout of CXR-LLaVA-v2: which files a checkpoint has and whether they fit one another.

Loads no tensor, runs no code of the checkpoint and needs no torch.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxrviewer import paths
from cxrviewer.errors import ModelError, WeightsCorrupt, WeightsMissing
from cxrviewer.inference.models_folder import added_folders, models_folder
from cxrviewer.inference.weights_file import StoredTensor, read_header

DEMO_KEY = "cxrviewer_demo"
"""The key of ``config.json`` that marks a checkpoint trained on synthetic radiographs only."""

QUANTIZATION_KEY = "cxrviewer_quantization"
"""The key of ``config.json`` under which a smaller copy says what it is and where it comes from."""

QUANTIZATION_PARTS = (".weight_scale", ".group_scale", ".group_offset")
"""What a smaller copy stores beside the ``.weight`` of a linear layer."""

INDEX = "model.safetensors.index.json"
SINGLE = "model.safetensors"
_PICKLES = ("pytorch_model*.bin", "*.pt", "*.pth", "*.ckpt")
_AGAIN = "fetch the checkpoint again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A folder whose files are all there and agree about names and sizes. Built by ``open_checkpoint``."""

    folder: Path
    name: str
    config: Mapping[str, Any]
    generation_config: Mapping[str, Any]
    tokenizer_config: Mapping[str, Any]
    tokenizer_file: Path
    shards: tuple[Path, ...]
    tensors: Mapping[str, StoredTensor]

    @property
    def is_demo(self) -> bool:
        """Whether it was trained on synthetic radiographs only and means nothing on a patient."""
        return bool(self.config.get(DEMO_KEY))

    @property
    def quantization(self) -> Mapping[str, Any]:
        """What a smaller copy says of itself: its scheme and the checkpoint it was made from; empty for others."""
        named = self.config.get(QUANTIZATION_KEY)
        return named if isinstance(named, dict) else {}

    @property
    def weight_bytes(self) -> int:
        """Size of all tensors."""
        return sum(tensor.size for tensor in self.tensors.values())

    @property
    def parameters(self) -> int:
        """How many weights there are; of a smaller copy, those that its numbers stand for."""
        return sum(weights_in(tensor) for tensor in self.tensors.values())

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that decides what the model writes, in a fixed order."""
        small = ("config.json", "generation_config.json", "tokenizer_config.json", self.tokenizer_file.name)
        return (*(self.folder / name for name in small if (self.folder / name).is_file()), *self.shards)


def weights_in(tensor: StoredTensor) -> int:
    """How many weights of the network a tensor holds: a smaller copy has two in a byte, and scales beside them."""
    if tensor.name.endswith(QUANTIZATION_PARTS):
        return 0
    return tensor.values * (2 if tensor.dtype == "U8" else 1)


def open_checkpoint(folder: Path) -> Checkpoint:
    """The checkpoint in a folder. Raises WeightsMissing or WeightsCorrupt with one sentence."""
    folder = folder.absolute()
    if not folder.is_dir():
        raise WeightsMissing(f"there is no checkpoint folder {folder}; check the name or fetch the checkpoint")
    config = _read_json(folder / "config.json")
    shards, tensors = _weights(folder)
    return Checkpoint(
        folder=folder,
        name=folder.name,
        config=config,
        generation_config=_read_json(folder / "generation_config.json", optional=True),
        tokenizer_config=_read_json(folder / "tokenizer_config.json", optional=True),
        tokenizer_file=_tokenizer(folder),
        shards=shards,
        tensors=tensors,
    )


def _read_json(file: Path, *, optional: bool = False) -> Mapping[str, Any]:
    try:
        parsed = json.loads(file.read_bytes())
    except FileNotFoundError as error:
        if optional:
            return {}
        raise WeightsMissing(f"{file.parent.name} has no {file.name}, so it is no checkpoint; {_AGAIN}") from error
    except OSError as error:
        raise WeightsMissing(f"{file.name} cannot be opened ({error.strerror}); check its permissions") from error
    except (ValueError, RecursionError) as error:
        raise WeightsCorrupt(f"{file.name} of {file.parent.name} is not JSON; {_AGAIN}") from error
    if not isinstance(parsed, dict):
        raise WeightsCorrupt(f"{file.name} of {file.parent.name} holds no JSON object; {_AGAIN}")
    return parsed


def _tokenizer(folder: Path) -> Path:
    for name in ("tokenizer.model", "tokenizer.json"):
        if (folder / name).is_file():
            return folder / name
    raise WeightsMissing(f"{folder.name} has neither tokenizer.model nor tokenizer.json; {_AGAIN}")


def _weights(folder: Path) -> tuple[tuple[Path, ...], dict[str, StoredTensor]]:
    if (folder / INDEX).is_file():
        return _sharded(folder)
    if (folder / SINGLE).is_file():
        return (folder / SINGLE,), read_header(folder / SINGLE)
    if any(next(folder.glob(pattern), None) for pattern in _PICKLES):
        raise WeightsMissing(
            f"{folder.name} holds its weights as pickle files only, which can run code and are not opened; "
            "fetch the .safetensors files of the same checkpoint"
        )
    raise WeightsMissing(f"{folder.name} holds no weights (model.safetensors or {INDEX}); {_AGAIN}")


def _sharded(folder: Path) -> tuple[tuple[Path, ...], dict[str, StoredTensor]]:
    placed = _read_json(folder / INDEX).get("weight_map")
    if not isinstance(placed, dict) or not placed:
        raise WeightsCorrupt(f"{INDEX} of {folder.name} names no tensors; {_AGAIN}")
    names = set(placed.values())
    if not all(isinstance(name, str) and name and Path(name).name == name for name in names):
        raise WeightsCorrupt(f"{INDEX} of {folder.name} names a file outside its folder; do not use this checkpoint")
    shards = tuple(folder / name for name in sorted(names))
    for shard in shards:
        if not shard.is_file():
            raise WeightsMissing(f"{shard.name} is missing from {folder.name}; {_AGAIN}")
    held = {shard.name: read_header(shard) for shard in shards}
    for tensor, name in placed.items():
        if tensor not in held[name]:
            raise WeightsCorrupt(f"{name} lacks {tensor}, which {INDEX} says it holds; {_AGAIN}")
    return shards, {tensor: held[name][tensor] for tensor, name in placed.items()}


def candidate_folders() -> list[Path]:
    """Folders with a ``config.json`` where checkpoints are looked for, the bundled demo first.

    These are the program's own, those in the user's models folder, those that the user has added, and those that
    ``CXRVIEWER_MODELS`` names (separated as in PATH). What is added or named is a checkpoint or a folder of them.
    """
    bundled = paths.bundled_checkpoints()
    folders = [bundled / "demo", *_inside(bundled), *_inside(models_folder())]
    named = filter(None, os.environ.get("CXRVIEWER_MODELS", "").split(os.pathsep))
    for folder in (*added_folders(), *map(Path, named)):
        folders += [folder, *_inside(folder)]
    known = dict.fromkeys(folder.absolute() for folder in folders)
    return [folder for folder in known if (folder / "config.json").is_file()]


def _inside(folder: Path) -> list[Path]:
    return sorted(entry for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []


def find_checkpoints() -> list[Checkpoint]:
    """The checkpoints known that can be opened, the bundled demo first."""
    found = []
    for folder in candidate_folders():
        try:
            found.append(open_checkpoint(folder))
        except ModelError:
            continue  # `model list` names it with its reason
    return found


def resolve(name_or_folder: str) -> Checkpoint:
    """The checkpoint that a person means: a known one's name, else a folder. Raises ModelError."""
    for folder in candidate_folders():
        if folder.name == name_or_folder:
            return open_checkpoint(folder)
    folder = Path(name_or_folder).expanduser()
    if folder.is_dir():
        return open_checkpoint(folder)
    raise WeightsMissing(
        f"there is no checkpoint {name_or_folder}; `cxrviewer model list` names those known, or give its folder"
    )
