"""Two films that move together: where the one goes, the other goes in proportion.

Knows two canvases and the tie between their films; knows no file and no key.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from cxrviewer.imaging.radiograph import Voi
from cxrviewer.ui.compare.tie import Tie, tie_of_views
from cxrviewer.ui.compare.window_link import WindowLink
from cxrviewer.ui.image.film_canvas import FilmCanvas


class Linking(QObject):
    """Zoom, place, window and inversion of the current film and of the prior one.

    Signals:
        linked_changed: whether the two move together.
    """

    linked_changed = Signal(bool)

    def __init__(self, current: FilmCanvas, prior: FilmCanvas, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current, self._prior = current, prior
        self._tie: Tie | None = None
        self._windows: WindowLink | None = None
        self._linked = False
        self._following = False
        current.view_changed.connect(self._current_moved)
        prior.view_changed.connect(self._prior_moved)
        current.voi_changed.connect(self._current_windowed)
        prior.voi_changed.connect(self._prior_windowed)
        current.inverted_changed.connect(self._current_inverted)
        prior.inverted_changed.connect(self._prior_inverted)

    @property
    def linked(self) -> bool:
        """Whether the two move together."""
        return self._linked

    @property
    def tie(self) -> Tie | None:
        """How the prior film lies upon the current one; None while there are not two films."""
        return self._tie

    @property
    def windows(self) -> WindowLink | None:
        """How the window of the one is carried to the other; None while there are not two films."""
        return self._windows

    def begin(self, tie: Tie) -> None:
        """There are two films, and so they lie on one another; the prior one takes its place at once."""
        current, prior = self._current, self._prior
        assert current.radiograph is not None
        assert prior.radiograph is not None
        self._tie = tie
        self._windows = WindowLink(
            current.radiograph, prior.radiograph, these=current.voi_choices, others=prior.voi_choices
        )
        self._set_linked(linked=True)
        self._align()

    def lay_on(self, tie: Tie) -> None:
        """They lie on one another so, as is known by now."""
        if self._tie is not None and self._linked:
            self._tie = tie
            self._align()

    def end(self) -> None:
        """There are not two films any more."""
        self._tie = self._windows = None
        self._set_linked(linked=False)

    def toggle(self) -> None:
        """Each for itself, or together again from where they are now."""
        if self._tie is None:
            return
        if not self._linked:
            self._tie = tie_of_views(self._current.view, self._prior.view)
        self._set_linked(linked=not self._linked)

    def _set_linked(self, *, linked: bool) -> None:
        if linked != self._linked:
            self._linked = linked
            self.linked_changed.emit(linked)

    def _align(self) -> None:
        self._current_moved()
        if self._current.voi is not None:
            self._current_windowed(self._current.voi)
        self._current_inverted(self._current.inverted)

    @contextmanager
    def _follow(self) -> Iterator[bool]:
        """Whether the other film is to follow: not when it is following already."""
        if self._following or not self._linked or self._tie is None:
            yield False
            return
        self._following = True
        try:
            yield True
        finally:
            self._following = False

    def _current_moved(self) -> None:
        with self._follow() as follows:
            if follows and self._tie is not None:
                self._prior.show_view(self._tie.across(self._current.view, self._prior.view))

    def _prior_moved(self) -> None:
        with self._follow() as follows:
            if follows and self._tie is not None:
                self._current.show_view(self._tie.inverse().across(self._prior.view, self._current.view))

    def _current_windowed(self, voi: Voi) -> None:
        with self._follow() as follows:
            if follows and self._windows is not None:
                self._prior.set_voi(self._windows.across(voi))

    def _prior_windowed(self, voi: Voi) -> None:
        with self._follow() as follows:
            if follows and self._windows is not None:
                self._current.set_voi(self._windows.back(voi))

    def _current_inverted(self, inverted: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        with self._follow() as follows:
            if follows:
                self._prior.set_inverted(inverted=inverted)

    def _prior_inverted(self, inverted: bool) -> None:  # noqa: FBT001 - a slot of a bool signal
        with self._follow() as follows:
            if follows:
                self._current.set_inverted(inverted=inverted)
