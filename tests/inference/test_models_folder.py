"""The user's own checkpoints: added, removed, brought back, and never more than that."""

import shutil

import pytest

from cxrviewer import paths
from cxrviewer.errors import CheckpointStays
from cxrviewer.inference import models_folder as folders
from cxrviewer.inference.checkpoint import candidate_folders
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.known_checkpoints import known_checkpoints, origin, precision, short_digest


@pytest.fixture
def own(tiny_folder):
    """A checkpoint in the models folder."""
    return shutil.copytree(tiny_folder, folders.models_folder() / "own")


@pytest.fixture
def elsewhere(tiny_folder, tmp_path):
    return shutil.copytree(tiny_folder, tmp_path / "elsewhere")


def test_an_added_folder_is_known_once_and_forgotten_with_its_files_whole(elsewhere):
    folders.add_folder(elsewhere)
    folders.add_folder(elsewhere)
    assert candidate_folders().count(elsewhere) == 1
    assert origin(elsewhere) == "added, stays in its folder"
    gone = folders.remove(elsewhere)
    assert elsewhere not in candidate_folders()
    assert (elsewhere / "config.json").is_file()
    folders.restore(gone)
    assert elsewhere in candidate_folders()


def test_a_removed_checkpoint_is_whole_until_it_is_purged(own):
    files = {file.name for file in own.iterdir()}
    gone = folders.remove(own)
    assert not own.exists()
    assert own not in candidate_folders()
    assert folders.removed() == (gone,)
    assert gone.bytes > 100_000
    folders.restore(gone)
    assert {file.name for file in own.iterdir()} == files
    assert folders.removed() == ()
    folders.purge(folders.remove(own))
    assert folders.removed() == ()


def test_two_of_one_name_are_kept_apart(own, tiny_folder):
    first = folders.remove(own)
    shutil.copytree(tiny_folder, own)
    second = folders.remove(own)
    assert folders.removed() == (second, first)
    folders.restore(second)
    with pytest.raises(CheckpointStays, match="there is a checkpoint own again"):
        folders.restore(first)


@pytest.mark.parametrize("where", ["bundled", "elsewhere"])
def test_nothing_outside_the_models_folder_is_removed(elsewhere, where):
    folder = paths.bundled_checkpoints() / "demo" if where == "bundled" else elsewhere
    assert not folders.is_removable(folder)
    with pytest.raises(CheckpointStays, match="is not in the program's models folder"):
        folders.remove(folder)
    assert (folder / "config.json").is_file()


def test_a_spoilt_list_of_added_folders_is_an_empty_one(elsewhere):
    folders.add_folder(elsewhere)
    (folders.models_folder() / "added.json").write_text('{"not": "a list"')
    assert folders.added_folders() == ()
    folders.add_folder(elsewhere)
    assert folders.added_folders() == (elsewhere,)


def test_the_list_names_the_default_and_what_cannot_be_opened(own, tiny):
    (own / "tokenizer.model").unlink()
    demo, broken = known_checkpoints("demo")
    assert (demo.name, demo.is_default, demo.removable, demo.problem) == ("demo", True, False, "")
    assert demo.origin == "comes with the program"
    assert (broken.name, broken.checkpoint, broken.is_default, broken.removable) == ("own", None, False, True)
    assert "tokenizer" in broken.problem
    assert [known.is_default for known in known_checkpoints(str(own))] == [False, True]


def test_precision_and_the_digest_that_is_remembered(tiny):
    assert precision(tiny) == "float32"
    assert short_digest(tiny) == ""
    assert short_digest(tiny) == "" != digest(tiny)[:12] == short_digest(tiny)
