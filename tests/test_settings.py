import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxrviewer import settings as module
from cxrviewer.errors import SettingsError
from cxrviewer.reporting.draft import Sampling
from cxrviewer.settings import (
    DisplaySettings,
    DraftingSettings,
    ModelSettings,
    ReaderSettings,
    Settings,
    WindowSettings,
    load_settings,
    save_settings,
)

CHANGED = Settings(
    reader=ReaderSettings(name='김영희 "A"\\'),
    model=ModelSettings(checkpoint="/models/published", dtype="bfloat16", device="cuda"),
    drafting=DraftingSettings(prompt="basic", temperature=0.0, top_p=1.0, seed=7, max_new_tokens=64),
    window=WindowSettings(text_size=20),
    displays={
        'Maker "7" 한글': DisplaySettings(
            method="measured",
            darkest=0.5,
            brightest=900.0,
            gamma=1.8,
            ambient=0.25,
            measured=(0.5, 20.0),
            date="2026-01-02",
        ),
        "HDMI-1": DisplaySettings(method="elsewhere"),
    },
)


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == Settings()


def test_defaults_are_the_published_sampling() -> None:
    drafting, sampling = DraftingSettings(), Sampling()
    for name in ("temperature", "top_p", "seed", "max_new_tokens"):
        assert getattr(drafting, name) == getattr(sampling, name)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    save_settings(CHANGED, path)
    assert load_settings(path) == CHANGED
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


@given(name=st.text())
def test_any_reader_name_survives(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any-name.toml"
    save_settings(Settings(reader=ReaderSettings(name=name)), path)
    assert load_settings(path).reader.name == name


def test_a_file_may_name_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[drafting]\ntemperature = 1\n")
    assert load_settings(path) == Settings(drafting=DraftingSettings(temperature=1.0))
    assert isinstance(load_settings(path).drafting.temperature, float)


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("[reader]\nnmae = 'A'\n", ["reader.nmae", "reader.name"]),
        ("[colours]\n", ["colours", "window"]),
        ("window = 3\n", ["window", "[window]"]),
        ("[window]\ntext_size = '15'\n", ["window.text_size", "whole number"]),
        ("[window]\ntext_size = true\n", ["window.text_size", "whole number"]),
        ("[window]\ntext_size = 15.5\n", ["window.text_size", "whole number"]),
        ("[window]\ntext_size = 900\n", ["window.text_size", "from 8 to 40"]),
        ("[reader]\nname = 3\n", ["reader.name", "text"]),
        ("[model]\ncheckpoint = ' '\n", ["model.checkpoint", "not empty"]),
        ("[drafting]\ntemperature = -0.1\n", ["drafting.temperature", "at least 0"]),
        ("[drafting]\ntemperature = nan\n", ["drafting.temperature", "at least 0"]),
        ("[drafting]\ntop_p = 0\n", ["drafting.top_p", "above 0"]),
        ("[drafting]\nmax_new_tokens = 0\n", ["drafting.max_new_tokens", "from 1"]),
        ("[drafting]\nseed = -1\n", ["drafting.seed"]),
        ("[displays]\nMaker = 'gamma'\n", ["displays", "a table for each screen"]),
        ("[displays.Maker]\nmethod = 'guessed'\n", ["displays.method", "elsewhere"]),
        ("[displays.Maker]\nluminance = 3\n", ["displays.luminance", "displays.darkest"]),
        ("[displays.Maker]\ndarkest = 0\n", ["displays.darkest", "above 0"]),
        ("[displays.Maker]\ngamma = 'two'\n", ["displays.gamma", "a number"]),
        ("[displays.Maker]\nmeasured = 'many'\n", ["displays.measured", "list of numbers"]),
        ("[displays.Maker]\nmeasured = [1, 'two']\n", ["displays.measured", "list of numbers"]),
        ("[displays.Maker]\nmeasured = [1, -2]\n", ["displays.measured", "above 0"]),
        ("[drafting\n", ["TOML"]),
    ],
)
def test_a_bad_file_is_named_with_its_key(tmp_path: Path, content: str, names: list[str]) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    for name in [str(path), "; ", *names]:
        assert name in str(caught.value)


def test_the_name_of_a_screen_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[displays.Ward7]\ngamma = 99\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert "Ward7" not in str(caught.value)


def test_whole_numbers_are_luminances_too(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[displays."Maker 7"]\nmethod = "measured"\nmeasured = [1, 20, 300.5]\n')
    assert load_settings(path).displays["Maker 7"].measured == (1.0, 20.0, 300.5)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="TOML"):
        load_settings(path)


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    "bad",
    [
        dataclasses.replace(CHANGED, window=WindowSettings(text_size=0)),
        dataclasses.replace(CHANGED, reader=ReaderSettings(name="\ud800")),
    ],
)
def test_nothing_is_saved_that_could_not_be_loaded(tmp_path: Path, bad: Settings) -> None:
    path = tmp_path / "settings.toml"
    save_settings(CHANGED, path)
    with pytest.raises(SettingsError):
        save_settings(bad, path)
    assert load_settings(path) == CHANGED


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    save_settings(CHANGED, path)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", fail)
    with pytest.raises(SettingsError, match="No space left"):
        save_settings(Settings(), path)
    monkeypatch.undo()
    assert load_settings(path) == CHANGED
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "settings.toml"
    link.symlink_to(real)
    save_settings(CHANGED, link)
    assert link.is_symlink()
    assert load_settings(real) == CHANGED
