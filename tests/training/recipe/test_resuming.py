"""A training that was killed ends with the very weights of one that was left alone."""

import multiprocessing
import shutil
import signal
from pathlib import Path

import pytest

from cxrviewer.errors import TrainingError
from cxrviewer.training.recipe import states, training
from cxrviewer.training.recipe.curve import read_curve
from cxrviewer.training.recipe.plan import Recipe
from cxrviewer.training.recipe.run import run_recipe
from cxrviewer.training.recipe.states import saved_steps, state_folder
from tests.training.recipe.small import exported, killed_at, same, small_recipe, trained


class Killed(BaseException):
    """Stands for a signal that no handler sees."""


def run_until(recipe: Recipe, step: int) -> None:
    def report(done: int, steps: int, point: object) -> None:
        if done == step:
            raise Killed

    with pytest.raises(Killed):
        run_recipe(recipe, report, "a test")


@pytest.mark.parametrize(("stage", "killed"), [("classify", 3), ("contrast", 2), ("instruct", 3)])
def test_a_killed_training_ends_with_the_same_weights(
    stage: str, killed: int, films: Path, start: Path, tmp_path: Path
) -> None:
    every = {"save_every": 1, "watch_every": 2}
    whole = small_recipe(stage, films, start, tmp_path / "whole", **every)
    stopped = small_recipe(stage, films, start, tmp_path / "stopped", **every)
    left_alone = trained(whole)
    run_until(stopped, killed)
    # Begun but not done when the process died: must not be taken for a state.
    torn = state_folder(stopped.out, killed + 1).with_name(f"part_{killed + 1:08d}")
    shutil.copytree(state_folder(stopped.out, killed), torn)
    assert same(trained(stopped), left_alone)
    assert same(exported(stopped.out / "checkpoint"), exported(whole.out / "checkpoint"))
    one, other = (read_curve(out, 10**9) for out in (whole.out, stopped.out))
    assert [(p.step, p.train_loss, p.valid_loss) for p in other] == [(p.step, p.train_loss, p.valid_loss) for p in one]


def test_steps_after_the_last_state_are_done_again(films: Path, start: Path, tmp_path: Path) -> None:
    left_alone = trained(small_recipe("classify", films, start, tmp_path / "whole", save_every=2))
    stopped = small_recipe("classify", films, start, tmp_path / "stopped", save_every=2)
    run_until(stopped, 3)
    assert saved_steps(stopped.out) == [2]
    assert same(trained(stopped), left_alone)


def test_another_setting_is_another_training(films: Path, start: Path, tmp_path: Path) -> None:
    trained(small_recipe("align", films, start, tmp_path / "out"))
    for changes, named in (({"rate": 1e-4}, "rate"), ({"batch": 2}, "films a step"), ({"seed": 2}, "seed")):
        with pytest.raises(TrainingError, match=f"{named} .* name another --out"):
            trained(small_recipe("align", films, start, tmp_path / "out", **changes))


def test_the_same_films_in_other_passes_are_the_same_training(films: Path, start: Path, tmp_path: Path) -> None:
    recipe = small_recipe("align", films, start, tmp_path / "out", save_every=2)
    run_until(recipe, 2)
    trained(small_recipe("align", films, start, tmp_path / "out", batch=2, accumulate=2))
    assert saved_steps(recipe.out)[-1] == 4


def test_the_last_states_and_the_best_are_kept(
    films: Path, start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([0.5, 0.1, 0.3, 0.2, 0.4, 0.6])
    monkeypatch.setattr(training.Training, "_validate", lambda self: (next(losses), None))
    recipe = small_recipe("classify", films, start, tmp_path / "out", max_steps=6, watch_every=1, keep=2)
    run_recipe(recipe, lambda done, steps, point: None, "a test")
    assert saved_steps(recipe.out) == [2, 5, 6]
    best = states.moved_weights(recipe.out, 2)
    came_out = exported(recipe.out / "checkpoint")
    for name, value in best.items():
        if name in came_out:
            assert came_out[name].equal(value.to(came_out[name].dtype)), name


def test_the_highest_auroc_can_choose(
    films: Path, start: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = iter([(0.1, 0.6), (0.2, 0.9), (0.3, 0.8), (0.05, 0.7)])
    monkeypatch.setattr(training.Training, "_validate", lambda self: next(figures))
    recipe = small_recipe("classify", films, start, tmp_path / "out", watch_every=1, keep=1, choose="auroc")
    run_recipe(recipe, lambda done, steps, point: None, "a test")
    assert saved_steps(recipe.out) == [2, 4]


@pytest.mark.slow
def test_kill_9(films: Path, start: Path, tmp_path: Path) -> None:
    left_alone = trained(small_recipe("instruct", films, start, tmp_path / "whole", save_every=2))
    recipe = small_recipe("instruct", films, start, tmp_path / "killed", save_every=2)
    process = multiprocessing.get_context("spawn").Process(target=killed_at, args=(3, recipe))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert saved_steps(recipe.out) == [2]
    assert not (recipe.out / "checkpoint").exists()
    assert same(trained(recipe), left_alone)
    assert same(exported(recipe.out / "checkpoint"), exported(tmp_path / "whole" / "checkpoint"))
