"""``cxrviewer model``: list, show, verify, and what changes the checkpoints known."""

import hashlib
import io
import json
import shutil

import pytest
import torch
from huggingface_hub import close_session

from cxrviewer.cli.main import main
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.models_folder import models_folder
from cxrviewer.settings import load_settings, settings_file
from tests.inference.stand_in_hub import StandInHub, serving
from tests.inference.tiny_checkpoint import make_config, random_tensors, write_checkpoint, write_json


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    torch.set_num_threads(1)
    return write_checkpoint(tmp_path_factory.mktemp("models") / "tiny", shards=2)


@pytest.fixture
def folder(original, tmp_path, monkeypatch):
    """A known checkpoint that the test may damage."""
    copy = shutil.copytree(original, tmp_path / "tiny")
    monkeypatch.setenv("CXRVIEWER_MODELS", str(tmp_path))
    return copy


def run(capsys, *words):
    capsys.readouterr()
    status = main(["model", *map(str, words)])
    out, err = capsys.readouterr()
    return status, out, err


def test_list_names_what_is_known(folder, capsys):
    write_json(folder.parent / "tiny" / "config.json", make_config(cxrviewer_demo=True))
    _, out, _ = run(capsys, "list", "--json")
    (found,) = [made for made in map(json.loads, out.splitlines()) if made["name"] == "tiny"]
    assert found["demo"] is True
    assert found["folder"] == str(folder)
    assert found["bytes"] == 4 * found["parameters"] > 0
    assert f"  demo  {folder}" in run(capsys, "list")[1]


def test_list_says_what_is_wrong_with_a_broken_one(folder, capsys):
    (folder / "model-00001-of-00002.safetensors").unlink()
    status, out, err = run(capsys, "list")
    assert status == 1
    assert str(folder) not in out
    assert f"{folder}: model-00001-of-00002.safetensors is missing" in err


def test_show(folder, capsys):
    status, out, _ = run(capsys, "show", "tiny", "--json", "--quiet")
    facts = json.loads(out)
    assert status == 0
    assert facts["digest"] == digest(open_checkpoint(folder))
    assert facts["vision"]["image_size"] == 32
    assert facts["llama"]["hidden_size"] == 32
    assert (facts["shards"], facts["tensors"]) == (2, len(open_checkpoint(folder).tensors))
    assert facts["dtypes"] == {"F32": facts["tensors"]}
    assert "CC BY-NC 4.0" in facts["licence"]
    assert "image_size 32" in run(capsys, "show", folder, "--quiet")[1]


def test_verify_a_whole_one(folder, capsys):
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("\n".join([*sums, "", ""]))
    assert run(capsys, "verify", "tiny", "--quiet")[0] == 0
    made = json.loads(run(capsys, "verify", "tiny", "--quiet", "--json")[1])
    assert (made["ok"], made["problems"]) == (True, [])


@pytest.mark.parametrize(
    ("name", "words"),
    [("config.json", "is not the file"), ("gone.json", "missing"), ("../other", "outside the folder")],
)
def test_verify_checksums(folder, capsys, name, words):
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  {name}\n")
    status, out, err = run(capsys, "verify", folder, "--quiet")
    assert (status, out) == (1, "")
    assert words in err


def test_verify_numbers_that_are_not_finite(folder, capsys):
    tensors = random_tensors(make_config())
    tensors["lm_head.weight"][3, 4] = float("nan")
    for shard in folder.glob("model*"):
        shard.unlink()
    write_checkpoint(folder, tensors=tensors)
    status, _, err = run(capsys, "verify", folder, "--quiet")
    assert status == 1
    assert err.startswith(f"{folder}: lm_head.weight holds numbers that are not finite")


def test_verify_a_config_of_another_checkpoint(folder, capsys):
    write_json(folder / "config.json", make_config(llama={"hidden_size": 64}))
    status, out, _ = run(capsys, "verify", folder, "--quiet", "--json")
    made = json.loads(out)
    assert (status, made["ok"], len(made["problems"])) == (1, False, 1)


def test_verify_a_tokenizer_of_another_checkpoint(folder, capsys):
    config = make_config(llama={"vocab_size": 300})
    for shard in folder.glob("model*"):
        shard.unlink()
    write_checkpoint(folder, config=config)
    status, _, err = run(capsys, "verify", folder, "--quiet")
    assert status == 1
    assert "different checkpoints" in err


@pytest.mark.parametrize("verb", ["show", "verify"])
def test_an_unknown_name(verb, capsys):
    status, out, err = run(capsys, verb, "nothing")
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_no_verb_is_usage(capsys):
    with pytest.raises(SystemExit) as stopped:
        run(capsys)
    assert stopped.value.code == 2


def settings_checkpoint():
    return load_settings(settings_file()).model.checkpoint


def test_add_then_default_then_remove(original, tmp_path, capsys):
    folder = shutil.copytree(original, tmp_path / "mine")
    assert run(capsys, "add", folder)[:2] == (0, "mine is known now\n")
    assert run(capsys, "default", "mine")[0] == 0
    assert settings_checkpoint() == "mine"
    assert "* mine" in run(capsys, "list")[1]
    status, out, _ = run(capsys, "remove", "mine")
    assert (status, out) == (0, f"mine is forgotten; its files stay in {folder}\n")
    assert (folder / "config.json").is_file()
    assert run(capsys, "show", "mine")[0] == 1


def test_a_folder_without_a_checkpoint_is_not_added(tmp_path, capsys):
    status, _, err = run(capsys, "add", tmp_path)
    assert status == 1
    assert "has no config.json" in err


def test_remove_restore_and_purge(original, capsys):
    folder = shutil.copytree(original, models_folder() / "mine")
    (folder / "config.json").write_text("{")  # a broken one can be removed as well
    assert "`cxrviewer model restore mine`" in run(capsys, "remove", "mine")[1]
    assert not folder.exists()
    assert run(capsys, "restore", "mine")[:2] == (0, "mine is back\n")
    run(capsys, "remove", "mine")
    assert json.loads(run(capsys, "remove", "--purge", "--json")[1])["bytes"] > 100_000
    status, _, err = run(capsys, "restore", "mine")
    assert (status, err) == (1, "no removed checkpoint is called mine; fetch or add it again\n")


@pytest.mark.parametrize(("words", "said"), [(("remove", "demo"), "models folder"), (("remove",), "no checkpoint")])
def test_what_is_not_removed(capsys, words, said):
    status, out, err = run(capsys, *words)
    assert (status, out) == (1, "")
    assert said in err


def test_fetch_shows_the_licences_and_asks(original, capsys, monkeypatch):
    with serving(StandInHub(original)) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        status, out, err = run(capsys, "fetch", "--quiet")
        assert (status, out, hub.asked) == (1, "", [])
        for words in ("CC BY-NC 4.0", "https://ai.meta.com/llama/license/", "nothing was fetched"):
            assert words in err
        monkeypatch.setattr("sys.stdin", Answering("no\n"))
        assert run(capsys, "fetch", "--quiet")[0] == 1
        monkeypatch.setattr("sys.stdin", Answering("yes\n"))
        status, out, err = run(capsys, "fetch", "--quiet", "--json")
        assert (status, json.loads(out)["name"]) == (0, "CXR-LLAVA-v2")
        assert run(capsys, "verify", "CXR-LLAVA-v2", "--quiet")[0] == 0
        run(capsys, "remove", "CXR-LLAVA-v2")
        assert run(capsys, "fetch", "--accept-licences", "--quiet")[:2] == (
            0,
            f"CXR-LLAVA-v2 is whole, in {models_folder() / 'CXR-LLAVA-v2'}\n",
        )
        close_session()


class Answering(io.StringIO):
    def isatty(self):
        return True


def test_quantize_writes_a_copy_that_is_known_by_its_precision(tmp_path, capsys):
    out = tmp_path / "small"
    assert main(["model", "quantize", "demo", "--to", "int4", "--group-size", "32", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["scheme"], said["group_size"], said["source"]) == ("int4", 32, "demo")
    assert main(["model", "show", str(out), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["precision"], shown["digest"]) == ("int4", said["digest"])
    assert main(["model", "quantize", str(out), "--to", "int8", "--out", str(tmp_path / "again")]) == 1
    assert "smaller copy already" in capsys.readouterr().err
