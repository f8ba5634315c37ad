"""Which two of a film's sampled reports teach something: clearly unlike in their faults, much alike in length.

Knows judged texts, no film and no model.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from cxrviewer.training.preference.factuality import words


@dataclass(frozen=True, slots=True)
class Sample:
    """One report as the model wrote it."""

    film: int
    """Number of the phantom."""
    ids: tuple[int, ...]
    """As they were sampled, the end token last."""
    text: str
    penalty: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports on one film, the one with the smaller penalty chosen."""

    chosen: Sample
    rejected: Sample


def pair_of(samples: Sequence[Sample], margin: float, length_ratio: float) -> Pair | None:
    """The pair of one film with the widest difference of penalties, of those that differ by ``margin`` or more.

    The longer may have ``length_ratio`` times the words of the shorter. Of equally wide pairs the one that is most
    alike in length is taken, then the one with the shorter chosen report, so that length alone is never rewarded.
    """
    pairs = [
        Pair(chosen, rejected)
        for chosen, rejected in permutations(samples, 2)
        if rejected.penalty - chosen.penalty >= margin and _alike(chosen, rejected, length_ratio)
    ]
    return min(pairs, key=_order, default=None)


def pairs_of(films: Iterable[Sequence[Sample]], margin: float, length_ratio: float) -> Iterator[Pair]:
    """At most one pair a film, in the films' order."""
    for samples in films:
        pair = pair_of(samples, margin, length_ratio)
        if pair is not None:
            yield pair


def _alike(one: Sample, other: Sample, ratio: float) -> bool:
    shorter, longer = sorted((words(one.text), words(other.text)))
    return longer <= ratio * shorter


def _order(pair: Pair) -> tuple[float, int, int]:
    chosen, rejected = words(pair.chosen.text), words(pair.rejected.text)
    return pair.chosen.penalty - pair.rejected.penalty, abs(chosen - rejected), chosen
