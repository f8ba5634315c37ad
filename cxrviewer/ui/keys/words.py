"""Everything that has a key or a button, in words and in the order of the sheet. Knows no widget."""

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt

from cxrviewer.ui.image.mouse_map import MouseInput, Wheel
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.keys.actions import ACTIONS, GROUPS, Scope, group_words, words_of
from cxrviewer.ui.keys.controls import Controls
from cxrviewer.ui.keys.key_names import readable


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines: (key or movement, what it does)."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def sections(controls: Controls, scopes: Collection[Scope], *, sought: str = "") -> tuple[Section, ...]:
    """What is heard in these scopes, as it is now; with ``sought`` the lines that hold each of its words."""
    all_sections = [Section(QCoreApplication.translate("keys", "Mouse"), _mouse_lines(controls))]
    for group in GROUPS:
        lines = tuple(
            (readable(controls.keys[action.identifier]), words_of(action))
            for action in ACTIONS.values()
            if action.group == group and action.scope in scopes and controls.keys[action.identifier]
        )
        all_sections.append(Section(group_words(group), lines))
    wanted = sought.casefold().split()
    found = (
        Section(
            section.heading,
            tuple(line for line in section.lines if matches(wanted, section.heading, *line)),
        )
        for section in all_sections
    )
    return tuple(section for section in found if section.lines)


def matches(wanted: Collection[str], *texts: str) -> bool:
    """Whether each of these words (casefolded) is in one of the texts."""
    text = " ".join(texts).casefold()
    return all(word in text for word in wanted)


def tool_words(tool: Tool | None) -> str:
    """A tool of the mouse; None is the chosen one."""
    return (
        QCoreApplication.translate("keys", "the chosen tool")
        if tool is None
        else words_of(ACTIONS[f"tool.{tool.value}"])
    )


def wheel_words(wheel: Wheel) -> str:
    """A meaning of the wheel."""
    return {
        Wheel.ZOOM: QCoreApplication.translate("keys", "zoom at the pointer"),
        Wheel.FILMS: QCoreApplication.translate("keys", "film before, film after"),
    }[wheel]


def button_words(button: Qt.MouseButton) -> str:
    """A button that is held while the mouse moves."""
    return {
        Qt.MouseButton.LeftButton: QCoreApplication.translate("keys", "left drag"),
        Qt.MouseButton.MiddleButton: QCoreApplication.translate("keys", "middle drag"),
        Qt.MouseButton.RightButton: QCoreApplication.translate("keys", "right drag"),
        Qt.MouseButton.BackButton: QCoreApplication.translate("keys", "back-button drag"),
        Qt.MouseButton.ForwardButton: QCoreApplication.translate("keys", "forward-button drag"),
    }[button]


def modifier_words(modifier: Qt.KeyboardModifier) -> str:
    """A modifier key as the keyboard names it; empty for none."""
    return {
        Qt.KeyboardModifier.ShiftModifier: "Shift",
        Qt.KeyboardModifier.ControlModifier: "Ctrl",
        Qt.KeyboardModifier.AltModifier: "Alt",
    }.get(modifier, "")


def _mouse_lines(controls: Controls) -> tuple[tuple[str, str], ...]:
    buttons = tuple((_input_words(which), tool_words(tool)) for which, tool in controls.mouse.items())
    wheel = QCoreApplication.translate("keys", "wheel")
    turns = tuple(
        (" + ".join(filter(None, (modifier_words(held), wheel))), wheel_words(meaning))
        for held, meaning in controls.wheel.items()
    )
    double = (
        QCoreApplication.translate("keys", "double click"),
        QCoreApplication.translate("keys", "whole film, or one to one"),
    )
    return (*buttons, *turns, double)


def _input_words(which: MouseInput) -> str:
    return " + ".join(filter(None, (modifier_words(which.modifiers), button_words(which.button))))
