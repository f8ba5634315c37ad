"""What can go wrong with the real model while the window is open: each is a sentence, and the window drafts again."""

import gc
import shutil
import weakref

import psutil
import pytest
import torch
from PySide6.QtCore import Qt
from safetensors.torch import load_file

from cxrviewer import app, paths
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference import generation
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.models_folder import models_folder
from cxrviewer.settings import Settings, load_settings
from cxrviewer.ui.inference_runner import InferenceRunner
from tests.inference.tiny_checkpoint import make_config, write_checkpoint, write_shards
from tests.ui.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture(scope="module")
def film():
    return read_radiograph(sorted(app.demo_films().glob("*.dcm"))[0])


@pytest.fixture
def at_work(desk: Desk, film):
    """The demo checkpoint loaded, a synthetic film on the screen, short drafts."""
    load(desk, "demo")
    desk.open(film)
    return desk


def load(desk, name):
    app.load_model(desk.window, Settings(), name)
    desk.until(lambda: f"{name} · float32" in desk.window.status.text)


def draft(desk):
    desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, desk.window)
    desk.until(lambda: not desk.session.writing)
    return desk.draft.text


def error_words(desk):
    return desk.draft.messages[0].text()


def fail_at(monkeypatch, step_number, error):
    """The given pass through the language model raises, and no other."""
    real, count = generation.step, iter(range(10_000))

    def step(*arguments):
        if next(count) == step_number:
            raise error
        return real(*arguments)

    monkeypatch.setattr(generation, "step", step)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory: you tried"),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB"),
        MemoryError(),
    ],
)
@pytest.mark.parametrize("step_number", [0, 5])
def test_out_of_memory_in_a_draft_is_a_sentence_and_the_next_draft_is_written(
    at_work, film, monkeypatch, error, step_number
):
    with monkeypatch.context() as patch:
        fail_at(patch, step_number, error)
        draft(at_work)
        assert "the model needs more memory than is free; close other programs" in error_words(at_work)
        assert at_work.store.drafts_of(film.digest) == ()
    text = draft(at_work)
    assert text.endswith(".")
    assert error_words(at_work) == ""
    (kept,) = at_work.store.drafts_of(film.digest)
    assert kept.text == text


def test_an_error_that_nobody_foresaw_is_a_sentence_and_the_next_draft_is_written(
    at_work, monkeypatch, expected_warnings
):
    with monkeypatch.context() as patch:
        fail_at(patch, 3, KeyError("cosmic ray"))
        draft(at_work)
        assert "No text could be written (KeyError); the log file says more" in error_words(at_work)
    assert len(expected_warnings) == 1
    assert draft(at_work).endswith(".")


def test_a_shard_deleted_under_the_running_program(at_work):
    """What is loaded goes on; loading it again says which file is missing; another model drafts."""
    demo, copy = paths.bundled_checkpoints() / "demo", models_folder() / "copy"
    shutil.copytree(demo, copy)
    (copy / "model.safetensors").unlink()
    write_shards(copy, load_file(demo / "model.safetensors"), 2)
    load(at_work, "copy")
    shard = copy / "model-00002-of-00002.safetensors"
    shard.unlink()
    first = draft(at_work)
    assert first.endswith(".")
    app.load_model(at_work.window, Settings(), "copy")
    missing = "No model: model-00002-of-00002.safetensors is missing from copy; fetch the checkpoint again"
    at_work.until(lambda: at_work.draft.messages[1].text() == missing)
    assert at_work.draft.text == first
    load(at_work, "demo")
    assert draft(at_work).endswith(".")


def test_a_shard_that_vanishes_between_the_look_and_the_load(at_work, tmp_path):
    demo = paths.bundled_checkpoints() / "demo"
    copy = shutil.copytree(demo, tmp_path / "copy")
    checkpoint = open_checkpoint(copy)
    (copy / "model.safetensors").unlink()
    at_work.window.load_model(app.engine_loader(checkpoint, Settings()))
    at_work.until(lambda: "no model" in at_work.window.status.text)
    assert "model.safetensors cannot be read" in at_work.draft.messages[1].text()
    load(at_work, "demo")
    assert draft(at_work).endswith(".")


def test_memory_is_given_back_when_another_model_is_loaded(qtbot):
    runner = InferenceRunner()
    engines = []

    def loading(name):
        loader = app.engine_loader(app.resolve(name), Settings())

        def load(progress, cancel):
            assert all(network() is None for network in engines), "two models in memory at once"
            engine = loader(progress, cancel)
            engines.append(weakref.ref(engine._network))
            return engine

        return load

    for _ in range(2):
        with qtbot.waitSignal(runner.loaded, timeout=20_000):
            runner.load(loading("demo"))
    assert [network() is None for network in engines] == [True, False]
    runner.close()


def test_unloading_gives_the_memory_back(qtbot, tmp_path):
    """Of a network of 200 MB at least nine tenths are gone from the process once another has taken its place."""
    sizes = {"hidden_size": 1024, "intermediate_size": 2816, "num_hidden_layers": 4, "num_attention_heads": 16}
    config = make_config(llama={**sizes, "num_key_value_heads": 16})
    big = open_checkpoint(write_checkpoint(tmp_path / "big", config=config))
    runner, process = InferenceRunner(), psutil.Process()

    def load(checkpoint):
        with qtbot.waitSignal(runner.loaded, timeout=30_000):
            runner.load(app.engine_loader(checkpoint, Settings()))
        gc.collect()
        return process.memory_info().rss

    try:
        before = load(app.resolve("demo"))  # 26 MB itself
        loaded = load(big)
        assert loaded - before > 0.8 * big.weight_bytes
        assert load(app.resolve("demo")) - before < 0.1 * big.weight_bytes
    finally:
        runner.close()


def test_the_default_that_cannot_be_loaded_leads_to_the_models(desk):
    app.load_model(desk.window, load_settings(desk.settings_file), "nowhere")
    assert "there is no checkpoint nowhere" in desk.draft.messages[1].text()
    assert desk.draft.choose_model.isVisible()
