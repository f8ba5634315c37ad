"""What each of two processes on CPUs runs in ``test_processes``; a module of its own, as each imports it afresh."""

import os
from dataclasses import replace

import torch

from cxrviewer.training.recipe.plan import Recipe
from cxrviewer.training.recipe.run import run_recipe


def member(rank: int, ports: list[int], recipes: list[Recipe]) -> None:
    """Run the recipes one after the other as one of two."""
    torch.set_num_threads(1)
    for port, recipe in zip(ports, recipes, strict=True):
        os.environ.update(
            RANK=str(rank),
            LOCAL_RANK=str(rank),
            WORLD_SIZE="2",
            LOCAL_WORLD_SIZE="2",
            MASTER_ADDR="127.0.0.1",
            MASTER_PORT=str(port),
            ACCELERATE_USE_CPU="true",
        )
        run_recipe(replace(recipe), lambda done, steps, point: None, "a test")
