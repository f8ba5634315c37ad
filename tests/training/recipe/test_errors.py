"""What goes wrong is one sentence with what to do, and no checkpoint."""

import shutil
from pathlib import Path

import pytest

from cxrviewer import paths
from cxrviewer.cli.main import main
from cxrviewer.errors import TrainingError
from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.writing import write_phantoms
from cxrviewer.training.datasets.splits import split_of
from cxrviewer.training.recipe.starting import Beginning, make_checkpoint
from tests.inference.tiny_checkpoint import make_config
from tests.training.recipe.small import TINY, small_recipe, trained


def complaint(capsys: pytest.CaptureFixture[str], out: Path, *words: object) -> str:
    """What ``train classify`` says on stderr when it fails."""
    capsys.readouterr()
    fast = ["--max-steps", "1", "--batch", "4", "--out", out]
    assert main(["train", "classify", *map(str, (*words, *fast))]) == 1
    said, err = capsys.readouterr()
    assert (said, err.count("\n")) == ("", 1)
    assert not (out / "checkpoint").exists()
    return err


def test_a_data_set_that_is_not_there(start: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, tmp_path / "out", "--data", f"phantom:{tmp_path / 'gone'}", "--from", start)
    assert str(tmp_path / "gone") in said


def test_a_start_that_is_not_there(films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, tmp_path / "out", "--data", f"phantom:{films}", "--from", tmp_path / "gone")
    assert "gone" in said


def test_a_data_set_without_films_to_validate_on(
    start: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn = (draw_phantom(5, number) for number in range(20))
    chosen = [phantom for phantom in drawn if split_of(f"phantom_{phantom.index:04d}") == "train"][:2]
    folder = tmp_path / "films"
    write_phantoms(folder, chosen, 2, png=True, masks=False, size=64, done=lambda made, of: None)
    said = complaint(capsys, tmp_path / "out", "--data", f"phantom:{folder}", "--from", start)
    assert said.startswith(f"{folder}: has no frontal film in its valid part; ")


def test_a_film_that_cannot_be_read(
    films: Path, start: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(films, tmp_path / "films")
    for film in folder.rglob("*.png"):
        film.write_bytes(b"not a film")
    said = complaint(capsys, tmp_path / "out", "--data", f"phantom:{folder}", "--from", start)
    assert "--skip-unreadable" in said


def test_a_shape_that_is_none(films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = complaint(capsys, tmp_path / "out", "--data", f"phantom:{films}", "--shape", "13b")
    assert said == "13b: is no shape; say demo or 7b, or name a config.json\n"


def test_weights_of_another_shape(start: Path, tmp_path: Path) -> None:
    wider = make_config(vision={"width": 64})
    weights = start / "model.safetensors"
    with pytest.raises(TrainingError, match=r"has shape .* but the configuration asks for .*; give the configuration"):
        make_checkpoint(Beginning(config=wider, encoder=weights), tmp_path / "new", lambda file, size: None)
    assert list(tmp_path.iterdir()) == []


def test_going_on_from_a_checkpoint_of_another_shape(films: Path, start: Path, tmp_path: Path) -> None:
    trained(small_recipe("classify", films, start, tmp_path / "out", max_steps=1))
    tokenizer = paths.bundled_checkpoints() / "demo" / "tokenizer.model"
    config = {**TINY, "clip_vision_cfg": {**TINY["clip_vision_cfg"], "width": 64}}
    other = tmp_path / "other" / start.name  # the same name, so that only the weights tell
    make_checkpoint(Beginning(config=config), other, lambda file, size: shutil.copyfile(tokenizer, file))
    with pytest.raises(TrainingError, match=r"does not fit this training; .* name another --out"):
        trained(small_recipe("classify", films, other, tmp_path / "out", max_steps=1))
