"""What the rest of the program knows of a model: a request goes in, text comes out, and it can be stopped.

Imports neither torch nor Qt, so that the window and the tests can use it without a model.
"""

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.inference.preprocess import InputFormat
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.draft import FinishReason, ModelIdentity, Sampling


class CancelToken:
    """Set by the window, looked at by the worker between tokens; one per request."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the worker to stop at the next token."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether stopping was asked for."""
        return self._event.is_set()


class LoadCancelled(Exception):
    """Loading was stopped by its CancelToken. Not an error: nothing is shown for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationRequest:
    """One text to write: the film, what was said so far, and how to sample. Immutable, built on the main thread.

    ``conversation`` ends with the user's turn that is to be answered.
    """

    radiograph: Radiograph
    conversation: Conversation
    sampling: Sampling
    token_probabilities: bool = False
    """Whether the completion is to say how probable each token was."""
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))

    def __post_init__(self) -> None:
        if not self.conversation.awaits_answer:
            raise ValueError("the conversation must end with a question")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The next piece of text: whole characters, never part of a stop string."""

    text: str


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long each part took. ``first_token`` counts from the request, ``total`` to the last token."""

    read: float = 0.0
    encode: float = 0.0
    prefill: float = 0.0
    first_token: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class WrittenToken:
    """One token of a text, and how probable the model found it, before temperature, top-k and top-p."""

    identifier: int
    text: str
    """What it adds; bytes that are only part of a character show as U+FFFD."""
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The last thing an engine yields for a request."""

    finish_reason: FinishReason
    prompt_tokens: int
    """Prompt positions, the image's included."""
    generated_tokens: int
    seconds: Seconds
    input_sha256: str
    """SHA-256 of ``pixel_values`` as the model saw them."""
    warnings: tuple[str, ...] = ()
    tokens: tuple[WrittenToken, ...] = ()
    """Where ``token_probabilities`` was asked for."""
    kept_bytes: int = 0
    """Memory that holds what was read of this film for the next question."""


class LoadProgress(Protocol):
    """Told how far loading has come; called on the worker."""

    def __call__(self, done_bytes: int, total_bytes: int) -> None:
        """``done_bytes`` of ``total_bytes`` are in memory."""


class ReportEngine(Protocol):
    """A loaded model. Used by one thread at a time."""

    @property
    def identity(self) -> ModelIdentity:
        """Which weights these are."""

    @property
    def input_format(self) -> InputFormat:
        """What ``preprocess.model_input`` needs to make the very input that this model is given."""

    def generate(self, request: GenerationRequest, cancel: CancelToken) -> Iterator[Chunk | Completion]:
        """Write the answer: any number of chunks, then exactly one completion, which is the last item.

        Stops within one token of ``cancel`` with FinishReason.CANCELLED. Raises ModelError, after which the
        engine can be used again.
        """

    def probabilities_of_yes(self, requests: Sequence[GenerationRequest], cancel: CancelToken) -> tuple[float, ...]:
        """P(yes) / (P(yes) + P(no)) of the first word of each answer. Raises ModelError."""


EngineLoader = Callable[[LoadProgress, CancelToken], ReportEngine]
"""Loads a model on the worker thread. Raises ModelError, or LoadCancelled after its token was set."""
