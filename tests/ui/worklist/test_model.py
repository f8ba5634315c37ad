from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cxrviewer.ui.radiograph_reader import facts_of
from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.worklist.delegate import readable_date
from cxrviewer.ui.worklist.model import WorklistModel, readable_name
from tests.factories import make_radiograph


def test_a_film_is_listed_once(qapp):
    model = WorklistModel()
    assert model.add([Path("a"), Path("b"), Path("a")]) == (Path("a"), Path("b"))
    assert model.add([Path("b"), Path("c")]) == (Path("c"),)
    assert [entry.path.name for entry in model.entries] == ["a", "b", "c"]


def test_what_is_known_of_a_film_is_in_words_too(qapp):
    film = make_radiograph()
    model = WorklistModel()
    model.add([film.source])
    model.describe(film.source, facts_of(film), CaseStatus.DRAFTED)
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Example Ann, drafted"
    model.set_status(film.digest, CaseStatus.RATED)
    assert model.index(0).data(Qt.ItemDataRole.DisplayRole) == "Example Ann, rated"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Example^Ann", "Example Ann"),
        ("Hong^Gildong=洪^吉洞=홍^길동", "Hong Gildong 홍 길동"),
        ("Yamada^Tarou=山田^太郎", "Yamada Tarou 山田 太郎"),
        ("", ""),
    ],
)
def test_person_names_are_shown_as_they_are_read(name, shown):
    assert readable_name(name) == shown


def test_dates():
    assert readable_date("20260102") == "2026-01-02"
    assert readable_date("about 1950") == "about 1950"
