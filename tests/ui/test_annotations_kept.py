"""Annotations through the whole window: on the disk as they are drawn, back with their film, on no other film."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer.imaging.annotation import Figure
from cxrviewer.store.store import Store
from tests.factories import make_radiograph

# The off-screen platform says so whenever a window is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

ROOT = Path(__file__).resolve().parents[2]

DRAWER = """
import sys
from pathlib import Path
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QApplication
from cxrviewer.app import build_window
from cxrviewer.imaging.film_files import FilmFiles
from cxrviewer.settings import Settings
from cxrviewer.store.store import Store
from tests.factories import make_radiograph

folder = Path(sys.argv[1])
application = QApplication([])
film = make_radiograph()
files = FilmFiles(read=lambda _: film)
window = build_window(application, Store.open(folder), Settings(), folder / "settings.toml", files=files)
window.resize(1280, 800)
window.show()
pane = window.film.pane
window.session.show_film(film)
window.film.show_film(film)
pane.setFocus()
for number, line in enumerate(sys.stdin):
    pane.set_tool(type(pane.tool).PROBE)
    at = QPoint(200 + 60 * number, 300)
    QTest.mouseClick(pane.film_canvas, Qt.MouseButton.LeftButton, pos=at)
    sys.stdout.write(f"{len(pane.annotations.current)}\\n")
    sys.stdout.flush()
"""


def test_what_was_drawn_is_there_after_the_window_was_killed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DRAWER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("draw\n" * 4)
        process.stdin.flush()
        said = [int(process.stdout.readline()) for _ in range(3)]
        process.kill()  # while the fourth is being drawn
    assert said == [1, 2, 3]
    with Store.open(tmp_path) as store:
        kept = store.annotations_of(make_radiograph().digest)
    assert len(kept) in (3, 4)
    assert {each.figure for each in kept} == {Figure.PROBE}


def draw(desk, start: QPoint, end: QPoint) -> None:
    desk.window.film.pane.setFocus()
    desk.key("l")
    canvas = desk.window.film.pane.film_canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def test_each_film_has_its_own_annotations_again_when_it_comes_back(desk, store) -> None:
    first, twin = make_radiograph("a.dcm"), make_radiograph("b.dcm")
    assert first.sop_instance_uid == twin.sop_instance_uid
    desk.open(first, twin)
    annotations = desk.window.film.pane.annotations
    draw(desk, QPoint(300, 300), QPoint(400, 350))
    (line,) = annotations.current
    desk.next_film()
    desk.until(lambda: desk.on_screen(twin))
    assert annotations.current == ()
    assert store.annotations_of(twin.digest) == ()
    desk.previous_film()
    desk.until(lambda: desk.on_screen(first))
    assert annotations.current == (line,)
    assert store.annotations_of(first.digest) == (line,)


def test_a_note_that_is_being_typed_when_the_window_is_closed_is_kept(desk, store) -> None:
    film = make_radiograph("a.dcm")
    desk.open(film)
    desk.window.film.pane.setFocus()
    desk.key("t")
    QTest.mouseClick(desk.window.film.pane.film_canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    desk.type(QApplication.focusWidget(), "half a sente")
    desk.end()
    assert [each.text for each in store.annotations_of(film.digest)] == ["half a sente"]


def test_an_annotation_that_cannot_be_kept_is_said_in_the_window(desk, store) -> None:
    desk.open(make_radiograph("a.dcm"))
    store.close()
    draw(desk, QPoint(300, 300), QPoint(400, 350))
    assert desk.window.film.pane.annotations.current == ()
    assert "closed" in desk.window.notice.text
