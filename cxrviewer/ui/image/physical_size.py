"""Millimetres on the screen: the scale bar, and the film as large as it is. Refused in words where nobody knows.

Knows the film's spacing and the screen's pixels; knows nothing of values.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QScreen

from cxrviewer.imaging.radiograph import PixelSpacing
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.spacing_words import source_words

SMALLEST_PITCH_MM, LARGEST_PITCH_MM = 0.05, 1.0
"""Between the pixels of any screen that a film is read on; a screen that states something else states nothing."""
_SQUARE = 0.02  # by how much width and height of a pixel may differ
_SCALE, _TRUE = "scale bar", "true size"


@dataclass(frozen=True, slots=True)
class PixelPitch:
    """Millimetres from one device pixel to the next, and whether somebody measured it."""

    millimetres: float
    measured: bool


def stated_pitch(screen: QScreen) -> PixelPitch | None:
    """What the screen says of itself; None where that is nothing or cannot be."""
    size, pixels, ratio = screen.physicalSize(), screen.geometry(), screen.devicePixelRatio()
    across, down = size.width() / (pixels.width() * ratio), size.height() / (pixels.height() * ratio)
    if not SMALLEST_PITCH_MM <= across <= LARGEST_PITCH_MM or abs(across - down) > 0.1 * across:
        return None
    return PixelPitch((across + down) / 2, measured=False)


class PhysicalSize(QObject):
    """Two wishes that need millimetres."""

    def __init__(self, canvas: FilmCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._measured: PixelPitch | None = None
        self._true_zoom: float | None = None
        canvas.radiograph_changed.connect(self._film_changed)
        canvas.zoom_changed.connect(self._zoom_changed)

    def set_pixel_pitch(self, millimetres: float) -> None:
        """What somebody measured on the screen; 0 to believe the screen."""
        self._measured = PixelPitch(millimetres, measured=True) if millimetres > 0 else None

    def toggle_scale_bar(self) -> None:
        """Show the bar or take it away; where the film has no spacing, words say so in its place."""
        texts = self._canvas.texts
        texts.set_scale_visible(visible=not texts.scale_visible)
        self._say_scale()

    def show_true_size(self) -> None:
        """A millimetre of the film on a millimetre of the screen, or why not."""
        film = self._canvas.radiograph
        if film is None:
            return
        pitch = self._measured or stated_pitch(self._canvas.screen())
        refusal = self._refusal(film.pixel_spacing, pitch)
        if refusal or film.pixel_spacing is None or pitch is None:
            self._canvas.set_badge(_TRUE, refusal)
            return
        zoom = film.pixel_spacing.column_mm / pitch.millimetres
        self._canvas.zoom_to(zoom)
        if abs(self._canvas.view.zoom - zoom) > 1e-9 * zoom:
            self._canvas.set_badge(_TRUE, self.tr("No true size: it lies beyond the zoom's limits"))
            return
        self._true_zoom = zoom
        self._follow_screen()
        words = (
            self.tr("True size {source}; screen pixels of {pitch} mm, as set")
            if pitch.measured
            else self.tr("True size {source}; screen pixels of {pitch} mm, as the screen says")
        )
        self._canvas.set_badge(
            _TRUE, words.format(source=source_words(film.pixel_spacing.source), pitch=f"{pitch.millimetres:.3f}")
        )

    def _refusal(self, spacing: PixelSpacing | None, pitch: PixelPitch | None) -> str:
        if spacing is None:
            return self.tr("No true size: the file states no pixel spacing")
        if abs(spacing.row_mm - spacing.column_mm) > _SQUARE * spacing.column_mm:
            return self.tr("No true size: the film's pixels are not square")
        if pitch is None:
            return self.tr(
                "No true size: the screen does not say how large it is; "
                "set pixel_pitch_mm under [window] in settings.toml"
            )
        return ""

    def _follow_screen(self) -> None:
        handle = self._canvas.window().windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._forget, Qt.ConnectionType.UniqueConnection)

    def _zoom_changed(self, zoom: float) -> None:
        if zoom != self._true_zoom:
            self._forget()

    def _film_changed(self) -> None:
        self._forget()
        self._say_scale()

    def _forget(self) -> None:
        self._true_zoom = None
        self._canvas.set_badge(_TRUE, "")

    def _say_scale(self) -> None:
        film = self._canvas.radiograph
        missing = self._canvas.texts.scale_visible and film is not None and film.pixel_spacing is None
        self._canvas.set_badge(_SCALE, self.tr("No scale bar: the file states no pixel spacing") if missing else "")
