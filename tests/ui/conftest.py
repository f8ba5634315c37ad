"""A whole window for tests: real store, real threads, films built in code, a model that writes when it is told."""

import logging
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxrviewer import app, paths
from cxrviewer.errors import UnreadableFile
from cxrviewer.imaging.film_files import FilmFiles
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.settings import ReaderSettings, Settings
from cxrviewer.store.store import Store
from tests.engines import GatedEngine, loader_of

_FOREVER_S = 30


class Films:
    """What the reader of files finds: by path a film, or a reason why not; a gate in front of each, if wanted."""

    def __init__(self) -> None:
        self._films: dict[Path, Radiograph | Exception] = {}
        self._gates: dict[Path, threading.Event] = {}

    def add(self, film: Radiograph | Exception, path: Path | None = None, *, gated: bool = False) -> Path:
        where = path or film.source
        self._films[where] = film
        if gated:
            self._gates[where] = threading.Event()
        return where

    def release(self, path: Path) -> None:
        self._gates[path].set()

    def read(self, path: Path) -> Radiograph:
        if path in self._gates:
            assert self._gates[path].wait(_FOREVER_S)
        found = self._films.get(path, UnreadableFile("there is no such file; check the name"))
        if isinstance(found, Exception):
            raise found
        return found


class Desk:
    """The window with its reader's hands."""

    def __init__(self, qtbot, store: Store, films: Films, reader: str = "Dr. Ito") -> None:
        self._qtbot = qtbot
        self.store = store
        self.films = films
        application = QApplication.instance()
        settings = Settings(reader=ReaderSettings(name=reader))
        self.settings_file = paths.config_folder() / "settings.toml"
        self.window = app.build_window(
            application, store, settings, self.settings_file, files=FilmFiles(read=films.read)
        )
        self.window.resize(1280, 800)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        column = self.window.column
        self.draft, self.chat, self.rating = column.draft, column.chat, column.rating
        self.session = self.window.session

    def until(self, condition) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)

    def load(self, engine) -> None:
        self.window.load_model(loader_of(engine))
        self.until(lambda: engine.identity.name in self.window.status.text)

    def open(self, *films: Radiograph) -> None:
        for film in films:
            self.films.add(film)
        self.window.open_paths([film.source for film in films])
        self.until(lambda: self.on_screen(films[0]))

    def on_screen(self, film: Radiograph) -> bool:
        return self.session.film is film and self.window.film.pane.radiograph is film

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier, widget=None) -> None:
        QTest.keyClick(widget or QApplication.focusWidget() or self.window, key, modifiers)

    def press(self, button) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, widget, text: str) -> None:
        QTest.keyClicks(widget, text)

    def draft_it(self) -> None:
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def finish_draft(self, engine: GatedEngine) -> None:
        """A whole draft on the screen."""
        self.draft_it()
        engine.release(len(engine.chunks))
        self.until(lambda: not self.session.writing)

    def next_film(self) -> None:
        self.key(Qt.Key.Key_PageDown)

    def previous_film(self) -> None:
        self.key(Qt.Key.Key_PageUp)

    def end(self) -> None:
        self.window.close()
        self.until(lambda: not self.window.isVisible())


@pytest.fixture
def films() -> Films:
    return Films()


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def desk(qtbot, store, films):
    made = Desk(qtbot, store, films)
    yield made
    made.window.shut_down()
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def engine():
    made = GatedEngine()
    yield made
    made.release_all()


@pytest.fixture
def logged(monkeypatch):
    """What the loggers named here wrote, kept from the log that must stay quiet."""
    records: list[logging.LogRecord] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    collector = Collector()
    names = ("cxrviewer.ui.inference_runner", "cxrviewer.ui.radiograph_reader", "cxrviewer.ui.errors")
    for name in names:
        monkeypatch.setattr(logging.getLogger(name), "propagate", False)
        logging.getLogger(name).addHandler(collector)
    yield lambda name: [record for record in records if record.name == name]
    for name in names:
        logging.getLogger(name).removeHandler(collector)
