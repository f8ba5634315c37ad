"""What a training must remember to go on after it was killed: a folder a state, whole or not at all.

Only what moves is kept: of an aligned projector a few megabytes. Written and read by torch.distributed.checkpoint, so
that a training may go on with another number of processes. Knows nothing of losses.
"""

import json
import shutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, distributed, nn
from torch.distributed.checkpoint.api import CheckpointException
from torch.distributed.checkpoint.filesystem import FileSystemReader
from torch.distributed.checkpoint.metadata import TensorStorageMetadata
from torch.distributed.checkpoint.state_dict import (
    StateDictOptions,
    get_model_state_dict,
    get_optimizer_state_dict,
    set_model_state_dict,
    set_optimizer_state_dict,
)
from torch.distributed.checkpoint.state_dict_loader import load
from torch.distributed.checkpoint.state_dict_saver import save

from cxrviewer.errors import TrainingError

STATES, PROGRESS = "states", "progress.json"
_MOVING = StateDictOptions(ignore_frozen_params=True)


@dataclass(slots=True)
class Progress:
    """Where a training is."""

    step: int = 0
    elapsed_s: float = 0.0
    """Time spent in steps, over all parts."""
    best_step: int | None = None
    best: float | None = None
    """The best figure on the validation films, and the step it was seen at."""
    loss_sum: float = 0.0
    """Of the training loss of the steps since the last point of the curve, and how many they are."""
    loss_steps: int = 0
    scaler: dict[str, Any] = field(default_factory=dict)
    """The loss scale of fp16."""
    fixed: dict[str, str] = field(default_factory=dict)
    """What must be the same when the training goes on."""


def state_folder(out: Path, step: int) -> Path:
    """Where the state after ``step`` steps is."""
    return out / STATES / f"step_{step:08d}"


def saved_steps(out: Path) -> list[int]:
    """The steps of all whole states, in order."""
    return sorted(int(path.parent.name.removeprefix("step_")) for path in (out / STATES).glob(f"step_*/{PROGRESS}"))


def save_state(
    out: Path, progress: Progress, module: nn.Module, optimizer: torch.optim.Optimizer, wait: Callable[[], None]
) -> None:
    """Write the state of all processes; its folder gets its name once everything is in it. Raises OSError."""
    folder = state_folder(out, progress.step)
    partial = folder.with_name(f"part_{progress.step:08d}")
    leads = not distributed.is_initialized() or distributed.get_rank() == 0
    if leads:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
    wait()
    with _one_process_is_meant():
        save(_parts(module, optimizer), checkpoint_id=partial, no_dist=_alone())
    if leads:
        # Where a killed process left its state for the same step, the new one is the same.
        (partial / PROGRESS).write_text(json.dumps(asdict(progress)), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    wait()


def load_progress(out: Path, step: int, fixed: Mapping[str, str]) -> Progress:
    """Where the state of that step is. Raises TrainingError where it is of a training with other settings."""
    progress = Progress(**json.loads((state_folder(out, step) / PROGRESS).read_bytes()))
    for name, value in fixed.items():
        before = progress.fixed.get(name)
        if before != value:
            raise TrainingError(
                f"{out} holds a training with {name} {before}, not {value}; "
                "go on with the same settings or name another --out"
            )
    return progress


def load_state(out: Path, step: int, module: nn.Module, optimizer: torch.optim.Optimizer) -> None:
    """Put the weights that move and the optimizer where they were. Raises TrainingError."""
    parts = _parts(module, optimizer)
    try:
        with _one_process_is_meant():
            load(parts, checkpoint_id=state_folder(out, step), no_dist=_alone())
    except CheckpointException as error:
        raise TrainingError(
            f"{state_folder(out, step)} does not fit this training; go on with the same settings or name another --out"
        ) from error
    set_model_state_dict(module, parts["model"], options=StateDictOptions(strict=False))
    set_optimizer_state_dict(module, optimizer, parts["optimizer"], options=_MOVING)


def moved_weights(out: Path, step: int) -> dict[str, Tensor]:
    """The weights that moved, whole, by their names in the stage's module; needs no network."""
    folder = state_folder(out, step)
    known = FileSystemReader(folder).read_metadata().state_dict_metadata
    weights = {
        name.removeprefix("model."): torch.empty(one.size, dtype=one.properties.dtype)
        for name, one in known.items()
        if name.startswith("model.") and isinstance(one, TensorStorageMetadata)
    }
    with _one_process_is_meant():
        load({"model": weights}, checkpoint_id=folder, no_dist=True)
    return weights


def prune(out: Path, keep: int, best_step: int | None) -> None:
    """Remove all states but the last ``keep`` and the best."""
    for step in saved_steps(out)[:-keep]:
        if step != best_step:
            shutil.rmtree(state_folder(out, step), ignore_errors=True)


def _parts(module: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    return {
        "model": get_model_state_dict(module, options=_MOVING),
        "optimizer": get_optimizer_state_dict(module, optimizer, options=_MOVING),
    }


def _alone() -> bool:
    return not distributed.is_initialized()


@contextmanager
def _one_process_is_meant() -> Iterator[None]:
    """torch warns that without other processes it saves in a single one."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="torch.distributed is disabled", category=UserWarning)
        yield
