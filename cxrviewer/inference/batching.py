"""Many prompts about many films at once, each with the text that it would have alone; for evaluation.

Knows ids and tensors, not text, files or films.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from cxrviewer.inference import generation
from cxrviewer.inference.answer import Answer
from cxrviewer.inference.clock import Clock
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.generation import EncodedImage
from cxrviewer.inference.interrupting import Cancelled, interruptible
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.prefix_cache import KeysAndValues
from cxrviewer.inference.sampling import Sampler
from cxrviewer.inference.tokenizer import Prompt
from cxrviewer.reporting.draft import Sampling


class Batch:
    """Prompts of any length, computed together.

    Shorter prompts are padded at their end, so that in the prefill nothing can see the padding. Later tokens are
    written behind the longest prompt; a mask hides the padding from them, and each counts its position from the end
    of its own prompt.
    """

    def __init__(self, network: CxrLlava) -> None:
        self._network = network
        self._kept = KeysAndValues(int(network.language_model.config.num_hidden_layers))
        self._lengths = torch.empty(0, dtype=torch.long)  # (rows,) positions of each prompt
        self._longest = 0
        self._written = 0

    @torch.inference_mode()
    def prefill(
        self, prompts: Sequence[Prompt], images: Sequence[EncodedImage], cancel: CancelToken, *, room: int
    ) -> Tensor:
        """(rows, vocabulary) logits on the CPU after each prompt. Raises Cancelled, or GenerationFailed."""
        embedded = [self._embedded(prompt, image) for prompt, image in zip(prompts, images, strict=True)]
        padded = torch.nn.utils.rnn.pad_sequence(embedded, batch_first=True)  # (rows, longest, hidden)
        self._lengths = torch.tensor([len(row) for row in embedded])
        self._longest = padded.shape[1]
        self._kept.reserve(self._longest + room)
        last = torch.empty_like(padded[:, 0])  # (rows, hidden)
        for first in range(0, self._longest, generation.CHUNK):
            end = min(first + generation.CHUNK, self._longest)
            positions = torch.arange(first, end).expand(len(prompts), -1)
            with interruptible(self._network, cancel):
                hidden = generation.step(self._network, padded[:, first:end], self._kept, positions)
            (ending,) = ((self._lengths > first) & (self._lengths <= end)).nonzero(as_tuple=True)
            last[ending] = hidden[ending, self._lengths[ending] - 1 - first].to(last.device)
        return generation.checked_logits(self._network, last)

    def _embedded(self, prompt: Prompt, image: EncodedImage) -> Tensor:
        device = image.tokens.device
        before, after = (torch.tensor([ids], dtype=torch.long, device=device) for ids in (prompt.before, prompt.after))
        return self._network.splice(before, image.tokens, after)[0]  # (length, hidden)

    @torch.inference_mode()
    def advance(self, tokens: Sequence[int], cancel: CancelToken) -> Tensor:
        """Append one token to each row; (rows, vocabulary) logits after it. Raises Cancelled."""
        device = self._network.mm_projector.weight.device
        slots = torch.arange(self._longest + self._written + 1)
        mask = (slots < self._lengths[:, None]) | (slots >= self._longest)  # (rows, slots)
        positions = self._lengths[:, None] + self._written
        with interruptible(self._network, cancel):
            embedded = self._network.embed(torch.tensor(tokens, device=device)[:, None])
            hidden = generation.step(self._network, embedded, self._kept, positions, mask[:, None, None].to(device))
        self._written += 1
        return generation.checked_logits(self._network, hidden[:, 0])

    @torch.inference_mode()
    def keep(self, rows: Sequence[int]) -> None:
        """Go on with these rows alone."""
        self._lengths = self._lengths[list(rows)]
        self._kept.select(rows)


@torch.inference_mode()
def encode(network: CxrLlava, pixel_values: npt.NDArray[np.float32], cancel: CancelToken) -> Tensor:
    """(films, channels, size, size) -> (films, tokens, hidden). Raises Cancelled within one block of a cancel."""
    pixels = torch.from_numpy(np.ascontiguousarray(pixel_values)).to(network.mm_projector.weight.device)
    with interruptible(network, cancel):
        return network.encode_image(pixels)


def write_batch(
    network: CxrLlava,
    prompts: Sequence[Prompt],
    pixel_values: npt.NDArray[np.float32],
    samplings: Sequence[Sampling],
    answers: Sequence[Answer],
    cancel: CancelToken,
    clock: Clock,
) -> list[str]:
    """Write all answers to their end, or until the token is cancelled; their texts."""
    try:
        tokens = encode(network, pixel_values, cancel)
    except Cancelled:
        return [answer.finish() for answer in answers]
    clock.mark("encode")
    images = [EncodedImage("", tokens[row : row + 1]) for row in range(len(prompts))]
    return write_encoded(network, prompts, images, samplings, answers, cancel, clock)


def write_encoded(
    network: CxrLlava,
    prompts: Sequence[Prompt],
    images: Sequence[EncodedImage],
    samplings: Sequence[Sampling],
    answers: Sequence[Answer],
    cancel: CancelToken,
    clock: Clock,
) -> list[str]:
    """``write_batch`` on encoded films; one image may stand behind several prompts."""
    texts = [""] * len(prompts)
    try:
        batch = Batch(network)
        logits = batch.prefill(prompts, images, cancel, room=max(answer.room for answer in answers))
        clock.mark("prefill")
        samplers = [Sampler(sampling) for sampling in samplings]
        rows = list(range(len(prompts)))  # in the batch still
        while not cancel.cancelled:
            chosen = [samplers[row].choose(logits[at]) for at, row in enumerate(rows)]
            for at, row in enumerate(rows):
                if answers[row].reason is None:
                    texts[row] += answers[row].add(chosen[at], logits[at])
            going = [at for at, row in enumerate(rows) if answers[row].reason is None]
            if not going:
                break
            if 2 * len(going) <= len(rows):
                batch.keep(going)
                rows, chosen = [rows[at] for at in going], [chosen[at] for at in going]
            logits = batch.advance(chosen, cancel)
    except Cancelled:
        pass
    return [text + answer.finish() for text, answer in zip(texts, answers, strict=True)]
