"""Examples into batches: a film and what is taught about it, read in as many processes as wanted.

Knows places and examples; what is taught comes from a teacher.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from cxrviewer.errors import RadiographError, TrainingError
from cxrviewer.inference.preprocess import InputFormat
from cxrviewer.training.datasets.example import Example
from cxrviewer.training.recipe.films import read_film
from cxrviewer.training.recipe.order import Share, film_at, place_rng

_TRIES = 20
"""How many films in a row may be passed over."""

Batch = dict[str, Tensor]
"""``pixel_values`` (batch, channels, size, size) and what the teacher adds."""


class Teacher(Protocol):
    """What a stage teaches about a film."""

    def usable(self, example: Example) -> bool:
        """Whether there seems to be anything to teach; asked of every film before the training."""

    def target(self, example: Example, rng: np.random.Generator) -> Any:  # noqa: ANN401 - each teacher's own
        """What is taught this time; None for a film that turns out to have nothing to teach, which is passed over."""

    def tensors(self, targets: Sequence[Any]) -> dict[str, Tensor]:
        """Several targets side by side."""

    def count(self, tensors: Batch) -> Tensor:
        """How many answers the loss is the sum of."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Films in the order of a training, or of a validation, which moves none of them and has each once."""

    examples: tuple[Example, ...]
    teacher: Teacher
    input_format: InputFormat
    stage: str
    seed: int
    augment: bool
    in_order: bool = False
    skip_unreadable: bool = False


class Films(Dataset[tuple[Tensor, Any] | str]):
    """The film at each place of the row, with what is taught about it; a sentence where it cannot be read."""

    def __init__(self, lot: Lot) -> None:
        self._lot = lot

    def __getitem__(self, place: int) -> tuple[Tensor, Any] | str:
        lot = self._lot
        count, rng = len(lot.examples), place_rng(place, lot.seed, lot.stage)
        number = place % count if lot.in_order else film_at(place, count, lot.seed, lot.stage)
        wrong = ""
        for further in range(_TRIES):
            example = lot.examples[(number + further) % count]
            try:
                film = read_film(example.image, lot.input_format, rng if lot.augment else None)
            except RadiographError as error:
                # As a value: from a reading process an exception comes as pages of traceback.
                wrong = f"{example.image}: {error}; take it out of the data set, or pass over it (--skip-unreadable)"
                if not lot.skip_unreadable:
                    break
                continue
            target = lot.teacher.target(example, rng)
            if target is not None:
                return film, target
            wrong = f"{example.image}: nothing can be said of it and those after it; check the data set's reports"
        return wrong

    def collate(self, items: Sequence[tuple[Tensor, Any] | str]) -> Batch | str:
        """Side by side, or the first sentence."""
        wrong = next((item for item in items if isinstance(item, str)), None)
        if wrong is not None:
            return wrong
        films, targets = zip(*items, strict=True)
        return {"pixel_values": torch.stack(films), **self._lot.teacher.tensors(targets)}


def batches(lot: Lot, passes: Iterator[list[int]], workers: int, device: torch.device) -> Iterator[Batch]:
    """A batch for each pass, on the device. Raises TrainingError where a film cannot be read."""
    films = Films(lot)
    loader = DataLoader(
        films,
        batch_sampler=list(passes) if lot.in_order else _Passes(passes),
        num_workers=workers,
        collate_fn=films.collate,
        pin_memory=device.type == "cuda",
    )
    for batch in loader:
        if isinstance(batch, str):
            raise TrainingError(batch)
        yield {name: value.to(device, non_blocking=True) for name, value in batch.items()}


def validation_passes(share: Share, films: int) -> Iterator[list[int]]:
    """This process's films, in passes as long as every other process's. ``films`` is a multiple of the processes."""
    own = list(range(share.process, films, share.count))
    for first in range(0, len(own), share.batch):
        yield own[first : first + share.batch]


class _Passes:
    """Passes one after another, drawn only as they are needed."""

    def __init__(self, passes: Iterator[list[int]]) -> None:
        self._passes = passes

    def __iter__(self) -> Iterator[list[int]]:
        return self._passes
