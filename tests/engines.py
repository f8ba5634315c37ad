"""Models for tests of the window: they write what they are told, and only when they are told."""

import threading
from collections.abc import Callable, Iterator, Sequence

from cxrviewer.errors import ModelError
from cxrviewer.inference.engine import (
    CancelToken,
    Chunk,
    Completion,
    EngineLoader,
    GenerationRequest,
    LoadCancelled,
    LoadProgress,
    ReportEngine,
    Seconds,
)
from cxrviewer.inference.preprocess import InputFormat
from cxrviewer.reporting.draft import FinishReason, ModelIdentity
from tests.factories import make_identity

_POLL_S = 0.01
_PATIENCE_S = 30


class GatedEngine:
    """Yields the next chunk only when the test calls ``release``.

    ``heeds_cancel=False`` makes it the worst of models: it writes on whatever is asked of it, to the last chunk.
    """

    def __init__(
        self,
        *chunks: str,
        identity: ModelIdentity | None = None,
        heeds_cancel: bool = True,
        finish_reason: FinishReason = FinishReason.STOP,
    ) -> None:
        self.chunks = chunks or ("The heart ", "is normal. ", "The lungs ", "are clear.")
        self.requests: list[GenerationRequest] = []
        self._identity = identity or make_identity()
        self._heeds_cancel = heeds_cancel
        self._finish_reason = finish_reason
        self.kept_bytes = 0
        self._gate = threading.Semaphore(0)

    @property
    def identity(self) -> ModelIdentity:
        return self._identity

    @property
    def input_format(self) -> InputFormat:
        return InputFormat(size=64, mean=(0.5,), std=(0.25,))

    def release(self, steps: int = 1) -> None:
        """Let so many chunks through; the completion comes with the last one."""
        self._gate.release(steps)

    def release_all(self) -> None:
        """Let everything through, now and later."""
        self._gate.release(10_000)

    def generate(self, request: GenerationRequest, cancel: CancelToken) -> Iterator[Chunk | Completion]:
        self.requests.append(request)
        for chunk in self.chunks:
            if not self._may_go_on(cancel):
                yield completion(FinishReason.CANCELLED)
                return
            yield Chunk(chunk)
        yield completion(self._finish_reason, kept_bytes=self.kept_bytes)

    def probabilities_of_yes(self, requests: Sequence[GenerationRequest], cancel: CancelToken) -> tuple[float, ...]:
        raise NotImplementedError

    def _may_go_on(self, cancel: CancelToken) -> bool:
        for _ in range(int(_PATIENCE_S / _POLL_S)):
            if self._heeds_cancel and cancel.cancelled:
                return False
            if self._gate.acquire(timeout=_POLL_S):
                return not (self._heeds_cancel and cancel.cancelled)
        raise AssertionError("the test never released the next chunk")


class FailingEngine(GatedEngine):
    """Writes one chunk, then raises."""

    def __init__(self, error: Exception) -> None:
        super().__init__("The heart ")
        self.error: Exception | None = error
        self.release_all()

    def generate(self, request: GenerationRequest, cancel: CancelToken) -> Iterator[Chunk | Completion]:
        if self.error is None:
            yield from super().generate(request, cancel)
            return
        yield Chunk("The heart ")
        raise self.error


def completion(reason: FinishReason = FinishReason.STOP, *, kept_bytes: int = 0) -> Completion:
    """What an engine says last."""
    return Completion(
        finish_reason=reason,
        prompt_tokens=9,
        generated_tokens=4,
        seconds=Seconds(),
        input_sha256="e" * 64,
        kept_bytes=kept_bytes,
    )


def loader_of(engine: ReportEngine) -> EngineLoader:
    """Loads at once."""

    def load(progress: LoadProgress, _cancel: CancelToken) -> ReportEngine:
        progress(50_000_000, 100_000_000)
        return engine

    return load


def failing_loader(error: ModelError) -> EngineLoader:
    """Loads nothing."""

    def load(_progress: LoadProgress, _cancel: CancelToken) -> ReportEngine:
        raise error

    return load


class GatedLoader:
    """Loads only when the test calls ``release``; heeds cancelling."""

    def __init__(self, engine: ReportEngine) -> None:
        self._engine = engine
        self._gate = threading.Event()
        self.release: Callable[[], None] = self._gate.set

    def __call__(self, progress: LoadProgress, cancel: CancelToken) -> ReportEngine:
        progress(10_000_000, 100_000_000)
        for _ in range(int(_PATIENCE_S / _POLL_S)):
            if cancel.cancelled:
                raise LoadCancelled
            if self._gate.wait(_POLL_S):
                return self._engine
        raise AssertionError("the test never released the load")
