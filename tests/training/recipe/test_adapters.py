"""Adapters by peft: they and the projector alone move, and what is exported says what they say."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from torch import Tensor

from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.training.recipe.adapters import LAYERS, merged
from cxrviewer.training.recipe.filling import fill, new_values, place, stored_name
from cxrviewer.training.recipe.plan import Recipe
from cxrviewer.training.recipe.stages import build_lesson
from tests.training.recipe.small import exported, small_recipe, trained

_CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def recipe(films: Path, start: Path, tmp_path_factory: pytest.TempPathFactory) -> Recipe:
    out = tmp_path_factory.mktemp("adapters") / "out"
    return small_recipe("instruct", films, start, out, lora_rank=2, lora_alpha=8.0, rate=0.03, max_steps=3)


@pytest.fixture(scope="module")
def moved(recipe: Recipe) -> dict[str, Tensor]:
    return trained(recipe)


def filled(recipe: Recipe, values: Mapping[str, Tensor], **changes: int) -> CxrLlava:
    """The stage's network in float32 with the start's weights and some others'."""
    checkpoint = open_checkpoint(recipe.start)
    module = build_lesson(small_recipe("instruct", Path(), recipe.start, Path(), **changes), checkpoint, _CPU).module
    all_values = {**new_values(module), **values}
    place(module, _CPU, shard=False, frozen=torch.float32)
    fill(module, all_values, checkpoint, _CPU)
    network = module.eval().network
    assert isinstance(network, CxrLlava)
    return network


@torch.no_grad()
def said(network: CxrLlava) -> Tensor:
    torch.manual_seed(4)
    film = torch.randn(2, 1, 32, 32)
    ids = torch.randint(3, 400, (2, 12))
    words = network.splice(ids[:, :5], network.encode_image(film), ids[:, 5:])
    logits: Tensor = network.language_model(inputs_embeds=words, use_cache=False).logits
    return logits


def test_each_layer_has_an_adapter_and_all_move(moved: dict[str, Tensor]) -> None:
    ups = [name for name in moved if name.endswith("lora_B.default.weight")]
    assert len(ups) == 2 * len(LAYERS)
    assert all(moved[name].abs().max() > 0 for name in ups)  # zeros at first
    others = {name for name in moved if ".lora_" not in name}
    assert {name.split(".")[1] for name in others} == {"mm_projector"}


def test_the_merged_weights_say_what_the_adapters_say(recipe: Recipe, moved: dict[str, Tensor]) -> None:
    adapted = filled(recipe, moved, lora_rank=2, lora_alpha=8)
    held = {f"network.{name}": one.detach() for name, one in adapted.named_parameters() if ".lora_" not in name}
    into_one = {
        name.replace(".base_layer.", "."): merged(one, name, moved, 8.0) if ".base_layer." in name else one
        for name, one in held.items()
    }
    wanted = said(adapted)
    torch.testing.assert_close(said(filled(recipe, into_one)), wanted, rtol=0, atol=1e-5)
    # The adapters do say something: without them it is another text.
    without = {name: value for name, value in moved.items() if ".lora_" not in name}
    assert (said(filled(recipe, without)) - wanted).abs().max() > 1e-3


def test_the_export_holds_the_merged_weights(recipe: Recipe, moved: dict[str, Tensor], start: Path) -> None:
    before, after = exported(start), exported(recipe.out / "checkpoint")
    assert before.keys() == after.keys()
    changed = {name for name, value in after.items() if not torch.equal(value, before[name])}
    layers = {name.rpartition(".lora_B")[0] + ".weight" for name in moved if ".lora_B." in name}
    assert changed == {stored_name(name) for name in layers} | {"mm_projector.weight", "mm_projector.bias"}
    stem = "network.language_model.model.layers.1.mlp.down_proj"
    up, down = moved[f"{stem}.lora_B.default.weight"], moved[f"{stem}.lora_A.default.weight"]
    by_hand = before["llama.layers.1.mlp.down_proj.weight"].float() + 8.0 / 2 * (up @ down)
    written = after["llama.layers.1.mlp.down_proj.weight"].float()
    torch.testing.assert_close(written, by_hand, rtol=2**-8, atol=1e-6)  # bfloat16 keeps eight bits
