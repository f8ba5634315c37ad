"""The middle of the window: the image panes, or the words that stand where no film is. Knows no file and no model."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cxrviewer.imaging.display_function import DisplayFunction
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.pane import ImagePane
from cxrviewer.ui.keys.bindings import KeyBindings
from cxrviewer.ui.labels import label
from cxrviewer.ui.opening_page import OpeningPage
from cxrviewer.ui.theme import Theme


class FilmArea(QStackedWidget):
    """Edge to edge black.

    Signals:
        files_asked: the reader wants to open files.
        folder_asked: the reader wants to open a folder.
        demo_asked: the reader wants the synthetic films that come with the program.
        patient_texts_changed: whether what can name a patient is shown from now on.
        display_changed: the DisplayFunction that films are shown for from now on, or None.
    """

    files_asked = Signal()
    folder_asked = Signal()
    demo_asked = Signal()
    patient_texts_changed = Signal(bool)
    display_changed = Signal(object)

    def __init__(
        self, theme: Theme, *, has_demo: bool, bindings: KeyBindings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("film")
        names = ("surround", "panel", "hairline", "text", "secondary", "focus", "mark", "machine")
        colours = {name: theme.colours[name] for name in names}
        self.palette_of_films = Palette(raised=theme.colours["pressed"], **colours)
        self._bindings = bindings
        self._patient_texts = True
        self._display: DisplayFunction | None = None
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        self.pane = self.new_pane()
        """The film that is read; whatever stands beside it, this is the one that texts belong to."""
        self._panes.addWidget(self.pane)
        self._title = label("", "title", wrap=True)
        self._words = label("", "secondary", wrap=True)
        self._buttons = QWidget()
        self._message = self._make_message(has_demo=has_demo)
        self.addWidget(self._message)
        self.addWidget(self._panes)
        self._opening = OpeningPage(theme)
        self.addWidget(self._opening)
        self._curtain = False
        self._say: Callable[[], None] = self.show_empty
        self.show_empty()

    def new_pane(self) -> ImagePane:
        """A pane that looks like the others and has their keys."""
        pane = ImagePane(palette=self.palette_of_films, bindings=self._bindings)
        pane.set_patient_texts_visible(self._patient_texts)
        self.patient_texts_changed.connect(pane.set_patient_texts_visible)
        pane.film_canvas.set_display(self._display)
        self.display_changed.connect(pane.film_canvas.set_display)
        return pane

    def set_display(self, display: DisplayFunction | None) -> None:
        """Show every film, and those that are to come, for a display with this function; None as they are."""
        self._display = display
        self.display_changed.emit(display)

    def put_beside(self, widget: QWidget) -> None:
        """Stand this right of the film, and give both the same room."""
        self._panes.addWidget(widget)
        self.pane.set_strip_right(right=False)
        widget.show()
        tools = self.pane.width() - self.pane.film_canvas.width()
        half = max(1, (self._panes.width() - tools) // 2)
        self._panes.setSizes([half + tools, half])

    def swap(self) -> None:
        """What stands right stands left; the tools keep to the outer edge, so that films are side by side."""
        right = self._panes.widget(1)
        if right is not None and right.isVisible():
            sizes = self._panes.sizes()
            self._panes.insertWidget(0, right)
            self._panes.setSizes(sizes[::-1])
            self.pane.set_strip_right(right=self._panes.widget(1) is self.pane)

    def put_alone(self) -> None:
        """The film alone, with its tools where they always are."""
        for index in range(self._panes.count()):
            if (widget := self._panes.widget(index)) is not None and widget is not self.pane:
                widget.hide()
        self.pane.set_strip_right(right=False)

    def set_patient_texts_visible(self, visible: bool) -> None:  # noqa: FBT001 - a Qt-style setter, as the pane's
        """Show or hide the texts that can name the patient, on every film."""
        self._patient_texts = visible
        self.patient_texts_changed.emit(visible)

    def show_film(self, radiograph: Radiograph) -> None:
        """Show this film."""
        self.pane.show_radiograph(radiograph)
        self.setCurrentWidget(self._panes)

    def show_empty(self) -> None:
        """No film was opened: how to open one."""
        self._say = self.show_empty
        self._show_words(
            self.tr("No film is open"),
            self.tr("Drop files or a folder here, press Ctrl+O, or name them on the command line."),
            with_buttons=True,
        )

    def show_opening(self, name: str, thumbnail: QImage | None = None) -> None:
        """A film is being read and takes its time; no name means nothing is to be said yet."""
        self._say = partial(self.show_opening, name, thumbnail)
        words = self.tr("Opening {name}").format(name=name) if name else ""
        self._show_words(words, "")
        if thumbnail is not None and not thumbnail.isNull():
            self._opening.show_thumbnail(thumbnail, words)
            self.setCurrentWidget(self._opening)

    def show_unreadable(self, name: str, reason: str) -> None:
        """This film cannot be shown."""
        self._say = partial(self.show_unreadable, name, reason)
        # A reason can repeat the name.
        self._show_words(self.tr("{name} cannot be shown").format(name=name), "" if self._curtain else reason)

    def set_curtain(self, drawn: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        """Hide or show whatever can name the patient: the texts over the film, the names of files."""
        self._curtain = drawn
        self.set_patient_texts_visible(not drawn)
        if not drawn and self.currentWidget() is not self._panes:
            self._say()
        elif self.message and self._say != self.show_empty:  # what is said from now on, others have made nameless
            self._show_words(self.tr("The film's name is hidden"), "")

    def take_focus(self) -> None:
        """Take the keys: the film, or the first button of the words in its place."""
        self.pane.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def message(self) -> str:
        """The words on the screen; empty while a film is shown."""
        if self.currentWidget() is self._opening:
            return self._opening.words
        return f"{self._title.text()}\n{self._words.text()}".strip() if self.currentWidget() is self._message else ""

    def _show_words(self, title: str, words: str, *, with_buttons: bool = False) -> None:
        self.pane.show_radiograph(None)
        self._title.setText(title)
        self._words.setText(words[:1].upper() + words[1:])
        self._buttons.setVisible(with_buttons)
        self.setCurrentWidget(self._message)

    def _make_message(self, *, has_demo: bool) -> QWidget:
        message = QWidget()
        message.setObjectName("filmMessage")
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        for text, signal in (
            (self.tr("Open files"), self.files_asked),
            (self.tr("Open a folder"), self.folder_asked),
            (self.tr("Open the demo films"), self.demo_asked),
        ):
            if signal is self.demo_asked and not has_demo:
                continue
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(message)
        column.setContentsMargins(48, 24, 48, 24)
        column.addStretch(2)
        for widget in (self._title, self._words, self._buttons):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if widget is self._buttons else Qt.AlignmentFlag(0))
        column.addStretch(3)
        return message
