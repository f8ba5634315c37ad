"""What can be done on the film with the hand: the tools, what they draw, and taking it back.

Puts these parts of the image pane together; decides nothing of its own but the order in which Esc gives up.
"""

from PySide6.QtCore import QObject, QPointF

from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.annotations.drawing import DrawingTool
from cxrviewer.ui.image.annotations.editing import Editing
from cxrviewer.ui.image.annotations.layer import AnnotationLayer
from cxrviewer.ui.image.annotations.note_editor import NoteEditor
from cxrviewer.ui.image.annotations.probing import ProbeTool
from cxrviewer.ui.image.annotations.wording import Wording
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.film_history import FilmHistory
from cxrviewer.ui.image.film_tool import FilmTool
from cxrviewer.ui.image.gestures import Gestures
from cxrviewer.ui.image.navigation_tools import PanTool, WindowTool, ZoomTool
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.region_tool import RegionTool
from cxrviewer.ui.image.tools import FIGURES, Tool


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
        tools: dict[Tool, FilmTool] = {
            Tool.WINDOW: WindowTool(canvas),
            Tool.PAN: PanTool(canvas),
            Tool.ZOOM: ZoomTool(canvas),
            Tool.REGION: region,
            Tool.PROBE: ProbeTool(self.annotations, self._layer),
        }
        for tool, figure in FIGURES.items():
            tools.setdefault(tool, DrawingTool(self.annotations, figure, self._edit_words))
        self.gestures = Gestures(canvas, tools, Editing(canvas, self.annotations, self._layer, self._edit_words))
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
        """Esc: drop what is being drawn, else let go of what is selected; False where there is neither."""
        if self.gestures.cancel():
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

    def undo(self) -> None:
        """Drop what is being drawn, or else take back the last step."""
        if not self.gestures.cancel():
            self.history.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.gestures.cancel()
        self.history.redo()

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
