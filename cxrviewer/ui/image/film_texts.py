"""All words over the film, each in its place: the corners, the badges, and the words where no film is.

Knows which text goes where and that none may cover another; what the texts say is known to those who make them.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QWidget

from cxrviewer.imaging.radiograph import PatientOrientation, PixelSpacing, Radiograph
from cxrviewer.ui.image.badges import Badges
from cxrviewer.ui.image.corner_text import CornerText, Shown
from cxrviewer.ui.image.orientation import Orientation
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.scale_bar import HEIGHT, bar_for, longest_bar, paint_bar
from cxrviewer.ui.image.spacing_words import source_words
from cxrviewer.ui.image.view_state import View

_EMPTY_TEXT_PIXELS = 15
_SIDES = (
    (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, (-1, 0)),
    (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, (1, 0)),
    (Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, (0, -1)),
    (Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, (0, 1)),
)
"""Where letters stand, and which direction on the screen that is."""


class FilmTexts:
    """The words painted over one film, on the widget that shows it."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        self._corners = CornerText(palette, parent)
        self._letters = CornerText(palette, parent)
        self._scale = CornerText(palette, parent)
        self._palette, self._update = palette, parent.update
        self.badges = Badges(palette)
        self.patient_visible = True
        """Whether the texts that can name the patient are shown."""
        self.letters_visible = True
        """Whether the edges carry the letters of the patient's sides, where the file states them."""
        self.scale_visible = False
        """Whether a scale bar is shown where the film has spacing."""

    def set_patient_visible(self, *, visible: bool) -> None:
        """Show or hide the texts that can name the patient."""
        self.patient_visible = visible
        self._update()

    def set_letters_visible(self, *, visible: bool) -> None:
        """Show or hide which side of the patient each edge of the film is."""
        self.letters_visible = visible
        self._update()

    def set_scale_visible(self, *, visible: bool) -> None:
        """Show or hide the scale bar; a film without spacing has none."""
        self.scale_visible = visible
        self._update()

    def paint(self, painter: QPainter, area: QRectF, radiograph: Radiograph, shown: Shown) -> None:
        """Draw them in the order of their importance: who is on the film has its place first."""
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        text, visible = self._corners, self.patient_visible
        patient = text.draw(painter, left | top, area, text.patient(radiograph, visible=visible))
        study = text.draw(painter, right | top, area, text.study(radiograph, visible=visible))
        text.draw(painter, left | bottom, area, text.window(shown))
        text.draw(painter, right | bottom, area, text.size(radiograph, shown))
        middle = Qt.AlignmentFlag.AlignHCenter | bottom
        mark = text.draw(painter, middle, area, text.mark(radiograph), bold=True)
        badges = self.badges.paint(painter, area, patient, study)
        free = area.adjusted(0, badges.bottom(), 0, 0 if mark.isNull() else mark.top() - area.bottom())
        if self.letters_visible and radiograph.patient_orientation is not None:
            lowest = self._paint_letters(painter, area, free, radiograph.patient_orientation, shown.view.orientation)
            free.setBottom(lowest.top())
        if self.scale_visible and radiograph.pixel_spacing is not None:
            self._paint_scale(painter, free, radiograph.pixel_spacing, shown.view)

    def _paint_scale(self, painter: QPainter, area: QRectF, spacing: PixelSpacing, view: View) -> None:
        """The bar above its words at the bottom middle."""
        ratio = painter.deviceTransform().m11()
        bar = bar_for(spacing, view, ratio=ratio, longest=longest_bar(area.width()))
        words = f"{bar.words}  {source_words(spacing.source)}"
        said = self._scale.draw(painter, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, area, (words,))
        bottom = area.bottom() if said.isNull() else said.top()
        paint_bar(painter, self._palette, QPointF(area.center().x(), bottom - HEIGHT / 2 - 2), bar)

    def _paint_letters(
        self, painter: QPainter, area: QRectF, free: QRectF, patient: PatientOrientation, orientation: Orientation
    ) -> QRectF:
        """Which side of the patient each edge is, however the film is turned. Returns what the lowest covers.

        Those at top and bottom stand in what badges and mark leave ``free``; those at the sides in the middle.
        """
        covered = QRectF()
        for at, towards in _SIDES:
            letters = patient.towards(*orientation.to_film(towards))
            where = area if at & Qt.AlignmentFlag.AlignVCenter else free
            covered = self._letters.draw(painter, at, where, (letters,), bold=True)
        return covered


def paint_empty(painter: QPainter, area: QRectF, words: str, palette: Palette) -> None:
    """What stands in the middle where there is no film."""
    font = QFont(painter.font())
    font.setPixelSize(_EMPTY_TEXT_PIXELS)
    painter.setFont(font)
    painter.setPen(QColor(palette.secondary))
    painter.drawText(
        area.adjusted(24, 24, -24, -24), int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words
    )
