"""``study read`` and ``demo --study``: the window opens where the reader was, or a sentence says why not."""

import pytest

from cxrviewer import app, paths
from cxrviewer.cli import demo_study, study_drafting, study_read
from cxrviewer.cli.main import main
from cxrviewer.errors import StudyError
from cxrviewer.study import demonstration
from tests.study.studies import make_study, read_all

pytest.importorskip("PySide6")
from PySide6.QtCore import QTimer

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def screen(monkeypatch, qapp):
    """As if there were one; each window that opens is looked at and closed."""
    seen = []
    read_study = app.read_study

    def look(window) -> None:
        seen.append((window.column.place, window.page is window.readers))
        QTimer.singleShot(0, window.close)

    for module in (study_read, demo_study):
        monkeypatch.setattr(module, "has_display", lambda: True)
        monkeypatch.setattr(module, "require_libraries", lambda **_: None)
    monkeypatch.setattr(app, "read_study", lambda folder, reader: read_study(folder, reader, with_window=look))
    return seen


def test_the_window_opens_at_the_case_where_the_reader_was(tmp_path, screen) -> None:
    with make_study(tmp_path) as study, study.session("B") as session:
        read_all(session, limit=3)
    assert main(["study", "read", str(tmp_path / "study"), "--reader", "B"]) == 0
    assert screen == [("4 of 8", False)]


def test_without_a_name_the_window_asks(tmp_path, screen) -> None:
    make_study(tmp_path).close()
    assert main(["study", "read", str(tmp_path / "study")]) == 0
    assert screen == [("", True)]


def test_a_reader_whom_the_study_does_not_know_is_told_before_a_window_opens(tmp_path, screen, capsys) -> None:
    make_study(tmp_path).close()
    assert main(["study", "read", str(tmp_path / "study"), "--reader", "Z"]) == 1
    assert "choose one of: A, B" in capsys.readouterr().err
    assert screen == []


def test_no_study_no_display_and_a_study_in_use_are_each_one_line(tmp_path, screen, capsys, monkeypatch) -> None:
    assert main(["study", "read", str(tmp_path / "study")]) == 1
    with make_study(tmp_path):
        assert main(["study", "read", str(tmp_path / "study")]) == 1
    monkeypatch.setattr(study_read, "has_display", lambda: False)
    assert main(["study", "read", str(tmp_path / "study")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    for line, words in zip(lines, ("no study here", "another cxrviewer", "no display"), strict=True):
        assert words in line


def test_the_demo_study_is_made_once_and_opens_at_its_third_report(screen, monkeypatch) -> None:
    drafted = []

    class Drafter:
        def __init__(self, *_) -> None:
            self.provenance = {"model": "example"}

        def draft(self, image) -> str:
            drafted.append(image)
            return f"The lungs are clear. {len(drafted)}"

    monkeypatch.setattr(demo_study, "ArmDrafter", Drafter)
    small = demonstration.demo_study
    monkeypatch.setattr(demo_study, "demo_study", lambda *given, **more: small(*given, size=64, **more))
    for _ in range(2):
        assert main(["demo", "--study"]) == 0
    assert screen == [("3 of 20", False)] * 2
    assert len(drafted) == 10
    assert (paths.data_folder() / "demo_study" / "study").is_dir()


def test_a_demo_study_without_its_checkpoint_says_so(screen, monkeypatch, capsys) -> None:
    def gone(_name):
        raise StudyError("there is no checkpoint demo; install again")

    monkeypatch.setattr(study_drafting, "resolve", gone)
    assert main(["demo", "--study"]) == 1
    assert "there is no checkpoint demo" in capsys.readouterr().err
