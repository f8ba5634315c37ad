"""A study's window for tests: a real study on the disk, real threads, clocks that a test turns by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.study.study import open_study
from cxrviewer.ui.study.clock import Clock
from cxrviewer.ui.study.window import StudyWindow
from cxrviewer.ui.theme import apply_theme, load_theme
from tests.study.studies import make_study

NONE, ALT, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Hands:
    """Both clocks, and moving them on."""

    def __init__(self) -> None:
        self.utc = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
        self.ns = 1_000_000_000_000

    @property
    def clock(self) -> Clock:
        return Clock(utc=lambda: self.utc, ns=lambda: self.ns)

    def turn(self, seconds: float) -> None:
        self.utc += timedelta(seconds=seconds)
        self.ns += int(seconds * 1e9)


class Room:
    """A study's window and the reader's hands. Keys go to the window, as a keyboard's do."""

    def __init__(self, qtbot, folder: Path, hands: Hands, reader: str | None = "A", read=read_radiograph) -> None:
        self._qtbot, self.folder, self.hands = qtbot, folder, hands
        self.study = open_study(folder)
        application = QApplication.instance()
        apply_theme(application, theme := load_theme())
        self.window = StudyWindow(self.study, theme, clock=hands.clock, read=read)
        self.window.resize(1280, 800)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.column, self.form = self.window.column, self.window.column.form
        if reader is not None:
            self.window.begin(reader)
            self.until(lambda: self.on_screen or self.window.page is self.window.message)

    def until(self, condition) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)

    @property
    def reading(self):
        return self.window.reading

    @property
    def on_screen(self) -> bool:
        return self.reading is not None and self.reading.on_screen and self.window.page is self.window.splitter

    def key(self, key, modifiers=NONE) -> None:
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), letter)

    def grade(self, number: int, comment: str = "") -> None:
        """By keys alone; the next case, or a page, is on the screen afterwards."""
        before = self.reading.item
        self.key(str(number))
        if comment:
            self.form.comment_field.setFocus()
            self.type(comment)
        self.key(Qt.Key.Key_Return)
        if self.reading.item is before:
            raise AssertionError(f"not answered: {self.form.problem}")
        self.until(lambda: self.on_screen or self.window.page is self.window.message)

    def answers(self, reader: str = "A") -> list[dict]:
        return [row.content() for row in self.study.journal(reader) if row.kind == "answer"]

    def kinds(self, reader: str = "A") -> list[str]:
        return [row.kind for row in self.study.journal(reader)]

    def end(self) -> None:
        self.window.close()
        self.window.deleteLater()


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def room(qtbot, tmp_path, hands):
    """Opens the window on a study of these settings; several times on the same study, one after the other."""
    opened: list[Room] = []

    def open_room(*, reader: str | None = "A", read=read_radiograph, again: bool = False, count=3, **protocol) -> Room:
        if not again:
            make_study(tmp_path, count, **protocol).close()
        while opened:
            opened.pop().end()
        opened.append(Room(qtbot, tmp_path / "study", hands, reader, read))
        return opened[-1]

    yield open_room
    for one in opened:
        if isValid(one.window):
            one.end()
