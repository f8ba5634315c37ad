import numpy as np
import pytest

from cxrviewer.phantom.unreadable import Unreadable, unreadable_film

SIZE = 96


def several(kind: Unreadable, count: int = 8) -> list[np.ndarray]:
    return [unreadable_film(kind, np.random.default_rng((7, number)), SIZE) for number in range(count)]


@pytest.mark.parametrize("kind", list(Unreadable))
def test_a_film_follows_from_its_random_numbers(kind: Unreadable) -> None:
    films = several(kind, 3)
    assert all(np.array_equal(one, other) for one, other in zip(films, several(kind, 3), strict=True))
    assert not np.array_equal(films[0], films[1])
    assert all(film.shape == (SIZE, SIZE) and film.dtype == np.uint8 for film in films)


def test_a_blank_film_has_no_structure_and_any_level() -> None:
    films = several(Unreadable.BLANK, 24)
    assert all(film.std() < 20 for film in films)
    levels = [int(np.median(film)) for film in films]
    assert min(levels) == 0
    assert max(levels) == 255


def test_noise_fills_the_film() -> None:
    assert all(12 < film.std() < 90 for film in several(Unreadable.NOISE))


def test_where_the_thorax_was_nothing_is_left_and_the_rest_stays() -> None:
    films = several(Unreadable.CUT)
    middle = slice(SIZE // 6, -SIZE // 6)
    assert all(len(np.unique(film[middle, middle])) == 1 for film in films)
    assert all(len(np.unique(film)) > 20 for film in films)
    assert {bool(film[SIZE // 2, SIZE // 2]) for film in films} == {False, True}
