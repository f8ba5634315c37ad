"""A whole study through the real windows: three readers of 100 reports each, interrupted, then results and exports."""

import csv
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer.study.study import open_study
from cxrviewer.study.verifying import verify
from cxrviewer.ui.study.design_window import DesignWindow
from cxrviewer.ui.study.results_window import ResultsWindow
from cxrviewer.ui.theme import apply_theme, load_theme
from tests.study.studies import write_manifest
from tests.ui.study.conftest import Hands, Room

pytestmark = [pytest.mark.qt_log_ignore("propagateSizeHints"), pytest.mark.slow]

READERS = ("Ito", "Kim", "Lee")


def scripted(report: str, reader: str) -> int:
    """A grade that follows from the report alone, so that the results are known beforehand."""
    film = int(report.rsplit("film", 1)[1].strip(" ."))
    is_model = report.startswith("The lungs")
    return (film + READERS.index(reader)) % 4 + 1 if is_model else film % 2 + 1


def expected_counts(arm: str) -> list[int]:
    report = "The lungs are clear in film {}." if arm == "model" else "No effusion in film {}."
    grades = [scripted(report.format(film), reader) for film in range(50) for reader in READERS]
    return [grades.count(grade) for grade in (1, 2, 3, 4)]


@pytest.fixture
def theme(qapp):
    made = load_theme()
    apply_theme(QApplication.instance(), made)
    return made


def design(qtbot, folder) -> None:
    manifest = write_manifest(folder, 50)
    window = DesignWindow()
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window._making.checked, timeout=30_000):
        window.open_manifest(manifest)
    assert window.found.text() == "50 cases, 2 arms: model, reference"
    window.protocol.readers.setText(", ".join(READERS))
    window.protocol.seed.set_value(7)
    window.protocol.guess.setChecked(True)
    window.folder.setText(str(folder / "study"))
    with qtbot.waitSignal(window.created, timeout=30_000):
        QTest.mouseClick(window.lock, Qt.MouseButton.LeftButton)
    window.close()


def read_as(qtbot, folder, reader: str, hands: Hands) -> None:
    """In two goes: the window is closed in the middle, with a grade chosen but not given."""
    for last in (37, 100):
        desk = Room(qtbot, folder / "study", hands, reader)
        while desk.reading.item is not None and desk.reading.progress.done < last:
            grade = scripted(desk.column.report, reader)
            hands.turn(5 + grade)
            desk.grade(grade, "x" if grade > 2 else "")
        if last < 100:
            assert desk.column.place == "38 of 100"
            desk.key("4")
        else:
            assert desk.window.message.text.startswith("All 100 reports are read")
        desk.end()


def test_three_readers_read_a_hundred_reports_each_and_the_results_are_what_they_said(qtbot, tmp_path, theme) -> None:
    design(qtbot, tmp_path)
    hands = Hands()
    for reader in READERS:
        read_as(qtbot, tmp_path, reader, hands)

    study = open_study(tmp_path / "study")
    answers = [row.content() for row in study.journal() if row.kind == "answer"]
    assert len(answers) == 300
    assert {answer["active_ms"] for answer in answers} == {6000, 7000, 8000, 9000}
    assert verify(study).problems == ()

    window = ResultsWindow(study, theme)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page = window.unblinding
    assert window._pages.currentWidget() is page
    assert not window.save.isEnabled()
    QTest.keyClicks(page.names[0], "Park")
    QTest.keyClick(page.names[0], Qt.Key.Key_Return)
    assert "two different people" in page.problem
    QTest.keyClicks(page.names[1], "Choi")
    with qtbot.waitSignal(window.shown, timeout=120_000):
        QTest.keyClick(page.names[1], Qt.Key.Key_Return)
    arms = {arm.arm: arm for arm in window.found.results.arms}
    for arm in ("model", "reference"):
        assert list(arms[arm].counts) == expected_counts(arm)
    assert set(window.found.figures) == {"grades", "agreement", "time"}

    with qtbot.waitSignal(window.written, timeout=120_000):
        window.save_report(tmp_path / "report")
    assert (tmp_path / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
    assert study.genesis in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    with qtbot.waitSignal(window.written, timeout=30_000):
        window.export_to(tmp_path / "export")
    chain = json.loads((tmp_path / "export" / "chain.json").read_text(encoding="utf-8"))
    assert chain["journal_head"] == study.store.head().hash
    with (tmp_path / "export" / "readings.csv").open(newline="", encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 300
    window.close()
