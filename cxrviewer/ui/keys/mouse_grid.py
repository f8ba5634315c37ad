"""What each mouse button and the wheel do, alone and with Shift, Ctrl and Alt, as a grid of choices."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from cxrviewer.ui.image.mouse_map import MouseInput, Wheel
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.keys.controls import Controls
from cxrviewer.ui.keys.controls_file import BUTTONS, MODIFIERS
from cxrviewer.ui.keys.words import button_words, modifier_words, tool_words, wheel_words
from cxrviewer.ui.labels import Choice, label

_NOTHING = "nothing"


class MouseGrid(QWidget):
    """Rows are buttons, columns are what is held with them.

    Signals:
        changed: Controls, with another meaning of a button or the wheel.
    """

    changed = Signal(object)

    def __init__(self, controls: Controls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controls = controls
        self._buttons: dict[MouseInput, Choice] = {}
        self._wheel: dict[Qt.KeyboardModifier, Choice] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, modifier in enumerate(MODIFIERS.values(), start=1):
            words = modifier_words(modifier) or self.tr("alone")
            grid.addWidget(label(words, "secondary"), 0, column)
            grid.setColumnStretch(column, 1)
            for row, button in enumerate(BUTTONS.values(), start=1):
                which = MouseInput(button, modifier)
                self._buttons[which] = self._choice(
                    f"{button_words(button)}, {words}", modifier, [(tool_words(t), t) for t in (None, *Tool)]
                )
                grid.addWidget(self._buttons[which], row, column)
            self._wheel[modifier] = self._choice(
                f"{self.tr('wheel')}, {words}", modifier, [(wheel_words(wheel), wheel) for wheel in Wheel]
            )
            grid.addWidget(self._wheel[modifier], len(BUTTONS) + 1, column)
        for row, words in enumerate((*map(button_words, BUTTONS.values()), self.tr("wheel")), start=1):
            grid.addWidget(label(words, "secondary"), row, 0)
        self.show_controls(controls)

    def show_controls(self, controls: Controls) -> None:
        """The buttons as they are."""
        self._controls = controls
        for which, box in self._buttons.items():
            _show(box, controls.mouse.get(which, _NOTHING))
        for modifier, turn in self._wheel.items():
            _show(turn, controls.wheel.get(modifier, _NOTHING))

    def choice(self, which: MouseInput | Qt.KeyboardModifier) -> Choice:
        """The box of a button, or of the wheel with a modifier."""
        return self._buttons[which] if isinstance(which, MouseInput) else self._wheel[which]

    def _choice(self, name: str, modifier: Qt.KeyboardModifier, values: list[tuple[str, object]]) -> Choice:
        box = Choice()
        alone = modifier == Qt.KeyboardModifier.NoModifier
        box.addItem(self.tr("nothing") if alone else self.tr("as alone"), _NOTHING)
        for words, value in values:
            box.addItem(words, value)
        box.setAccessibleName(name)
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(self._chosen)
        return box

    def _chosen(self) -> None:
        mouse = {which: box.currentData() for which, box in self._buttons.items() if box.currentData() != _NOTHING}
        wheel = {held: box.currentData() for held, box in self._wheel.items() if box.currentData() != _NOTHING}
        self.changed.emit(replace(self._controls, mouse=mouse, wheel=wheel))


def _show(box: Choice, value: object) -> None:
    box.setCurrentIndex(next(index for index in range(box.count()) if box.itemData(index) == value))
