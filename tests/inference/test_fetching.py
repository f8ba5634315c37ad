"""Fetching the published checkpoint, against a stand-in for the hub: what comes, what never comes, what goes wrong."""

import errno
import hashlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from huggingface_hub import close_session

from cxrviewer.errors import FetchFailed, WeightsCorrupt
from cxrviewer.inference import fetching, models_folder
from cxrviewer.inference.checkpoint import open_checkpoint, resolve
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.fetching import FetchCancelled, Published, fetch
from cxrviewer.inference.known_checkpoints import origin
from cxrviewer.inference.manifest import read_manifest
from cxrviewer.inference.verifying import problems_of
from tests.inference.stand_in_hub import StandInHub, serving
from tests.inference.tiny_checkpoint import write_checkpoint

PUBLISHED = Published(manifest={})


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    folder = write_checkpoint(tmp_path_factory.mktemp("hub") / "tiny", shards=2)
    (folder / "pytorch_model-00001-of-00002.bin").write_bytes(b"pickle")
    (folder / "CXR_LLAVA_HF.py").write_bytes(b"import os")
    (folder / "tokenizer.json").write_bytes(b"{}")
    return folder


@pytest.fixture
def hub(original, monkeypatch):
    with serving(StandInHub(original)) as standing:
        monkeypatch.setenv("HF_ENDPOINT", standing.url)
        yield standing
        close_session()


def run(published=PUBLISHED, **options):
    steps = []
    folder = fetch(
        published, licences_accepted=True, progress=lambda done, total: steps.append((done, total)), **options
    )
    return folder, steps


def shard(number):
    return f"model-{number:05d}-of-00002.safetensors"


def test_weights_json_and_tokenizer_come_and_nothing_that_can_run(hub, original):
    folder, steps = run()
    assert folder == models_folder.models_folder() / "CXR-LLAVA-v2"
    came = {file.name for file in folder.iterdir()}
    assert came == {
        *(name for name in hub.files if not name.endswith((".bin", ".py"))),
        "SHA256SUMS",
        "cxrviewer_source.json",
    }
    assert all((folder / name).read_bytes() == hub.files[name] for name in came & hub.files.keys())
    assert not {name for name, _ in hub.asked} & {"pytorch_model-00001-of-00002.bin", "CXR_LLAVA_HF.py"}
    total = sum(len(content) for name, content in hub.files.items() if not name.endswith((".bin", ".py")))
    assert steps[-1] == (total, total)
    assert sorted(steps) == steps


def test_what_came_is_known_verified_and_says_where_it_is_from(hub):
    folder, _ = run()
    assert resolve("CXR-LLAVA-v2").folder == folder
    assert list(problems_of(open_checkpoint(folder), lambda *_: None)) == []
    assert origin(folder).startswith("ECOFRI/CXR-LLAVA-v2 at b2224786bb90, fetched ")
    source = json.loads((folder / "cxrviewer_source.json").read_text())
    assert source["licences_accepted"] == ["CC BY-NC 4.0", "Llama 2 Community License"]


def test_nothing_is_asked_before_the_licences_are_accepted(hub):
    with pytest.raises(FetchFailed, match=r"CC BY-NC 4.0 and the Llama 2 Community License; accept both first"):
        fetch(PUBLISHED, licences_accepted=False, progress=lambda *_: None)
    assert hub.asked == []


def test_a_broken_connection_is_taken_up_where_it_broke(hub):
    half = len(hub.files[shard(1)]) // 2
    hub.break_after = {shard(1): half}
    folder, _ = run()
    first, second = [asked for name, asked in hub.asked if name == shard(1)]
    assert first == ""
    assert 0 < int(second.removeprefix("bytes=").removesuffix("-")) <= half
    assert (folder / shard(1)).read_bytes() == hub.files[shard(1)]


def test_a_server_that_has_gone_is_a_sentence_and_the_next_fetch_goes_on(hub):
    hub.break_after = {shard(1): 0}
    with pytest.raises(FetchFailed, match=r"cannot be reached .* goes on where it stopped"):
        run()
    assert not (models_folder.models_folder() / "CXR-LLAVA-v2").exists()
    came = [name for name, _ in hub.asked]
    hub.asked.clear()
    hub.break_after.clear()
    run()
    assert {name for name, _ in hub.asked}.isdisjoint(set(came) - {shard(1)})


def test_cancelled_in_the_middle_and_resumed(hub):
    cancel = CancelToken()

    def progress(done, total):
        if done > total // 2:
            cancel.cancel()

    with pytest.raises(FetchCancelled):
        fetch(PUBLISHED, licences_accepted=True, progress=progress, cancel=cancel)
    hub.asked.clear()
    folder, _ = run()
    assert any(asked.startswith("bytes=") for _, asked in hub.asked)
    assert list(problems_of(open_checkpoint(folder), lambda *_: None)) == []


def test_a_server_without_ranges_sends_the_file_from_its_beginning(hub):
    hub.ranges = False
    hub.break_after = {shard(1): 1000}
    folder, _ = run()
    assert (folder / shard(1)).read_bytes() == hub.files[shard(1)]


@pytest.mark.parametrize("name", [shard(2), "config.json"])
def test_a_file_that_is_not_what_its_checksum_names(hub, name):
    hub.spoilt = {name}
    with pytest.raises(FetchFailed, match=f"{name} is not the file that its checksum names"):
        run()
    assert not (models_folder.models_folder() / "CXR-LLAVA-v2").exists()
    hub.spoilt.clear()
    folder, _ = run()
    assert (folder / name).read_bytes() == hub.files[name]


def test_a_manifest_is_what_counts(hub, tmp_path):
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in hub.files.items()}
    file = tmp_path / "list"
    file.write_text("# made by sha256sum\n\n" + "".join(f"{sha} *./{name}\n" for name, sha in sums.items()))
    run(Published(manifest=read_manifest(file)))
    models_folder.purge(models_folder.remove(models_folder.models_folder() / "CXR-LLAVA-v2"))
    with pytest.raises(FetchFailed, match=f"{shard(1)} is not the file"):
        run(Published(manifest={**sums, shard(1): "0" * 64}))
    del sums[shard(1)]
    with pytest.raises(FetchFailed, match=f"{shard(1)} is not in the manifest"):
        run(Published(manifest=sums))


def test_a_manifest_with_a_line_that_is_none(tmp_path):
    (tmp_path / "list").write_text(f"{'0' * 64}  fine\nmodel.safetensors\n")
    with pytest.raises(WeightsCorrupt, match="line 2: not a checksum and a file name"):
        read_manifest(tmp_path / "list")
    with pytest.raises(WeightsCorrupt, match="cannot be read"):
        read_manifest(tmp_path / "nothing")


def test_a_full_disk_is_said_before_and_while_fetching(hub, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(models_folder.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
        with pytest.raises(FetchFailed, match=r"0\.0 GB are needed and the disk has 0\.0 GB free; free some space"):
            run()
    assert hub.asked == []

    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "write_manifest", full)
        with pytest.raises(FetchFailed, match="the disk is full; free some space and fetch again"):
            run()
    run()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revision": "gone"}, "has no ECOFRI/CXR-LLAVA-v2 at gone; check both names"),
        ({"repository": "other/model"}, "has no other/model at"),
    ],
)
def test_a_name_that_the_hub_does_not_have(hub, change, words):
    with pytest.raises(FetchFailed, match=words):
        run(Published(manifest={}, **change))


def test_a_hub_in_trouble(hub):
    hub.status = 503
    with pytest.raises(FetchFailed, match="answered with 503; wait a while"):
        run()


def test_a_repository_without_weights(hub):
    hub.files = {"README.md": b"nothing"}
    with pytest.raises(FetchFailed, match="holds no weights as safetensors"):
        run()


def test_nobody_there(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1:9 cannot be reached .*check the connection"):
        run()
    close_session()


def test_one_that_is_there_is_not_fetched_over(hub):
    run()
    with pytest.raises(FetchFailed, match="is there already"):
        run()


def test_a_name_with_a_path_is_never_written(hub):
    hub.files["../escape.json"] = b"{}"
    run()
    assert not list(Path(models_folder.models_folder()).rglob("escape.json"))
