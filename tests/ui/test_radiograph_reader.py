import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

from cxrviewer.errors import RadiographError, UnreadableFile
from cxrviewer.ui.radiograph_reader import RadiographReader
from tests.factories import make_radiograph
from tests.ui.conftest import Films


class Ear(QObject):
    def __init__(self, reader):
        super().__init__()
        self.heard = []
        self.threads = set()
        for name in ("listed", "opened", "failed", "described", "not_described"):
            getattr(reader, name).connect(getattr(self, f"_{name}"))

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
