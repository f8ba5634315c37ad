"""The published layout: what is taken, and one clear sentence for each thing that is amiss."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from cxrviewer import paths
from cxrviewer.errors import WeightsCorrupt, WeightsMissing
from cxrviewer.inference.checkpoint import INDEX, candidate_folders, find_checkpoints, open_checkpoint, resolve
from cxrviewer.inference.checkpoint_digest import digest
from tests.inference.tiny_checkpoint import make_config, random_tensors, write_checkpoint, write_json, write_shards


@pytest.fixture
def folder(tiny_folder, tmp_path):
    """A copy that the test may damage."""
    return shutil.copytree(tiny_folder, tmp_path / "model")


@pytest.fixture
def sharded(folder):
    (folder / "model.safetensors").unlink()
    write_shards(folder, random_tensors(make_config()), 3)
    return folder


def test_a_whole_checkpoint(tiny):
    assert tiny.name == "tiny"
    assert not tiny.is_demo
    assert [file.name for file in tiny.files] == [
        "config.json",
        "generation_config.json",
        "tokenizer_config.json",
        "tokenizer.model",
        "model.safetensors",
    ]
    assert tiny.weight_bytes == 4 * tiny.parameters


def test_the_demo_says_so_in_its_config(folder):
    write_json(folder / "config.json", make_config(cxrviewer_demo=True))
    assert open_checkpoint(folder).is_demo


def test_shards_hold_the_same_tensors(sharded, tiny):
    checkpoint = open_checkpoint(sharded)
    assert len(checkpoint.shards) == 3
    assert {name: tensor.shape for name, tensor in checkpoint.tensors.items()} == {
        name: tensor.shape for name, tensor in tiny.tensors.items()
    }


@pytest.mark.parametrize(
    ("file", "words"),
    [("config.json", "no config.json"), ("tokenizer.model", "tokenizer"), ("model.safetensors", "no weights")],
)
def test_a_missing_file(folder, file, words):
    (folder / file).unlink()
    with pytest.raises(WeightsMissing, match=words):
        open_checkpoint(folder)


def test_a_missing_folder(tmp_path):
    with pytest.raises(WeightsMissing, match="no checkpoint folder"):
        open_checkpoint(tmp_path / "nowhere")


def test_a_missing_shard(sharded):
    (sharded / "model-00002-of-00003.safetensors").unlink()
    with pytest.raises(WeightsMissing, match="model-00002-of-00003"):
        open_checkpoint(sharded)


def test_pickles_are_not_opened(folder):
    (folder / "model.safetensors").rename(folder / "pytorch_model-00001-of-00002.bin")
    with pytest.raises(WeightsMissing, match=r"pickle.*fetch the \.safetensors"):
        open_checkpoint(folder)


@pytest.mark.parametrize("kept", [0, 5, 100, -1])
def test_truncated_weights(folder, kept):
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(WeightsCorrupt, match="cut short"):
        open_checkpoint(folder)


@pytest.mark.parametrize(
    "header",
    [
        b"not json at all",
        b"[1, 2]",
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}}',
        b'{"a": {"dtype": "F32", "shape": ["1"], "data_offsets": [0, 4]}}',
        b'{"a": 3}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_header(folder, header):
    (folder / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(4))
    with pytest.raises(WeightsCorrupt, match="damaged"):
        open_checkpoint(folder)


def test_a_header_length_beyond_the_file(folder):
    (folder / "model.safetensors").write_bytes((2**63).to_bytes(8, "little") + b"{}")
    with pytest.raises(WeightsCorrupt, match="cut short or no safetensors"):
        open_checkpoint(folder)


def test_a_git_lfs_pointer(folder):
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n")
    with pytest.raises(WeightsMissing, match="Git LFS pointer"):
        open_checkpoint(folder)


def test_an_index_naming_an_absent_tensor(sharded):
    index = json.loads((sharded / INDEX).read_text())
    index["weight_map"]["llama.layers.7.mlp.up_proj.weight"] = "model-00001-of-00003.safetensors"
    write_json(sharded / INDEX, index)
    with pytest.raises(WeightsCorrupt, match=r"lacks llama\.layers\.7"):
        open_checkpoint(sharded)


@pytest.mark.parametrize("name", ["../elsewhere.safetensors", "/etc/passwd", "", 3, None])
def test_an_index_naming_a_file_elsewhere(sharded, name):
    write_json(sharded / INDEX, {"weight_map": {"a": name}})
    with pytest.raises(WeightsCorrupt, match="outside its folder"):
        open_checkpoint(sharded)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "\x00"])
def test_a_config_that_is_no_object(folder, content):
    (folder / "config.json").write_text(content)
    with pytest.raises(WeightsCorrupt, match=r"config\.json"):
        open_checkpoint(folder)


def test_found_by_name_and_by_folder(folder, monkeypatch, tmp_path):
    mine = paths.data_folder() / "models" / "mine"
    shutil.copytree(folder, mine)
    monkeypatch.setenv("CXRVIEWER_MODELS", os.pathsep.join([str(folder), str(tmp_path / "absent")]))
    names = [checkpoint.name for checkpoint in find_checkpoints()]
    assert [name for name in names if name in ("mine", "model")] == ["mine", "model"]
    assert resolve("mine").folder == mine
    assert resolve(str(folder)).folder == folder
    with pytest.raises(WeightsMissing, match="model list"):
        resolve("nothing")


def test_a_broken_checkpoint_is_a_candidate_but_not_found(folder, monkeypatch):
    (folder / "model.safetensors").unlink()
    monkeypatch.setenv("CXRVIEWER_MODELS", str(folder))
    assert folder in candidate_folders()
    assert "model" not in [checkpoint.name for checkpoint in find_checkpoints()]


def test_the_digest_follows_the_files_and_is_remembered(folder, monkeypatch):
    first = digest(open_checkpoint(folder))
    read = []
    monkeypatch.setattr(
        "cxrviewer.inference.checkpoint_digest.file_digest", lambda file, on_read: read.append(file) or "0"
    )
    assert digest(open_checkpoint(folder)) == first
    assert read == []
    write_json(folder / "generation_config.json", {"eos_token_id": [2, 5]})
    assert digest(open_checkpoint(folder)) != first
    assert [file.name for file in read] == ["generation_config.json"]


def test_a_damaged_memory_of_digests_costs_only_time(folder):
    first = digest(open_checkpoint(folder))
    (paths.data_folder() / "checkpoint_digests.json").write_text("[not json")
    assert digest(open_checkpoint(folder)) == first


def test_the_name_of_the_folder_is_not_in_the_digest(folder, tmp_path):
    other = shutil.copytree(folder, tmp_path / "renamed")
    assert digest(open_checkpoint(other)) == digest(open_checkpoint(folder))


def test_neither_the_protocol_nor_the_layout_imports_torch():
    program = (
        "import sys, cxrviewer.inference.engine, cxrviewer.inference.checkpoint, cxrviewer.inference.checkpoint_digest,"
        "cxrviewer.cli.draft, cxrviewer.cli.model\n"
        "sys.exit(' '.join({'torch', 'transformers', 'PySide6'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_write_checkpoint_shards_are_read(tmp_path):
    assert len(open_checkpoint(write_checkpoint(tmp_path / "two", shards=2)).shards) == 2
