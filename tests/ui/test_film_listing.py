"""From what was opened to the entries of the worklist, in the whole window."""

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.containers import Contents
from cxrviewer.imaging.radiograph import Patient
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.ui.film_listing import FilmListing
from cxrviewer.ui.radiograph_reader import RadiographReader
from cxrviewer.ui.session import CaseStatus
from cxrviewer.ui.theme import load_theme
from cxrviewer.ui.worklist.column import Column
from cxrviewer.ui.worklist.panel import Worklist
from tests.factories import make_draft, make_radiograph

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Kept:
    """A session that counts how often it is asked."""

    def __init__(self):
        self.asked = []

    def statuses_of(self, digests):
        self.asked.append(list(digests))
        return {}


class Bench:
    def __init__(self, qtbot, films, contents_of):
        self.worklist = Worklist(load_theme())
        qtbot.addWidget(self.worklist)
        self.reader = RadiographReader(read=films.read, contents_of=contents_of)
        self.session = Kept()
        self.listing = FilmListing(self.reader, self.worklist, self.session, self.worklist)
        self.begun, self.troubles = [], []
        self.listing.begun.connect(self.begun.append)
        self.listing.trouble.connect(lambda error: self.troubles.append(str(error)))

    @property
    def model(self):
        return self.worklist.model


@pytest.fixture
def inside():
    """What is in the container that is opened."""
    return {}


@pytest.fixture
def bench(qtbot, films, inside):
    made = Bench(qtbot, films, lambda path: inside[path.name])
    yield made
    made.reader.close()


def zip_file(folder, name="films.zip"):
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"")
    return path


def test_hundreds_of_films_ask_the_store_and_move_the_list_a_few_times(qtbot, bench, films, inside, tmp_path):
    archive = zip_file(tmp_path)
    paths = [films.add(make_radiograph(f"{number:03}.dcm"), archive / f"{number:03}.dcm") for number in range(300)]
    inside["films.zip"] = Contents(tuple(paths))
    changes = []
    bench.model.dataChanged.connect(lambda *_: changes.append(1))
    bench.listing.open_paths([archive])
    qtbot.waitUntil(lambda: all(entry.digest for entry in bench.model.entries) and bool(bench.begun))
    assert bench.begun == [paths[0]]
    assert sorted(digest for asked in bench.session.asked for digest in asked) == sorted(
        make_radiograph(f"{number:03}.dcm").digest for number in range(300)
    )
    assert len(changes) == len(bench.session.asked) < 150
    assert all(entry.digest for entry in bench.model.entries)


def test_slow_reading_says_how_far_it_is_and_stops_when_asked(qtbot, bench, films):
    paths = [films.add(make_radiograph(f"{number}.dcm"), gated=number == 1) for number in range(6)]
    bench.worklist.show()
    bench.listing.open_paths(paths)
    progress = bench.worklist.progress
    qtbot.waitUntil(lambda: progress.text == "Reading 2 of 6")
    stop = next(button for button in progress.findChildren(type(bench.worklist.open_menu.button)))
    assert stop.accessibleName() == "Stop reading films"
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert progress.text == ""
    films.release(paths[1])
    qtbot.waitUntil(lambda: not bench.reader.describing and not bench.listing.pending)
    assert [bool(entry.digest) for entry in bench.model.entries] == [True, True, False, False, False, False]


def test_what_a_disc_lacks_is_one_sentence_and_the_rest_opens(qtbot, bench, films, inside, tmp_path):
    index = tmp_path / "DICOMDIR"
    index.touch()
    film = films.add(make_radiograph(), tmp_path / "A")
    inside["DICOMDIR"] = Contents((film,), ("B", "C", "D", "E"))
    bench.listing.open_paths([index])
    qtbot.waitUntil(lambda: bool(bench.troubles))
    assert bench.troubles == [
        "4 of 5 films that the DICOMDIR lists are missing (B, C, D, ...); copy the disc again",
    ]
    assert bench.begun == [film]


def test_a_zip_opens_in_the_window_with_its_unreadable_member_in_the_list(desk, films, tmp_path):
    archive = tmp_path / "disc.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name in ("inner/a.dcm", "inner/b.dcm"):
            made.writestr(name, b"x")
    film = make_radiograph()
    films.add(film, archive / "inner/a.dcm")
    films.add(UnreadableFile("the file is empty; copy it again"), archive / "inner/b.dcm")
    desk.window.open_paths([archive])
    desk.until(lambda: desk.on_screen(film))
    model = desk.window.worklist.model
    desk.until(lambda: model.entries[1].trouble)
    assert [entry.place for entry in model.entries] == ["disc.zip › inner/a.dcm", "disc.zip › inner/b.dcm"]


def test_one_sop_instance_uid_of_two_patients_stays_two_cases(desk, store):
    ann, bea = (
        make_radiograph(f"{name}.dcm", patient=Patient(name=name), sop_instance_uid="1.2.3") for name in ("Ann", "Bea")
    )
    store.record_case(bea)
    draft = make_draft(bea, text="Bea's report.")
    store.save_draft(draft)
    desk.open(ann, bea)
    model = desk.window.worklist.model
    desk.until(lambda: all(entry.digest for entry in model.entries))
    assert [(entry.patient, entry.status) for entry in model.entries] == [
        ("Ann", CaseStatus.UNREAD),
        ("Bea", CaseStatus.DRAFTED),
    ]
    assert desk.session.draft is None
    desk.next_film()
    desk.until(lambda: desk.on_screen(bea))
    assert desk.session.draft == draft


def test_identical_bytes_at_two_paths_are_one_case_in_two_entries(desk, films, store):
    film = make_radiograph()
    store.record_case(film)
    store.save_draft(make_draft(film))
    paths = [films.add(film, Path("first.dcm")), films.add(film, Path("copy.dcm"))]
    desk.window.open_paths(paths)
    model = desk.window.worklist.model
    desk.until(lambda: [entry.status for entry in model.entries] == [CaseStatus.DRAFTED, CaseStatus.DRAFTED])
    assert [entry.path for entry in model.entries] == paths


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("chrArab", "قباني لنزار"),
        ("chrFrenMulti", "Buc Jérôme"),
        ("chrGreek", "Διονυσιος"),
        ("chrH32", "ﾔﾏﾀﾞ ﾀﾛｳ やまだ たろう"),
        ("chrI2", "Hong Gildong 홍 길동"),
        ("chrRuss", "Люкceмбypг"),
        ("chrX2", "Wang XiaoDong 王 小东"),
    ],
)
def test_names_in_the_worlds_scripts_stand_in_list_and_table(qtbot, films, bench, shared_data, file, name):
    path = shared_data / "data" / "dicom_charset" / f"pydicom__{file}.dcm"
    films.add(read_radiograph(path), path)
    bench.listing.open_paths([path])
    qtbot.waitUntil(lambda: any(entry.digest for entry in bench.model.entries))
    assert bench.worklist.films.index(0, Column.FILM).data() == name
    assert bench.worklist.table.model().index(0, Column.FILM).data() == name
    bench.worklist.films.seek(name.split()[-1])
    assert bench.worklist.films.rowCount() == 1


def test_a_film_keeps_its_entry_however_often_it_is_opened(qtbot, bench, films):
    film = films.add(make_radiograph())
    for _ in range(2):
        bench.begun.clear()
        bench.listing.open_paths([film])
        qtbot.waitUntil(lambda: bench.begun == [film])
    assert len(bench.model.entries) == 1
