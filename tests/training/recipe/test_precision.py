"""Half precision, recomputed layers, and the published size: one step each, the last without memory."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.published_shape import SHAPE_7B
from cxrviewer.training.recipe.curve import read_curve
from cxrviewer.training.recipe.stages import build_lesson
from tests.training.recipe.small import furthest, small_recipe, trained


@pytest.mark.parametrize(
    ("stage", "changes"), [("classify", {}), ("align", {}), ("instruct", {}), ("instruct", {"lora_rank": 2})]
)
def test_a_step_in_bfloat16_is_near_one_in_float32(
    stage: str, changes: dict[str, Any], films: Path, start: Path, tmp_path: Path
) -> None:
    usual = {"optimizer": "sgd", "rate": 0.05, "max_steps": 1, **changes}
    exact = small_recipe(stage, films, start, tmp_path / "exact", **usual)
    half = small_recipe(stage, films, start, tmp_path / "half", **usual, precision="bf16")
    weights, rounded = trained(exact), trained(half)
    assert all(value.dtype == torch.float32 for name, value in rounded.items() if "." in name)
    one, other = (read_curve(recipe.out, 1)[0] for recipe in (exact, half))
    assert other.train_loss == pytest.approx(one.train_loss, rel=0.01)
    assert 0 < furthest(weights, rounded) < 0.05


@pytest.mark.parametrize("rank", [0, 2])
def test_recomputed_layers_teach_the_same(rank: int, films: Path, start: Path, tmp_path: Path) -> None:
    usual = {"optimizer": "sgd", "rate": 0.05, "max_steps": 1, "lora_rank": rank}
    kept = trained(small_recipe("instruct", films, start, tmp_path / "kept", **usual))
    again = trained(small_recipe("instruct", films, start, tmp_path / "again", **usual, recompute=True))
    assert furthest(kept, again) < 1e-6


@pytest.mark.parametrize(
    ("rank", "moving"),
    [
        # LLaMA-2-7B's and the projector's 1024 x 4096 with its bias.
        (0, 6_738_415_616 + 4_198_400),
        # Of each of 32 layers: four of 4096 + 4096, three of 4096 + 11008.
        (1, 32 * (4 * 8192 + 3 * 15104) + 4_198_400),
    ],
)
def test_the_published_size_without_its_memory(rank: int, moving: int, start: Path) -> None:
    checkpoint = replace(open_checkpoint(start), config=SHAPE_7B)
    recipe = small_recipe("instruct", Path(), start, Path(), lora_rank=rank)
    module = build_lesson(recipe, checkpoint, torch.device("cpu")).module
    assert sum(one.numel() for one in module.parameters() if one.requires_grad) == moving
    in_memory = sum(one.numel() for one in module.parameters() if not one.is_meta)
    assert in_memory == (moving - 4_198_400 if rank else 0)
