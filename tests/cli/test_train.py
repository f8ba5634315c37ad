from pathlib import Path

import pytest

from cxrviewer.cli.main import main
from cxrviewer.cli.train_demo import STAGES
from cxrviewer.training.plan import demo_stages


def test_the_steps_are_those_of_the_plan_with_the_same_minutes() -> None:
    assert list(STAGES.values()) == [stage.minutes for stage in demo_stages()]


@pytest.mark.parametrize(
    "words",
    [
        ["demo", "--out", "out", "--films", "1500"],
        ["demo", "--out", "out", "--processes", "0"],
    ],
)
def test_arguments_that_make_no_sense(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(tmp_path / word) if word == "out" else word for word in words]
    assert main(["train", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()
