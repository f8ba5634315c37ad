"""The form's questions that are answered by pointing at the film, and the film that is pointed at.

A click answers one question, and every place of every question is drawn. Knows no study.
"""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject

from cxrviewer.ui.image.view_state import Point
from cxrviewer.ui.study.film_marks import FilmMarks
from cxrviewer.ui.study.questions import MarkRow


class MarkQuestions(QObject):
    """Joins both for as long as it lives."""

    def __init__(self, rows: Sequence[MarkRow], film: FilmMarks, parent: QObject) -> None:
        super().__init__(parent)
        self._rows, self._film = rows, film
        film.marked.connect(self._marked)
        for row in rows:
            row.armed.connect(self._arm)

    def show_places(self) -> None:
        """Draw what the answers hold."""
        self._film.show_places(tuple(self._places()))

    def _places(self) -> Iterable[Point]:
        for row in self._rows:
            if isinstance(row.value, list):
                yield from (tuple(place) for place in row.value)

    def _arm(self) -> None:
        armed = [row for row in self._rows if row.point.isChecked()]
        for row in armed:
            if row is not self.sender():
                row.point.setChecked(False)  # a click answers one question
        self._film.arm(armed=bool(armed))

    def _marked(self, column: float, row: float) -> None:
        for question in self._rows:
            if question.point.isChecked():
                question.add(column, row)
