from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.training.preference.factuality import words
from cxrviewer.training.preference.pairs import Pair, Sample, pair_of, pairs_of


def sample(penalty: float, length: int, film: int = 0) -> Sample:
    return Sample(film, (7,) * length, " ".join(["word"] * length), penalty)


def test_the_widest_pair_is_taken() -> None:
    good, middling, bad = sample(0.0, 20), sample(1.0, 20), sample(2.5, 20)
    assert pair_of([middling, bad, good], 0.5, 1.25) == Pair(good, bad)


def test_no_pair_below_the_margin() -> None:
    assert pair_of([sample(0.0, 20), sample(0.25, 20)], 0.5, 1.25) is None
    assert pair_of([sample(1.0, 20)], 0.5, 1.25) is None
    assert pair_of([], 0.5, 1.25) is None


def test_no_pair_of_unlike_lengths() -> None:
    assert pair_of([sample(0.0, 26), sample(3.0, 20)], 0.5, 1.25) is None
    assert pair_of([sample(0.0, 25), sample(3.0, 20)], 0.5, 1.25) is not None
    assert pair_of([sample(0.0, 20), sample(3.0, 26)], 0.5, 1.25) is None


def test_of_equally_wide_pairs_the_most_alike_then_the_shorter() -> None:
    bad = sample(1.0, 20)
    long, near, short = sample(0.0, 23), sample(0.0, 21), sample(0.0, 19)
    assert pair_of([long, near, short, bad], 0.5, 1.25) == Pair(short, bad)
    assert pair_of([long, near, bad], 0.5, 1.25) == Pair(near, bad)


def test_at_most_one_pair_a_film_in_their_order() -> None:
    films = [
        [sample(0.0, 20, 0), sample(1.0, 20, 0), sample(2.0, 20, 0)],
        [sample(0.0, 20, 1)],
        [sample(3.0, 20, 2), sample(2.0, 20, 2)],
    ]
    assert [(p.chosen.film, p.chosen.penalty, p.rejected.penalty) for p in pairs_of(films, 0.5, 1.25)] == [
        (0, 0.0, 2.0),
        (2, 2.0, 3.0),
    ]


@given(
    st.lists(st.builds(sample, st.integers(0, 8).map(lambda n: n / 4), st.integers(1, 40)), max_size=8),
    st.sampled_from([0.25, 0.5, 1.0]),
    st.sampled_from([1.0, 1.1, 1.25]),
)
def test_what_is_taken_keeps_both_rules_and_nothing_wider_was_left(
    samples: list[Sample], margin: float, ratio: float
) -> None:
    def allowed(chosen: Sample, rejected: Sample) -> bool:
        lengths = sorted((words(chosen.text), words(rejected.text)))
        return rejected.penalty - chosen.penalty >= margin and lengths[1] <= ratio * lengths[0]

    widths = [r.penalty - c.penalty for c, r in permutations(samples, 2) if allowed(c, r)]
    pair = pair_of(samples, margin, ratio)
    if pair is None:
        assert widths == []
    else:
        assert allowed(pair.chosen, pair.rejected)
        assert pair.rejected.penalty - pair.chosen.penalty == max(widths)
