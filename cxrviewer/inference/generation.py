"""From a prompt to tokens: prefill in chunks, then one token after the other; an ordinary generator.

Knows ids and tensors, not text, files or films.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache

from cxrviewer.errors import GenerationFailed
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.sampling import Sampler
from cxrviewer.inference.tokenizer import Prompt
from cxrviewer.reporting.draft import Sampling

CHUNK = 128
"""Prompt positions computed between two looks at the cancel token."""

LEAST_ROOM = 32
"""A prompt that leaves less room for an answer is refused rather than answered with a few words."""


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """An image as the language model sees it."""

    sha256: str
    """Of ``pixel_values``."""
    tokens: Tensor  # (1, tokens, hidden)


class Cancelled(Exception):
    """The cancel token was set during the prefill."""


Layers = tuple[tuple[Tensor, Tensor], ...]
"""Keys and values of every layer, each (1, heads, positions, head width)."""


class PrefixStore:
    """Keys and values of the last prompt up to the end of its image, for the next question about the same film.

    Later positions are not kept, and the prefill always stops at this boundary: so a text is the same, bit for bit,
    whether its beginning was kept or computed. Keyed by the digest of what the model saw, so that no other film
    meets it.
    """

    def __init__(self) -> None:
        self._key: tuple[str, tuple[int, ...]] | None = None
        self._layers: Layers = ()

    def find(self, image: EncodedImage, before: tuple[int, ...]) -> Layers | None:
        """What is kept for exactly this image after exactly these ids."""
        return self._layers if self._key == (image.sha256, before) else None

    def keep(self, image: EncodedImage, before: tuple[int, ...], layers: Layers) -> None:
        """Replace what is kept."""
        self._key, self._layers = (image.sha256, before), layers

    def clear(self) -> None:
        """Keep nothing."""
        self._key, self._layers = None, ()


@dataclass(slots=True)
class Prefilled:
    """A prompt that has been computed: what the next token depends on."""

    cache: DynamicCache
    length: int
    logits: Tensor  # (vocabulary,) in the model's type, on the CPU


def layers_of(cache: DynamicCache) -> Layers:
    """The tensors of a cache. Growing a cache makes new ones, so these stay as they are."""
    return tuple((layer.keys, layer.values) for layer in cache.layers)


def cache_from(layers: Layers) -> DynamicCache:
    """A cache that continues from kept tensors without changing them."""
    cache = DynamicCache()
    for index, (keys, values) in enumerate(layers):
        cache.update(keys, values, index)
    return cache


def room_for(prompt: Prompt, network: CxrLlava, max_new_tokens: int) -> int:
    """How many tokens may be written after the prompt, ``max_new_tokens`` at most.

    The image counts with all its tokens against the language model's ``max_position_embeddings``; past those the
    rotary tables mean nothing. Raises GenerationFailed where too little is left.
    """
    limit = int(network.language_model.config.max_position_embeddings)
    length = len(prompt.before) + network.config.vision.tokens + len(prompt.after)
    room = min(max_new_tokens, limit - length)
    if room < min(max_new_tokens, LEAST_ROOM):
        raise GenerationFailed(
            f"the conversation is too long for this model ({length} of {limit} positions with the image); "
            "ask a shorter question or begin a new conversation"
        )
    return room


@torch.inference_mode()
def prefill(
    network: CxrLlava, prompt: Prompt, image: EncodedImage, store: PrefixStore, cancel: CancelToken
) -> Prefilled:
    """Compute the prompt. Raises Cancelled within one chunk of a cancel."""
    device = image.tokens.device
    boundary = len(prompt.before) + image.tokens.shape[1]
    kept = store.find(image, prompt.before)
    if kept is not None:
        cache = cache_from(kept)
    else:
        store.clear()  # before more memory is asked for
        cache = DynamicCache()
        start = torch.cat([network.embed(_ids(prompt.before, device)), image.tokens], dim=1)
        _run_chunks(network, start, cache, 0, cancel)
        store.keep(image, prompt.before, layers_of(cache))
    hidden = _run_chunks(network, network.embed(_ids(prompt.after, device)), cache, boundary, cancel)
    return Prefilled(cache, boundary + len(prompt.after), _logits(network, hidden))


def _run_chunks(network: CxrLlava, embeddings: Tensor, cache: DynamicCache, first: int, cancel: CancelToken) -> Tensor:
    """Run (1, length, hidden) through the language model; the last position's hidden state, (1, 1, hidden)."""
    if embeddings.shape[1] == 0:
        raise GenerationFailed("the question is empty; type one")
    hidden = embeddings
    for begin in range(0, embeddings.shape[1], CHUNK):
        if cancel.cancelled:
            raise Cancelled
        hidden = _step(network, embeddings[:, begin : begin + CHUNK], cache, first + begin)
    return hidden


def _step(network: CxrLlava, embeddings: Tensor, cache: DynamicCache, first: int) -> Tensor:
    positions = torch.arange(first, first + embeddings.shape[1], device=embeddings.device)[None]
    out = network.language_model.model(
        inputs_embeds=embeddings, position_ids=positions, past_key_values=cache, use_cache=True
    )
    last: Tensor = out.last_hidden_state[:, -1:]  # (1, 1, hidden)
    return last


def _logits(network: CxrLlava, hidden: Tensor) -> Tensor:
    logits: Tensor = network.language_model.lm_head(hidden)[0, -1].cpu()  # (vocabulary,)
    if not bool(logits.isfinite().all()):
        raise GenerationFailed(
            "the model's numbers left the range of their type; load it as bfloat16 or float32, or verify the checkpoint"
        )
    return logits


def _ids(ids: tuple[int, ...], device: torch.device) -> Tensor:
    return torch.tensor([ids], dtype=torch.long, device=device)


@torch.inference_mode()
def advance(network: CxrLlava, state: Prefilled, token: int) -> None:
    """Append one token to a computed prompt and compute what follows it."""
    device = network.mm_projector.weight.device
    hidden = _step(network, network.embed(_ids((token,), device)), state.cache, state.length)
    state.length += 1
    state.logits = _logits(network, hidden)


def tokens_after(
    network: CxrLlava, state: Prefilled, sampling: Sampling, *, room: int, cancel: CancelToken
) -> Iterator[int]:
    """At most ``room`` ids, one by one, until the consumer stops asking or the token is cancelled.

    Nothing is computed for a token that nobody asks for: the step runs when the next one is wanted.
    """
    sampler = Sampler(sampling)
    token: int | None = None
    for _ in range(room):
        if cancel.cancelled:
            return
        if token is not None:
            advance(network, state, token)
        token = sampler.choose(state.logits)
        yield token


@torch.inference_mode()
def log_probability(network: CxrLlava, layers: Layers, state: Prefilled, ids: tuple[int, ...]) -> float:
    """Log of the probability that the answer begins with ``ids``; the computed prompt stays as it was."""
    branch = Prefilled(state.cache, state.length, state.logits)
    total = float(branch.logits.float().log_softmax(-1)[ids[0]])
    for before, token in itertools.pairwise(ids):
        if branch.cache is state.cache:
            branch.cache = cache_from(layers)
        advance(network, branch, before)
        total += float(branch.logits.float().log_softmax(-1)[token])
    return total
