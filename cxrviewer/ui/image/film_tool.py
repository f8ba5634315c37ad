"""What a tool in the hand is: something that is told of the pointer. Knows no button; which one is a tool's is
``mouse_map``'s matter.
"""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt

from cxrviewer.ui.image.view_state import Point

CLICK_SLACK = 3
"""Logical pixels that a click may tremble before it is a drag."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, and which modifier keys are held."""

    at: Point
    """In logical pixels of the canvas."""
    film: Point
    """In film pixels; may lie beside the film."""
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier


class FilmTool(Protocol):
    """From ``press`` to ``release`` a button is held; other tools may act in between, then ``hover`` comes first."""

    @property
    def cursor(self) -> Qt.CursorShape:
        """How the pointer looks now."""

    @property
    def draws(self) -> bool:
        """Whether it puts something on the film: then a double click is two clicks of the tool."""

    def press(self, pointer: Pointer) -> None:
        """The button went down."""

    def move(self, pointer: Pointer) -> None:
        """The pointer moved with the button held."""

    def release(self, pointer: Pointer) -> None:
        """The button went up."""

    def hover(self, pointer: Pointer | None) -> None:
        """The pointer is here without the tool acting; None: it has left the canvas."""

    def cancel(self) -> bool:
        """Drop what was begun; False where nothing was."""


class Grip(FilmTool, Protocol):
    """The tool that takes hold of what is already drawn; it goes before the chosen tool."""

    def grabs(self, pointer: Pointer, *, whole: bool) -> bool:
        """Whether a press here is for what is drawn: anywhere on it (``whole``), or the handles of the selected."""

    def click(self, pointer: Pointer) -> None:
        """A press and a release in one place: select what is there."""

    def open(self, pointer: Pointer) -> bool:
        """A double click: edit the words that are there; False where there are none."""
