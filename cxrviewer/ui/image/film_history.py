"""Undo and redo of everything done on the film: each state is a frozen value, and undoing shows an earlier one.

Knows the canvas and the annotations; knows no key. What is drawn again or taken off by undo is kept like any edit.
"""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from cxrviewer.imaging.annotation import Annotations
from cxrviewer.imaging.radiograph import Voi
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from cxrviewer.ui.image.film_canvas import FilmCanvas
from cxrviewer.ui.image.view_state import View

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class FilmState:
    """How the film is shown and what is drawn on it."""

    annotations: Annotations
    voi: Voi | None
    inverted: bool
    view: View

    def looks_like(self, other: "FilmState") -> bool:
        """Whether they differ in nothing that anyone did: a fitted film changes its size with the pane."""
        if self.view.fit and other.view.fit:
            other = replace(other, view=replace(other.view, zoom=self.view.zoom, centre=self.view.centre))
        return self == other

    def is_elsewhere(self, other: "FilmState") -> bool:
        """Whether they differ in zoom and place alone."""
        view = replace(other.view, zoom=self.view.zoom, centre=self.view.centre, fit=self.view.fit)
        return replace(other, view=view) == self

    def is_windowed(self, other: "FilmState") -> bool:
        """Whether they differ in the window or VOI LUT alone."""
        return replace(other, voi=self.voi) == self


class _Flow(enum.Enum):
    """Steps that are one as long as nothing else comes between them."""

    ELSEWHERE = enum.auto()
    """Zooming and panning."""
    FOLLOWING = enum.auto()
    """The window of a film that follows another one's: the hand that drags it is over there."""


class FilmHistory(QObject):
    """The states of one film, from when it was opened.

    One act of the hand is one step, from the button's press to its release; zooming and panning from place to place
    are one step together, and so is following the window of a film beside this one.

    Signals:
        moved: ``can_undo`` or ``can_redo`` may have another value.
    """

    moved = Signal()

    def __init__(self, canvas: FilmCanvas, annotations: FilmAnnotations) -> None:
        super().__init__(canvas)
        self._canvas, self._annotations = canvas, annotations
        self._states: list[FilmState] = []
        self._now = 0
        self._depth = 0
        self._flow: _Flow | None = None  # what the step to the present state was a part of
        canvas.voi_changed.connect(self._note)
        canvas.inverted_changed.connect(self._note)
        canvas.view_changed.connect(self._note)
        annotations.edited.connect(self._note)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return self._now < len(self._states) - 1

    def begin_film(self) -> None:
        """Forget the last film; what is shown now is where undo ends."""
        self._states, self._now, self._flow = [self._state()], 0, None
        self.moved.emit()

    def begin(self) -> None:
        """What changes until ``end`` is one step."""
        self._depth += 1

    def end(self) -> None:
        """The step is whole."""
        self._depth = max(0, self._depth - 1)
        self._note()

    @contextmanager
    def one_step(self) -> Iterator[None]:
        """Whatever the block changes is one step."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def undo(self) -> None:
        """The state before the last step, if there is one."""
        self._go(-1)

    def redo(self) -> None:
        """The state that was undone last, if nothing else was done since."""
        self._go(1)

    def _go(self, way: int) -> None:
        to = self._now + way
        if self._depth or not 0 <= to < len(self._states):
            return
        state = self._states[to]
        self._depth += 1  # what this changes is no step
        try:
            if not self._annotations.become(state.annotations):
                self._states[self._now] = replace(self._states[self._now], annotations=self._annotations.current)
                return
            self._canvas.set_inverted(inverted=state.inverted)
            if state.voi is not None and state.voi != self._canvas.voi:
                self._canvas.set_voi(state.voi)
            if state.view != self._canvas.view:
                self._canvas.show_view(state.view)
        finally:
            self._depth -= 1
        self._now, self._flow = to, None
        self.moved.emit()

    def _note(self) -> None:
        if self._depth or not self._states:
            return
        state, present = self._state(), self._states[self._now]
        if state.looks_like(present):
            self._states[self._now] = state
            return
        flow = self._flow_of(state, present)
        if flow is not None and flow is self._flow:
            self._states[self._now :] = [state]
            self.moved.emit()
            return
        self._states[self._now + 1 :] = [state]
        del self._states[:-_LONGEST]
        self._now, self._flow = len(self._states) - 1, flow
        self.moved.emit()

    def _flow_of(self, state: FilmState, present: FilmState) -> _Flow | None:
        if state.is_elsewhere(present):
            return _Flow.ELSEWHERE
        return _Flow.FOLLOWING if state.is_windowed(present) and not self._canvas.hasFocus() else None

    def _state(self) -> FilmState:
        canvas = self._canvas
        return FilmState(self._annotations.current, canvas.voi, canvas.inverted, canvas.view)
