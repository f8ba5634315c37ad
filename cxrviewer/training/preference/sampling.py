"""Several reports on every film, written as the program writes drafts, many at a time, and judged.

Each film's samples are one line of a file as soon as they are there, so that a sampling that was stopped goes on.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from cxrviewer.inference.answer import Answer
from cxrviewer.inference.batching import encode, write_encoded
from cxrviewer.inference.clock import Clock
from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.generation import EncodedImage, room_for
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.tokenizer import Prompt, Tokenizer
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import FinishReason, Sampling
from cxrviewer.training.preference.factuality import judge
from cxrviewer.training.preference.films import Films
from cxrviewer.training.preference.pairs import Sample
from cxrviewer.training.preference.plan import MOST_TOKENS, PreferencePlan
from cxrviewer.training.unseen import Done

ROWS = 32
"""Reports written at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Writer:
    """A model ready to write reports of the prompt ``specific``."""

    network: CxrLlava
    tokenizer: Tokenizer

    @property
    def prompt(self) -> Prompt:
        """What every report answers."""
        return self.tokenizer.prompt(prompts.opening(prompts.DEFAULT))

    def encode(self, films: npt.NDArray[np.uint8]) -> Tensor:
        """(films, size, size) uint8 -> image tokens (films, tokens, hidden)."""
        grey = torch.from_numpy(films[:, None].astype(np.float32) / np.float32(255))
        return encode(self.network, self.network.config.normalised(grey).numpy(), CancelToken())

    def write(self, images: Tensor, samplings: Sequence[Sampling]) -> list[tuple[str, tuple[int, ...] | None]]:
        """A report for each sampling, on the image of its row; its text, and its ids unless it did not end."""
        rows = [EncodedImage("", images[row : row + 1]) for row in range(len(samplings))]
        room = room_for(self.prompt, self.network, MOST_TOKENS)
        ends = frozenset({self.tokenizer.end_id})
        answers = [Answer(self.tokenizer.pieces, ends, room, probabilities=True) for _ in samplings]
        texts = write_encoded(
            self.network, [self.prompt] * len(samplings), rows, samplings, answers, CancelToken(), Clock()
        )
        return [
            (
                text.strip(),
                tuple(token.identifier for token in answer.tokens) if answer.reason is FinishReason.STOP else None,
            )
            for text, answer in zip(texts, answers, strict=True)
        ]

    def greedy(self, films: Films, done: Done) -> list[str]:
        """The likeliest report on each film."""
        reports: list[str] = []
        for first in range(0, len(films), ROWS):
            images = self.encode(films.pixels[first : first + ROWS])
            reports += [text for text, _ in self.write(images, [Sampling(temperature=0.0)] * len(images))]
            done(len(reports), len(films))
        return reports


def sample_reports(writer: Writer, films: Films, plan: PreferencePlan, file: Path, done: Done) -> list[list[Sample]]:
    """The samples of every film, each text once; those that stand in ``file`` are read from there."""
    kept = dict(_read(file))
    at_once = max(1, ROWS // plan.samples)
    left = [film for film in range(len(films)) if film not in kept]
    with file.open("a", encoding="utf-8") as stream:
        for first in range(0, len(left), at_once):
            some = left[first : first + at_once]
            for film, samples in zip(some, _samples(writer, films, some, plan), strict=True):
                kept[film] = samples
                line = {"film": film, "samples": [asdict(sample) for sample in samples]}
                stream.write(json.dumps(line, ensure_ascii=False) + "\n")
            stream.flush()
            done(len(kept), len(films))
    return [kept[film] for film in range(len(films))]


def _samples(writer: Writer, films: Films, some: Sequence[int], plan: PreferencePlan) -> Iterator[list[Sample]]:
    images = writer.encode(films.pixels[list(some)]).repeat_interleave(plan.samples, dim=0)
    seeds = [_seed(plan.seed, film, number) for film in some for number in range(plan.samples)]
    samplings = [Sampling(temperature=plan.temperature, top_p=plan.top_p, seed=seed) for seed in seeds]
    written = writer.write(images, samplings)
    for at, film in enumerate(some):
        reports = written[at * plan.samples : (at + 1) * plan.samples]
        by_text = {text: ids for text, ids in reports if ids is not None}
        yield [Sample(film, ids, text, judge(text, films.truths[film]).penalty) for text, ids in by_text.items()]


def _seed(*of: int) -> int:
    return int(np.random.SeedSequence(of).generate_state(1)[0])


def _read(file: Path) -> Iterator[tuple[int, list[Sample]]]:
    """Whole lines; what a kill left of the last one is cut off, so that the next line begins on its own."""
    if not file.exists():
        return
    whole = file.read_bytes()
    lines = whole[: whole.rfind(b"\n") + 1]
    if lines != whole:
        file.write_bytes(lines)
    for line in lines.splitlines():
        stored = json.loads(line)
        yield stored["film"], [Sample(**{**one, "ids": tuple(one["ids"])}) for one in stored["samples"]]
