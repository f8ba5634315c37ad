"""What the file itself lays over its film: the display shutter and the overlay planes, with their keys and words.

Knows when they are shown and says so in badges; how they are painted is the layers' matter.
"""

from PySide6.QtCore import QCoreApplication, QObject

from cxrviewer.imaging.radiograph import Fault, Radiograph
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.overlay_layer import OverlayLayer
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.shutter_layer import ShutterLayer
from cxrviewer.ui.image.voi_names import CONTEXT


class FilmPlanes(QObject):
    """Shutter and overlays over one canvas. Both are on whenever a film comes up."""

    def __init__(self, canvas: FilmCanvas, palette: Palette) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._shutter, self._overlays = ShutterLayer(), OverlayLayer(palette)
        canvas.add_layer(self._shutter)
        canvas.add_layer(self._overlays)
        canvas.radiograph_changed.connect(self._show)
        canvas.display_changed.connect(self._shutter.set_display)

    @property
    def shutter_on(self) -> bool:
        """Whether what lies outside the shutter is covered."""
        return self._shutter.visible

    @property
    def overlays_on(self) -> bool:
        """Whether the overlay planes are drawn, the patient's name not being hidden."""
        return self._overlays.visible

    def toggle_shutter(self) -> None:
        """Show what lies beneath the shutter, or cover it again."""
        self._shutter.visible = not self._shutter.visible
        self._say()

    def toggle_overlays(self) -> None:
        """Show or hide the overlay planes."""
        self._overlays.visible = not self._overlays.visible
        self._say()

    def reset(self) -> None:
        """Both as they were when the film came up."""
        self._shutter.visible = self._overlays.visible = True
        self._say()

    def set_patient_visible(self, *, visible: bool) -> None:
        """Overlays may write the patient's name: they go with it."""
        self._overlays.curtain = not visible
        self._canvas.update()

    def _show(self, radiograph: Radiograph | None) -> None:
        self._shutter.show(radiograph)
        self._overlays.show(radiograph)
        self._canvas.set_badge("faults", self._words_of(() if radiograph is None else radiograph.faults))
        self.reset()

    def _words_of(self, faults: tuple[Fault, ...]) -> str:
        parts = ", ".join(QCoreApplication.translate(CONTEXT, fault.value) for fault in faults)
        return self.tr("damaged, passed over: {parts}").format(parts=parts) if parts else ""

    def _say(self) -> None:
        film = self._canvas.radiograph
        lifted = film is not None and film.shutter is not None and not self._shutter.visible
        hidden = film is not None and bool(film.overlays) and not self._overlays.visible
        self._canvas.set_badge("shutter", self.tr("shutter lifted") if lifted else "")
        self._canvas.set_badge("overlays", self.tr("overlays hidden") if hidden else "")
        self._canvas.update()
