"""Results in the window: none before two people agree, every table and figure afterwards."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from cxrviewer.study.study import open_study
from cxrviewer.ui.study.dark_figures import on_dark
from cxrviewer.ui.study.document_view import DocumentView
from cxrviewer.ui.study.results_window import ResultsWindow
from cxrviewer.ui.theme import apply_theme, load_theme
from tests.study.studies import make_study, read_all

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def results(qtbot, tmp_path):
    opened = []

    def open_results(*, limit: int | None = None) -> ResultsWindow:
        with make_study(tmp_path) as study:
            for reader in ("A", "B"):
                with study.session(reader) as session:
                    read_all(session, 2, limit)
        window = ResultsWindow(open_study(tmp_path / "study"), load_theme())
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        opened.append(window)
        return window

    yield open_results
    for window in opened:
        window.close()


def words(window) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def agree(window, first: str, second: str, reason: str = "") -> None:
    page = window.unblinding
    for field, text in zip((*page.names, page.reason), (first, second, reason), strict=True):
        field.clear()
        QTest.keyClicks(field, text)
    QTest.mouseClick(page.agree, Qt.MouseButton.LeftButton)


def test_nothing_names_an_arm_before_two_people_agree(results) -> None:
    window = results()
    assert "model" not in words(window)
    assert "reference" not in words(window)
    assert "A: finished" in words(window)
    agree(window, "Park", "park ")
    assert "two different people" in window.unblinding.problem
    assert window.found is None


def test_a_reader_who_has_not_finished_may_not_unblind_and_others_need_a_reason(results, qtbot) -> None:
    window = results(limit=3)
    assert "A: 5 to read" in words(window)
    agree(window, "A", "Park")
    assert "has not finished reading" in window.unblinding.problem
    agree(window, "Choi", "Park")
    assert "give the reason" in window.unblinding.problem
    with qtbot.waitSignal(window.shown, timeout=60_000):
        agree(window, "Choi", "Park", "the grant ends")


def test_tables_and_figures_and_what_is_written(results, qtbot, tmp_path) -> None:
    window = results()
    with qtbot.waitSignal(window.shown, timeout=60_000):
        agree(window, "Choi", "Park")
    shown = words(window)
    for expected in ("Success in autonomous reporting (grade 1 or 2)", "95% CI, Wilson", "model against reference"):
        assert expected in shown
    assert "8 (100.0%)" in shown
    assert "not estimable" in shown  # every grade is the same: no agreement beyond chance can be told
    with qtbot.waitSignal(window.written, timeout=60_000):
        window.save_report(tmp_path / "report")
    assert {file.name for file in (tmp_path / "report").iterdir()} >= {"report.html", "report.pdf", "grades.png"}
    assert str(tmp_path / "report") in window.state


def test_nothing_lies_on_top_of_anything_else(results, qtbot, qapp) -> None:
    apply_theme(qapp, load_theme())
    window = results()
    window.resize(1280, 800)
    with qtbot.waitSignal(window.shown, timeout=60_000):
        agree(window, "Choi", "Park")
    qapp.processEvents()
    column = window.findChild(DocumentView).layout()
    places = [column.itemAt(place).geometry() for place in range(column.count())]
    drawn = [place for place in places if place.isValid() and place.height() > 0]
    assert len(drawn) > 20
    for above, below in pairwise(drawn):
        assert above.bottom() < below.top()


def test_a_report_that_cannot_be_written_is_told(results, qtbot, tmp_path) -> None:
    window = results()
    with qtbot.waitSignal(window.shown, timeout=60_000):
        agree(window, "Choi", "Park")
    (tmp_path / "taken").write_text("a file")
    window.save_report(tmp_path / "taken")
    qtbot.waitUntil(lambda: "cannot be written" in window.notice.text, timeout=60_000)
    window.export_to(tmp_path / "taken")
    assert window.notice.text


def test_results_are_there_again_without_asking_again(results, qtbot, tmp_path) -> None:
    window = results()
    with qtbot.waitSignal(window.shown, timeout=60_000):
        agree(window, "Choi", "Park")
    window.close()
    again = ResultsWindow(open_study(tmp_path / "study"), load_theme())
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.shown, timeout=60_000):
        again.show()
    again.close()


def test_a_figure_on_dark_keeps_its_hues() -> None:
    from PySide6.QtCore import QBuffer

    figure = QImage(3, 1, QImage.Format.Format_RGB888)
    for x, colour in enumerate(("#ffffff", "#000000", "#8b1a1a")):
        figure.setPixelColor(x, 0, QColor(colour))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    figure.save(buffer, "PNG")
    shown = on_dark(buffer.data().data(), QColor("#000000"), QColor("#ffffff"))
    assert shown.pixelColor(0, 0).name() == "#000000"
    assert shown.pixelColor(1, 0).name() == "#ffffff"
    assert abs(shown.pixelColor(2, 0).hslHue() - QColor("#8b1a1a").hslHue()) <= 1
    assert shown.pixelColor(2, 0).name() == "#e57474"
