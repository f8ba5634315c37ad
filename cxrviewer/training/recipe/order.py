"""Which film stands at which place of a training. Knows numbers only.

A training is one long row of places. The film at a place and all that is random about it follow from (seed, stage,
place); the places of a process follow from (step, process). So a resumed training sees what an uninterrupted one would,
and two processes together see what one with twice the batch would.
"""

import functools
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Share:
    """One process among ``count``, with ``batch`` films a pass and ``accumulate`` passes a step."""

    process: int
    count: int
    batch: int
    accumulate: int

    @property
    def films(self) -> int:
        """Films a step of all processes together."""
        return self.count * self.batch * self.accumulate

    def places(self, step: int) -> Iterator[list[int]]:
        """The places of this process in one step, pass by pass."""
        for number in range(self.accumulate):
            first = step * self.films + (number * self.count + self.process) * self.batch
            yield list(range(first, first + self.batch))


def film_at(place: int, films: int, seed: int, stage: str) -> int:
    """The number of the film at a place: every epoch has each film once, in an order of its own."""
    return int(_order(films, seed, stage, place // films)[place % films])


def place_rng(place: int, seed: int, stage: str) -> np.random.Generator:
    """For all that is random about a place: augmentation, wording."""
    return np.random.default_rng((seed, zlib.crc32(stage.encode()), place))


def steps_in(epochs: float, films: int, films_a_step: int, most: int | None) -> int:
    """How many steps a training has; at least one."""
    steps = max(1, math.ceil(epochs * films / films_a_step))
    return steps if most is None else min(steps, most)


@functools.lru_cache(maxsize=2)
def _order(films: int, seed: int, stage: str, epoch: int) -> npt.NDArray[np.int64]:
    return np.random.default_rng((seed, zlib.crc32(stage.encode()), epoch, films)).permutation(films)
