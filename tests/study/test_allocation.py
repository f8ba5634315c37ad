"""Orders: whatever is asked, every reader's order keeps the protocol, or it is said that none can."""

import random
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxrviewer.errors import StudyError
from cxrviewer.study.allocation import Placement, allocate, arrange, default_separation, largest_separation
from cxrviewer.study.protocol import Protocol

READERS = ("A", "B", "C")


def protocol(**changes) -> Protocol:
    return Protocol(**({"arms": ("model", "reference"), "readers": READERS, "seed": 7} | changes))


def names(count: int) -> list[str]:
    return [f"case {number}" for number in range(count)]


def closest(order: tuple[Placement, ...]) -> int:
    """The smallest distance between two reports of one film."""
    distances = [len(order)]
    last: dict[str, int] = {}
    for position, placement in enumerate(order):
        if placement.case in last:
            distances.append(position - last[placement.case])
        last[placement.case] = position
    return min(distances)


@settings(max_examples=60, deadline=None)
@given(
    cases=st.integers(1, 14),
    arms=st.integers(1, 4),
    repeats=st.integers(0, 6),
    training=st.integers(0, 3),
    separation=st.integers(1, 16),
    seed=st.integers(0, 2**40),
)
def test_every_order_has_every_report_and_keeps_the_separation(
    cases: int, arms: int, repeats: int, training: int, separation: int, seed: int
) -> None:
    asked = protocol(
        arms=tuple(f"arm {arm}" for arm in range(arms)),
        seed=seed,
        repeats=min(repeats, cases * arms),
        separation=separation,
    )
    practice = [f"practice {number}" for number in range(training)]
    try:
        orders = allocate(asked, names(cases), practice)
    except StudyError as error:
        possible = int(str(error).split(" is the most")[0].rsplit(" ", 1)[1])
        assert possible < separation
        return
    assert set(orders) == set(READERS)
    repeated = []
    for order in orders.values():
        read = [placement for placement in order if not placement.training]
        assert [placement.training for placement in order] == [True] * training + [False] * len(read)
        assert sorted(placement.case for placement in order[:training]) == practice
        firsts = [(placement.case, placement.arm) for placement in read if not placement.repeat]
        assert sorted(firsts) == sorted((case, arm) for case in names(cases) for arm in asked.arms)
        again = [(placement.case, placement.arm) for placement in read if placement.repeat]
        assert len(again) == asked.repeats == len(set(again))
        repeated.append(sorted(again))
        assert closest(tuple(read)) >= min(separation, len(read))
    assert repeated[0] == repeated[1] == repeated[2]


@settings(max_examples=100, deadline=None)
@given(counts=st.lists(st.integers(1, 3), min_size=1, max_size=4), separation=st.integers(1, 8))
def test_an_order_is_refused_exactly_where_there_is_none(counts: list[int], separation: int) -> None:
    pairs = [(str(case), str(arm)) for case, count in enumerate(counts) for arm in range(count)]
    if len(pairs) > 7:
        pairs = pairs[:7]
    cases = [case for case, _ in pairs]
    exists = any(
        all(order[i] != order[j] for i in range(len(order)) for j in range(i + 1, min(len(order), i + separation)))
        for order in set(permutations(cases))
    )
    if exists:
        assert sorted(arrange(pairs, separation, random.Random(1))) == sorted(pairs)
    else:
        with pytest.raises(StudyError, match=rf"cannot stand {separation} positions apart"):
            arrange(pairs, separation, random.Random(1))
    if max(Counter(cases).values()) > 1:
        assert exists == (separation <= largest_separation(pairs))


def test_what_cannot_be_is_said_with_the_most_that_can() -> None:
    with pytest.raises(StudyError, match=r"cannot stand 51 positions apart among 100 reports: 50 is the most; choose"):
        allocate(protocol(separation=51), names(50))
    assert closest(allocate(protocol(separation=50), names(50))["A"]) == 50


def test_more_repeats_than_reports_and_no_case_at_all() -> None:
    with pytest.raises(StudyError, match="9 repeats cannot be drawn from 8 reports"):
        allocate(protocol(repeats=9), names(4))
    with pytest.raises(StudyError, match="no case beside those for training"):
        allocate(protocol(), [], ["practice"])


def test_the_seed_decides_and_readers_differ() -> None:
    one, same, other = (allocate(protocol(seed=seed, separation=10), names(50)) for seed in (1, 1, 2))
    assert one == same
    assert one["A"] != other["A"]
    assert one["A"] != one["B"] != one["C"] != one["A"]


def test_a_reader_added_leaves_the_others_orders_as_they_were() -> None:
    three = allocate(protocol(separation=10), names(20))
    four = allocate(protocol(readers=("D", *READERS), separation=10), names(20))
    assert {reader: four[reader] for reader in READERS} == three


def test_the_papers_study_is_mixed_well() -> None:
    """50 films, two arms, far apart: neither arm comes first more often than chance, nor does a case keep its place."""
    orders = [allocate(protocol(seed=seed, separation=20, readers=("A",)), names(50))["A"] for seed in range(40)]
    assert all(closest(order) >= 20 for order in orders)
    model_first = sum(
        next(placement.arm for placement in order if placement.case == case) == "model"
        for order in orders
        for case in names(50)
    )
    assert 900 < model_first < 1100  # of 2000; four and a half standard deviations
    places = [next(p for p, placement in enumerate(order) if placement.case == "case 0") for order in orders]
    assert min(places) < 12
    assert max(places) > 35
    # An order is no first round followed by a second: some film is done before another is begun.
    assert all(len({placement.case for placement in order[:50]}) < 50 for order in orders)


def test_sittings_have_each_film_once_and_the_arms_in_equal_parts() -> None:
    for order in allocate(protocol(days_apart=28, repeats=3, separation=4), names(10), ["practice"]).values():
        read = [placement for placement in order if not placement.training]
        first = [placement for placement in read if placement.sitting == 0]
        second = [placement for placement in read if placement.sitting == 1]
        assert read == first + second
        assert sorted(placement.case for placement in first) == sorted(names(10))
        assert Counter(placement.arm for placement in first) == {"model": 5, "reference": 5}
        assert sum(placement.repeat for placement in second) == 3
        assert len(second) == 13
        assert closest(tuple(second)) >= 4
        assert order[0].sitting == 0


def test_the_default_separation_is_always_possible() -> None:
    assert [default_separation(count) for count in (1, 2, 10, 50)] == [1, 1, 5, 20]
    for count in range(1, 12):
        allocate(protocol(separation=default_separation(count)), names(count))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"arms": ()}, "no arm"),
        ({"readers": ("A", "a")}, "two of the names for a reader are the same"),
        ({"readers": ("A\n",)}, "cannot be the name of a reader"),
        ({"readers": ("",)}, "cannot be the name of a reader"),
        ({"separation": 0}, "separation must be at least 1"),
        ({"days_apart": 0.0}, "more than 0"),
        ({"days_apart": float("nan")}, "more than 0"),
        ({"idle_s": -1.0}, "more than 0"),
        ({"comment_required_for": (5,)}, "grades 1 to 4"),
    ],
)
def test_a_protocol_that_makes_no_sense(changes, message) -> None:
    with pytest.raises(StudyError, match=message):
        protocol(**changes)


def test_a_protocol_comes_back_from_json_under_the_same_hash() -> None:
    asked = protocol(repeats=2, comment_required_for=(3, 4), days_apart=1.5)
    assert Protocol.from_json(asked.to_json()) == asked
    assert Protocol.from_json(asked.to_json()).protocol_hash == asked.protocol_hash
    assert protocol(seed=8).protocol_hash != protocol(seed=7).protocol_hash
