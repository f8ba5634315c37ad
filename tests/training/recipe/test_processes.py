"""Two processes do what one with twice the batch does, each with the whole network or with a half of it."""

import multiprocessing
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from torch import Tensor

from cxrviewer.training.recipe.filling import stored_name
from cxrviewer.training.recipe.plan import Recipe
from cxrviewer.training.recipe.states import load_progress, moved_weights, saved_steps
from tests.training.recipe.small import exported, furthest, small_recipe, trained
from tests.training.recipe.two_processes import member

# Sums in another order: some float32 roundings. Plain descent, as Adam's first steps make any rounding large.
_CLOSE = 2e-5
_PLANS: Mapping[str, tuple[str, dict[str, object]]] = {
    "each whole, classify": ("classify", {"labels": True, "encoder_rate": 0.05}),
    "each whole, contrast": ("contrast", {"encoder_rate": 0.05}),
    "each whole, two passes": ("instruct", {"accumulate": 2, "batch": 2}),
    "halves": ("instruct", {"shard": True, "encoder_rate": 0.05}),
}


def plans(films: Path, start: Path, folder: Path, *, together: bool) -> dict[str, Recipe]:
    made = {}
    for name, (stage, changes) in _PLANS.items():
        settings = {"optimizer": "sgd", "rate": 0.05, "batch": 4, "max_steps": 2, **changes}
        if not together:
            settings |= {"batch": int(settings["batch"]), "shard": False}
        else:
            settings["batch"] = int(settings["batch"]) // 2
        made[name] = small_recipe(stage, films, start, folder / name.replace(" ", "_"), **settings)
    return made


@pytest.fixture(scope="module")
def by_two(films: Path, start: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recipe]:
    recipes = plans(films, start, tmp_path_factory.mktemp("two"), together=True)
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in recipes]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=member, args=(rank, ports, list(recipes.values()))) for rank in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    return recipes


@pytest.mark.parametrize("name", _PLANS)
def test_two_processes_are_one_with_twice_the_batch(
    name: str, by_two: dict[str, Recipe], films: Path, start: Path, tmp_path: Path
) -> None:
    one = plans(films, start, tmp_path, together=False)[name]
    alone = trained(one)
    assert furthest(alone, last_weights(by_two[name])) < _CLOSE
    moved = furthest(alone, first_weights(one, alone))
    assert moved > 25 * _CLOSE  # or nothing was learnt, and anything would be the same


def test_a_training_goes_on_with_another_number_of_processes(by_two: dict[str, Recipe]) -> None:
    recipe = by_two["halves"]
    last = saved_steps(recipe.out)[-1]
    assert load_progress(recipe.out, last, {}).step == last
    # The halves' state opens in one process, which finds nothing left to do and writes the checkpoint again.
    before = exported(recipe.out / "checkpoint")
    changes = {**_PLANS["halves"][1], "shard": False, "optimizer": "sgd", "rate": 0.05, "batch": 4, "max_steps": 2}
    source, start = recipe.data[0].folder, recipe.start
    trained(small_recipe("instruct", source, start, recipe.out, **changes))
    after = exported(recipe.out / "checkpoint")
    assert all(value.equal(before[name]) for name, value in after.items())


def last_weights(recipe: Recipe) -> dict[str, Tensor]:
    return moved_weights(recipe.out, saved_steps(recipe.out)[-1])


def first_weights(recipe: Recipe, like: Mapping[str, Tensor]) -> dict[str, Tensor]:
    stored = exported(recipe.start)
    return {name: stored.get(stored_name(name), value).float() for name, value in like.items()}
