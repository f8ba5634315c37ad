"""Which mouse button, with which modifier, is which tool, and what the wheel does: values that can be replaced.

Handles no event.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt

from cxrviewer.ui.image.tools import Tool


@dataclass(frozen=True, slots=True)
class MouseInput:
    """A button and what is held with it."""

    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier


MouseMap = Mapping[MouseInput, Tool | None]
"""None stands for the tool that was chosen in the strip or by key."""

DEFAULT_MOUSE_MAP: MouseMap = {
    MouseInput(Qt.MouseButton.LeftButton): None,
    MouseInput(Qt.MouseButton.MiddleButton): Tool.PAN,
    MouseInput(Qt.MouseButton.RightButton): Tool.ZOOM,
}

_MODIFIERS = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Wheel(enum.Enum):
    """What the wheel can do over a film. The value is what settings call it."""

    ZOOM = "zoom"
    """At the pointer."""
    FILMS = "films"
    """The film before, the film after."""


WheelMap = Mapping[Qt.KeyboardModifier, Wheel]

DEFAULT_WHEEL_MAP: WheelMap = {Qt.KeyboardModifier.NoModifier: Wheel.ZOOM}


def wheel_for(wheel_map: WheelMap, modifiers: Qt.KeyboardModifier) -> Wheel | None:
    """What a turn of the wheel means; with modifiers that have no entry of their own, what it means without them."""
    return wheel_map.get(modifiers & _MODIFIERS, wheel_map.get(Qt.KeyboardModifier.NoModifier))


def input_for(mouse_map: MouseMap, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> MouseInput | None:
    """The entry that this press means; None where the button means nothing.

    A press with modifiers that have no entry of their own is the button's plain entry: tools read them too.
    """
    for wanted in (MouseInput(button, modifiers & _MODIFIERS), MouseInput(button)):
        if wanted in mouse_map:
            return wanted
    return None
