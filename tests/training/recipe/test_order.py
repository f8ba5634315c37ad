from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.training.recipe.order import Share, film_at, place_rng, steps_in


@given(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), st.integers(0, 50))
def test_several_processes_see_what_one_with_a_larger_batch_sees(
    count: int, batch: int, passes: int, step: int
) -> None:
    shares = [Share(process, count, batch, passes) for process in range(count)]
    together = sorted(place for share in shares for places in share.places(step) for place in places)
    assert together == [place for places in Share(0, 1, count * batch * passes, 1).places(step) for place in places]


def test_a_pass_of_all_processes_is_in_one_piece() -> None:
    assert [list(Share(1, 2, 2, 2).places(0))] == [[[2, 3], [6, 7]]]
    assert list(Share(0, 2, 2, 2).places(1)) == [[8, 9], [12, 13]]


@given(st.integers(1, 30), st.integers(0, 5))
def test_every_epoch_has_each_film_once(films: int, epoch: int) -> None:
    seen = [film_at(place, films, 1, "align") for place in range(epoch * films, (epoch + 1) * films)]
    assert sorted(seen) == list(range(films))


def test_order_follows_from_seed_stage_and_epoch() -> None:
    def order(seed: int, stage: str, epoch: int) -> list[int]:
        return [film_at(epoch * 50 + place, 50, seed, stage) for place in range(50)]

    assert order(1, "align", 0) == order(1, "align", 0)
    others = [order(2, "align", 0), order(1, "instruct", 0), order(1, "align", 1)]
    assert all(other != order(1, "align", 0) for other in others)
    assert place_rng(7, 1, "align").integers(10**9) == place_rng(7, 1, "align").integers(10**9)


def test_steps() -> None:
    assert steps_in(2, 100, 16, None) == 13
    assert steps_in(2, 100, 16, 5) == 5
    assert steps_in(0.001, 10, 16, None) == 1
