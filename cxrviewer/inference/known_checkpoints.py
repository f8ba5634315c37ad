"""What can be said of every checkpoint on this machine without loading it; for the list that a person looks at."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxrviewer import paths
from cxrviewer.errors import ModelError
from cxrviewer.inference.checkpoint import QUANTIZATION_KEY, Checkpoint, candidate_folders, open_checkpoint
from cxrviewer.inference.checkpoint_digest import remembered_digest
from cxrviewer.inference.licences import DEMO_WORDS, PUBLISHED_WORDS
from cxrviewer.inference.models_folder import SOURCE, added_folders, is_removable, models_folder
from cxrviewer.inference.network.image_encoder import image_encoder_of

_PRECISIONS = {"F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCheckpoint:
    """One line of the list. One that cannot be opened has its ``problem`` and its folder, and nothing else."""

    folder: Path
    checkpoint: Checkpoint | None
    problem: str = ""
    is_default: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.folder.name

    @property
    def removable(self) -> bool:
        """Whether the program may take it away."""
        return is_removable(self.folder)

    @property
    def origin(self) -> str:
        """Where it is from, in words."""
        return origin(self.folder)


def known_checkpoints(default: str) -> list[KnownCheckpoint]:
    """Every folder that looks like a checkpoint, the bundled demo first; ``default`` is as in the settings."""
    found: list[KnownCheckpoint] = []
    for folder in candidate_folders():
        is_default = default == folder.name or Path(default).expanduser() == folder
        is_default = is_default and not any(known.is_default for known in found)
        try:
            known = KnownCheckpoint(folder=folder, checkpoint=open_checkpoint(folder), is_default=is_default)
        except ModelError as error:
            known = KnownCheckpoint(folder=folder, checkpoint=None, problem=str(error), is_default=is_default)
        found.append(known)
    return found


def precision(checkpoint: Checkpoint) -> str:
    """The type that most of its numbers are stored in, or the scheme of a smaller copy."""
    if scheme := checkpoint.quantization.get("scheme"):
        return str(scheme)
    values: Counter[str] = Counter()
    for tensor in checkpoint.tensors.values():
        values[tensor.dtype] += tensor.values
    ((dtype, _),) = values.most_common(1)
    return _PRECISIONS.get(dtype, dtype)


def network_words(checkpoint: Checkpoint) -> str:
    """Which network its ``config.json`` describes, in words."""
    try:
        encoder = image_encoder_of(checkpoint.config).words
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError):
        return "unknown"
    llama = checkpoint.config.get("llama")
    layers = llama.get("num_hidden_layers") if isinstance(llama, dict) else None
    return f"{encoder}, Llama of {layers} layers" if isinstance(layers, int) else encoder


def licence(checkpoint: Checkpoint) -> str:
    """Under which terms it may be used, in words."""
    return DEMO_WORDS if checkpoint.is_demo else PUBLISHED_WORDS


def short_digest(checkpoint: Checkpoint) -> str:
    """The first digits of its digest where that is remembered, else nothing."""
    return (remembered_digest(checkpoint) or "")[:12]


def origin(folder: Path) -> str:
    """Where a checkpoint is from, in words."""
    made_from = _read(folder / "config.json").get(QUANTIZATION_KEY)
    if isinstance(made_from, dict):
        return f"made from {made_from.get('source')}"
    source = _read(folder / SOURCE)
    if {"repository", "revision", "fetched"} <= source.keys():
        return f"{source['repository']} at {str(source['revision'])[:12]}, fetched {str(source['fetched'])[:10]}"
    if folder.is_relative_to(paths.bundled_checkpoints().absolute()):
        return "comes with the program"
    if folder in added_folders():
        return "added, stays in its folder"
    return "in the models folder" if folder.parent == models_folder().absolute() else "named by CXRVIEWER_MODELS"


def _read(file: Path) -> dict[str, Any]:
    """The JSON object in a file; an empty one where there is none."""
    try:
        read = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
