"""The checkpoint that a training ends with: its start with the weights that moved, in the published layout.

One tensor in memory at a time, no network is built; beside the weights stands where they come from.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from cxrviewer import __version__
from cxrviewer.inference.checkpoint import DEMO_KEY, SINGLE, Checkpoint, open_checkpoint
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.loading import read_tensor
from cxrviewer.inference.weights_file import StoredTensor
from cxrviewer.inference.weights_writer import Planned, write_safetensors
from cxrviewer.training.recipe.adapters import merged
from cxrviewer.training.recipe.filling import stored_name

PROVENANCE_FILE = "training.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the weights come from, for ``training.json``."""

    settings: Mapping[str, str]
    """Everything the stage was trained with, as words."""
    data: tuple[Mapping[str, str | int], ...]
    """Each data set's layout, the name of its folder, and its films trained on and validated on."""
    command: str
    step: int
    """Whose state this is."""
    steps: int
    """How many the training had."""
    chosen_by: str
    valid: float | None
    """The figure it was chosen by."""
    only_phantoms: bool


def export_checkpoint(
    parent: Checkpoint, weights: Mapping[str, Tensor], lora_alpha: float, origin: Origin, folder: Path
) -> Checkpoint:
    """Write the checkpoint, whole or not at all, in the place of an older one. Raises OSError or ModelError."""
    partial = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    ordered = sorted(parent.tensors.values(), key=lambda one: (one.file.name, one.start))
    planned = [Planned(one.name, _written(one), one.shape) for one in ordered]
    write_safetensors(partial / SINGLE, planned, _values(ordered, weights, lora_alpha), metadata={"format": "pt"})
    for file in parent.files:
        if file not in parent.shards:
            shutil.copyfile(file, partial / file.name)
    _write_json(partial / "config.json", _config(parent, origin))
    provenance = _provenance(parent, origin)
    _write_json(partial / PROVENANCE_FILE, provenance)
    (partial / "README.md").write_text(_card(origin), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)
    return open_checkpoint(folder)


def _values(ordered: list[StoredTensor], weights: Mapping[str, Tensor], alpha: float) -> Iterator[Tensor]:
    moved = {stored_name(name): name for name in weights}
    for one in ordered:
        if one.name in moved:
            yield weights[moved[one.name]].to(_written(one))
        else:
            yield merged(read_tensor(one), _in_module(one.name), weights, alpha).to(_written(one))


def _written(stored: StoredTensor) -> torch.dtype:
    """bfloat16, but for counts, such as a batch norm's."""
    return torch.int64 if stored.dtype == "I64" else torch.bfloat16


def _in_module(stored: str) -> str:
    """What a stored layer's weight is called under an adapter."""
    stem = stored.replace("llama.", "network.language_model.model.", 1).removesuffix("weight")
    return f"{stem}base_layer.weight"


def _config(parent: Checkpoint, origin: Origin) -> dict[str, Any]:
    """The parent's; only what never saw a patient's film is marked as a demo."""
    config = {key: value for key, value in parent.config.items() if key != DEMO_KEY}
    never_real = parent.is_demo or _is_new(parent)
    return {**config, DEMO_KEY: True} if never_real and origin.only_phantoms else config


def _is_new(parent: Checkpoint) -> bool:
    """Whether it is the untrained checkpoint that a training made for itself, with no part given."""
    try:
        return bool(json.loads((parent.folder / PROVENANCE_FILE).read_bytes()).get("untrained"))
    except (OSError, ValueError):
        return False


def _provenance(parent: Checkpoint, origin: Origin) -> dict[str, Any]:
    earlier = parent.folder / PROVENANCE_FILE
    return {
        "program": f"cxrviewer {__version__}",
        "command": origin.command,
        "settings": dict(origin.settings),
        "data": [dict(one) for one in origin.data],
        "step": origin.step,
        "steps": origin.steps,
        "chosen_by": origin.chosen_by,
        "validation": origin.valid,
        "parent": {
            "name": parent.name,
            "digest": digest(parent),
            "training": json.loads(earlier.read_bytes()) if earlier.is_file() else None,
        },
    }


def _card(origin: Origin) -> str:
    data = "\n".join(
        f"- {one['layout']}, {one['train']:,} films to train on, {one['valid']:,} to choose the state by"
        for one in origin.data
    )
    warning = (
        "\nTrained on synthetic films alone: its text means nothing on a patient.\n" if origin.only_phantoms else ""
    )
    return (
        f"# A CXR-LLaVA network after the stage {origin.settings['stage']}\n{warning}\n"
        "Research use only. Not a medical device. The licences of the data and of the parent's weights apply.\n\n"
        f"{data}\n\nThe state after step {origin.step:,} of {origin.steps:,}, chosen by {origin.chosen_by}.\n"
        f"`{PROVENANCE_FILE}` has every setting, the seed, the command and the parent's digest.\n\n"
        f"```\n{origin.command}\n```\n"
    )


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
