"""Keys, mouse buttons and wheel as one value, and the profiles that people bring from other viewers.

Knows the rules by which keys may be shared; knows no widget and no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt

from cxrviewer.errors import SettingsError
from cxrviewer.ui.image.mouse_map import (
    DEFAULT_MOUSE_MAP,
    DEFAULT_WHEEL_MAP,
    MouseInput,
    MouseMap,
    Wheel,
    WheelMap,
)
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.keys.actions import ACTIONS, heard_together, words_of
from cxrviewer.ui.keys.key_names import canonical

Keys = Mapping[str, tuple[str, ...]]
"""Key names as Qt writes them in every language ("Ctrl+Shift+Z"), by action identifier."""

_NO, _SHIFT, _CTRL, _ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


@dataclass(frozen=True)
class Controls:
    """What every key, button and turn of the wheel means. ``profile`` is what they began as."""

    profile: str
    keys: Keys
    mouse: MouseMap
    wheel: WheelMap


@dataclass(frozen=True)
class _Profile:
    """What differs from the table and from the mouse's defaults; a key given here leaves the action that had it."""

    keys: Keys
    mouse: MouseMap
    wheel: WheelMap


_PROFILES = {
    "pacs": _Profile({}, DEFAULT_MOUSE_MAP, DEFAULT_WHEEL_MAP),
    # Weasis 4.7: MouseActions.java, ActionW.java, ShortcutManager.java. Its Ctrl+Enter (fit) stays with the draft.
    "weasis": _Profile(
        {
            "image.closer": ("Ctrl++", "Ctrl+=", "+", "="),
            "image.farther": ("Ctrl+-", "-"),
            "image.flip_horizontally": ("Alt+F",),
            "image.turn_left": ("Alt+L",),
            "image.turn_right": ("Alt+R",),
            "image.letters": ("Shift+D",),
            "image.model_view": ("Shift+M",),
            "tool.pan": ("T",),
            "tool.length": ("D", "M"),
            "tool.text": ("B",),
            "compare.blink": ("Shift+B",),
        },
        {MouseInput(_LEFT): None, MouseInput(Qt.MouseButton.MiddleButton): Tool.PAN},  # right: the menu alone
        {_NO: Wheel.FILMS, _CTRL: Wheel.ZOOM},
    ),
    # Horos: DCMView.m, DefaultsOsiriX.m. Its Command is Qt's Ctrl.
    "horos": _Profile(
        {
            "image.model_view": ("Shift+M",),
            "tool.pan": ("M",),
            "tool.arrow": ("Q",),
            "preset.1": ("1", "~"),
        },
        {
            **DEFAULT_MOUSE_MAP,
            MouseInput(_LEFT, _ALT): Tool.WINDOW,
            MouseInput(_LEFT, _CTRL): Tool.PAN,
            MouseInput(_LEFT, _SHIFT): Tool.ZOOM,
        },
        {_NO: Wheel.FILMS, _CTRL: Wheel.ZOOM, _ALT: Wheel.ZOOM, _SHIFT: Wheel.ZOOM},
    ),
}

PROFILE_NAMES = {"pacs": "PACS / OHIF", "weasis": "Weasis", "horos": "Horos"}
"""Profiles by identifier, named as the programs are; the first is the default."""


def profile_controls(name: str) -> Controls:
    """The controls of a profile."""
    profile = _PROFILES[name]
    return Controls(name, complete(profile.keys, _table()), profile.mouse, profile.wheel)


def complete(chosen: Keys, others: Keys) -> Keys:
    """``chosen``, and for every other action its keys in ``others`` but for those that ``chosen`` takes from it."""
    keys = {**others, **chosen}
    for identifier in ACTIONS:
        if identifier not in chosen:
            keys[identifier] = tuple(
                key for key in keys[identifier] if not any(r in chosen for r in rivals(keys, identifier, key))
            )
    return {identifier: keys[identifier] for identifier in ACTIONS}


def with_keys(controls: Controls, keys: Keys) -> Controls:
    """``controls`` with other keys for the actions named; raises SettingsError where two would clash."""
    new = {**controls.keys, **{name: tuple(dict.fromkeys(map(canonical, its))) for name, its in keys.items()}}
    check(new)
    return replace(controls, keys=new)


def rivals(keys: Keys, identifier: str, key: str) -> tuple[str, ...]:
    """The other actions that would be heard at the same time on this key."""
    scope = ACTIONS[identifier].scope
    return tuple(
        other
        for other, its in keys.items()
        if other != identifier and key in its and heard_together(scope, ACTIONS[other].scope)
    )


def check(keys: Keys) -> None:
    """Raise SettingsError for the first key that would be two actions at once."""
    for identifier, its in keys.items():
        for key in its:
            for other in rivals(keys, identifier, key):
                raise SettingsError(
                    f"the key {key} has two actions, '{words_of(ACTIONS[identifier])}' ({identifier}) and "
                    f"'{words_of(ACTIONS[other])}' ({other}); give one of them another key"
                )


def _table() -> Keys:
    return {action.identifier: tuple(map(canonical, action.keys)) for action in ACTIONS.values()}
