from pathlib import Path

import numpy as np
import pytest

from cxrviewer.phantom.case import draw_phantom, render
from cxrviewer.phantom.exposure import eight_bits
from cxrviewer.training.preference.films import films_of


def test_films_and_their_truths_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = films_of(tmp_path, 5, 2, 32, lambda *_: None, rendered=32)
    assert len(made) == 2
    for index in range(2):
        phantom = draw_phantom(5, index)
        assert made.truths[index] == phantom.truth
        np.testing.assert_array_equal(made.pixels[index], eight_bits(render(phantom, 32).pixels, phantom.exposure))
    monkeypatch.setattr("cxrviewer.training.preference.films.unseen_films", None)
    again = films_of(tmp_path, 5, 2, 32, lambda *_: None, rendered=32)
    np.testing.assert_array_equal(again.pixels, made.pixels)
    assert again.truths == made.truths
