"""The image pane: the film, the strip of tools beside it, and the keys.

Knows which action and which button is which verb; what the verbs do is the canvas's matter.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cxrviewer.imaging.grayscale import AUTOMATIC, default_voi
from cxrviewer.imaging.radiograph import Radiograph, Voi
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.crop_box_layer import Rect
from cxrviewer.ui.image.drawing_board import DrawingBoard
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.film_planes import FilmPlanes
from cxrviewer.ui.image.magnifier import Magnifier
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.physical_size import PhysicalSize
from cxrviewer.ui.image.resampling import Magnification
from cxrviewer.ui.image.tool_strip import ToolStrip
from cxrviewer.ui.image.tools import Tool
from cxrviewer.ui.image.voi_names import voi_words
from cxrviewer.ui.keys.action_map import ActionMap
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.menus import kept_by

_KEY_ZOOM = 1.25
_KEY_PAN = 40  # logical pixels


class ImagePane(QWidget):
    """One radiograph, or the words that stand in its place."""

    voi_changed = Signal(object)
    """The film is shown with another window or VOI LUT, also when it is first shown. Argument: a Voi."""
    zoom_changed = Signal(float)
    """Argument: device pixels per film pixel."""
    step_asked = Signal(int)
    """The wheel asks for another film. Argument: how many further in the list."""
    inverted_changed = Signal(bool)
    """Argument: whether black and white are exchanged beyond what the film itself asks for."""
    tool_changed = Signal(object)
    """Argument: the Tool that a left drag is from now on."""

    def __init__(
        self, parent: QWidget | None = None, *, palette: Palette | None = None, bindings: KeyBindings | None = None
    ) -> None:
        super().__init__(parent)
        palette = palette or Palette()
        self._windows = kept_by(self, QMenu())
        self._windows.aboutToShow.connect(self._list_windows)
        self.film_canvas = FilmCanvas(palette, self)
        self._planes = FilmPlanes(self.film_canvas, palette)
        self._board = DrawingBoard(self.film_canvas, palette)
        self._gestures = self._board.gestures
        bindings = bindings or KeyBindings()
        self._strip = ToolStrip(palette, self._windows, self, bindings=bindings)
        self._magnifier = Magnifier(self.film_canvas, palette)  # the last layer: it lies on all others
        self.physical_size = PhysicalSize(self.film_canvas)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._strip)
        self._row.addWidget(self.film_canvas, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.film_canvas)
        for widget in (self, self.film_canvas):
            widget.setAccessibleName(self.tr("Radiograph"))
            widget.setAccessibleDescription(
                self.tr("The film. I inverts, F fits, Shift+F shows 1:1, 0 to 9 choose a window, Esc resets.")
            )
        self.film_canvas.voi_changed.connect(self.voi_changed)
        self.film_canvas.zoom_changed.connect(self.zoom_changed)
        self.film_canvas.inverted_changed.connect(self.inverted_changed)
        self.film_canvas.inverted_changed.connect(self._strip.invert.setChecked)
        self._gestures.step_asked.connect(self.step_asked)
        self._gestures.menu_asked.connect(self._show_menu)
        self._strip.tool_chosen.connect(self._gestures.set_tool)
        self._strip.tool_chosen.connect(self.tool_changed)
        self._strip.fit_asked.connect(self.fit)
        self._strip.one_to_one_asked.connect(self.one_to_one)
        self._strip.invert_asked.connect(self.toggle_invert)
        self._strip.undo_asked.connect(self._board.undo)
        self._board.history.moved.connect(self._show_steps)
        self._strip.reset_asked.connect(self.reset)
        self._strip.setEnabled(False)
        self.verbs = ActionMap(self, bindings)
        """What the keys do; parts that are laid over the film bind theirs here."""
        self.verbs.bind(self._verbs())
        self._strip.action_asked.connect(self.verbs.press)
        self.verbs.bind_held("tool.pan_held", self._gestures.hold_pan)
        self.verbs.bind_held("image.magnifier", self._magnifier.hold)
        self.verbs.bindings.changed.connect(self._take_mouse)
        self._take_mouse()

    def show_radiograph(self, radiograph: Radiograph | None) -> None:
        """Show a film as ``reset`` shows it; None empties the pane."""
        self._board.leave_film()
        self.film_canvas.show_radiograph(radiograph)
        self._board.show_film(radiograph)
        self._strip.setEnabled(radiograph is not None)

    @property
    def radiograph(self) -> Radiograph | None:
        """The film shown."""
        return self.film_canvas.radiograph

    @property
    def voi(self) -> Voi | None:
        """The window or VOI LUT shown; None without a film."""
        return self.film_canvas.voi

    @property
    def inverted(self) -> bool:
        """Whether black and white are exchanged beyond what the film itself asks for."""
        return self.film_canvas.inverted

    @property
    def zoom(self) -> float:
        """Device pixels per film pixel."""
        return self.film_canvas.view.zoom

    @property
    def tool(self) -> Tool:
        """What a left drag does."""
        return self._gestures.tool

    @property
    def annotations(self) -> FilmAnnotations:
        """What is drawn on the film."""
        return self._board.annotations

    def set_voi(self, voi: Voi) -> None:
        """Show another window or VOI LUT; without a film there is nothing to show it on."""
        if self.radiograph is not None:
            self.film_canvas.set_voi(voi)

    def set_tool(self, tool: Tool) -> None:
        """What a left drag is to do."""
        self._strip.show_tool(tool)

    def set_strip_visible(self, *, visible: bool) -> None:
        """Show or hide the tools beside the film; their keys stay."""
        self._strip.setVisible(visible)

    def set_strip_right(self, *, right: bool) -> None:
        """Put the tools right of the film, or left."""
        self._row.setDirection(QHBoxLayout.Direction.RightToLeft if right else QHBoxLayout.Direction.LeftToRight)

    def add_menu(self, word: str, tip: str, menu: QMenu, identifier: str) -> None:
        """A further button in the strip, below the others; its tip names the key of that action."""
        self._strip.add_menu(word, tip, menu, identifier)

    def add_to_more(self, words: str, identifier: str, verb: Callable[[], object]) -> None:
        """A further entry under More, with the key of that action."""
        self._strip.add_to_more(words, identifier, verb)

    def fit(self) -> None:
        """Show the whole film."""
        self.film_canvas.fit()

    def one_to_one(self) -> None:
        """Show one film pixel on one device pixel."""
        self.film_canvas.zoom_to(1.0)

    def toggle_invert(self) -> None:
        """Exchange black and white."""
        self.film_canvas.set_inverted(inverted=not self.inverted)

    def turn(self, quarters: int) -> None:
        """Turn the film by quarters, clockwise."""
        self.film_canvas.set_orientation(self.film_canvas.view.orientation.turned(quarters))

    def flip_horizontally(self) -> None:
        """Exchange left and right of what is on the screen; a badge says so as long as it is."""
        self.film_canvas.set_orientation(self.film_canvas.view.orientation.flipped_horizontally())

    def flip_vertically(self) -> None:
        """Exchange up and down of what is on the screen; a badge says so as long as it is."""
        self.film_canvas.set_orientation(self.film_canvas.view.orientation.flipped_vertically())

    def toggle_letters(self) -> None:
        """Show or hide the letters of the patient's sides at the edges."""
        texts = self.film_canvas.texts
        texts.set_letters_visible(visible=not texts.letters_visible)

    def reset(self) -> None:
        """The film as it was first shown: default window, not inverted, not turned, fitted."""
        with self._board.history.one_step():
            self.film_canvas.reset()
            self._planes.reset()

    def give_up(self) -> None:
        """Drop what is being drawn; else let go of what is selected; else reset."""
        if not self._board.give_up():
            self.reset()

    def set_empty_text(self, text: str) -> None:
        """What stands in the pane while there is no film."""
        self.film_canvas.set_empty_text(text)

    def set_crop_box(self, rect: Rect | None) -> None:
        """A dashed box around a part of the film: (x, y, width, height) in film pixels; None for none."""
        self.film_canvas.set_crop_box(rect)

    @property
    def patient_texts_visible(self) -> bool:
        """Whether the texts that can name the patient are shown."""
        return self.film_canvas.texts.patient_visible

    def set_patient_texts_visible(self, visible: bool) -> None:  # noqa: FBT001 - a Qt-style setter, also a slot
        """Show or hide the texts that can name the patient."""
        self.film_canvas.texts.set_patient_visible(visible=visible)
        self._planes.set_patient_visible(visible=visible)

    def set_magnification(self, magnification: Magnification) -> None:
        """How film pixels are drawn above 1:1."""
        self.film_canvas.set_magnification(magnification)

    def toggle_squares(self) -> None:
        """Above 1:1, film pixels as squares or a smooth surface through them."""
        squares = self.film_canvas.magnification is Magnification.NEAREST
        self.set_magnification(Magnification.SMOOTH if squares else Magnification.NEAREST)

    def _verbs(self) -> dict[str, Callable[[], object]]:
        canvas = self.film_canvas
        verbs: dict[str, Callable[[], object]] = {
            "image.invert": self.toggle_invert,
            "image.more": self._strip.show_more,
            "image.fit": self.fit,
            "image.one_to_one": self.one_to_one,
            "image.give_up": self.give_up,
            "image.delete": self._board.delete,
            "image.next_annotation": self._board.select_next,
            "image.edit_text": self._board.edit_selected,
            "image.histogram": self._board.toggle_histogram,
            "image.undo": self._board.undo,
            "image.redo": self._board.redo,
            "image.turn_left": lambda: self.turn(-1),
            "image.turn_right": lambda: self.turn(1),
            "image.flip_horizontally": self.flip_horizontally,
            "image.flip_vertically": self.flip_vertically,
            "image.letters": self.toggle_letters,
            "image.squares": self.toggle_squares,
            "image.scale_bar": self.physical_size.toggle_scale_bar,
            "image.true_size": self.physical_size.show_true_size,
            "image.overlays": self._planes.toggle_overlays,
            "image.shutter": self._planes.toggle_shutter,
            "image.closer": lambda: canvas.zoom_by(_KEY_ZOOM),
            "image.farther": lambda: canvas.zoom_by(1 / _KEY_ZOOM),
            # An arrow moves the eye, so the film goes the other way.
            "image.left": lambda: canvas.pan_by(_KEY_PAN, 0),
            "image.right": lambda: canvas.pan_by(-_KEY_PAN, 0),
            "image.up": lambda: canvas.pan_by(0, _KEY_PAN),
            "image.down": lambda: canvas.pan_by(0, -_KEY_PAN),
        }
        verbs |= {f"tool.{tool.value}": partial(self.set_tool, tool) for tool in Tool}
        verbs |= {f"preset.{digit}": partial(self._choose_window, digit) for digit in range(10)}
        return verbs

    def _show_steps(self) -> None:
        history = self._board.history
        self._strip.set_steps(can_undo=history.can_undo, can_redo=history.can_redo)

    def _take_mouse(self) -> None:
        controls = self.verbs.bindings.controls
        self._gestures.set_mouse_map(controls.mouse, controls.wheel)

    def _windows_by_key(self) -> tuple[tuple[int, str, Voi], ...]:
        """(key, name, VOI): 0 the automatic window, 1 the film's own, from 2 on whatever else it offers."""
        if self.radiograph is None:
            return ()
        default, choices = default_voi(self.radiograph), self.film_canvas.voi_choices
        automatic = ((0, name, voi) for name, voi in choices if name == AUTOMATIC)
        others = [(name, voi) for name, voi in choices if name != AUTOMATIC and voi != default]
        own = (1, self.tr("As the film asks"), default)
        return (*automatic, own, *((key, name, voi) for key, (name, voi) in enumerate(others, start=2)))

    def _choose_window(self, digit: int) -> None:
        for key, _, voi in self._windows_by_key():
            if key == digit:
                self.set_voi(voi)

    def _list_windows(self) -> None:
        self._windows.clear()
        for key, name, voi in self._windows_by_key():
            label = f"{voi_words(name)}\t{key}" if key <= 9 else voi_words(name)
            self._windows.addAction(label).triggered.connect(lambda _=False, voi=voi: self.set_voi(voi))

    def _show_menu(self, at: QPoint) -> None:
        (self._board.menu_at(at) or self._windows).popup(at)
