"""From a prompt to tokens: prefill in passes, then one token after the other; an ordinary generator.

Knows ids and tensors, not text, files or films.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from cxrviewer.errors import GenerationFailed
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.interrupting import Cancelled, interruptible
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.prefix_cache import KeysAndValues, PrefixCache
from cxrviewer.inference.sampling import Sampler
from cxrviewer.inference.tokenizer import IMAGE, Prompt
from cxrviewer.reporting.draft import Sampling

CHUNK = 2048
"""Prompt positions computed in one pass, so that a film is one. Weights stored in 4 bits are widened once a pass, which
costs as much as computing a hundred positions."""

LEAST_ROOM = 32
"""A prompt that leaves less room for an answer is refused rather than answered with a few words."""


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """An image as the language model sees it."""

    sha256: str
    """Of ``pixel_values``."""
    tokens: Tensor  # (1, tokens, hidden)


@dataclass(slots=True)
class Prefilled:
    """A prompt that has been computed: what the next token depends on."""

    kept: PrefixCache
    logits: Tensor  # (vocabulary,) in the model's type, on the CPU


def new_cache(network: CxrLlava) -> PrefixCache:
    """An empty cache for this network."""
    return PrefixCache(int(network.language_model.config.num_hidden_layers))


def position_limit(network: CxrLlava) -> int:
    """``max_position_embeddings``: past those the rotary tables mean nothing."""
    return int(network.language_model.config.max_position_embeddings)


def prompt_length(prompt: Prompt, network: CxrLlava) -> int:
    """Positions of the prompt, the image with all its tokens."""
    return len(prompt.before) + network.config.vision.tokens + len(prompt.after)


def room_for(prompt: Prompt, network: CxrLlava, max_new_tokens: int) -> int:
    """How many tokens may be written after the prompt, ``max_new_tokens`` at most.

    Raises GenerationFailed where too little is left, or nothing was asked.
    """
    if not prompt.after:
        raise GenerationFailed("the question is empty; type one")
    limit, length = position_limit(network), prompt_length(prompt, network)
    room = min(max_new_tokens, limit - length)
    if room < min(max_new_tokens, LEAST_ROOM):
        raise GenerationFailed(
            f"the conversation is too long for this model ({length} of {limit} positions with the image); "
            "ask a shorter question or begin a new conversation"
        )
    return room


def positions_of(prompt: Prompt, image_tokens: int) -> tuple[int, ...]:
    """The id at every position, ``IMAGE`` at the image's."""
    return (*prompt.before, *(IMAGE,) * image_tokens, *prompt.after)


@torch.inference_mode()
def prefill(
    network: CxrLlava, prompt: Prompt, image: EncodedImage, kept: PrefixCache, cancel: CancelToken, *, room: int = 0
) -> Prefilled:
    """Compute the prompt, or what is new of it, with memory for ``room`` more tokens.

    A pass never goes over the image's end: whatever is asked about a film, it is read in the same passes. Raises
    Cancelled within one layer of a cancel; what was computed by then is kept.
    """
    positions = positions_of(prompt, image.tokens.shape[1])
    known, logits = kept.resume(image.sha256, positions)
    if logits is None:
        kept.keys_and_values.reserve(len(positions) + room)
        embeddings = network.splice(_ids(prompt.before, image.tokens), image.tokens, _ids(prompt.after, image.tokens))
        boundary = len(positions) - len(prompt.after)
        hidden = embeddings
        while known < len(positions):
            end = min(known + CHUNK, boundary if known < boundary else len(positions))
            hidden = _pass(network, embeddings[:, known:end], kept, positions[known:end], cancel)
            known = end
        logits = checked_logits(network, hidden[0, -1:])[0]
        kept.keep_logits(logits)
    return Prefilled(kept, logits)


def read_film(
    network: CxrLlava, before: Sequence[int], image: EncodedImage, kept: PrefixCache, cancel: CancelToken
) -> None:
    """Compute up to the image's end, in the passes of every prefill. Raises Cancelled."""
    prompt = Prompt(tuple(before), ())
    if kept.common_prefix(image.sha256, positions := positions_of(prompt, image.tokens.shape[1])) < len(positions):
        prefill(network, prompt, image, kept, cancel)


def _pass(network: CxrLlava, embeddings: Tensor, kept: PrefixCache, ids: Sequence[int], cancel: CancelToken) -> Tensor:
    """Compute these positions behind what is kept; one that does not end leaves nothing behind."""
    if cancel.cancelled:
        raise Cancelled
    first = kept.length
    try:
        with interruptible(network, cancel):
            hidden = step(network, embeddings, kept.keys_and_values, torch.arange(first, first + len(ids))[None])
    except BaseException:
        kept.truncate(first)
        raise
    kept.extend(ids)
    return hidden


def step(
    network: CxrLlava,
    embeddings: Tensor,
    keys_and_values: KeysAndValues,
    positions: Tensor,
    mask: Tensor | None = None,
) -> Tensor:
    """One pass of (batch, new, hidden) embeddings at (batch, new) positions; their last hidden states.

    ``mask`` is (batch, 1, new, all) of bool, true where a new position sees an old or a new one; without it each sees
    all before it.
    """
    out = network.language_model.model(
        inputs_embeds=embeddings,
        position_ids=positions.to(embeddings.device),
        attention_mask=mask,
        past_key_values=keys_and_values,
        use_cache=True,
    )
    hidden: Tensor = out.last_hidden_state
    return hidden


def checked_logits(network: CxrLlava, hidden: Tensor) -> Tensor:
    """(n, hidden) -> (n, vocabulary) on the CPU. Raises GenerationFailed where a number is not finite."""
    logits: Tensor = network.language_model.lm_head(hidden).cpu()
    if not bool(logits.isfinite().all()):
        raise GenerationFailed(
            "the model's numbers left the range of their type; load it as bfloat16 or float32, or verify the checkpoint"
        )
    return logits


def _ids(ids: Sequence[int], beside: Tensor) -> Tensor:
    return torch.tensor([ids], dtype=torch.long, device=beside.device)


@torch.inference_mode()
def advance(network: CxrLlava, state: Prefilled, token: int, cancel: CancelToken) -> None:
    """Append one token to a computed prompt and compute what follows it. Raises Cancelled."""
    embedded = network.embed(torch.tensor([[token]], device=network.mm_projector.weight.device))
    hidden = _pass(network, embedded, state.kept, (token,), cancel)
    state.logits = checked_logits(network, hidden[0])[0]


def tokens_after(
    network: CxrLlava, state: Prefilled, sampling: Sampling, *, room: int, cancel: CancelToken
) -> Iterator[int]:
    """At most ``room`` ids, one by one, until the consumer stops asking or the token is cancelled.

    Nothing is computed for a token that nobody asks for: the step runs when the next one is wanted. Until then
    ``state.logits`` are those that the token was chosen from.
    """
    sampler = Sampler(sampling)
    token: int | None = None
    for _ in range(room):
        if cancel.cancelled:
            return
        if token is not None:
            try:
                advance(network, state, token, cancel)
            except Cancelled:
                return
        token = sampler.choose(state.logits)
        yield token
