"""The program's own folders are found, and the user's can be moved."""

from pathlib import Path

from cxrviewer import paths


def test_the_programs_folders_exist():
    assert (paths.resources() / "fonts").is_dir()
    assert paths.bundled_checkpoints().is_dir()


def test_the_users_folders_can_be_moved(monkeypatch):
    monkeypatch.setenv("CXRVIEWER_DATA", "/elsewhere/data")
    monkeypatch.setenv("CXRVIEWER_CONFIG", "/elsewhere/config")
    assert paths.data_folder() == Path("/elsewhere/data")
    assert paths.log_folder() == Path("/elsewhere/data/logs")
    assert paths.config_folder() == Path("/elsewhere/config")
