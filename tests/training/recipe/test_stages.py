"""Each stage through the command line: it learns, moves what it should, and what comes out is a checkpoint."""

import csv
import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from cxrviewer.cli.main import main
from cxrviewer.inference.checkpoint import DEMO_KEY, open_checkpoint
from tests.training.recipe.small import exported

_FAST = [
    *("--batch", "8", "--epochs", "100", "--max-steps", "24", "--watch-every", "12", "--warm-up", "1"),
    *("--optimizer", "adam", "--rate", "0.01", "--no-augment"),
]
_MOVES = {
    "classify": {"vision_tower"},
    "contrast": {"vision_tower"},
    "align": {"mm_projector"},
    "instruct": {"mm_projector", "llama", "lm_head"},
}


@pytest.fixture(scope="module", params=sorted(_MOVES))
def stage(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def begin(stage: str, start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To align, a language model whose words depend on the film; with new weights all words have the same chance."""
    if stage != "align":
        return start
    folder = tmp_path_factory.mktemp("begin") / start.name
    shutil.copytree(start, folder)
    louder = {
        name: 30 * one for name, one in exported(start).items() if name.endswith(("o_proj.weight", "head.weight"))
    }
    save_file({**exported(start), **louder}, folder / "model.safetensors")
    return folder


@pytest.fixture(scope="module")
def out(stage: str, films: Path, begin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(stage) / "out"
    more = ["--encoder-rate", "0.003"] if stage in ("classify", "contrast") else ["--longest", "192"]
    words = ["train", stage, "--data", f"phantom:{films}", "--from", str(begin), "--out", str(folder), *_FAST, *more]
    assert main(words) == 0
    return folder


def points(out: Path) -> list[dict[str, str]]:
    with (out / "curve.csv").open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_its_loss_falls(stage: str, out: Path) -> None:
    losses = [float(point["train_loss"]) for point in points(out)]
    assert losses[-1] < 0.97 * losses[0], losses


def test_it_moves_its_own_parts_alone(stage: str, out: Path, begin: Path) -> None:
    before, after = exported(begin), exported(out / "checkpoint")
    assert before.keys() == after.keys()
    moved = {name.split(".")[0] for name, value in after.items() if not torch.equal(value, before[name])}
    assert moved == _MOVES[stage]


def test_it_says_where_the_weights_come_from(stage: str, out: Path, start: Path) -> None:
    said = json.loads((out / "checkpoint" / "training.json").read_text())
    assert said["data"] == [{"layout": "phantom", "folder": "phantoms", "train": 8, "valid": 4}]
    assert said["settings"]["stage"] == stage
    assert said["settings"]["seed"] == "1"
    assert said["parent"]["name"] == start.name
    assert len(said["parent"]["digest"]) == 64
    assert f"stage {stage}" in (out / "checkpoint" / "README.md").read_text()


def test_it_leaves_a_curve_and_nothing_half_done(stage: str, out: Path) -> None:
    assert [point["step"] for point in points(out)] == ["12", "24"]
    assert (out / "curve.png").read_bytes()[:4] == b"\x89PNG"
    assert sorted(path.name for path in out.iterdir()) == ["checkpoint", "curve.csv", "curve.png", "states"]
    assert all((point["auroc"] != "") == (stage == "classify") for point in points(out))


def test_what_comes_out_is_marked_as_one_that_never_saw_a_patient(stage: str, out: Path) -> None:
    assert open_checkpoint(out / "checkpoint").config[DEMO_KEY] is True


@pytest.mark.parametrize("stage", ["instruct"], indirect=True, scope="module")
def test_the_program_drafts_with_what_comes_out(
    stage: str, out: Path, films: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = sorted(films.rglob("*.png"))[0]
    words = [str(film), "--model", str(out / "checkpoint"), "--device", "cpu", "--max-new-tokens", "12", "--json"]
    assert main(["draft", *words, "--quiet", "--confirm"]) == 0
    said = json.loads(capsys.readouterr().out)
    # After a few steps on a few films it may say nothing; but it read the film, and it answers.
    assert said["finish_reason"] in ("stop", "length")
    assert said["tokens"]["prompt"] > 4
    assert all(0.0 < finding["p_yes"] < 1.0 for finding in said["findings"].values())
