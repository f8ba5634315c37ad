"""The engine: a loaded CXR-LLaVA that answers requests; torch's exceptions end here.

Knows nothing of the window, of files on disk or of how an answer is kept.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch

from cxrviewer.errors import GenerationFailed, ModelError
from cxrviewer.imaging.scope import check_scope
from cxrviewer.inference import generation
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.engine import (
    CancelToken,
    Chunk,
    Completion,
    GenerationRequest,
    LoadCancelled,
    LoadProgress,
    Seconds,
)
from cxrviewer.inference.generation import EncodedImage, Prefilled, PrefixStore
from cxrviewer.inference.loading import load_network, raise_if_out_of_memory
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.preprocess import InputFormat, ModelInput, model_input
from cxrviewer.inference.tokenizer import Prompt, Tokenizer
from cxrviewer.reporting.draft import FinishReason, ModelIdentity

_YES, _NO = ("yes", "Yes", "YES"), ("no", "No", "NO")

_BIG = 1_000_000_000
"""Parameters from which a checkpoint is loaded in bfloat16 on a CPU: in float32 the published one needs 28 GB."""


class CxrLlavaEngine:
    """A ``ReportEngine``. Keeps the last film's image tokens and prefix, so that a second question is quick."""

    def __init__(self, network: CxrLlava, tokenizer: Tokenizer, identity: ModelIdentity, eos: frozenset[int]) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._identity = identity
        self._eos = eos
        self._image: EncodedImage | None = None
        self._prefix = PrefixStore()

    @property
    def identity(self) -> ModelIdentity:
        """Which weights these are."""
        return self._identity

    @property
    def input_format(self) -> InputFormat:
        """What ``preprocess.model_input`` needs to make the very input that this model is given."""
        config = self._network.config
        return InputFormat(config.vision.image_size, config.image_mean, config.image_std)

    def generate(self, request: GenerationRequest, cancel: CancelToken) -> Iterator[Chunk | Completion]:
        """Write the answer; see ``ReportEngine.generate``."""
        clock = _Clock()
        with self._mapped_errors():
            prompt = self._tokenizer.prompt(request.conversation)
            sampling = request.sampling
            room = generation.room_for(prompt, self._network, sampling.max_new_tokens)
            seen = self._preprocess(request)
            clock.mark("read")
        warnings = seen.warnings + self._warnings(request)
        if room < sampling.max_new_tokens:
            warnings += (f"only {room} more tokens fit this model's context",)
        count, reason = 0, FinishReason.LENGTH
        try:
            with self._mapped_errors():
                state = self._prefill(prompt, seen, cancel, clock)
        except generation.Cancelled:
            reason, room = FinishReason.CANCELLED, 0
        if room:
            decoder = self._tokenizer.decoder()
            tokens = generation.tokens_after(self._network, state, sampling, room=room, cancel=cancel)
            reason = FinishReason.CANCELLED
            while True:
                with self._mapped_errors():
                    token = next(tokens, None)
                if token is None:
                    break
                count += 1
                if count == 1:
                    clock.mark("first_token")
                text = "" if token in self._eos else decoder.add(token)
                if text:
                    yield Chunk(text)
                if token in self._eos or decoder.stopped:
                    reason = FinishReason.STOP
                    break
                if count == room:
                    reason = FinishReason.LENGTH
                    break
            if rest := decoder.finish():
                yield Chunk(rest)
        yield Completion(
            finish_reason=reason,
            prompt_tokens=len(prompt.before) + self._network.config.vision.tokens + len(prompt.after),
            generated_tokens=count,
            seconds=clock.seconds(),
            input_sha256=seen.sha256,
            warnings=warnings,
        )

    def probability_of_yes(self, request: GenerationRequest, cancel: CancelToken) -> float:
        """P(yes) / (P(yes) + P(no)) of the first word of the answer, small and capital letters together.

        Raises GenerationFailed, also when cancelled: a number without a computation would mislead.
        """
        with self._mapped_errors():
            prompt = self._tokenizer.prompt(request.conversation)
            generation.room_for(prompt, self._network, 1)
            try:
                state = self._prefill(prompt, self._preprocess(request), cancel, _Clock())
            except generation.Cancelled as error:
                raise GenerationFailed("the question was cancelled; ask it again") from error
            layers = generation.layers_of(state.cache)
            yes, no = (
                torch.tensor(
                    [
                        generation.log_probability(self._network, layers, state, ids)
                        for ids in {self._tokenizer.continuation(request.conversation, word) for word in words}
                    ],
                    dtype=torch.float64,
                ).logsumexp(0)
                for words in (_YES, _NO)
            )
            return float(torch.sigmoid(yes - no))

    def _preprocess(self, request: GenerationRequest) -> ModelInput:
        seen = self.input_format
        return model_input(request.radiograph, size=seen.size, mean=seen.mean, std=seen.std)

    def _warnings(self, request: GenerationRequest) -> tuple[str, ...]:
        scope = tuple(warning.reason for warning in check_scope(request.radiograph).warnings)
        if self._identity.is_demo and not request.radiograph.is_phantom:
            return ("demo checkpoint on a film that is not a phantom: its text means nothing here", *scope)
        return scope

    def _prefill(self, prompt: Prompt, seen: ModelInput, cancel: CancelToken, clock: "_Clock") -> Prefilled:
        if cancel.cancelled:
            raise generation.Cancelled
        image = self._encode(seen)
        clock.mark("encode")
        state = generation.prefill(self._network, prompt, image, self._prefix, cancel)
        clock.mark("prefill")
        return state

    @torch.inference_mode()
    def _encode(self, seen: ModelInput) -> EncodedImage:
        if self._image is None or self._image.sha256 != seen.sha256:
            self._image = None
            pixel_values = torch.from_numpy(np.ascontiguousarray(seen.pixel_values))
            weight = self._network.mm_projector.weight
            self._image = EncodedImage(seen.sha256, self._network.encode_image(pixel_values.to(weight.device)))
        return self._image

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        """Torch's and Python's exceptions as ours. What was half computed is forgotten, so the engine stays usable."""
        try:
            yield
        except (ModelError, generation.Cancelled):
            raise
        except (RuntimeError, MemoryError, ValueError, IndexError) as error:
            self._image = None
            self._prefix.clear()
            raise_if_out_of_memory(error)
            raise GenerationFailed(
                f"the model stopped with an error of its own ({type(error).__name__}); try again, "
                "and verify the checkpoint if it happens twice"
            ) from error


class _Clock:
    """Seconds of each part of a request."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._parts: dict[str, float] = {}

    def mark(self, part: str) -> None:
        """``part`` ends now; ``first_token`` counts from the request."""
        now = time.perf_counter()
        self._parts[part] = now - (self._start if part == "first_token" else self._last)
        self._last = now

    def seconds(self) -> Seconds:
        """All parts until now."""
        return Seconds(**self._parts, total=time.perf_counter() - self._start)


def load_engine(
    checkpoint: Checkpoint,
    *,
    dtype: str = "auto",
    device: str = "auto",
    progress: LoadProgress | None = None,
    cancel: CancelToken | None = None,
) -> CxrLlavaEngine:
    """The checkpoint as an engine. Raises ModelError, or LoadCancelled after ``cancel`` was set.

    ``device``: auto, cpu, cuda, mps. ``dtype``: auto, float32, bfloat16, float16.
    """
    where = choose_device(device)
    kind = choose_dtype(dtype, where, checkpoint)
    tokenizer = Tokenizer(checkpoint)
    network = load_network(checkpoint, kind, where, progress=progress, cancel=cancel)
    identity = ModelIdentity(
        name=checkpoint.name,
        digest=digest(checkpoint, _stop_when_cancelled(cancel)),
        dtype=str(kind).removeprefix("torch."),
        device=str(where),
        is_demo=checkpoint.is_demo,
    )
    return CxrLlavaEngine(network, tokenizer, identity, _end_ids(checkpoint, tokenizer))


def _stop_when_cancelled(cancel: CancelToken | None) -> Callable[[int, int], None]:
    """The first digest of 14 GB takes a minute, so a cancel is looked at there too."""

    def look(_done: int, _total: int) -> None:
        if cancel is not None and cancel.cancelled:
            raise LoadCancelled

    return look


def choose_device(name: str) -> torch.device:
    """``auto`` takes a GPU where there is one. Raises GenerationFailed for a device that is not there."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise GenerationFailed(f"this machine has no usable device {name}; use --device cpu") from error
    return device


def choose_dtype(name: str, device: torch.device, checkpoint: Checkpoint) -> torch.dtype:
    """``auto``: bfloat16 on a GPU (float16 on one without it); on a CPU bfloat16 for big checkpoints, else float32."""
    if name != "auto":
        return {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}[name]
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    if device.type == "mps":
        return torch.float16
    return torch.bfloat16 if checkpoint.parameters >= _BIG else torch.float32


def _end_ids(checkpoint: Checkpoint, tokenizer: Tokenizer) -> frozenset[int]:
    """The published generation_config.json names none; the original then stopped at the tokenizer's ``</s>``."""
    named = checkpoint.generation_config.get("eos_token_id")
    listed = named if isinstance(named, list) else [named]
    return frozenset({tokenizer.end_id, *(number for number in listed if isinstance(number, int))})
