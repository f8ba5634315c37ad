from pathlib import Path

import pytest

from cxrviewer.cli.main import main
from cxrviewer.training import demo
from cxrviewer.training.plan import Plan


def test_a_demo_training_without_further_arguments_is_the_plans_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plans: list[Plan] = []
    monkeypatch.setattr(demo, "prepare", lambda plan, told: plans.append(plan))
    monkeypatch.setattr(demo, "train_demo", lambda plan: None)
    monkeypatch.setattr(demo, "finish", lambda plan, told, count: plan.out / "checkpoint")
    assert main(["train", "demo", "--out", str(tmp_path)]) == 0
    assert plans == [Plan(out=tmp_path, pool=tmp_path / "pool")]
    assert main(["train", "demo", "--out", str(tmp_path), "--films", "3000", "--steps-align", "7"]) == 0
    assert (plans[1].shards, plans[1].stages[3].steps) == (3, 7)
    assert capsys.readouterr().out == f"{tmp_path / 'checkpoint'}\n" * 2


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--out", "out", "--films", "1500"],
        ["demo", "--out", "out", "--processes", "0"],
        ["prefer", "--model", "x", "--out", "out", "--films", "0"],
        ["prefer", "--model", "x", "--out", "out", "--samples", "1"],
        ["prefer", "--model", "x", "--out", "out", "--beta", "0"],
        ["prefer", "--model", "x", "--out", "out", "--length-ratio", "0.9"],
        ["prefer", "--model", "x", "--out", "out", "--temperature", "0"],
    ],
)
def test_arguments_that_make_no_sense(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(tmp_path / word) if word == "out" else word for word in words]
    assert main(["train", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_tuning_without_its_libraries_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["train", "prefer", "--model", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert said == "preference tuning needs peft and trl; pip install 'cxrviewer[training]'\n"
    assert not (tmp_path / "out").exists()
