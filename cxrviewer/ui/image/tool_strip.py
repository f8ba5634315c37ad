"""The thin strip of words at the left edge of the film. Knows its buttons; knows nothing of the film."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.keys.key_tip import KeyTip
from cxrviewer.ui.menus import kept_by

WIDTH = 44
_GAP = 10


class ToolStrip(QWidget):
    """One button a tool or an action, each with its key in the tooltip; what is seldom needed is under More."""

    tool_chosen = Signal(object)
    """Argument: the Tool that a left drag is to be."""
    fit_asked = Signal()
    """The whole film is wanted."""
    one_to_one_asked = Signal()
    """A film pixel is to be a device pixel."""
    invert_asked = Signal()
    """Black and white are to change places."""
    undo_asked = Signal()
    """The last step is to be taken back."""
    action_asked = Signal(str)
    """Something under More is wanted. Argument: the identifier of its action."""
    reset_asked = Signal()
    """The film is wanted as it was first shown."""

    def __init__(
        self,
        palette: Palette,
        windows: QMenu,
        parent: QWidget | None = None,
        *,
        bindings: KeyBindings | None = None,
    ) -> None:
        super().__init__(parent)
        self._palette, self._bindings = palette, bindings or KeyBindings()
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Image tools"))
        self.setStyleSheet(
            f"QToolButton {{ color: {palette.secondary}; background: {palette.panel}; border: 1px solid transparent;"
            " border-radius: 0; padding: 5px 0; min-height: 0; font-size: 12px; }"
            f"QToolButton:disabled {{ color: {palette.disabled}; }}"
            f"QToolButton:hover {{ color: {palette.text}; }}"
            f"QToolButton:checked, QToolButton:pressed {{ color: {palette.text}; background: {palette.raised}; }}"
            f"QToolButton:focus {{ border-color: {palette.focus}; }}"
            "QToolButton::menu-indicator { image: none; }"
        )
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 4, 0, 4)
        self._layout.setSpacing(1)
        self._group = QButtonGroup(self)
        self._buttons: dict[Tool, QToolButton] = {}
        self.more = kept_by(self, QMenu())
        """What is seldom needed; others may add to it."""
        self._more_tools = QActionGroup(self)
        self._actions: dict[Tool, QAction] = {}
        self._add_tools()
        self._layout.addSpacing(_GAP)
        self._add_verbs(windows)
        self._layout.addStretch(1)
        self.show_tool(Tool.WINDOW)

    def show_more(self) -> None:
        """Open the menu of what is seldom needed, as its button does."""
        if self._more_button.isEnabled():
            self.more.popup(self._more_button.mapToGlobal(self._more_button.rect().topRight()))

    def show_tool(self, tool: Tool) -> None:
        """Mark the tool of the left button."""
        if tool in self._buttons:
            self._buttons[tool].setChecked(True)
        else:
            self._actions[tool].setChecked(True)

    def add_menu(self, word: str, tip: str, menu: QMenu, identifier: str) -> None:
        """A button below the others that shows a menu; its tip names the key of that action."""
        button = self._button(word, tip, identifier)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def add_to_more(self, words: str, identifier: str, verb: Callable[[], object]) -> None:
        """A further entry under More, with the key of that action."""
        self._more_action(words, identifier).triggered.connect(lambda _=False: verb())

    def set_steps(self, *, can_undo: bool, can_redo: bool) -> None:
        """Whether there is a step to take back, and one to do again."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def _add_tools(self) -> None:
        for group in self._groups():
            for tool, word, tip in group:
                button = self._button(word, tip, f"tool.{tool.value}")
                button.setCheckable(True)
                button.toggled.connect(self._tool_toggled)
                self._group.addButton(button)
                self._buttons[tool] = button
            self._layout.addSpacing(_GAP)
        self._more_button = self._button(self.tr("More"), self.tr("Further tools, turning and flipping"), "image.more")
        self._more_button.setCheckable(True)
        self._group.addButton(self._more_button)
        self._more_button.setMenu(self.more)
        self._more_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._add_more()
        self.more.aboutToShow.connect(self._name_keys)

    def _add_more(self) -> None:
        for tool, words in ((Tool.RECTANGLE, self.tr("Rectangle ROI")), (Tool.COBB, self.tr("Cobb angle"))):
            action = self._more_action(words, f"tool.{tool.value}")
            action.setCheckable(True)
            action.toggled.connect(self._action_toggled)
            self._more_tools.addAction(action)
            self._actions[tool] = action
        self.more.addSeparator()
        for words, identifier in (
            (self.tr("Turn left"), "image.turn_left"),
            (self.tr("Turn right"), "image.turn_right"),
            (self.tr("Flip left and right"), "image.flip_horizontally"),
            (self.tr("Flip top and bottom"), "image.flip_vertically"),
            (self.tr("Histogram of the region"), "image.histogram"),
            (self.tr("Redo"), "image.redo"),
        ):
            action = self._more_action(words, identifier)
            action.triggered.connect(lambda _=False, identifier=identifier: self.action_asked.emit(identifier))
        self._redo = action

    def _more_action(self, words: str, identifier: str) -> QAction:
        action = self.more.addAction(words)
        action.setData((words, identifier))
        return action

    def _name_keys(self) -> None:
        """Each entry with its key as it now is."""
        for action in self.more.actions():
            if data := action.data():
                words, identifier = data
                action.setText(f"{words}\t{self._bindings.text(identifier)}")

    def _groups(self) -> tuple[tuple[tuple[Tool, str, str], ...], ...]:
        return (
            (
                (Tool.WINDOW, self.tr("W/L"), self.tr("Window and level by left drag")),
                (Tool.PAN, self.tr("Pan"), self.tr("Move by left drag, or by middle drag at any time")),
                (Tool.ZOOM, self.tr("Zoom"), self.tr("Zoom by left drag, or by right drag and wheel at any time")),
                (Tool.REGION, self.tr("Region"), self.tr("The window that suits a rectangle")),
            ),
            (
                (Tool.LENGTH, self.tr("Length"), self.tr("Measure a length")),
                (Tool.ANGLE, self.tr("Angle"), self.tr("Measure an angle: one arm, then the end of the other")),
                (
                    Tool.CARDIOTHORACIC,
                    self.tr("CTR"),
                    self.tr("Cardiothoracic ratio: a stroke across the heart, one across the inner thorax"),
                ),
            ),
            (
                (Tool.PROBE, self.tr("Probe"), self.tr("Values under the pointer; a click keeps them")),
                (Tool.ELLIPSE, self.tr("ROI"), self.tr("Mean, deviation, range and area of an ellipse")),
                (Tool.ARROW, self.tr("Arrow"), self.tr("An arrow, from what it shows")),
                (Tool.TEXT, self.tr("Text"), self.tr("A note on the film")),
            ),
        )

    def _add_verbs(self, windows: QMenu) -> None:
        self._button(self.tr("Fit"), self.tr("Show the whole film"), "image.fit").clicked.connect(self.fit_asked)
        self._button(self.tr("1:1"), self.tr("One film pixel on one screen pixel"), "image.one_to_one").clicked.connect(
            self.one_to_one_asked
        )
        self.invert = self._button(self.tr("Invert"), self.tr("Exchange black and white"), "image.invert")
        self.invert.setCheckable(True)
        self.invert.clicked.connect(self.invert_asked)
        presets = self._button(self.tr("Preset"), self.tr("Windows and lookup tables (0 to 9)"))
        presets.setMenu(windows)
        presets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._layout.addSpacing(_GAP)
        self._undo = self._button(self.tr("Undo"), self.tr("Take back the last step"), "image.undo")
        self._undo.clicked.connect(self.undo_asked)
        self._button(self.tr("Reset"), self.tr("As first shown"), "image.give_up").clicked.connect(self.reset_asked)

    def _button(self, word: str, tip: str, identifier: str = "") -> QToolButton:
        button = QToolButton(self)
        button.setText(word)
        button.setFixedWidth(WIDTH - 1)
        if identifier:
            KeyTip(button, tip, identifier, self._bindings)
        else:
            button.setToolTip(tip)
            button.setAccessibleDescription(tip)
        # Reached by Tab, but a click leaves the keys with the film.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._layout.addWidget(button)
        return button

    def _tool_toggled(self, checked: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        if not checked:
            return
        if (action := self._more_tools.checkedAction()) is not None:
            action.setChecked(False)
        for tool, button in self._buttons.items():
            if button is self.sender():
                self.tool_chosen.emit(tool)

    def _action_toggled(self, checked: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        if not checked:
            return
        self._more_button.setChecked(True)
        for tool, action in self._actions.items():
            if action is self.sender():
                self.tool_chosen.emit(tool)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Panel and hairline, whatever style the window has."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._palette.panel))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self._palette.hairline))
        painter.end()
