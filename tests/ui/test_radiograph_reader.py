import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from cxrviewer.errors import RadiographError, UnreadableFile
from cxrviewer.imaging.containers import Contents
from cxrviewer.ui.film_sources import Missing
from cxrviewer.ui.radiograph_reader import BATCH, FIRST_BATCH, Listing, RadiographReader
from tests.factories import make_radiograph
from tests.ui.conftest import Films


class Ear(QObject):
    def __init__(self, reader):
        super().__init__()
        self.heard = []
        self.threads = set()
        for name in ("found", "listed", "opened", "failed", "described", "not_described"):
            getattr(reader, name).connect(getattr(self, f"_{name}"))

    def _found(self, *what):
        self._note("found", *what)

    def _listed(self, *what):
        self._note("listed", *what)

    def _opened(self, *what):
        self._note("opened", *what)

    def _failed(self, *what):
        self._note("failed", *what)

    def _described(self, *what):
        self._note("described", *what)

    def _not_described(self, *what):
        self._note("not described", *what)

    def _note(self, *what):
        self.threads.add(threading.current_thread())
        self.heard.append(what)

    def names(self):
        return [what[0] for what in self.heard]


@pytest.fixture
def films():
    return Films()


@pytest.fixture
def reader(qapp, films):
    made = RadiographReader(read=films.read)
    yield made
    made.close()


@pytest.fixture
def ear(reader):
    return Ear(reader)


def test_a_film_is_read_with_its_facts_and_told_on_the_main_thread(qtbot, reader, films, ear):
    film = make_radiograph()
    ticket = reader.choose(films.add(film))
    qtbot.waitUntil(lambda: len(ear.heard) == 1)
    name, told, radiograph, facts = ear.heard[0]
    assert (name, told, radiograph) == ("opened", ticket, film)
    assert (facts.digest, facts.patient_name) == (film.digest, "Example^Ann")
    assert not facts.thumbnail.isNull()
    assert ear.threads == {threading.main_thread()}


def test_an_older_choice_that_still_waits_is_passed_over(qtbot, reader, films, ear):
    first, second, third = (make_radiograph(f"{name}.dcm") for name in "abc")
    tickets = [reader.choose(films.add(film, gated=film is first)) for film in (first, second, third)]
    films.release(first.source)
    qtbot.waitUntil(lambda: len(ear.heard) == 2)
    assert [what[1] for what in ear.heard] == [tickets[0], tickets[2]]


def test_a_choice_goes_before_the_films_that_are_only_listed(qtbot, reader, films, ear):
    listed = [films.add(make_radiograph(f"{n}.dcm"), gated=n == 0) for n in range(3)]
    chosen = make_radiograph("chosen.dcm")
    reader.describe(listed)
    reader.choose(films.add(chosen))
    films.release(listed[0])
    qtbot.waitUntil(lambda: len(ear.heard) == 4)
    assert ear.names() == ["described", "opened", "described", "described"]


def test_an_unreadable_film_does_not_stop_the_list(qtbot, reader, films, ear):
    good = films.add(make_radiograph("good.dcm"))
    bad = films.add(UnreadableFile("the file is empty; copy it again"), Path("bad.dcm"))
    reader.describe([bad, good])
    qtbot.waitUntil(lambda: len(ear.heard) == 2)
    assert ear.names() == ["not described", "described"]


def test_an_unforeseen_error_is_logged_and_becomes_a_sentence(qtbot, reader, films, ear, logged):
    ticket = reader.choose(films.add(ZeroDivisionError(), Path("odd.dcm")))
    qtbot.waitUntil(lambda: len(ear.heard) == 1)
    name, told, error = ear.heard[0]
    assert (name, told) == ("failed", ticket)
    assert isinstance(error, RadiographError)
    assert len(logged("cxrviewer.ui.radiograph_reader")) == 1


def test_closing_while_a_list_waits_ends_the_thread(reader, films):
    reader.describe([films.add(make_radiograph(f"{n}.dcm")) for n in range(50)])
    reader.close()


def test_a_film_beside_does_not_push_the_chosen_one_aside(qtbot, films, reader):
    """Each has its own numbers: both are read, and of two films beside only the later one."""
    chosen, first, second = (make_radiograph(name) for name in ("chosen.dcm", "first prior.dcm", "prior.dcm"))
    for film in (chosen, first, second):
        films.add(film, gated=film is chosen)
    opened, beside = [], []
    reader.opened.connect(lambda ticket, film, _facts: opened.append((ticket, film)))
    reader.beside_opened.connect(lambda number, film: beside.append((number, film)))
    ticket = reader.choose(chosen.source)
    reader.read_beside(first.source)
    number = reader.read_beside(second.source)
    films.release(chosen.source)
    qtbot.waitUntil(lambda: bool(beside), timeout=10_000)
    assert opened == [(ticket, chosen)]
    assert beside == [(number, second)]


def test_a_film_beside_that_cannot_be_read_says_why(qtbot, films, reader):
    path = films.add(UnreadableFile("the file is empty; copy it again"), Path("prior.dcm"))
    with qtbot.waitSignal(reader.beside_failed) as said:
        number = reader.read_beside(path)
    assert said.args[0] == number
    assert str(said.args[1]) == "the file is empty; copy it again"


def listed_in_batches(qtbot, reader, ear, folder):
    number = reader.list_files([folder])
    qtbot.waitUntil(lambda: "listed" in ear.names(), timeout=20_000)
    return number, [what[2] for what in ear.heard if what[0] == "found" and what[1] == number]


def test_a_folder_of_ten_thousand_films_comes_in_batches_the_first_one_small(qtbot, reader, ear, tmp_path):
    names = [f"{number:05}.dcm" for number in range(10_000)]
    for name in names:
        (tmp_path / name).touch()
    number, batches = listed_in_batches(qtbot, reader, ear, tmp_path)
    assert [path.name for batch in batches for path in batch] == names
    assert len(batches[0]) == FIRST_BATCH
    assert len(batches) == 1 + -(-(10_000 - FIRST_BATCH) // BATCH)
    assert ear.heard[-1] == ("listed", Listing(number, 10_000))
    assert ear.threads == {threading.main_thread()}


def test_a_film_is_read_while_a_slow_archive_is_still_looked_into(qtbot, films, tmp_path):
    gate = threading.Event()

    def slow(path):
        assert gate.wait(30)
        return Contents((path / "inner.dcm",))

    archive = tmp_path / "slow.zip"
    archive.write_bytes(b"PK\x03\x04")
    made = RadiographReader(read=films.read, contents_of=slow)
    heard = Ear(made)
    made.list_files([archive])
    made.choose(films.add(make_radiograph()))
    qtbot.waitUntil(lambda: heard.names() == ["opened"])
    gate.set()
    qtbot.waitUntil(lambda: heard.names() == ["opened", "found", "listed"])
    assert heard.heard[1][2] == (archive / "inner.dcm",)
    made.close()


def test_stopping_ends_a_list_and_what_waits_to_be_described(qtbot, films, tmp_path):
    gate, arrived = threading.Event(), threading.Event()

    def slow(path):
        arrived.set()
        assert gate.wait(30)
        return Contents(tuple(path / f"{number}.dcm" for number in range(1000)))

    archive = tmp_path / "slow.zip"
    archive.write_bytes(b"PK\x03\x04")
    made = RadiographReader(read=films.read, contents_of=slow)
    heard = Ear(made)
    waiting = [films.add(make_radiograph(f"{number}.dcm"), gated=number == 0) for number in range(20)]
    made.describe(waiting)
    number = made.list_files([archive, tmp_path])
    assert arrived.wait(30)
    made.stop_listing()
    assert made.waiting == 0
    gate.set()
    films.release(waiting[0])
    qtbot.waitUntil(lambda: sorted(heard.names()) == ["described", "found", "listed"] or len(heard.heard) > 3)
    (listing,) = (what[1] for what in heard.heard if what[0] == "listed")
    assert (listing.number, listing.stopped) == (number, True)
    assert listing.found <= 1000
    made.close()


def test_films_in_view_are_described_first_and_known_ones_not_at_all(qtbot, reader, films, ear):
    paths = [films.add(make_radiograph(f"{number}.dcm"), gated=number == 0) for number in range(6)]
    reader.describe(paths)
    reader.describe_first([paths[4], paths[3]])
    reader.need_not_describe(paths[2])
    films.release(paths[0])
    qtbot.waitUntil(lambda: len(ear.heard) == 5)
    assert [what[1].stem for what in ear.heard] == ["0", "4", "3", "1", "5"]


def test_what_a_disc_lacks_is_told_with_the_list(qtbot, films, tmp_path):
    index = tmp_path / "DICOMDIR"
    index.touch()
    made = RadiographReader(read=films.read, contents_of=lambda _path: Contents((tmp_path / "A",), ("B", "C")))
    heard = Ear(made)
    number = made.list_files([index])
    qtbot.waitUntil(lambda: "listed" in heard.names())
    assert heard.heard[-1] == ("listed", Listing(number, 1, (Missing(index, ("B", "C"), 3),)))
    made.close()
