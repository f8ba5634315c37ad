import hashlib
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from cxrviewer.imaging.radiograph import Patient
from cxrviewer.ui.radiograph_reader import FilmFacts, facts_of
from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.worklist.column import Column
from cxrviewer.ui.worklist.entry import Entry
from cxrviewer.ui.worklist.model import WorklistModel
from tests.factories import make_radiograph

MANY = 10_000


def facts(number: int, **changes) -> FilmFacts:
    fields = {
        "digest": hashlib.sha256(str(number).encode()).hexdigest(),
        "patient_name": f"Example^{number:05}",
        "study_date": f"2026{number % 12 + 1:02}01",
        "thumbnail": QImage(),
    }
    return FilmFacts(**(fields | changes))


def path(number: int) -> Path:
    return Path(f"{number:05}.dcm")


@pytest.fixture
def model(qapp):
    return WorklistModel()


def heard(signal) -> list[tuple[int, int]]:
    """First and last row of each change that was told."""
    rows = []
    signal.connect(lambda first, last: rows.append((first.row(), last.row())))
    return rows


def test_a_film_is_listed_once(model):
    assert model.add([Path("a"), Path("b"), Path("a")]) == (Path("a"), Path("b"))
    assert model.add([Path("b"), Path("c")]) == (Path("c"),)
    assert [entry.path.name for entry in model.entries] == ["a", "b", "c"]
    assert [model.row_of(Path(name)) for name in "abcd"] == [0, 1, 2, -1]


def test_what_is_known_of_a_film_is_in_words_too(model):
    film = make_radiograph()
    model.add([film.source])
    model.describe([(film.source, facts_of(film))], {film.digest: CaseStatus.DRAFTED})
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Example Ann, drafted"
    model.set_status(film.digest, CaseStatus.RATED)
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Example Ann, graded"
    assert [model.index(0, column).data() for column in Column] == [
        "Example Ann",
        "Chest PA",
        "2026-01-02",
        "PA",
        "graded",
    ]


def test_a_film_that_cannot_be_read_says_why(model):
    model.add([Path("bad.dcm")])
    model.set_trouble([(Path("bad.dcm"), "the file is empty; copy it again")])
    assert model.index(0, Column.DESCRIPTION).data() == "the file is empty; copy it again"
    assert model.index(0, Column.STATUS).data() == "unreadable"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "bad.dcm\nthe file is empty; copy it again"


def test_behind_the_curtain_no_role_names_the_patient(model):
    film = make_radiograph("park.dcm", patient=Patient(name="Park^Jin"))
    model.add([film.source])
    model.describe([(film.source, facts_of(film))], {})
    model.set_curtain(drawn=True)
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    words = " ".join(str(model.index(0, column).data(role)) for column in Column for role in roles)
    assert "Park" not in words
    assert "park" not in words
    assert "2026" not in words


def test_the_same_bytes_at_two_paths_are_one_case_in_two_entries(model):
    film = make_radiograph()
    paths = [Path("first.dcm"), Path("other.dcm"), Path("copy.dcm")]
    model.add(paths)
    model.describe([(paths[0], facts_of(film)), (paths[2], facts_of(film)), (paths[1], facts(1))], {})
    model.set_status(film.digest, CaseStatus.DRAFTED)
    statuses = [entry.status for entry in model.entries]
    assert statuses == [CaseStatus.DRAFTED, CaseStatus.UNREAD, CaseStatus.DRAFTED]


def test_a_file_that_was_replaced_leaves_its_old_case(model):
    model.add([path(0)])
    model.describe([(path(0), facts(0))], {})
    model.describe([(path(0), facts(1))], {})
    model.set_status(facts(0).digest, CaseStatus.RATED)
    assert model.entry(0).status is CaseStatus.UNREAD


def test_ten_thousand_films_are_told_in_runs_and_touched_once_each(model, monkeypatch):
    inserted = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    for first in range(0, MANY, 250):
        model.add([path(number) for number in range(first, first + 250)])
    assert len(inserted) == MANY // 250
    changed = heard(model.dataChanged)
    counts = Counter()
    compared = Entry.__eq__
    monkeypatch.setattr(Entry, "__eq__", lambda self, other: (counts.update(["=="]), compared(self, other))[1])
    for first in range(0, MANY, 100):
        model.describe([(path(number), facts(number)) for number in range(first, first + 100)], {})
    assert changed == [(first, first + 99) for first in range(0, MANY, 100)]
    changed.clear()
    model.set_status(facts(7_000).digest, CaseStatus.DRAFTED)
    assert changed == [(7_000, 7_000)]
    assert counts["=="] == 0  # nothing is looked for by walking the list
    assert model.entry(9_999).patient == "Example 09999"


def test_runs_of_rows_are_told_apart(model):
    model.add([path(number) for number in range(10)])
    changed = heard(model.dataChanged)
    model.describe([(path(number), facts(number)) for number in (5, 0, 1, 9, 2)], {})
    assert changed == [(0, 2), (5, 5), (9, 9)]
