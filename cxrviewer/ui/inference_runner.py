"""The only road to the model: one worker thread loads it and writes with it, signals bring the text back.

Knows no widget, no film on the screen and no database: whoever listens compares identifiers.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from cxrviewer.errors import CxrViewerError, GenerationFailed, ModelError, OutOfMemory, WeightsMissing
from cxrviewer.inference.engine import CancelToken, Completion, EngineLoader, GenerationRequest, ReportEngine
from cxrviewer.inference.memory import give_back
from cxrviewer.reporting.draft import FinishReason

_logger = logging.getLogger(__name__)

_TURN_S = 0.0005
_NICER = 5
"""Than the window's thread, as ``nice`` counts."""


class InferenceRunner(QObject):
    """Runs one request at a time on its own thread; a new request cancels the one before.

    Signals:
        loading: bytes in memory, bytes in all.
        input_format_changed: the InputFormat of the engine that answers from now on, or None while there is none.
        loaded: the ModelIdentity; its engine now answers requests.
        load_failed: the CxrViewerError.
        started: the request's identifier, the ModelIdentity that answers it.
        chunk: the request's identifier, the next piece of text.
        finished: the request's identifier, the Completion.
        cancelled: the request's identifier, the Completion or None where nothing was begun.
        failed: the request's identifier, the CxrViewerError.
        idle: nothing is running or waiting any more.

    Of finished, cancelled and failed exactly one follows each request. Connect bound methods of QObjects that live
    on the main thread: then Qt calls them there.
    """

    loading = Signal(object, object)
    input_format_changed = Signal(object)
    loaded = Signal(object)
    load_failed = Signal(object)
    started = Signal(str, object)
    chunk = Signal(str, str)
    finished = Signal(str, object)
    cancelled = Signal(str, object)
    failed = Signal(str, object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="model", initializer=_let_hands_go_first)
        self._lock = threading.Lock()
        self._waiting: set[CancelToken] = set()  # of what is running or waiting; guarded by the lock
        self._load_token = CancelToken()
        self._token = CancelToken()
        self._finishing = False
        self._engine: ReportEngine | None = None  # touched by the worker only

    @property
    def busy(self) -> bool:
        """Whether anything is running or waiting."""
        with self._lock:
            return bool(self._waiting)

    def load(self, loader: EngineLoader) -> None:
        """Load a model in place of the present one; a load or a text that is still under way is given up."""
        if self._finishing:
            return
        self.cancel()
        self._load_token.cancel()
        self._load_token = CancelToken()
        token = self._load_token
        self._submit(partial(self._load, loader), token)

    def generate(self, request: GenerationRequest) -> None:
        """Answer the request, after cancelling the one before and after any load that was asked for earlier."""
        if self._finishing:
            self.cancelled.emit(request.identifier, None)
            return
        self.cancel()
        self._token = CancelToken()
        token = self._token
        self._submit(partial(self._write, request), token)

    def cancel(self) -> None:
        """Stop the running request at its next token; without one, nothing happens."""
        self._token.cancel()

    def finish(self) -> None:
        """Cancel everything and begin nothing more, so that ``idle`` comes soon."""
        self._finishing = True
        with self._lock:
            tokens = tuple(self._waiting)
        for token in tokens:
            token.cancel()

    def close(self) -> None:
        """Cancel everything and wait for the thread to end."""
        self.finish()
        self._executor.shutdown(wait=True)

    def _submit(self, work: Callable[[CancelToken], None], token: CancelToken) -> None:
        with self._lock:
            self._waiting.add(token)
        self._executor.submit(self._work, work, token)

    # From here on: the worker's thread. Every signal is sent from it, the last one of a request too: sent from a
    # future's callback it could come from the main thread, and so before texts that are still on their way there.

    def _work(self, work: Callable[[CancelToken], None], token: CancelToken) -> None:
        try:
            work(token)
        finally:
            with self._lock:
                self._waiting.discard(token)
                idle = not self._waiting
            if idle:
                self.idle.emit()

    def _load(self, loader: EngineLoader, token: CancelToken) -> None:
        if token.cancelled:
            return
        self._engine = None  # two models at once may not fit into memory
        give_back()
        self.input_format_changed.emit(None)
        try:
            self._engine = loader(self._loading, token)
        except Exception as error:  # noqa: BLE001 - whatever it is, it reaches the reader as a sentence
            if not token.cancelled:
                self.load_failed.emit(_expected(error, ModelError, self.tr("The model could not be loaded")))
            return
        if not token.cancelled:
            self.input_format_changed.emit(self._engine.input_format)
            self.loaded.emit(self._engine.identity)

    def _loading(self, done_bytes: int, total_bytes: int) -> None:
        self.loading.emit(done_bytes, total_bytes)

    def _write(self, request: GenerationRequest, token: CancelToken) -> None:
        completion: Completion | None = None
        try:
            if not token.cancelled:
                completion = self._written(request, token)
        except Exception as error:  # noqa: BLE001 - whatever it is, it reaches the reader as a sentence
            wrong = _expected(error, GenerationFailed, self.tr("No text could be written"))
            self.failed.emit(request.identifier, wrong)
            return
        if completion is not None and completion.finish_reason is not FinishReason.CANCELLED:
            self.finished.emit(request.identifier, completion)
        else:
            self.cancelled.emit(request.identifier, completion)

    def _written(self, request: GenerationRequest, token: CancelToken) -> Completion:
        engine = self._engine
        if engine is None:
            raise WeightsMissing(self.tr("No model is loaded; choose a checkpoint in the settings and start again"))
        self.started.emit(request.identifier, engine.identity)
        for item in engine.generate(request, token):
            if isinstance(item, Completion):
                return item
            self.chunk.emit(request.identifier, item.text)
        raise GenerationFailed(self.tr("The model ended without finishing its text; draft again"))


def _expected(error: Exception, kind: type[ModelError], words: str) -> CxrViewerError:
    """The error as one that may be shown; what nobody foresaw goes to the log with its traceback."""
    if isinstance(error, CxrViewerError):
        return error
    # A library that finds no room says so with an error of any kind.
    if isinstance(error, MemoryError) or "annot allocate memory" in str(error):
        why = QCoreApplication.translate(
            "InferenceRunner", "too little memory; close other programs, or use a smaller model"
        )
        return OutOfMemory(f"{words}: {why}")
    _logger.error("unexpected on the model's thread", exc_info=error)
    return kind(f"{words} ({type(error).__name__}); the log file says more")


def _let_hands_go_first() -> None:
    """On a machine that is busy, the window's thread comes before the model's and before those that it starts.

    And it waits a tenth of the usual time for the interpreter: painting lets go of it several times in a frame, and
    each time the model, a Python loop over short steps, could keep it for 5 ms.
    """
    sys.setswitchinterval(min(sys.getswitchinterval(), _TURN_S))
    if sys.platform == "linux":  # elsewhere a priority is the whole process's
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, min(19, os.getpriority(os.PRIO_PROCESS, thread) + _NICER))
