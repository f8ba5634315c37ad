"""A whole tuning through the command, its writing replaced by one that is better as soon as the weights have moved."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

pytest.importorskip("trl")

from cxrviewer.cli.main import main
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting.draft import Sampling
from cxrviewer.training.preference.films import Films
from cxrviewer.training.preference.run import load_writer
from cxrviewer.training.preference.sampling import Writer
from tests.inference.tiny_checkpoint import write_checkpoint

INVENTS = "There is cardiomegaly. There is a left pneumothorax. There is a right pneumothorax."
IMPROVED = "The heart is not enlarged. There is no pneumothorax. The film is good now."


def normal_films(
    folder: Path, seed: int, count: int, size: int, done: object, *, rendered: int, processes: int
) -> Films:
    pixels = np.random.default_rng((seed, rendered)).integers(0, 256, (count, size, size), dtype=np.uint8)
    return Films(pixels, (Truth(()),) * count)


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_checkpoint(tmp_path / "model")
    (folder / "README.md").write_text("# The model\n")
    before = _moving(load_writer(open_checkpoint(folder)))

    def write(writer: Writer, images: object, samplings: Sequence[Sampling]) -> list[tuple[str, tuple[int, ...]]]:
        if samplings[0].greedy:
            return [(INVENTS if torch.equal(_moving(writer), before) else IMPROVED, (2,)) for _ in samplings]
        return [((INVENTS, (5, 6, 2)), (IMPROVED, (7, 8, 2)))[at % 2] for at in range(len(samplings))]

    monkeypatch.setattr(Writer, "write", write)
    monkeypatch.setattr("cxrviewer.training.preference.run.films_of", normal_films)
    return folder


def _moving(writer: Writer) -> torch.Tensor:
    weight: torch.Tensor = writer.network.language_model.model.layers[0].self_attn.v_proj.weight
    return weight.detach().to(torch.bfloat16)


def command(model: Path, out: Path, *more: str) -> list[str]:
    few = ["--films", "6", "--samples", "2", "--epochs", "1", "--batch", "3", "--rank", "2", "--rate", "0.05"]
    measured = ["--validation-films", "2", "--test-films", "2"]
    return ["train", "prefer", "--model", str(model), "--out", str(out), *few, *measured, *more]


def test_a_whole_tuning(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert main(command(model, out)) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == str(out / "checkpoint")
    assert "| invented findings a report |" in said[2 + 1]
    assert said[-2].startswith("Invented findings fell (2.000 to 0.000 a report)")

    pairs = [json.loads(line) for line in (out / "pairs.jsonl").read_text().splitlines()]
    assert [(pair["film"], pair["chosen"]["text"], pair["rejected"]["penalty"]) for pair in pairs] == [
        (film, IMPROVED, 2.0) for film in range(6)
    ]

    made = open_checkpoint(out / "checkpoint")
    load_writer(made)  # every name and shape is as published
    card = (out / "checkpoint" / "README.md").read_text()
    assert card.startswith("# The model\n\n## Preference tuning without human feedback\n")
    assert said[-2] in card
    old, new = load_file(model / "model.safetensors"), load_file(out / "checkpoint" / "model.safetensors")
    assert set(new) == set(old) - {"vision_tower.proj"}
    moved = {name for name in new if not torch.equal(new[name], old[name].to(torch.bfloat16))}
    assert moved
    assert all(name.startswith("llama.layers.") for name in moved)

    # Again: nothing is computed twice, and the same comes out.
    figures = (out / "figures.json").stat().st_mtime_ns
    assert main(command(model, out)) == 0
    assert capsys.readouterr().out.splitlines() == said
    assert (out / "figures.json").stat().st_mtime_ns == figures

    assert main(command(model, out, "--beta", "0.3")) == 1
    assert "holds a tuning with another beta" in capsys.readouterr().err


def test_a_smaller_copy_is_not_tuned(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**config, "cxrviewer_quantization": {"scheme": "int8"}}))
    assert main(command(model, tmp_path / "out")) == 1
    assert "smaller copy; tune the checkpoint that it was made from" in capsys.readouterr().err
