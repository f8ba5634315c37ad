"""What takes its time with a checkpoint, on a thread of its own: listing, fetching, verifying, copying, deleting.

Knows ``inference``'s folders and no widget; torch and the network are imported only where a job needs them.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, SignalInstance

from cxrviewer.errors import CxrViewerError, ModelError
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.engine import CancelToken, LoadCancelled
from cxrviewer.inference.known_checkpoints import known_checkpoints
from cxrviewer.inference.models_folder import Removed, models_folder, purge
from cxrviewer.ui.background import run_in_background

_logger = logging.getLogger(__name__)


class _Stopped(Exception):
    """The job's token was set."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of a look at every byte of a checkpoint."""

    name: str
    tensors: int
    problems: tuple[str, ...]


class CheckpointWork(QObject):
    """One job after the other; the list is looked at beside them.

    Signals:
        listed: the list of KnownCheckpoints.
        progressed: bytes done, bytes in all, of the job that runs.
        verified: the Verified.
        fetched: the folder of the checkpoint, whole.
        shrunk: the Checkpoint of the smaller copy.
        failed: the CxrViewerError.
        stopped: the job was stopped as asked.
    """

    listed = Signal(object)
    progressed = Signal(object, object)
    verified = Signal(object)
    fetched = Signal(object)
    shrunk = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checkpoints")
        self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="checkpoint-list")
        self._token = CancelToken()

    def list_known(self, default: str) -> None:
        """Look at every folder that may be a checkpoint."""
        self._submit(lambda: known_checkpoints(default), self.listed, self._looking)

    def verify(self, checkpoint: Checkpoint) -> None:
        """Read it whole."""
        token = self._token = CancelToken()

        def work() -> Verified:
            from cxrviewer.inference.verifying import problems_of

            def progress(done: int, total: int) -> None:
                if token.cancelled:
                    raise _Stopped
                self.progressed.emit(done, total)

            problems = tuple(problems_of(checkpoint, progress))
            return Verified(checkpoint.name, len(checkpoint.tensors), problems)

        self._submit(work, self.verified)

    def fetch(self) -> None:
        """Fetch the published checkpoint. To be called once its licences have been accepted."""
        token = self._token = CancelToken()

        def work() -> object:
            from cxrviewer.inference.fetching import FetchCancelled, Published, fetch

            try:
                return fetch(
                    Published(manifest={}), licences_accepted=True, progress=self.progressed.emit, cancel=token
                )
            except FetchCancelled as error:
                raise _Stopped from error

        self._submit(work, self.fetched)

    def shrink(self, checkpoint: Checkpoint, scheme: str) -> None:
        """Write a copy in int8 or int4 into the models folder."""
        token = self._token = CancelToken()

        def work() -> Checkpoint:
            from cxrviewer.inference.quantization import Scheme
            from cxrviewer.inference.quantizing import quantize_checkpoint

            def progress(done_bytes: int, total_bytes: int) -> None:
                self.progressed.emit(done_bytes, total_bytes)

            folder = models_folder() / f"{checkpoint.name}-{scheme}"
            try:
                return quantize_checkpoint(checkpoint, Scheme.named(scheme), folder, progress=progress, cancel=token)
            except LoadCancelled as error:
                raise _Stopped from error

        self._submit(work, self.shrunk)

    def purge(self, gone: tuple[Removed, ...]) -> None:
        """Free the space of what was removed."""

        def work() -> None:
            for each in gone:
                purge(each)

        self._submit(work, None)

    def stop(self) -> None:
        """Stop the job that can be stopped."""
        self._token.cancel()

    def close(self) -> None:
        """Stop, and wait for the thread to end."""
        self.stop()
        self._executor.shutdown(wait=True)
        self._looking.shutdown(wait=True)

    def _submit(
        self, work: Callable[[], object], done: SignalInstance | None, executor: ThreadPoolExecutor | None = None
    ) -> None:
        run_in_background(executor or self._executor, work, lambda future: self._ended(future, done))

    # From here on: the worker's thread.

    def _ended(self, future: Future[object], done: SignalInstance | None) -> None:
        error = future.exception()
        if error is None:
            if done is not None:
                done.emit(future.result())
        elif isinstance(error, _Stopped):
            self.stopped.emit()
        elif isinstance(error, CxrViewerError):
            self.failed.emit(error)
        else:
            _logger.error("unexpected with a checkpoint", exc_info=error)
            self.failed.emit(ModelError(self.tr("the checkpoint could not be worked on; the log file says more")))
