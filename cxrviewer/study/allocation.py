"""Who reads which report when: an order for each reader, drawn from the seed. Knows no text and no file.

A valid order is built first (the film with the most reports left comes next, as in scheduling with a cooldown, which
finds an order whenever there is one); then random exchanges that keep it valid are made, many for each position.
Exchanges are symmetric, so that the walk prefers no order. Every order is stored in full: the seed is never replayed.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxrviewer.errors import StudyError
from cxrviewer.study.protocol import Protocol

_EXCHANGES = 60  # tried for each position


@dataclass(frozen=True, slots=True)
class Placement:
    """One report in a reader's order; its place in the sequence is its position."""

    case: str
    arm: str
    sitting: int = 0
    training: bool = False
    repeat: bool = False
    """Whether the same report stood earlier in this order."""


Pair = tuple[str, str]
"""A case and an arm."""


def default_separation(cases: int) -> int:
    """Half as many positions as there are cases, at most 20: always possible, and far enough to forget."""
    return max(1, min(20, cases // 2))


def largest_separation(pairs: Sequence[Pair]) -> int:
    """The largest separation for which these reports have an order."""
    reports = Counter(case for case, _ in pairs)
    most = max(reports.values(), default=0)
    if most < 2:
        return max(1, len(pairs))
    # The reports of the film with the most stand K apart, and each other film with as many adds one at the end.
    return (len(pairs) - sum(count == most for count in reports.values())) // (most - 1)


def allocate(
    protocol: Protocol, cases: Sequence[str], training: Sequence[str] = ()
) -> Mapping[str, tuple[Placement, ...]]:
    """An order for each reader: training cases first, one report each; then every case with every arm, and repeats.

    Raises StudyError where the protocol's separation or repeats are impossible for these cases.
    """
    if not cases:
        raise StudyError("the study has no case beside those for training; add cases to the manifest")
    pairs = [(case, arm) for case in cases for arm in protocol.arms]
    if protocol.repeats > len(pairs):
        raise StudyError(f"{protocol.repeats} repeats cannot be drawn from {len(pairs)} reports; choose fewer")
    again = _repeated(protocol, cases)
    return {reader: _order(protocol, reader, cases, training, again) for reader in protocol.readers}


def _repeated(protocol: Protocol, cases: Sequence[str]) -> list[Pair]:
    """The reports shown twice: the same for all readers, of as many cases as possible, the arms in turn."""
    rng = random.Random(f"{protocol.seed}/repeats")
    shuffled = rng.sample(list(cases), len(cases))
    arms, rounds = protocol.arms, range(len(protocol.arms))
    pairs = [(case, arms[(index + turn) % len(arms)]) for turn in rounds for index, case in enumerate(shuffled)]
    return pairs[: protocol.repeats]


def _order(
    protocol: Protocol, reader: str, cases: Sequence[str], training: Sequence[str], again: Sequence[Pair]
) -> tuple[Placement, ...]:
    rng = random.Random(f"{protocol.seed}/{reader}")
    order = [
        Placement(case, protocol.arms[index % len(protocol.arms)], training=True)
        for index, case in enumerate(rng.sample(list(training), len(training)))
    ]
    seen: set[Pair] = set()
    for sitting, pairs in enumerate(_sittings(protocol, cases, again, rng)):
        for case, arm in arrange(pairs, protocol.separation, rng):
            order.append(Placement(case, arm, sitting, repeat=(case, arm) in seen))
            seen.add((case, arm))
    return tuple(order)


def _sittings(protocol: Protocol, cases: Sequence[str], again: Sequence[Pair], rng: random.Random) -> list[list[Pair]]:
    """What is read in each sitting; repeats come in the last."""
    arms, count = protocol.arms, protocol.sittings
    if count == 1:
        return [[*((case, arm) for case in cases for arm in arms), *again]]
    shuffled = rng.sample(list(cases), len(cases))
    # A Latin square: each sitting has each film once, and the arms in equal parts.
    read = [[(case, arms[(index + turn) % len(arms)]) for index, case in enumerate(shuffled)] for turn in range(count)]
    read[-1] += again
    return read


def arrange(pairs: Sequence[Pair], separation: int, rng: random.Random) -> list[Pair]:
    """A random order in which two reports of one case stand at least ``separation`` apart. Raises StudyError."""
    largest = largest_separation(pairs)
    if separation > largest and max(Counter(case for case, _ in pairs).values()) > 1:
        raise StudyError(
            f"two reports of one film cannot stand {separation} positions apart among {len(pairs)} reports: "
            f"{largest} is the most; choose a smaller separation, or two sittings some days apart"
        )
    return _walk(_first_order(pairs, separation, rng), separation, rng)


def _first_order(pairs: Sequence[Pair], separation: int, rng: random.Random) -> list[Pair]:
    left: dict[str, list[str]] = {}
    for case, arm in rng.sample(list(pairs), len(pairs)):
        left.setdefault(case, []).append(arm)
    order: list[Pair] = []
    last: dict[str, int] = {}
    for position in range(len(pairs)):
        ready = [case for case in left if position - last.get(case, -separation) >= separation]
        most = max(len(left[case]) for case in ready)
        case = rng.choice([case for case in ready if len(left[case]) == most])
        order.append((case, left[case].pop()))
        last[case] = position
        if not left[case]:
            del left[case]
    return order


def _walk(order: list[Pair], separation: int, rng: random.Random) -> list[Pair]:
    at: dict[str, set[int]] = {}
    for position, (case, _) in enumerate(order):
        at.setdefault(case, set()).add(position)

    def fits(case: str, source: int, target: int) -> bool:
        return all(abs(other - target) >= separation for other in at[case] if other != source)

    for _ in range(_EXCHANGES * len(order)):
        one, two = rng.randrange(len(order)), rng.randrange(len(order))
        here, there = order[one][0], order[two][0]
        if here != there:
            if not (fits(here, one, two) and fits(there, two, one)):
                continue
            at[here] ^= {one, two}
            at[there] ^= {one, two}
        order[one], order[two] = order[two], order[one]
    return order
