"""All that is drawn on the film on the screen; kept in a journal before it is shown as drawn.

Knows annotations and which one is selected; knows no pointer and no painter.
"""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from cxrviewer.errors import StoreError
from cxrviewer.imaging.annotation import Annotation, Annotations, Figure, with_put, without
from cxrviewer.imaging.measures import Point
from cxrviewer.imaging.radiograph import Radiograph


class AnnotationJournal(Protocol):
    """Where annotations are kept. Each verb returns once it is on the disk and raises StoreError where it is not."""

    def put_annotation(self, case_digest: str, annotation: Annotation) -> None:
        """Keep an annotation of a film as it now is."""

    def delete_annotation(self, case_digest: str, identifier: str) -> None:
        """Keep that it was taken off."""

    def annotations_of(self, case_digest: str) -> Annotations:
        """What is drawn on a film."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A figure that has not got all its points yet."""

    figure: Figure
    points: tuple[Point, ...]


class FilmAnnotations(QObject):
    """The annotations of one film at a time; without a journal they are forgotten with the film.

    Signals:
        changed: something else is to be painted.
        edited: ``current`` has another value.
        trouble: the StoreError why an edit was not made.
    """

    changed = Signal()
    edited = Signal()
    trouble = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._journal: AnnotationJournal | None = None
        self._film: Radiograph | None = None
        self._current: Annotations = ()
        self._preview: Annotation | None = None
        self._sketch: Sketch | None = None
        self._selected = ""

    def keep_in(self, journal: AnnotationJournal) -> None:
        """From the next film on annotations come from here and are kept here."""
        self._journal = journal

    def show_film(self, film: Radiograph | None) -> None:
        """The annotations of this film."""
        self._film = film
        self._current, self._preview, self._sketch, self._selected = (), None, None, ""
        if film is not None and self._journal is not None:
            try:
                self._current = self._journal.annotations_of(film.digest)
            except StoreError as error:
                self.trouble.emit(error)
        self.changed.emit()

    @property
    def film(self) -> Radiograph | None:
        """The film that all this is drawn on."""
        return self._film

    @property
    def current(self) -> Annotations:
        """What is drawn and kept."""
        return self._current

    @property
    def shown(self) -> Annotations:
        """What is to be seen: the current ones, with the one that is being moved where it is held."""
        return self._current if self._preview is None else with_put(self._current, self._preview)

    @property
    def sketch(self) -> Sketch | None:
        """What is being drawn."""
        return self._sketch

    @property
    def selected(self) -> Annotation | None:
        """The one that has its handles out."""
        return next((each for each in self.shown if each.identifier == self._selected), None)

    def select(self, annotation: Annotation | None) -> None:
        """Bring out the handles of this one alone."""
        self._selected = "" if annotation is None else annotation.identifier
        self.changed.emit()

    def set_sketch(self, sketch: Sketch | None) -> None:
        """Show what there is of a new figure."""
        if sketch != self._sketch:
            self._sketch = sketch
            self.changed.emit()

    def set_preview(self, annotation: Annotation | None) -> None:
        """Show an annotation as it would be; None as it is."""
        self._preview = annotation
        self.changed.emit()

    def put(self, annotation: Annotation) -> bool:
        """Draw it, or draw it differently; False where it could not be kept and so was not drawn."""
        self._preview = None
        return self.become(with_put(self._current, annotation))

    def delete(self, annotation: Annotation) -> bool:
        """Take it off the film; False where that could not be kept."""
        self._preview = None
        return self.become(without(self._current, annotation.identifier))

    def become(self, annotations: Annotations) -> bool:
        """Make these the annotations of the film, each difference kept first; False where one could not be."""
        film, journal = self._film, self._journal
        if film is None:
            return False
        kept = {each.identifier: each for each in self._current}
        wanted = {each.identifier for each in annotations}
        before = self._current
        try:
            for annotation in before:
                if annotation.identifier not in wanted:
                    if journal is not None:
                        journal.delete_annotation(film.digest, annotation.identifier)
                    self._current = without(self._current, annotation.identifier)
            for annotation in annotations:
                if kept.get(annotation.identifier) != annotation:
                    if journal is not None:
                        journal.put_annotation(film.digest, annotation)
                    self._current = with_put(self._current, annotation)
            self._current = annotations
        except StoreError as error:
            self.trouble.emit(error)
            return False
        finally:
            self.changed.emit()
            if self._current != before:
                self.edited.emit()
        return True
