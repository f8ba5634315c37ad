"""The engine: a loaded CXR-LLaVA that answers requests; torch's exceptions end here.

Knows nothing of the window, of files on disk or of how an answer is kept.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import numpy as np
import torch

from cxrviewer.errors import GenerationFailed, ModelError
from cxrviewer.imaging.scope import check_scope
from cxrviewer.inference import generation
from cxrviewer.inference.answer import Answer
from cxrviewer.inference.batching import encode, write_batch
from cxrviewer.inference.branching import log_odds
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.clock import Clock
from cxrviewer.inference.confirming import yes_or_no
from cxrviewer.inference.engine import (
    CancelToken,
    Chunk,
    Completion,
    GenerationRequest,
    LoadCancelled,
    LoadProgress,
    Seconds,
)
from cxrviewer.inference.generation import EncodedImage, Prefilled
from cxrviewer.inference.interrupting import Cancelled
from cxrviewer.inference.loading import load_network, raise_if_out_of_memory
from cxrviewer.inference.machine import look_at_machine
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.placement import choose, weights_of
from cxrviewer.inference.preprocess import InputFormat, ModelInput, model_input
from cxrviewer.inference.quantization import Scheme
from cxrviewer.inference.tokenizer import Prompt, Tokenizer
from cxrviewer.reporting.draft import FinishReason, ModelIdentity, Sampling

log = logging.getLogger(__name__)


class CxrLlavaEngine:
    """A ``ReportEngine``. Keeps what was computed last about the last film, so that a second question is quick."""

    def __init__(self, network: CxrLlava, tokenizer: Tokenizer, identity: ModelIdentity, eos: frozenset[int]) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._identity = identity
        self._eos = eos
        self._image: EncodedImage | None = None
        self._kept = generation.new_cache(network)

    @property
    def identity(self) -> ModelIdentity:
        """Which weights these are."""
        return self._identity

    @property
    def input_format(self) -> InputFormat:
        """What ``preprocess.model_input`` needs to make the very input that this model is given."""
        config = self._network.config
        return InputFormat(config.vision.image_size, config.image_mean, config.image_std)

    @property
    def kept_bytes(self) -> int:
        """Memory that holds the last film and conversation."""
        return self._kept.buffer_bytes + (self._image.tokens.nbytes if self._image else 0)

    def generate(self, request: GenerationRequest, cancel: CancelToken) -> Iterator[Chunk | Completion]:
        """Write the answer; see ``ReportEngine.generate``."""
        clock = Clock()
        with self._mapped_errors():
            prompt, room = self._planned(request)
            seen = self._preprocess(request)
            clock.mark("read")
        answer = Answer(self._tokenizer.pieces, self._eos, room, probabilities=request.token_probabilities)
        with suppress(Cancelled):
            with self._mapped_errors():
                state = self._prefill(prompt, seen, cancel, clock, room)
            yield from self._written(answer, state, request.sampling, cancel, clock)
        yield self._completion(request, answer, prompt, seen, clock.seconds())

    def _planned(self, request: GenerationRequest) -> tuple[Prompt, int]:
        """The prompt, and how many tokens there is room for after it. Raises GenerationFailed."""
        prompt = self._tokenizer.prompt(request.conversation)
        return prompt, generation.room_for(prompt, self._network, request.sampling.max_new_tokens)

    def _written(
        self, answer: Answer, state: Prefilled, sampling: Sampling, cancel: CancelToken, clock: Clock
    ) -> Iterator[Chunk]:
        tokens = generation.tokens_after(self._network, state, sampling, room=answer.room, cancel=cancel)
        while answer.reason is None:
            with self._mapped_errors():
                token = next(tokens, None)
            if token is None:
                break
            if not answer.count:
                clock.mark("first_token")
            if text := answer.add(token, state.logits):
                yield Chunk(text)
        if rest := answer.finish():
            yield Chunk(rest)

    def _completion(
        self, request: GenerationRequest, answer: Answer, prompt: Prompt, seen: ModelInput, seconds: Seconds
    ) -> Completion:
        warnings = seen.warnings + self._warnings(request)
        if answer.room < request.sampling.max_new_tokens:
            warnings += (f"only {answer.room} more tokens fit this model's context",)
        return Completion(
            finish_reason=answer.reason or FinishReason.CANCELLED,
            prompt_tokens=generation.prompt_length(prompt, self._network),
            generated_tokens=answer.count,
            seconds=seconds,
            input_sha256=seen.sha256,
            warnings=warnings,
            tokens=answer.tokens,
            kept_bytes=self.kept_bytes,
        )

    def generate_batch(
        self, requests: Sequence[GenerationRequest], cancel: CancelToken
    ) -> tuple[tuple[str, Completion], ...]:
        """The text and the completion of each request, as ``generate`` would give them one after the other.

        Raises ModelError where one request cannot be answered. Nothing of it is kept for a next question.
        """
        if not requests:
            return ()
        clock = Clock()
        self.forget()
        with self._mapped_errors():
            planned = [self._planned(request) for request in requests]
            seen = [self._preprocess(request) for request in requests]
            clock.mark("read")
            answers = [
                Answer(self._tokenizer.pieces, self._eos, room, probabilities=request.token_probabilities)
                for request, (_, room) in zip(requests, planned, strict=True)
            ]
            prompts = [prompt for prompt, _ in planned]
            pixels = np.concatenate([film.pixel_values for film in seen])
            samplings = [request.sampling for request in requests]
            texts = write_batch(self._network, prompts, pixels, samplings, answers, cancel, clock)
        seconds = clock.seconds()
        rows = zip(texts, requests, answers, prompts, seen, strict=True)
        return tuple(
            (text, self._completion(request, answer, prompt, film, seconds))
            for text, request, answer, prompt, film in rows
        )

    def probability_of_yes(self, request: GenerationRequest, cancel: CancelToken) -> float:
        """That of one question; see ``probabilities_of_yes``."""
        return self.probabilities_of_yes((request,), cancel)[0]

    def probabilities_of_yes(self, requests: Sequence[GenerationRequest], cancel: CancelToken) -> tuple[float, ...]:
        """P(yes) / (P(yes) + P(no)) of the first word of each answer, small and capital letters together.

        All questions about one film are read in one pass behind what they share, and what is kept of the open
        conversation stays. Raises GenerationFailed, also when cancelled: a number without a computation would mislead.
        """
        with self._mapped_errors():
            try:
                return self._probabilities(requests, cancel)
            except Cancelled as error:
                raise GenerationFailed("the question was cancelled; ask it again") from error

    def _probabilities(self, requests: Sequence[GenerationRequest], cancel: CancelToken) -> tuple[float, ...]:
        answers: dict[int, float] = {}
        questions = [yes_or_no(self._tokenizer, request.conversation) for request in requests]
        together: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        seen: dict[str, ModelInput] = {}
        for index, (request, question) in enumerate(zip(requests, questions, strict=True)):
            generation.room_for(question.prompt, self._network, 1)
            film = self._preprocess(request)
            seen[film.sha256] = film
            together.setdefault((film.sha256, question.prompt.before), []).append(index)
        for (sha256, _), group in together.items():
            if cancel.cancelled:
                raise Cancelled
            image = self._encode(seen[sha256], cancel)
            odds = log_odds(self._network, self._kept, image, [questions[index] for index in group], cancel)
            answers.update(zip(group, torch.sigmoid(odds).tolist(), strict=True))
        return tuple(answers[index] for index in range(len(requests)))

    def forget(self) -> None:
        """Keep nothing of the last film, and give its memory back."""
        self._image = None
        self._kept.clear()

    def _preprocess(self, request: GenerationRequest) -> ModelInput:
        seen = self.input_format
        return model_input(request.radiograph, size=seen.size, mean=seen.mean, std=seen.std)

    def _warnings(self, request: GenerationRequest) -> tuple[str, ...]:
        scope = tuple(warning.reason for warning in check_scope(request.radiograph).warnings)
        if self._identity.is_demo and not request.radiograph.is_phantom:
            return ("demo checkpoint on a film that is not a phantom: its text means nothing here", *scope)
        return scope

    def _prefill(self, prompt: Prompt, seen: ModelInput, cancel: CancelToken, clock: Clock, room: int) -> Prefilled:
        if cancel.cancelled:
            raise Cancelled
        image = self._encode(seen, cancel)
        clock.mark("encode")
        state = generation.prefill(self._network, prompt, image, self._kept, cancel, room=room)
        clock.mark("prefill")
        return state

    @torch.inference_mode()
    def _encode(self, seen: ModelInput, cancel: CancelToken) -> EncodedImage:
        if self._image is None or self._image.sha256 != seen.sha256:
            self._image = None
            self._image = EncodedImage(seen.sha256, encode(self._network, seen.pixel_values, cancel))
        return self._image

    @contextmanager
    def _mapped_errors(self) -> Iterator[None]:
        """Torch's and Python's exceptions as ours. What was half computed is forgotten, so the engine stays usable."""
        try:
            yield
        except (ModelError, Cancelled):
            raise
        except (RuntimeError, MemoryError, ValueError, IndexError, OSError) as error:
            self.forget()
            raise_if_out_of_memory(error)
            raise GenerationFailed(
                f"the model stopped with an error of its own ({type(error).__name__}); try again, "
                "and verify the checkpoint if it happens twice"
            ) from error


def load_engine(
    checkpoint: Checkpoint,
    *,
    dtype: str = "auto",
    device: str = "auto",
    progress: LoadProgress | None = None,
    cancel: CancelToken | None = None,
) -> CxrLlavaEngine:
    """The checkpoint as an engine. Raises ModelError, or LoadCancelled after ``cancel`` was set.

    ``device``: auto, cpu, cuda, mps. ``dtype``: auto, float32, bfloat16, float16, or int8 and int4, which make the
    language model's linear layers small as they are read. What does not fit is refused before anything is allocated.
    """
    plan = choose(look_at_machine(), weights_of(checkpoint), device=device, precision=dtype)
    log.info("%s: %s on %s (%s)", checkpoint.name, plan.precision, plan.device, "; ".join(plan.reasons))
    where, kind = usable_device(plan.device), getattr(torch, plan.compute)
    tokenizer = Tokenizer(checkpoint)
    network = load_network(
        checkpoint,
        kind,
        where,
        scheme=Scheme.named(plan.precision) if plan.precision in ("int8", "int4") else None,
        gpu_layers=plan.gpu_layers,
        progress=progress,
        cancel=cancel,
    )
    identity = ModelIdentity(
        name=checkpoint.name,
        digest=digest(checkpoint, _stop_when_cancelled(cancel)),
        dtype=plan.precision,
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


def usable_device(name: str) -> torch.device:
    """The device, once it has answered. Raises GenerationFailed for one that does not."""
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise GenerationFailed(f"this machine has no usable device {name}; use --device cpu") from error
    return device


def _end_ids(checkpoint: Checkpoint, tokenizer: Tokenizer) -> frozenset[int]:
    """The published generation_config.json names none; the original then stopped at the tokenizer's ``</s>``."""
    named = checkpoint.generation_config.get("eos_token_id")
    listed = named if isinstance(named, list) else [named]
    return frozenset({tokenizer.end_id, *(number for number in listed if isinstance(number, int))})
