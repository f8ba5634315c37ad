"""A training of seconds: a network of two layers, and the recipe that the tests vary."""

import os
import signal
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.loading import read_tensor
from cxrviewer.training.plan import VOCABULARY
from cxrviewer.training.recipe.plan import DEFAULTS, Recipe, Source
from cxrviewer.training.recipe.run import run_recipe
from cxrviewer.training.recipe.states import moved_weights, saved_steps
from tests.inference.tiny_checkpoint import make_config

TINY = make_config(llama={"vocab_size": VOCABULARY, "max_position_embeddings": 1024, "initializer_range": 0.02})


def small_recipe(stage: str, films: Path, start: Path, out: Path, **changes: Any) -> Recipe:
    """Four films a step, a step a second at most."""
    settings = {
        **DEFAULTS[stage],
        "optimizer": "adam",
        "rate": 3e-3,
        "batch": 4,
        "epochs": 100.0,
        "max_steps": 4,
        "warm_up": 1,
        "watch_every": 100,
        "save_every": 100,
        "valid_films": 4,
        "longest": 192,
    }
    if settings["encoder_rate"]:
        settings["encoder_rate"] = 1e-3
    return Recipe(stage=stage, data=(Source("phantom", films),), out=out, start=start, **{**settings, **changes})


def trained(recipe: Recipe) -> dict[str, Tensor]:
    """Train, and the float32 weights that moved, at the last step."""
    run_recipe(recipe, lambda done, steps, point: None, "a test")
    return moved_weights(recipe.out, saved_steps(recipe.out)[-1])


def exported(folder: Path) -> dict[str, Tensor]:
    """All tensors of a checkpoint."""
    return {name: read_tensor(one) for name, one in open_checkpoint(folder).tensors.items()}


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    """Bit for bit."""
    return one.keys() == other.keys() and all(torch.equal(value, other[name]) for name, value in one.items())


def furthest(one: dict[str, Tensor], other: dict[str, Tensor]) -> float:
    """The largest difference of two sets of weights."""
    assert one.keys() == other.keys()
    return max(float((value - other[name]).abs().max()) for name, value in one.items())


def killed_at(step: int, recipe: Recipe) -> None:
    """Run the recipe until a step is done, then die as by ``kill -9``."""
    torch.set_num_threads(1)

    def report(done: int, steps: int, point: object) -> None:
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    run_recipe(recipe, report, "a test")
