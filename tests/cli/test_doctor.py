import json
import os
import sys
from pathlib import Path

import pytest

from cxrviewer import paths, system_libraries
from cxrviewer.cli import checkup
from cxrviewer.cli.finding import Finding, Status
from cxrviewer.cli.main import main
from cxrviewer.store.schema import VERSION
from cxrviewer.store.store import Store


@pytest.fixture(autouse=True)
def _no_torch_import(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real one takes seconds; what is said of its findings is tested with a stand-in."""
    monkeypatch.setitem(sys.modules, "torch", None)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch):
    def use(*findings: Finding) -> None:
        monkeypatch.setattr("cxrviewer.cli.doctor.CHECKS", (lambda: iter(findings),))

    return use


FINE = Finding("memory", Status.OK, "25 GB", figures={"total_bytes": 25})
NOTED = Finding("GPU", Status.NOTE, "none", "none is needed")
LACKING = Finding("libraries", Status.LACKS, "missing: libEGL.so.1", "sudo apt-get install libegl1")


def test_lines_are_aligned_and_say_what_to_do(only, capsys: pytest.CaptureFixture[str]) -> None:
    only(FINE, NOTED, LACKING)
    assert main(["doctor"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "memory     ok     25 GB",
        "GPU        note   none",
        "                  -> none is needed",
        "libraries  lacks  missing: libEGL.so.1",
        "                  -> sudo apt-get install libegl1",
        "",
        "1 essential thing(s) lacking.",
    ]


def test_a_note_alone_is_no_failure(only, capsys: pytest.CaptureFixture[str]) -> None:
    only(FINE, NOTED)
    assert main(["doctor"]) == 0
    assert "Nothing essential is lacking." in capsys.readouterr().out


def test_quiet_says_only_what_is_lacking(only, capsys: pytest.CaptureFixture[str]) -> None:
    only(FINE, LACKING)
    assert main(["doctor", "--quiet"]) == 1
    out = capsys.readouterr().out
    assert "memory" not in out
    assert "libegl1" in out
    only(FINE)
    assert main(["doctor", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_json_is_one_object(only, capsys: pytest.CaptureFixture[str]) -> None:
    only(FINE, LACKING)
    assert main(["doctor", "--json"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    said = json.loads(line)
    assert said["ok"] is False
    assert said["findings"][0] == {"name": "memory", "status": "ok", "found": "25 GB", "advice": "", "total_bytes": 25}


def test_the_real_checks_make_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--json"])
    said = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)["findings"]}
    expected = {"cxrviewer", "Python", "packages", "processor", "memory", "GPU", "libraries", "display", "fonts"}
    expected |= {"checkpoints", "runs", "settings", "database", "data folder", "settings folder", "log folder"}
    assert set(said) == expected
    assert said["data folder"]["folder"] == str(paths.data_folder())
    assert said["GPU"]["found"] == "not known: torch is not installed"
    assert not paths.data_folder().exists()
    assert not paths.config_folder().exists()


def test_a_missing_package_is_a_finding_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def check():
        import a_package_that_is_nowhere

        yield a_package_that_is_nowhere

    (finding,) = checkup._guarded("database", check)()
    assert finding.status is Status.LACKS
    assert "a_package_that_is_nowhere is not installed" in finding.found


def one(check) -> Finding:
    (finding,) = check()
    return finding


def test_the_database_is_looked_at_not_made() -> None:
    folder = paths.data_folder()
    assert one(checkup.database).status is Status.OK
    assert not folder.exists()
    with Store.open(folder):
        assert "in use" in one(checkup.database).found
        assert one(checkup.database).status is Status.OK
    assert f"version {VERSION}, sound" in one(checkup.database).found
    (folder / "cxrviewer.sqlite").write_bytes(b"spoilt" * 1000)
    finding = one(checkup.database)
    assert finding.status is Status.LACKS
    assert finding.advice == "move it away or restore a backup"


def test_a_bad_settings_file_is_found() -> None:
    assert one(checkup.settings).status is Status.OK
    paths.config_folder().mkdir()
    (paths.config_folder() / "settings.toml").write_text("[window]\ntext_size = 'big'\n")
    finding = one(checkup.settings)
    assert finding.status is Status.LACKS
    assert "window.text_size" in finding.found
    assert finding.advice == "correct it or remove the line"


@pytest.mark.skipif(sys.platform != "linux", reason="Qt brings its own libraries elsewhere")
@pytest.mark.parametrize(
    ("missing", "display", "status"),
    [
        ("libEGL.so.1", "", Status.LACKS),
        ("libxcb-cursor.so.0", "", Status.NOTE),
        ("libxcb-cursor.so.0", ":0", Status.LACKS),
    ],
)
def test_missing_libraries_come_with_the_line_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, missing: str, display: str, status: Status
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setattr(
        system_libraries,
        "missing_libraries",
        lambda wanted: tuple(library for library in wanted if library.file == missing),
    )
    libraries = next(finding for finding in checkup.display() if finding.name == "libraries")
    assert libraries.status is status
    assert missing in libraries.found
    assert libraries.advice.startswith("sudo apt-get install lib")


def test_no_checkpoint_is_essential(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "bundled_checkpoints", lambda: tmp_path)
    finding = one(checkup.checkpoints)
    assert finding.status is Status.LACKS
    assert str(paths.data_folder() / "models") in finding.advice


def test_memory_is_read_where_the_kernel_tells_it(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal:       16000 kB\nMemFree: 1 kB\nMemAvailable:    8000 kB\nHugePages_Total:  0\n")
    assert checkup.memory_bytes(meminfo) == (16000 * 1024, 8000 * 1024)


@pytest.mark.parametrize(("available", "status"), [(1e9, Status.NOTE), (8e9, Status.NOTE), (20e9, Status.OK)])
def test_memory_is_judged_by_what_is_available(
    monkeypatch: pytest.MonkeyPatch, available: float, status: Status
) -> None:
    monkeypatch.setattr(checkup, "memory_bytes", lambda: (32e9, available))
    memory = list(checkup.processor_and_memory())[1]
    assert memory.status is status
    assert bool(memory.advice) == (status is Status.NOTE)


def test_a_folder_that_cannot_be_written_is_essential(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup.os, "access", lambda *_: False)
    assert {finding.status for finding in checkup.folders()} == {Status.LACKS}


def test_a_file_in_a_folders_place_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CXRVIEWER_DATA", os.fspath(tmp_path / "file"))
    data = next(finding for finding in checkup.folders() if finding.name == "data folder")
    assert data.status is Status.LACKS
