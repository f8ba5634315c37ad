from pathlib import Path

import pytest

from cxrviewer.cli.main import main


def test_writes_films_and_their_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "films"
    assert main(["phantom", str(out), "--count", "2", "--seed", "5", "--size", "64", "--format", "png", "--masks"]) == 0
    assert capsys.readouterr().out == f"{out / 'truth.csv'}\n"
    assert sorted(path.name for path in out.glob("*.*")) == ["phantom_0000.png", "phantom_0001.png", "truth.csv"]


def test_none_is_a_table_without_lines(tmp_path: Path) -> None:
    assert main(["phantom", str(tmp_path), "--count", "0"]) == 0
    assert (tmp_path / "truth.csv").read_text().count("\n") == 1


def test_named_cases(tmp_path: Path) -> None:
    assert main(["phantom", str(tmp_path), "--cases", "5:1,6:0", "--size", "64"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case_1.dcm", "case_2.dcm", "truth.csv"]


@pytest.mark.parametrize("words", [["--count", "-1"], ["--seed", "-1"], ["--size", "8"]])
def test_numbers_that_make_no_film(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["phantom", str(tmp_path / "out"), *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["phantom", str(tmp_path / "file" / "out"), "--count", "1", "--size", "64"]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_case_list_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["phantom", str(tmp_path), "--cases", "five"])
    assert "9001:4" in capsys.readouterr().err
