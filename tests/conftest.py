"""What every test gets: its own data folder, no network, no unexpected warning in the log, no thread left behind."""

import gc
import logging
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before anything imports Qt: the tests draw off-screen, and text comes from the fonts in resources/ alone.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The window speaks English, whatever the language of the person who runs the tests.
os.environ.update(LC_ALL="C.UTF-8", LANGUAGE="en")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """The core tests also run where neither Qt nor pytest-qt is installed; its settings mean nothing there."""
    if not pluginmanager.hasplugin("pytest-qt"):
        parser.addini("qt_api", "unused without pytest-qt")
        parser.addini("qt_log_level_fail", "unused without pytest-qt")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the data and the settings of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CXRVIEWER_DATA", str(home / "data"))
    monkeypatch.setenv("CXRVIEWER_CONFIG", str(home / "config"))
    monkeypatch.delenv("CXRVIEWER_MODELS", raising=False)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anything but this machine fails the test."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0] if isinstance(address, tuple) else str(address)
            if host not in ("127.0.0.1", "::1", "localhost"):
                pytest.fail(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture
def expected_warnings() -> list[logging.LogRecord]:
    """A test that asks for this may log warnings; they are in this list at once."""
    return []


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """An unexpected WARNING or worse fails the test."""
    # Asked for before the test, since a fixture that only the test asked for is torn down before this one.
    wanted = request.getfixturevalue("expected_warnings") if "expected_warnings" in request.fixturenames else None
    records: list[logging.LogRecord] = [] if wanted is None else wanted

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(record)

    collector = Collector(logging.WARNING)
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if wanted is None and records:
        pytest.fail("unexpected log: " + "; ".join(record.getMessage() for record in records))


@pytest.fixture(autouse=True)
def _garbage_on_this_thread() -> Iterator[None]:
    """No widget is taken apart on a worker's thread (``cxrviewer/ui/garbage.py``): collected between the tests."""
    gc.disable()
    yield
    counts, thresholds = gc.get_count(), gc.get_threshold()
    if counts[0] > thresholds[0]:
        gc.collect(2 if counts[2] > thresholds[2] else 1)


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """A thread that outlives its test fails it."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        # torch and tqdm keep a pool or a monitor of their own for the life of the process.
        if thread.daemon or not thread.is_alive():
            continue
        thread.join(timeout=5)
        assert not thread.is_alive(), f"thread left behind: {thread.name}"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the reference data (``data/``, ``oracle/``) that the repository may not hold."""
    named = os.environ.get("CXRVIEWER_TEST_DATA")
    if not named:
        pytest.skip("CXRVIEWER_TEST_DATA does not name the reference data")
    folder = Path(named).resolve()
    assert (folder / "oracle").is_dir(), f"{folder} holds no reference data"
    return folder
