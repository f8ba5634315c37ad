"""What can be done on the film with the hand: the tools, what they draw, and taking it back.

Puts these parts of the image pane together; decides nothing of its own but the order in which Esc gives up.
"""

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtWidgets import QMenu

from cxrviewer.imaging.annotation import WITH_WORDS, Annotation, Figure
from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.annotations.drawing import DrawingTool
from cxrviewer.ui.image.annotations.editing import Editing
from cxrviewer.ui.image.annotations.histogram import REGIONS, RegionHistogram
from cxrviewer.ui.image.annotations.layer import AnnotationLayer
from cxrviewer.ui.image.annotations.note_editor import NoteEditor
from cxrviewer.ui.image.annotations.probing import ProbeTool
from cxrviewer.ui.image.annotations.wording import Wording
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.film_history import FilmHistory
from cxrviewer.ui.image.film_tool import FilmTool, Pointer
from cxrviewer.ui.image.gestures import Gestures
from cxrviewer.ui.image.navigation_tools import PanTool, WindowTool, ZoomTool
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.region_tool import RegionTool
from cxrviewer.ui.image.tools import FIGURES, Tool
from cxrviewer.ui.menus import kept_by


class DrawingBoard(QObject):
    """The hand's side of the image pane."""

    def __init__(self, canvas: FilmCanvas, palette: Palette) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.annotations = FilmAnnotations(self)
        self.history = FilmHistory(canvas, self.annotations)
        self._layer = AnnotationLayer(canvas, self.annotations, Wording(self), palette)
        self._note = NoteEditor(palette, self._layer.text.font, canvas)
        region = RegionTool(canvas, palette)
        canvas.add_layer(self._layer)
        canvas.add_layer(region)
        self.annotations.changed.connect(canvas.update)
        self.annotations.changed.connect(self._describe)
        self._description: str | None = None  # the canvas's own, while it describes what is selected
        tools: dict[Tool, FilmTool] = {
            Tool.WINDOW: WindowTool(canvas),
            Tool.PAN: PanTool(canvas),
            Tool.ZOOM: ZoomTool(canvas),
            Tool.REGION: region,
            Tool.PROBE: ProbeTool(self.annotations, self._layer),
        }
        for tool, figure in FIGURES.items():
            tools.setdefault(tool, DrawingTool(self.annotations, figure, self._edit_words))
        self._editing = Editing(canvas, self.annotations, self._layer, self._edit_words)
        self._menu = kept_by(self, QMenu())
        self.gestures = Gestures(canvas, tools, self._editing)
        self._histogram = RegionHistogram(self.annotations, palette, canvas)
        self.gestures.begun.connect(self.history.begin)
        self.gestures.ended.connect(self.history.end)

    def leave_film(self) -> None:
        """The film is about to go: words being typed are kept with it, what is half drawn is dropped."""
        self._note.keep()
        self.gestures.cancel()

    def show_film(self, film: Radiograph | None) -> None:
        """The film has come: its annotations with it."""
        self.annotations.show_film(film)
        self.history.begin_film()

    def give_up(self) -> bool:
        """Esc: drop what is drawn, else close the histogram, else let go of the selected; False where there is none."""
        if self.gestures.cancel():
            return True
        if self._histogram.isVisible():
            self._histogram.close()
            return True
        if self.annotations.selected is not None:
            self.annotations.select(None)
            return True
        return False

    def delete(self) -> None:
        """Take the selected annotation off the film."""
        selected = self.annotations.selected
        if selected is not None:
            self.annotations.delete(selected)

    def select_next(self) -> None:
        """Select the annotation that was drawn after the selected one; after the last the first."""
        drawn = self.annotations.current
        if drawn:
            known = [each.identifier for each in drawn]
            selected = self.annotations.selected
            place = -1 if selected is None else known.index(selected.identifier)
            self.annotations.select(drawn[(place + 1) % len(drawn)])

    def edit_selected(self) -> None:
        """Edit the words of the selected note or arrow."""
        selected = self.annotations.selected
        if selected is not None and selected.figure in WITH_WORDS:
            self._edit_words(selected)

    def toggle_histogram(self) -> None:
        """Show how often each value occurs under the selected region, or else the newest; or close that again."""
        selected = self.annotations.selected
        if selected is None or selected.figure not in REGIONS:
            regions = [each for each in self.annotations.current if each.figure in REGIONS]
            if not regions:
                return
            self.annotations.select(regions[-1])
        self._histogram.toggle()

    def menu_at(self, at: QPoint) -> QMenu | None:
        """What can be done with the annotation there, on the screen; None where there is none."""
        where = self._canvas.mapFromGlobal(at)
        film_point = self._canvas.projection.to_film(QPointF(where))
        found = self._editing.at(Pointer((where.x(), where.y()), film_point))
        if found is None:
            return None
        self.annotations.select(found)
        self._menu.clear()
        if found.figure in WITH_WORDS:
            self._menu.addAction(self.tr("Edit text")).triggered.connect(lambda _=False: self.edit_selected())
        if found.figure in REGIONS:
            self._menu.addAction(self.tr("Histogram")).triggered.connect(lambda _=False: self.toggle_histogram())
        self._menu.addAction(self.tr("Delete")).triggered.connect(lambda _=False: self.delete())
        return self._menu

    def undo(self) -> None:
        """Drop what is being drawn, or else take back the last step."""
        if not self.gestures.cancel():
            self.history.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.gestures.cancel()
        self.history.redo()

    def _describe(self) -> None:
        """Let a screen reader say what the selected annotation measures."""
        film, selected = self.annotations.film, self.annotations.selected
        if film is not None and selected is not None:
            if self._description is None:
                self._description = self._canvas.accessibleDescription()
            self._canvas.setAccessibleDescription(". ".join(self._layer.lines(selected, film)))
        elif self._description is not None:
            self._canvas.setAccessibleDescription(self._description)
            self._description = None

    def _edit_words(self, about: Annotation | Point) -> None:
        """Ask for the words of a note that is to stand at a point, or of an annotation."""
        film = self.annotations.film
        if isinstance(about, Annotation):
            annotation = about
            at, text = annotation.points[-1], annotation.text
        else:
            at, text = about, ""

        def done(words: str) -> None:
            # Words belong to the film they were typed on.
            if self.annotations.film is not film:
                return
            if not isinstance(about, Annotation):
                if words:
                    note = Annotation(Figure.TEXT, (about,), words)
                    if self.annotations.put(note):
                        self.annotations.select(note)
            elif about.figure is Figure.TEXT and not words:
                self.annotations.delete(about)
            elif words != about.text:
                self.annotations.put(about.with_text(words))

        place = None if not isinstance(about, Annotation) else self._layer.label_place(about)
        where = place.topLeft() if place is not None else self._canvas.projection.to_widget(at) + QPointF(0, -12)
        self._note.edit(where, text, done)
