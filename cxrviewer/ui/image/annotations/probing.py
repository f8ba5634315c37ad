"""The pixel probe: values beside the pointer, kept by a click. Knows where the pointer is; words are the layer's."""

from PySide6.QtCore import Qt

from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.region_values import value_at
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.annotations.layer import AnnotationLayer
from cxrviewer.ui.image.film_tool import Pointer


class ProbeTool:
    """A ``FilmTool``."""

    cursor = Qt.CursorShape.CrossCursor
    draws = True

    def __init__(self, annotations: FilmAnnotations, layer: AnnotationLayer) -> None:
        self._annotations, self._layer = annotations, layer

    def press(self, pointer: Pointer) -> None:
        """Tell the values here."""
        self._annotations.select(None)
        self.hover(pointer)

    def move(self, pointer: Pointer) -> None:
        """Tell the values here."""
        self.hover(pointer)

    def release(self, pointer: Pointer) -> None:
        """Keep the values that were told."""
        film = self._annotations.film
        self.hover(None)
        if film is not None and value_at(film, pointer.film) is not None:
            probe = Annotation(Figure.PROBE, (pointer.film,))
            if self._annotations.put(probe):
                self._annotations.select(probe)

    def hover(self, pointer: Pointer | None) -> None:
        """Tell the values here, or none."""
        probed = None if pointer is None else pointer.film
        if probed != self._layer.probed:
            self._layer.probed = probed
            self._annotations.changed.emit()

    def cancel(self) -> bool:
        """Nothing is half done."""
        self.hover(None)
        return False
