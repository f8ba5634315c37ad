from pathlib import Path

import pytest

from cxrviewer.imaging.radiograph import Patient
from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.worklist.entry import Entry, folded, readable_date, readable_name


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


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("folder/film.dcm", "film.dcm"),
        ("folder/disc.zip/inner/film.dcm", "disc.zip › inner/film.dcm"),
        ("folder/disc.zip", "disc.zip"),
    ],
)
def test_a_film_in_an_archive_says_where_it_lies(path, place):
    assert Entry(Path(path)).place == place


def test_names_dates_and_files_are_not_sought_behind_the_curtain():
    entry = Entry(
        Path("park.dcm"),
        digest="d",
        patient="Example Ann",
        study_date="20260102",
        status=CaseStatus.DRAFTED,
        person=Patient(identifier="E-001"),
        description="Chest PA",
        view="PA",
    )
    named, nameless = entry.sought_in(named=True), entry.sought_in(named=False)
    for word in ("example", "e-001", "20260102", "2026-01-02", "park.dcm"):
        assert word in named
        assert word not in nameless
    for word in ("chest", "pa", "drafted"):
        assert word in nameless


def test_a_korean_name_in_pieces_is_the_same_name():
    assert folded("홍길동") == folded("홍길동")
