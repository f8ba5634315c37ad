import logging
import re
from pathlib import Path

from cxrviewer import logs


def test_a_line_has_utc_time_level_module_and_message(tmp_path: Path) -> None:
    undo = logs.configure(tmp_path / "logs")
    logging.getLogger("cxrviewer.example").info("opened %s in %.1f s", "film", 0.25)
    logging.getLogger("cxrviewer.example").debug("too fine")
    undo()
    (line,) = (tmp_path / "logs" / "cxrviewer.log").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO cxrviewer\.example: opened film in 0\.2 s", line)


def test_the_time_is_utc(tmp_path: Path) -> None:
    undo = logs.configure(tmp_path)
    record = logging.LogRecord("cxrviewer", logging.INFO, __file__, 1, "now", None, None)
    record.created, record.msecs = 0.0, 7.0
    logging.getLogger().handle(record)
    undo()
    assert (tmp_path / "cxrviewer.log").read_text() == "1970-01-01T00:00:00.007Z INFO cxrviewer: now\n"


def test_undoing_leaves_logging_as_it_was(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    undo = logs.configure(tmp_path, level=logging.DEBUG)
    assert root.level == logging.DEBUG
    undo()
    assert (root.level, list(root.handlers)) == before


def test_five_files_of_a_megabyte_are_kept(tmp_path: Path) -> None:
    undo = logs.configure(tmp_path)
    for _ in range(70):
        logging.getLogger("cxrviewer").info("x" * 100_000)
    undo()
    files = list(tmp_path.iterdir())
    assert len(files) == 5
    assert all(file.stat().st_size <= 1_000_000 for file in files)


def test_a_folder_that_cannot_be_one_does_not_stop_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    undo = logs.configure(tmp_path / "file" / "logs")
    logging.getLogger("cxrviewer").info("lost")
    undo()


def test_half_a_character_does_not_raise(tmp_path: Path) -> None:
    undo = logs.configure(tmp_path)
    logging.getLogger("cxrviewer").info("half \ud800")
    undo()
    assert "half ?" in (tmp_path / "cxrviewer.log").read_text()
