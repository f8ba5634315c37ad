"""Keys and mouse as JSON: what is written comes back, what is wrong is refused with its line."""

import json

import pytest
from PySide6.QtCore import Qt

from cxrviewer.errors import SettingsError
from cxrviewer.ui.image.mouse_map import MouseInput, Wheel
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.keys.controls import PROFILE_NAMES, profile_controls, with_keys
from cxrviewer.ui.keys.controls_file import read_controls, write_controls

SHIFT, NO = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize("profile", PROFILE_NAMES)
def test_what_is_written_is_read(tmp_path, profile):
    controls = with_keys(profile_controls(profile), {"image.invert": ("Ctrl+F2", "N"), "image.fit": ()})
    write_controls(controls, tmp_path / "keys.json")
    assert read_controls(tmp_path / "keys.json") == controls


def test_a_file_is_readable_json(tmp_path):
    write_controls(profile_controls("pacs"), tmp_path / "keys.json")
    found = json.loads((tmp_path / "keys.json").read_text())
    assert found["profile"] == "pacs"
    assert found["keys"]["image.invert"] == ["I"]
    assert found["mouse"] == {"left": "chosen tool", "middle": "pan", "right": "zoom"}
    assert found["wheel"] == {"plain": "zoom"}


def test_an_action_left_out_keeps_its_key_unless_the_file_gives_it_away(tmp_path):
    (tmp_path / "keys.json").write_text('{"keys": {"image.invert": ["f", "ctrl+f2"]}}')
    keys = read_controls(tmp_path / "keys.json").keys
    assert keys["image.invert"] == ("F", "Ctrl+F2")
    assert keys["image.fit"] == ()
    assert keys["tool.window"] == ("W",)


def test_buttons_and_wheel_of_a_file(tmp_path):
    (tmp_path / "keys.json").write_text(
        '{"profile": "horos", "mouse": {"shift+left": "length"}, "wheel": {"shift": "films"}}'
    )
    controls = read_controls(tmp_path / "keys.json")
    assert controls.mouse == {MouseInput(Qt.MouseButton.LeftButton, SHIFT): Tool.LENGTH}
    assert controls.wheel == {SHIFT: Wheel.FILMS}
    assert controls.keys == profile_controls("horos").keys


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"keys": {\n "image.invert": ["I"],\n}}', "line 3: not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "line 1: not a table of keys"),
        ('{"keys": {},\n "colours": {}}', "line 2: unknown topic 'colours'"),
        ('{"profile": "osirix"}', "no such profile; use one of pacs, weasis, horos"),
        ('{"keys": {\n\n "image.nonsense": ["I"]}}', "line 3: unknown action 'image.nonsense'"),
        ('{"keys": {"image.invert": "I"}}', "'image.invert' must be a list of keys"),
        ('{"keys": {"image.invert": [7]}}', "'image.invert' must be a list of keys"),
        ('{"keys": {\n"image.invert": ["Nonsense"]}}', "line 2: 'Nonsense' is not a key"),
        (
            '{"keys": {\n"image.invert": ["K"],\n"image.fit": ["K"]}}',
            "line 3: the key K has two actions, image.invert and image.fit",
        ),
        ('{"keys": {\n"image.invert": ["K"],\n"image.invert": ["J"]}}', "line 3: 'image.invert' stands there twice"),
        ('{"keys": []}', "'keys' must be a table"),
        ('{"mouse": {"left": "laser"}}', "'left' cannot be \"laser\"; use one of chosen tool, window"),
        ('{"mouse": {"left": ["pan"]}}', "'left' cannot be"),
        ('{"mouse": {"nose": "pan"}}', "unknown mouse 'nose'"),
        ('{"wheel": {"plain": "pan"}}', "'plain' cannot be \"pan\""),
    ],
)
def test_what_is_wrong_is_refused_in_one_sentence(tmp_path, text, sentence):
    (tmp_path / "mine.json").write_text(text)
    with pytest.raises(SettingsError) as caught:
        read_controls(tmp_path / "mine.json")
    assert str(caught.value).startswith("mine.json: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_controls(tmp_path / "nothing.json")
    (tmp_path / "film.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_controls(tmp_path / "film.json")


def test_a_folder_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        write_controls(profile_controls("pacs"), tmp_path / "file" / "keys.json")
