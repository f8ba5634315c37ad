"""``cxrviewer train data``: what a folder holds, or one line about why it cannot be said."""

import json

import pytest

from cxrviewer.cli.main import main
from tests.training.datasets import layouts


def test_a_table_of_each_split(tmp_path, capsys):
    layouts.chexpert(tmp_path)
    assert main(["train", "data", f"chexpert:{tmp_path}"]) == 0
    out = capsys.readouterr().out
    lines = {line[:30].strip(): line[30:].split() for line in out.splitlines()[3:]}
    assert "left out: 1 (not a frontal film)" in out
    assert lines["films"] == ["3", "1"]
    assert lines["patients"] == ["3", "1"]
    assert lines["view AP"] == ["2", "1"]
    assert lines["neither, or devices alone"] == ["2", "1"]
    assert lines["Pleural Effusion"] == ["1", "/", "0", "0", "/", "1"]


def test_as_json(tmp_path, capsys):
    layouts.nih(tmp_path)
    assert main(["train", "data", f"nih:{tmp_path}", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["layout"] == "nih"
    assert said["splits"]["test"]["films"] == 1
    assert said["splits"]["test"]["labels"]["Lung Lesion"] == [1, 0]


def test_a_folder_that_is_none(tmp_path, capsys):
    assert main(["train", "data", f"vindr:{tmp_path}"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("words", ["chexpert", "lidc:folder", "nih:"])
def test_words_that_name_no_folder(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["train", "data", words])
    assert caught.value.code == 2
    assert "LAYOUT:DIR" in capsys.readouterr().err


def test_phantoms_are_a_layout_too(tmp_path, capsys):
    assert main(["phantom", str(tmp_path), "--count", "3", "--size", "128", "--format", "png"]) == 0
    assert main(["train", "data", f"phantom:{tmp_path}", "--json"]) == 0
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert sum(split["films"] for split in said["splits"].values()) == 3
    assert all(split["reports"] == split["films"] for split in said["splits"].values())
