"""Controls as JSON: written whole and sorted as the sheet is, read with every mistake named by its line.

An action that a file does not name keeps its profile's keys, less those that the file gives to others, so that a file
written before an action existed stays good. Knows no widget.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt

from cxrviewer.errors import SettingsError
from cxrviewer.ui.image.mouse_map import MouseInput, MouseMap, Wheel, WheelMap
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.keys.actions import ACTIONS
from cxrviewer.ui.keys.controls import (
    PROFILE_NAMES,
    Controls,
    Keys,
    complete,
    profile_controls,
    rivals,
)
from cxrviewer.ui.keys.key_names import canonical

Which = TypeVar("Which")
What = TypeVar("What")

_CHOSEN = "chosen tool"
_TOPICS = ("profile", "keys", "mouse", "wheel")
BUTTONS = {
    "left": Qt.MouseButton.LeftButton,
    "middle": Qt.MouseButton.MiddleButton,
    "right": Qt.MouseButton.RightButton,
    "back": Qt.MouseButton.BackButton,
    "forward": Qt.MouseButton.ForwardButton,
}
MODIFIERS = {
    "": Qt.KeyboardModifier.NoModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "ctrl": Qt.KeyboardModifier.ControlModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}
_INPUTS = {
    "+".join(filter(None, (held, name))): MouseInput(button, modifier)
    for name, button in BUTTONS.items()
    for held, modifier in MODIFIERS.items()
}
_MOUSE_VALUES: dict[str, Tool | None] = {_CHOSEN: None, **{tool.value: tool for tool in Tool}}
_WHEEL_INPUTS = {held or "plain": modifier for held, modifier in MODIFIERS.items()}
_WHEEL_VALUES = {wheel.value: wheel for wheel in Wheel}


def read_controls(path: Path) -> Controls:
    """The controls in a file.

    Raises SettingsError, one sentence that names the line, where the file cannot be read, is not JSON, holds an unknown
    name or a key that is none, or gives one key to two actions.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise SettingsError(f"{path.name}: the keys cannot be read ({reason}); choose another file") from error
    return _Reading(path.name, text).controls()


def write_controls(controls: Controls, path: Path) -> None:
    """Write all of the controls: the old file stays whole until the new one is there. Raises SettingsError."""
    content = json.dumps(_as_json(controls), ensure_ascii=False, indent=2) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SettingsError(
            f"{path.name}: the keys cannot be written ({error.strerror}); choose another folder or free some space"
        ) from error


def _as_json(controls: Controls) -> dict[str, object]:
    inputs = {value: name for name, value in _INPUTS.items()}
    wheels = {value: name for name, value in _WHEEL_INPUTS.items()}
    return {
        "profile": controls.profile,
        "keys": {identifier: list(controls.keys[identifier]) for identifier in ACTIONS},
        "mouse": {inputs[which]: _CHOSEN if tool is None else tool.value for which, tool in controls.mouse.items()},
        "wheel": {wheels[held]: meaning.value for held, meaning in controls.wheel.items()},
    }


class _Reading:
    """One file on its way to controls."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._text = name, text

    def controls(self) -> Controls:
        try:
            found = json.loads(self._text, object_pairs_hook=self._once)
        except (ValueError, RecursionError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
            raise self._wrong(f"line {line}: not valid JSON", "correct it") from error
        if not isinstance(found, dict):
            raise self._wrong("line 1: not a table of keys", "begin with { and write as an exported file does")
        self._only(found, _TOPICS)
        profile = found.get("profile", next(iter(PROFILE_NAMES)))
        if profile not in PROFILE_NAMES:
            raise self._wrong(f"{self._at('profile')}: no such profile", f"use one of {', '.join(PROFILE_NAMES)}")
        start = profile_controls(profile)
        keys = self._keys(self._table(found, "keys"))
        mouse: MouseMap = self._values(found, "mouse", _INPUTS, _MOUSE_VALUES) if "mouse" in found else start.mouse
        wheel: WheelMap = (
            self._values(found, "wheel", _WHEEL_INPUTS, _WHEEL_VALUES) if "wheel" in found else start.wheel
        )
        return Controls(profile, complete(keys, start.keys), mouse, wheel)

    def _keys(self, table: Mapping[str, Any]) -> Keys:
        self._only(table, tuple(ACTIONS), "action")
        keys: dict[str, tuple[str, ...]] = {}
        for identifier, given in table.items():
            if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
                raise self._wrong(f"{self._at(identifier)}: '{identifier}' must be a list of keys", 'write ["F6"]')
            try:
                keys[identifier] = tuple(dict.fromkeys(map(canonical, given)))
            except SettingsError as error:
                raise SettingsError(f"{self._name}: {self._at(identifier)}: {error}") from error
        for identifier, its in keys.items():
            for key in its:
                for other in rivals(keys, identifier, key):
                    raise self._wrong(
                        f"{self._at(other)}: the key {key} has two actions, {identifier} and {other}",
                        "give one of them another",
                    )
        return keys

    def _values(
        self, found: Mapping[str, Any], topic: str, inputs: Mapping[str, Which], values: Mapping[str, What]
    ) -> dict[Which, What]:
        table = self._table(found, topic)
        self._only(table, tuple(inputs), topic)
        for which, given in table.items():
            if not isinstance(given, str) or given not in values:
                raise self._wrong(
                    f"{self._at(which)}: '{which}' cannot be {json.dumps(given)}", f"use one of {', '.join(values)}"
                )
        return {inputs[which]: values[given] for which, given in table.items()}

    def _table(self, found: Mapping[str, Any], topic: str) -> Mapping[str, Any]:
        table = found.get(topic, {})
        if not isinstance(table, dict):
            raise self._wrong(f"{self._at(topic)}: '{topic}' must be a table", "write { and } around it")
        return table

    def _only(self, table: Mapping[str, Any], known: tuple[str, ...], kind: str = "topic") -> None:
        for name in table:
            if name not in known:
                raise self._wrong(
                    f"{self._at(name)}: unknown {kind} '{name}'", "remove it or correct it as in an exported file"
                )

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            name = next(name for number, (name, _) in enumerate(pairs) if name in dict(pairs[:number]))
            raise self._wrong(f"{self._at(name, last=True)}: '{name}' stands there twice", "remove one")
        return table

    def _at(self, name: str, *, last: bool = False) -> str:
        quoted = json.dumps(name, ensure_ascii=False)
        place = self._text.rfind(quoted) if last else self._text.find(quoted)
        return f"line {1 + self._text.count(chr(10), 0, max(place, 0))}"

    def _wrong(self, what: str, remedy: str) -> SettingsError:
        return SettingsError(f"{self._name}: {what}; {remedy}")
