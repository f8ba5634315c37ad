"""Phantoms to test a checkpoint on, rendered at full size on all cores and shown as the program would show them.

Knows films and truths, no model.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxrviewer.inference.preprocess import resize_and_crop
from cxrviewer.phantom.case import Phantom, draw_phantom, render
from cxrviewer.phantom.exposure import FULL_SIZE, eight_bits
from cxrviewer.phantom.truth import Truth
from cxrviewer.training.workers import workers

Done = Callable[[int, int], None]
"""Told how many of how many are done."""

Draw = Callable[[int, int], Phantom]
"""The phantom of a seed and a number; sent to other processes, so it needs a name in a module."""

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Task:
    draw: Draw
    seed: int
    index: int
    rendered: int
    size: int


def unseen_films(
    seed: int,
    count: int,
    size: int,
    done: Done,
    *,
    rendered: int = FULL_SIZE,
    draw: Draw = draw_phantom,
    processes: int = 1,
) -> tuple[list[Grey], list[Truth]]:
    """``count`` phantoms rendered at ``rendered`` pixels, through their window and down to ``size``."""
    tasks = [_Task(draw, seed, index, rendered, size) for index in range(count)]
    films, truths = [], []
    with _mapping(processes) as ordered:
        for made, (film, truth) in enumerate(ordered(_film, tasks), start=1):
            films.append(film)
            truths.append(truth)
            done(made, count)
    return films, truths


def _film(task: _Task) -> tuple[Grey, Truth]:
    phantom = task.draw(task.seed, task.index)
    grey = eight_bits(render(phantom, task.rendered).pixels, phantom.exposure)
    return resize_and_crop(grey, task.size), phantom.truth


Mapping = Callable[[Callable[[_Task], tuple[Grey, Truth]], list[_Task]], Iterator[tuple[Grey, Truth]]]


@contextmanager
def _mapping(processes: int) -> Iterator[Mapping]:
    """``map`` here, or the same in order over a pool of processes."""
    if processes == 1:
        yield map
    else:
        with workers(processes) as executor:
            yield executor.map
