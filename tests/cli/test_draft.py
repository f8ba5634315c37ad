"""``cxrviewer draft``: the JSON contract, the text for people, one line a failure."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from PIL import Image

from cxrviewer.cli import draft as command
from cxrviewer.cli.main import main
from cxrviewer.errors import GenerationFailed
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.imaging.scope import check_scope
from cxrviewer.inference.cxr_llava import CxrLlavaEngine
from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding
from tests.factories import make_pixels
from tests.inference.tiny_checkpoint import make_config, write_checkpoint


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    torch.set_num_threads(1)
    return write_checkpoint(
        tmp_path_factory.mktemp("models") / "tiny", config=make_config(llama={"max_position_embeddings": 1024})
    )


@pytest.fixture
def film(tmp_path):
    return write_film(tmp_path / "films" / "a.png")


def write_film(path, *, seed=0):
    path.parent.mkdir(exist_ok=True)
    Image.fromarray((make_pixels(96, 80, seed=seed) // 16).astype("uint8")).save(path)
    return path


@pytest.fixture
def draft(model, capsys):
    """Runs the command on the tiny checkpoint; its status, lines of stdout and lines of stderr."""

    def run(*words, quiet=True, limit=4):
        capsys.readouterr()
        options = ["--model", str(model), "--device", "cpu", "--max-new-tokens", str(limit), *["--quiet"] * quiet]
        status = main(["draft", *map(str, words), *options])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_the_whole_object(draft, film, model):
    status, out, err = draft(film, "--json", "--confirm", "--question", "Why?", "--question", "Sure?", "--seed", "7")
    assert (status, err, out.count("\n")) == (0, "", 1)
    made = json.loads(out)
    assert set(made) == {
        "file", "sop_instance_uid", "model", "prompt", "sampling", "report", "finish_reason", "answers", "findings",
        "tokens", "seconds", "input_sha256", "kept_bytes", "warnings",
    }  # fmt: skip
    assert made["file"] == str(film)
    assert made["sop_instance_uid"] is None
    assert set(made["model"]) == {"name", "digest", "dtype", "device"}
    assert (made["model"]["name"], made["model"]["dtype"], made["model"]["device"]) == ("tiny", "float32", "cpu")
    assert made["prompt"] == "specific"
    assert made["sampling"] == {"temperature": 0.2, "top_p": 0.8, "seed": 7, "max_new_tokens": 4}
    assert made["report"]
    assert made["finish_reason"] in ("length", "stop")
    assert [answer["question"] for answer in made["answers"]] == ["Why?", "Sure?"]
    assert set(made["findings"]) == {finding.value for finding in Finding}
    assert all(0 <= finding["p_yes"] <= 1 for finding in made["findings"].values())
    assert made["tokens"]["generated"] <= 4 < made["tokens"]["prompt"]
    assert set(made["seconds"]) == {"load", "read", "encode", "prefill", "first_token", "total"}
    assert len(made["input_sha256"]) == len(made["model"]["digest"]) == 64
    cropped, *scope = made["warnings"]
    assert cropped == "film cropped: 14 rows at top and bottom are not seen by the model"
    assert scope == [warning.reason for warning in check_scope(read_radiograph(film)).warnings] != []


def test_the_probability_of_each_token_where_it_is_asked_for(draft, film):
    out = draft(film, "--json", "--token-probabilities", "--question", "Why?", limit=5)[1]
    made = json.loads(out)
    for text, said in ((made["report"], made), (made["answers"][0]["answer"], made["answers"][0])):
        pieces = [piece for piece, _ in said["token_probabilities"]]
        assert 1 <= len(pieces) <= 5
        assert text.startswith("".join(pieces).lstrip()[: len(text) // 2])
        assert all(0 < probability <= 1 for _, probability in said["token_probabilities"])


def test_without_confirm_there_are_no_findings(draft, film):
    assert "findings" not in json.loads(draft(film, "--json")[1])


def test_for_people(draft, film):
    status, out, err = draft(film, "--question", "Why?")
    lines = out.splitlines()
    assert status == 0
    assert lines[:2] == [str(film), "AI draft - not verified (tiny)"]
    assert "Question: Why?" in lines
    report = json.loads(draft(film, "--question", "Why?", "--json")[1])["report"]
    assert f"{report}\n" in out
    told = [line.removeprefix(f"{film}: warning: ") for line in err.splitlines()]
    assert told[0] == "film cropped: 14 rows at top and bottom are not seen by the model"
    assert told[1].startswith("Not recognised as a frontal chest")


def test_prompt_none_opens_with_the_question(draft, film):
    made = json.loads(draft(film, "--json", "--prompt", "none", "--question", "Is it big?")[1])
    assert (made["prompt"], made["report"]) == ("none", "")
    assert made["answers"][0]["question"] == "Is it big?"
    assert made["answers"][0]["answer"]


def test_a_question_continues_the_conversation(draft, film, tmp_path):
    made = json.loads(draft(film, "--json", "--prompt", "basic", "--question", "Why?", "--temperature", "0")[1])
    recorded = tmp_path / "recorded.json"
    said = [("user", prompts.BASIC), ("model", made["report"]), ("user", "Why?")]
    recorded.write_text(json.dumps([{"role": role, "text": text} for role, text in said]))
    again = json.loads(draft(film, "--json", "--conversation", recorded, "--temperature", "0")[1])
    assert again["prompt"] == "conversation"
    assert again["report"] == made["answers"][0]["answer"]


def test_every_prompt_name(draft, film):
    lengths = {
        name: json.loads(draft(film, "--json", "--prompt", name, limit=1)[1])["tokens"]["prompt"]
        for name in prompts.PROMPTS
    }
    assert len(set(lengths.values())) == 4


def test_a_folder_and_a_bad_file_in_it(draft, film):
    write_film(film.parent / "b.png", seed=1)
    (film.parent / "notes.txt").write_text("not a film")
    (film.parent / ".hidden").write_text("not looked at")
    status, out, err = draft(film.parent, "--json")
    assert status == 1
    assert [Path(json.loads(line)["file"]).name for line in out.splitlines()] == ["a.png", "b.png"]
    assert err.count("\n") == 1
    assert err.startswith(f"{film.parent / 'notes.txt'}: ")


def test_progress_is_on_stderr(draft, film):
    status, out, err = draft(film, "--json", quiet=False)
    assert status == 0
    json.loads(out)
    assert "loading the model" in err


def test_files_that_cannot_be_read_never_load_the_model(draft, tmp_path, monkeypatch):
    monkeypatch.setattr(command._Drafter, "_load", lambda self: pytest.fail("the model was loaded"))
    status, out, err = draft(tmp_path / "absent.png", "--json")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"{tmp_path / 'absent.png'}: ")


def test_an_empty_folder(draft, tmp_path):
    (tmp_path / "empty").mkdir()
    status, _, err = draft(tmp_path / "empty")
    assert status == 1
    assert err.startswith(f"{tmp_path / 'empty'}: there is no file in it")


def test_a_film_on_which_the_model_fails_does_not_stop_the_next(draft, film, monkeypatch):
    write_film(film.parent / "b.png", seed=1)
    real = CxrLlavaEngine.generate

    def fail_on_a(self, request, cancel):
        if request.radiograph.source.name == "a.png":
            raise GenerationFailed("the model stopped; try again")
        return real(self, request, cancel)

    monkeypatch.setattr(CxrLlavaEngine, "generate", fail_on_a)
    status, out, err = draft(film.parent, "--json")
    assert (status, len(out.splitlines())) == (1, 1)
    assert err == f"{film}: the model stopped; try again\n"


def test_a_checkpoint_that_is_not_there(film, capsys):
    assert main(["draft", str(film), "--model", "nothing"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_question_too_long_is_one_line(draft, film):
    status, out, err = draft(film, "--json", "--prompt", "none", "--question", "word " * 2000)
    assert (status, out) == (1, "")
    assert "too long for this model" in err


def test_ctrl_c(draft, film, monkeypatch):
    def interrupted(self, request, cancel):
        raise KeyboardInterrupt

    monkeypatch.setattr(CxrLlavaEngine, "generate", interrupted)
    assert draft(film, "--json")[0] == 130


@pytest.mark.parametrize(
    "words",
    [
        ["--prompt", "none"],
        ["--top-p", "0"],
        ["--top-p", "1.5"],
        ["--temperature", "-1"],
        ["--temperature", "nan"],
        ["--temperature", "inf"],
        ["--conversation", "no such file.json"],
    ],
)
def test_words_that_do_not_fit_are_usage(draft, film, words):
    status, out, err = draft(film, *words)
    assert (status, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "words", [["--prompt", "poem"], ["--seed", "-1"], ["--seed", str(2**63)], ["--dtype", "int3"], ["--seed", "x"]]
)
def test_words_that_argparse_refuses(draft, film, words):
    with pytest.raises(SystemExit) as stopped:
        draft(film, *words)
    assert stopped.value.code == 2


@pytest.mark.parametrize(
    "content",
    ["{", "3", '[{"role": "doctor", "text": "a"}]', '[{"role": "model", "text": "a"}]', '[{"role": "user"}]', "[]"],
)
def test_a_recorded_conversation_that_is_none(draft, film, tmp_path, content):
    (tmp_path / "chat.json").write_text(content)
    status, _, err = draft(film, "--conversation", tmp_path / "chat.json")
    assert (status, err.count("\n")) == (2, 1)


def test_a_name_that_is_not_utf8(draft, film):
    odd = film.parent / os.fsdecode(b"\xff.png")
    film.rename(odd)
    status, out, _ = draft(odd, "--json")
    assert status == 0
    assert json.loads(out)["file"].endswith("\ufffd.png")


def test_wrong_words_are_answered_without_torch(film):
    program = (
        "import sys\nfrom cxrviewer.cli.main import main\n"
        f"assert main(['draft', {str(film)!r}, '--model', 'nothing']) == 1\n"
        "sys.exit(int('torch' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


@pytest.mark.shared
def test_every_reference_picture_is_drafted(draft, shared_data):
    folder = shared_data / "data" / "images"
    status, out, _ = draft(folder, "--json", limit=1)
    assert status == 0
    assert len(out.splitlines()) == sum(1 for file in folder.rglob("*") if file.is_file())


@pytest.mark.shared
def test_each_malformed_dicom_file_is_one_line_and_status_1(draft, shared_data):
    for file in sorted((shared_data / "data" / "dicom_malformed").iterdir()):
        status, out, err = draft(file, "--json", limit=1)
        assert (status, out, err.count("\n")) == (1, "", 1), file.name
        assert err.startswith(f"{file}: ")


@pytest.mark.shared
def test_every_decodable_reference_dicom_file_is_drafted(draft, shared_data):
    folder = shared_data / "data" / "dicom"
    _, out, err = draft(folder, "--json", limit=1)
    drafted = {json.loads(line)["file"] for line in out.splitlines()}
    refused = dict(line.split(": ", 1) for line in err.splitlines() if ": warning: " not in line)
    files = {str(file) for file in folder.rglob("*") if file.is_file()}
    assert drafted | set(refused) == files
    undecodable = {file for file, why in refused.items() if "decoder" in why}
    assert len(undecodable) <= 3
    others = {file: why for file, why in refused.items() if file not in undecodable}
    assert all("DICOMDIR" in why or "holds no image" in why or "text file" in why for why in others.values()), others
