"""The window of models: what it shows, what its buttons and keys do, and that a choice is written and loaded."""

import json
import shutil
import threading

import pytest
from huggingface_hub import close_session
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cxrviewer import app
from cxrviewer.inference import models_folder
from cxrviewer.settings import load_settings
from cxrviewer.ui.models.door import ModelsDoor
from tests.engines import GatedEngine, loader_of
from tests.factories import make_identity, make_radiograph
from tests.inference.stand_in_hub import StandInHub, serving
from tests.inference.tiny_checkpoint import write_checkpoint
from tests.ui.conftest import Desk

# What the off-screen plugin says of windows and menus.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return write_checkpoint(tmp_path_factory.mktemp("models") / "tiny", shards=2)


@pytest.fixture
def own(tiny):
    """A checkpoint in the models folder."""
    return shutil.copytree(tiny, models_folder.models_folder() / "own")


@pytest.fixture
def loaded(monkeypatch):
    """The checkpoints asked for; each loads at once as an engine with its name."""
    names = []

    def engine_loader(checkpoint, _settings):
        names.append(checkpoint.name)
        return loader_of(GatedEngine(identity=make_identity(name=checkpoint.name)))

    monkeypatch.setattr(app, "engine_loader", engine_loader)
    return names


@pytest.fixture
def models(desk: Desk, own):
    """The window, opened by its key, and its list there."""
    desk.key(Qt.Key.Key_M, CONTROL)
    dialog = desk.window.findChild(ModelsDoor).dialog
    desk.until(lambda: dialog.table.topLevelItemCount() >= 2)
    return dialog


def rows(models):
    table = models.table
    return [table.topLevelItem(row).text(0) for row in range(table.topLevelItemCount())]


def go_to(models, name):
    QTest.keyClick(models.table, Qt.Key.Key_Home)
    for _ in range(models.table.topLevelItemCount()):
        if models.table.current.name == name:
            return
        QTest.keyClick(models.table, Qt.Key.Key_Down)
    assert models.table.current.name == name


def test_the_list_says_what_there_is(models, own):
    assert rows(models) == ["demo · default", "own"]
    item = models.table.topLevelItem(1)
    assert [item.text(column) for column in (2, 3)] == ["float32", "in the models folder"]
    assert "comes with the program" in models.facts.text()
    assert not models.remove.isEnabled()  # the demo is not the user's own
    go_to(models, "own")
    assert str(own) in models.facts.text()
    assert "CC BY-NC 4.0" in models.facts.text()
    assert models.remove.isEnabled()
    assert "own" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)


def test_the_status_lines_model_opens_it_too(desk, loaded, own):
    desk.press(desk.window.status.findChild(type(desk.draft.button)))
    assert desk.window.findChild(ModelsDoor).dialog.isVisible()


def test_without_a_model_the_draft_panel_leads_here(desk, own):
    app.load_model(desk.window, load_settings(desk.settings_file), "gone")
    desk.press(desk.draft.choose_model)
    assert desk.window.findChild(ModelsDoor).dialog.isVisible()


def test_enter_chooses_writes_the_settings_and_loads(desk, models, loaded):
    go_to(models, "own")
    QTest.keyClick(models.table, Qt.Key.Key_Return)
    assert load_settings(desk.settings_file).model.checkpoint == "own"
    desk.until(lambda: "own · float32" in desk.window.status.text)
    desk.until(lambda: rows(models) == ["demo", "own · default"])
    assert loaded == ["own"]
    assert not models.remove.isEnabled()  # what the viewer loads stays


def test_choosing_another_stops_the_draft_that_is_being_written(desk, models, loaded):
    engine, film = GatedEngine(), make_radiograph()
    desk.open(film)
    desk.load(engine)
    desk.session.write_draft(desk.draft.prompt(), desk.draft.sampling())
    engine.release(1)
    desk.until(lambda: desk.draft.text == "The heart ")
    go_to(models, "own")
    desk.press(models.use)
    desk.until(lambda: "own · float32" in desk.window.status.text)
    (kept,) = desk.store.drafts_of(film.digest)
    assert (kept.text, kept.finish_reason.value) == ("The heart", "cancelled")


def test_removed_by_key_and_brought_back_by_key(desk, models, own):
    go_to(models, "own")
    QTest.keyClick(models.table, Qt.Key.Key_Delete)
    desk.until(lambda: rows(models) == ["demo · default"])
    assert not own.exists()
    assert "own is removed; its 0 MB are freed when this window closes" in models.said.text
    QTest.keyClick(models, Qt.Key.Key_Z, CONTROL)
    desk.until(lambda: rows(models) == ["demo · default", "own"])
    assert own.is_dir()
    assert models.said.text == "own is back."


def test_closing_the_window_frees_what_was_removed(desk, models, own):
    go_to(models, "own")
    desk.press(models.remove)
    assert models_folder.removed()
    QTest.keyClick(models, Qt.Key.Key_Escape)
    desk.until(lambda: not models_folder.removed())
    desk.key(Qt.Key.Key_M, CONTROL)
    assert not models.said.undo.isVisible()


def test_a_broken_one_says_what_is_wrong_and_cannot_be_used(desk, models, own):
    (own / "tokenizer.model").unlink()
    models.show_default("demo")
    desk.until(lambda: models.table.topLevelItem(1).text(2) == "cannot be used")
    go_to(models, "own")
    assert "own has neither tokenizer.model nor tokenizer.json" in models.facts.text()
    assert not models.use.isEnabled()
    assert models.remove.isEnabled()


def test_verify_says_what_it_found(desk, models, own):
    go_to(models, "own")
    desk.press(models.verify)
    assert models.job.text.startswith("Verifying own")
    desk.until(lambda: "all whole and finite" in models.said.text)
    (own / "SHA256SUMS").write_text(f"{'0' * 64}  config.json\n")
    desk.press(models.verify)
    desk.until(lambda: "config.json is not the file" in models.said.text)
    assert models.said.wrong


def test_a_smaller_copy_is_written_beside_and_can_be_used(desk, models, loaded):
    go_to(models, "own")
    desk.press(models.shrink)
    desk.until(lambda: models.schemes.isVisible())
    QTest.keyClick(models.schemes, Qt.Key.Key_Return)  # the first, int8
    desk.until(lambda: models.said.text.startswith("own-int8 is written"))
    desk.until(lambda: "own-int8" in rows(models))
    go_to(models, "own-int8")
    assert models.table.currentItem().text(2) == "int8"
    assert models.table.currentItem().text(3) == "made from own"
    assert not models.shrink.isEnabled()
    go_to(models, "own")
    models._shrink("int8")
    desk.until(lambda: "is there already" in models.said.text)


def test_a_folder_elsewhere_is_added_or_refused_in_words(desk, models, tiny, tmp_path):
    models.add_folder(tmp_path)
    assert "has no config.json" in models.said.text
    models.add_folder(tiny)
    desk.until(lambda: rows(models)[-1] == "tiny")


def test_the_published_one_is_fetched_once_its_licences_are_accepted(desk, models, tiny, monkeypatch):
    with serving(StandInHub(tiny)) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        desk.press(models.fetch)
        page = models.page
        assert page.isVisible()
        assert not page.fetch.isEnabled()
        QTest.keyClick(page.tick, Qt.Key.Key_Space)
        assert hub.asked == []
        desk.press(page.fetch)
        desk.until(lambda: "CXR-LLAVA-v2 is whole" in models.said.text)
        desk.until(lambda: "CXR-LLAVA-v2" in rows(models))
        source = json.loads((models_folder.models_folder() / "CXR-LLAVA-v2" / "cxrviewer_source.json").read_text())
        assert "Llama 2 Community License" in source["licences_accepted"]
        desk.press(models.fetch)
        assert not page.tick.isChecked()
        close_session()


def test_a_fetch_that_fails_is_a_sentence_and_can_be_asked_for_again(desk, models, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    desk.press(models.fetch)
    QTest.keyClick(models.page.tick, Qt.Key.Key_Space)
    desk.press(models.page.fetch)
    desk.until(lambda: "cannot be reached" in models.said.text)
    assert not models.job.isVisible()
    assert models.fetch.isEnabled()
    close_session()


def test_a_job_is_stopped_by_its_button(desk, models, monkeypatch):
    began = threading.Event()

    def endless(_checkpoint, progress):
        began.set()
        while True:
            progress(1, 10)

    monkeypatch.setattr("cxrviewer.inference.verifying.problems_of", endless)
    go_to(models, "own")
    desk.press(models.verify)
    assert began.wait(10)
    desk.until(lambda: "of 0 MB" in models.job.text)
    desk.press(models.job.stop)
    desk.until(lambda: models.said.text.startswith("Stopped."))
    assert models.verify.isEnabled()


def test_the_list_is_looked_at_while_a_job_runs(desk, models, monkeypatch, own):
    began, go_on = threading.Event(), threading.Event()

    def gated(_checkpoint, _progress):
        began.set()
        assert go_on.wait(10)
        yield from ()

    monkeypatch.setattr("cxrviewer.inference.verifying.problems_of", gated)
    go_to(models, "own")
    desk.press(models.verify)
    assert began.wait(10)
    desk.press(models.remove)
    desk.until(lambda: rows(models) == ["demo · default"])
    assert models.job.isVisible()  # a removal beside it does not end the job
    go_on.set()
    desk.until(lambda: not models.job.isVisible())


def test_closing_the_viewer_ends_a_job(desk, models, monkeypatch):
    began = threading.Event()

    def endless(_checkpoint, progress):
        began.set()
        while True:
            progress(1, 10)

    monkeypatch.setattr("cxrviewer.inference.verifying.problems_of", endless)
    go_to(models, "own")
    desk.press(models.verify)
    assert began.wait(10)
    desk.end()  # and no thread is left, which every test is held to
