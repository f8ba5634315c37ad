"""The bench of the image pane at a small size: that it measures what it says, not how fast this machine is."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from cxrviewer.bench import image_contenders, image_steps, large_film
from cxrviewer.bench.image_contenders import FullFrame, ImageItem, Ours
from cxrviewer.bench.image_opening import measure_opening
from cxrviewer.bench.spread import Spread
from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.radiograph import Window
from cxrviewer.imaging.reading import read_radiograph
from tests.factories import make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def small(monkeypatch):
    """Films of 300 x 200 in a view of 200."""
    pixels = large_film.large_pixels(16, rows=300, columns=200)
    film = make_radiograph(pixels=pixels, bits_stored=16, voi=(Window(32768, 50000),))
    monkeypatch.setattr(image_contenders, "VIEW", 200)
    monkeypatch.setattr(image_steps, "large_film", lambda: film)
    monkeypatch.setattr("cxrviewer.bench.image_opening.large_pixels", lambda bits: pixels >> (16 - bits))
    return film


def test_percentiles():
    spread = Spread.of([0.001 * number for number in range(101)])
    assert (spread.p50, spread.p95, spread.p99, spread.count) == (50, 95, 99, 101)


def test_every_step_is_compared_with_every_other_way(qapp, small):
    done = []
    found = image_steps.measure_steps(4, lambda *at: done.append(at))
    assert done[-1] == (9, 9)
    assert len(found) == 3 * 3 * 2
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.ours > 0
        assert one.ratio == pytest.approx(one.peer / one.ours, abs=0.01)
        assert one.how.startswith("12 steps")


def test_the_aim_is_a_bound():
    quick, slow = Spread(5, 7.9, 8, 9), Spread(30, 40, 50, 9)
    judged = image_steps._compared("window/level", image_steps._SMOOTH, quick, slow)
    assert [one.good for one in judged] == [True, True]
    for ours, peer in ((Spread(5, 8.1, 9, 9), slow), (quick, Spread(30, 38, 50, 9))):
        assert not image_steps._compared("window/level", image_steps._SMOOTH, ours, peer)[1].good


def test_a_step_that_changes_nothing_is_no_figure(qapp, small):
    with pytest.raises(CxrViewerError, match="same frame twice"):
        image_steps._timed(Ours(small), lambda contender, number: contender.pan(0, 0), 2)


def seen(contender):
    QApplication.processEvents()
    contender.repaint()
    image = contender.window.grab().toImage()
    return np.array([[image.pixelColor(x, y).value() for x in range(40, 160, 10)] for y in range(75, 130, 10)])


@pytest.mark.parametrize("make", [lambda film: ImageItem(film, smooth=True), FullFrame])
def test_all_show_the_same_film_alike(qapp, small, make):
    ours, other = Ours(small), make(small)
    for contender in (ours, other):
        contender.set_window(30000, 60000)
    assert np.abs(seen(ours) - seen(other)).mean() < 6
    for contender in (ours, other):
        contender.pan(12, 6)
        contender.zoom(1.4)
    assert np.abs(seen(ours) - seen(other)).mean() < 6


def test_opening_is_measured_in_every_encoding_and_the_files_are_what_they_say(small, tmp_path):
    written = {}
    for encoding in large_film.ENCODINGS:
        path = tmp_path / f"{encoding}.dcm"
        large_film.write_large_film(path, encoding, small.pixels >> 4, 12)
        written[encoding] = read_radiograph(path).pixels
    assert all(np.array_equal(pixels, small.pixels >> 4) for pixels in written.values())
    (tmp_path / "notes.txt").write_text("not a film")
    found = measure_opening(tmp_path, lambda *at: None)
    names = [one.name for one in found]
    assert names[:5] == [f"open {encoding}" for encoding in large_film.ENCODINGS]
    assert len(names) == 10
    assert all(one.ours > 0 and one.peer > 0 for one in found)
