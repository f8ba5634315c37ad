"""Every step of the training on a pool of a few films: it learns, and it goes on where it was stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.loading import build_empty, check_names_and_shapes
from cxrviewer.phantom.case import draw_phantom
from cxrviewer.reporting.findings import Finding
from cxrviewer.training import pool as pool_module
from cxrviewer.training.batches import draw_batch, load_batch, step_rng
from cxrviewer.training.demo import CURVE_FILE, Training, finish
from cxrviewer.training.export import export
from cxrviewer.training.parallel import Crew
from cxrviewer.training.plan import IMAGE_SIZE, Plan, demo_stages
from cxrviewer.training.pool import make_shard, make_unreadable, open_pool
from cxrviewer.training.state import STATE_FILE, load_state
from cxrviewer.training.vocabulary import TOKENIZER_FILE, train_vocabulary

FILMS = 12


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pool")
    make_shard(folder, 11, 0, FILMS)
    make_shard(folder, 12, 0, 4)
    return folder


def plan(out: Path, pool: Path, steps: int, *names: str) -> Plan:
    stages = tuple(replace(stage, steps=steps, batch=2) for stage in demo_stages() if not names or stage.name in names)
    out.mkdir(exist_ok=True)
    train_vocabulary(out / TOKENIZER_FILE, 11)
    return Plan(out=out, pool=pool, stages=stages, processes=1, watch_every=1000, save_every_s=1e9)


def weights(training: Training) -> dict[str, torch.Tensor]:
    return training.network.state_dict()


def test_a_shard_is_made_once_and_keeps_its_truth(pool: Path, tmp_path: Path) -> None:
    opened = open_pool(pool, 11)
    assert len(opened) == FILMS
    before = (pool / "films_11_0000.npy").stat().st_mtime_ns
    make_shard(pool, 11, 0, FILMS)
    assert (pool / "films_11_0000.npy").stat().st_mtime_ns == before
    for position in range(FILMS):
        there = [finding for number, finding in enumerate(Finding) if opened.mask(position)[number].max() > 100]
        assert there == [lesion.finding for lesion in opened.truth(position).lesions]


def test_a_batch_follows_from_seed_step_and_process(pool: Path) -> None:
    opened = open_pool(pool, 11)
    one, same = (draw_batch(opened, step_rng(1, "contrast", 5, 0), 4) for _ in range(2))
    other = draw_batch(opened, step_rng(1, "contrast", 5, 1), 4)
    assert torch.equal(one.pixel_values, same.pixel_values)
    assert not torch.equal(one.pixel_values, other.pixel_values)
    assert one.pixel_values.shape == (4, 1, IMAGE_SIZE, IMAGE_SIZE)


def test_augmentation_keeps_the_side(pool: Path) -> None:
    opened = open_pool(pool, 11)
    everything = list(range(FILMS))
    plain = load_batch(opened, everything, step_rng(0, "x", 0, 0), augment=False)
    moved = load_batch(opened, everything, step_rng(0, "x", 0, 0))
    for kept, turned in zip(plain.masks.flatten(0, 1), moved.masks.flatten(0, 1), strict=True):
        if kept.sum() > 2:
            columns = torch.arange(kept.shape[1]).float()
            centre = [float((mask.sum(0) * columns).sum() / mask.sum()) for mask in (kept, turned)]
            assert abs(centre[0] - centre[1]) < 1.5


@pytest.mark.parametrize("name", ["classification", "contrast", "language", "instruction"])
def test_a_few_steps_lower_the_loss(name: str, pool: Path, tmp_path: Path) -> None:
    made = plan(tmp_path / "out", pool, 24, name)
    made = replace(made, stages=(replace(made.stages[0], warm_up=1, batch=4),))
    training = Training(made, Crew())
    work = training._work(made.stages[0])
    batch = load_batch(open_pool(pool, 11), list(range(8)), step_rng(0, "x", 0, 0), augment=False)

    def loss() -> float:
        with torch.no_grad():
            return float(work.loss(replace(batch, rng=np.random.default_rng(0))))

    before = loss()
    training.run()
    assert loss() < 0.95 * before


def test_alignment_moves_the_projector_alone(pool: Path, tmp_path: Path) -> None:
    training = Training(plan(tmp_path / "out", pool, 2, "alignment"), Crew())
    before = {name: value.clone() for name, value in weights(training).items()}
    training.run()
    moved = {name.split(".")[0] for name, value in weights(training).items() if not torch.equal(value, before[name])}
    assert moved == {"mm_projector"}


def test_a_training_that_was_stopped_ends_with_the_same_weights(
    pool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("classification", "instruction")
    whole = Training(plan(tmp_path / "whole", pool, 4, *names), Crew())
    whole.run()

    stopped_plan = replace(plan(tmp_path / "stopped", pool, 4, *names), save_every_s=-1.0)
    stopped = Training(stopped_plan, Crew())
    saves = []

    class Killed(Exception):
        pass

    keep = stopped._save

    def save_then_die(*arguments: object) -> None:
        keep(*arguments)  # type: ignore[arg-type]
        saves.append(stopped.progress.step)
        if len(saves) == 7:  # in the middle of the second step
            raise Killed

    monkeypatch.setattr(stopped, "_save", save_then_die)
    with pytest.raises(Killed):
        stopped.run()
    stored = load_state(stopped_plan.out)
    assert stored is not None
    assert (stored[0].stage, 0 < stored[0].step < 4) == (1, True)

    resumed = Training(stopped_plan, Crew())
    resumed.run()
    for name, value in weights(whole).items():
        assert torch.equal(value, weights(resumed)[name]), name


def test_a_state_is_never_half_written(pool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training = Training(plan(tmp_path / "out", pool, 1, "classification"), Crew())
    training.run()
    good = (tmp_path / "out" / STATE_FILE).read_bytes()

    def torn(value: object, path: Path) -> None:
        path.write_bytes(b"torn")
        raise OSError

    monkeypatch.setattr("cxrviewer.training.state.torch.save", torn)
    with pytest.raises(OSError):  # noqa: PT011
        training._save(training.progress, None)
    assert (tmp_path / "out" / STATE_FILE).read_bytes() == good


def test_the_whole_training_ends_in_the_published_layout(pool: Path, tmp_path: Path) -> None:
    made = plan(tmp_path / "out", pool, 1)
    Training(made, Crew()).run()
    folder = finish(made, lambda what, done, of: None, count=2)
    checkpoint = open_checkpoint(folder)
    assert checkpoint.is_demo
    chosen = check_names_and_shapes(checkpoint, build_empty(checkpoint))
    assert {tensor.dtype for tensor in chosen.values()} == {"BF16"}
    card = (folder / "README.md").read_text()
    assert "means nothing on a patient" in card
    assert "alignment" in card
    assert "cxrviewer bench phantoms --model model_weights/demo --count 2 --seed 50001" in card
    assert (made.out / CURVE_FILE).exists()


def test_a_pool_of_several_shards_counts_through(pool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "SHARD", 3)
    for shard in (0, 1):
        make_shard(tmp_path, 5, shard, 3)
    make_unreadable(tmp_path, 5, 2)
    opened = open_pool(tmp_path, 5)
    assert (len(opened), opened.readable) == (8, 6)
    assert opened.truth(4) == draw_phantom(5, 4).truth
    assert not opened.truth(7).readable
    with pytest.raises(IndexError):
        opened.film(8)


def test_nothing_of_the_training_but_weights_is_exported(pool: Path, tmp_path: Path) -> None:
    made = plan(tmp_path / "out", pool, 1, "classification")
    training = Training(made, Crew())
    export(training.network, made.out / TOKENIZER_FILE, tmp_path / "checkpoint", "card")
    assert sorted(path.name for path in (tmp_path / "checkpoint").iterdir()) == [
        "README.md",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "special_tokens_map.json",
        "tokenizer.model",
        "tokenizer_config.json",
    ]
