"""Looks at the film on the screen for the window: whether it is in scope, what the model is given of it.

Knows no widget and draws nothing. The work is done on a thread of its own, so that neither opening a film nor the
model waits for it. What comes late, for a film that has gone, is dropped here: no panel can be told of another film
than the one on the screen.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QObject, Signal

from cxrviewer.imaging.lung_fields import ChestLikeness, chest_likeness
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.scope import Scope, check_scope
from cxrviewer.inference.preprocess import InputFormat, ModelInput, model_input
from cxrviewer.ui.background import run_in_background

_logger = logging.getLogger(__name__)


class FilmExamination(QObject):
    """Examines one film at a time.

    Signals:
        scope_changed: the Scope of the film on the screen, or None while it is not known.
        beside_looked_at: a Radiograph that was given to ``look_beside``, its ChestLikeness.
        model_input_changed: the ModelInput of the film on the screen, or None while it is not known.
    """

    scope_changed = Signal(object)
    beside_looked_at = Signal(object, object)
    model_input_changed = Signal(object)
    _checked = Signal(object, object)
    _examined = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="examination")
        self._film: Radiograph | None = None
        self._input_format: InputFormat | None = None
        self._wants_input = False
        self._model_input: ModelInput | None = None
        self._scope: Scope | None = None
        self._checked.connect(self._take_scope)
        self._examined.connect(self._take_input)

    @property
    def input_format(self) -> InputFormat | None:
        """What the loaded model is given; None while no model is loaded."""
        return self._input_format

    @property
    def model_input(self) -> ModelInput | None:
        """What the model is given of the film on the screen, once it is computed."""
        return self._model_input

    @property
    def scope(self) -> Scope | None:
        """Whether the film on the screen is in scope, once it has been looked at."""
        return self._scope

    def show_film(self, radiograph: Radiograph | None) -> None:
        """Another film is on the screen, or none."""
        self._film, self._scope = radiograph, None
        self.scope_changed.emit(None)
        if radiograph is not None:
            run_in_background(self._executor, partial(check_scope, radiograph), partial(self._check_ended, radiograph))
        self._forget_input()

    def set_input_format(self, input_format: InputFormat | None) -> None:
        """Another model is loaded, or none."""
        self._input_format = input_format
        self._forget_input()

    def look_beside(self, radiograph: Radiograph) -> None:
        """Look where the lungs of a film are that stands beside the one on the screen."""
        run_in_background(self._executor, partial(chest_likeness, radiograph), partial(self._looked, radiograph))

    def want_model_input(self, *, wanted: bool) -> None:
        """Whether the model's input is looked at; it is not computed otherwise."""
        self._wants_input = wanted
        if wanted and self._model_input is None:
            self._compute_input()

    def close(self) -> None:
        """Pass over what waits, and wait for the thread to end."""
        self._film = None
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _forget_input(self) -> None:
        self._model_input = None
        self.model_input_changed.emit(None)
        if self._wants_input:
            self._compute_input()

    def _compute_input(self) -> None:
        film, seen = self._film, self._input_format
        if film is not None and seen is not None:
            work = partial(model_input, film, size=seen.size, mean=seen.mean, std=seen.std)
            run_in_background(self._executor, work, partial(self._input_ended, (film, seen)))

    def _take_scope(self, film: Radiograph, scope: Scope) -> None:
        if film is self._film:
            self._scope = scope
            self.scope_changed.emit(scope)

    def _take_input(self, examined: tuple[Radiograph, InputFormat], made: ModelInput) -> None:
        film, seen = examined
        if film is self._film and seen == self._input_format:
            self._model_input = made
            self.model_input_changed.emit(made)

    # The worker's thread.

    def _check_ended(self, film: Radiograph, future: Future[Scope]) -> None:
        if error := future.exception():
            _logger.error("the scope of a film could not be checked", exc_info=error)
        else:
            self._checked.emit(film, future.result())

    def _looked(self, film: Radiograph, future: Future[ChestLikeness]) -> None:
        if error := future.exception():
            _logger.error("the lungs of a film beside could not be looked for", exc_info=error)
        else:
            self.beside_looked_at.emit(film, future.result())

    def _input_ended(self, examined: tuple[Radiograph, InputFormat], future: Future[ModelInput]) -> None:
        if error := future.exception():
            _logger.error("what the model sees could not be computed", exc_info=error)
        else:
            self._examined.emit(examined, future.result())
