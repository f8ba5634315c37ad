"""The prior film in the very place of the current one, as long as a key is held. Knows two canvases and their tie.

Nothing can be done to a film while the prior one covers it: a stroke meant for the one must not be drawn on the other.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from cxrviewer.ui.compare.linking import Linking
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.palette import Palette
from cxrviewer.ui.image.shutter_layer import ShutterLayer


class Cover(FilmCanvas):
    """A canvas over the current film that takes every movement of the mouse and does nothing with it."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Goes no further."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Goes no further."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Goes no further."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Goes no further."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Goes no further."""
        event.accept()


class Blink(QObject):
    """Lays the prior film over the current one."""

    def __init__(self, current: FilmCanvas, prior: FilmCanvas, linking: Linking, palette: Palette) -> None:
        super().__init__(current)
        self._current, self._prior, self._linking = current, prior, linking
        self.cover = Cover(palette, current)
        self.cover.setAccessibleName(self.tr("Prior radiograph"))
        self.cover.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the key that is held stays with the film below
        # What the file covers stays covered here too; its overlays may name the patient and stay away.
        shutter = ShutterLayer()
        self.cover.add_layer(shutter)
        self.cover.radiograph_changed.connect(shutter.show)
        self.cover.display_changed.connect(shutter.set_display)
        self.cover.hide()
        current.installEventFilter(self)

    def show(self, held: bool) -> None:  # noqa: FBT001 - the verb of a key that is held
        """Show the prior film while the key is down, the current one when it comes up."""
        prior, tie = self._prior.radiograph, self._linking.tie
        if not held or prior is None or tie is None:
            self.hide()
            return
        if self.cover.radiograph is not prior:
            self.cover.show_radiograph(prior)
        self.cover.resize(self._current.size())
        if self._prior.voi is not None:
            self.cover.set_voi(self._prior.voi)
        self.cover.set_inverted(inverted=self._prior.inverted)
        self.cover.show_view(tie.across(self._current.view, self._prior.view))
        self.cover.show()
        self.cover.raise_()

    def hide(self) -> None:
        """Show the current film."""
        self.cover.hide()

    def end(self) -> None:
        """There is no prior film any more."""
        self.hide()
        self.cover.show_radiograph(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A pane of another size shows its own film."""
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return False
