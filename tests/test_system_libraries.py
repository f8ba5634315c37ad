import subprocess
import sys
from pathlib import Path

import pytest

from cxrviewer import system_libraries
from cxrviewer.system_libraries import DISPLAY, DRAWING, install_command, main, missing_libraries

MODULE = Path(system_libraries.__file__)
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Qt brings its own libraries elsewhere")


def without(monkeypatch: pytest.MonkeyPatch, *files: str) -> None:
    def find(wanted):
        return tuple(library for library in wanted if library.file in files)

    monkeypatch.setattr(system_libraries, "missing_libraries", find)


def test_what_does_not_load_is_missing() -> None:
    def load(file: str) -> None:
        if file in ("libEGL.so.1", "libxcb-cursor.so.0"):
            raise OSError(file)

    missing = missing_libraries((*DRAWING, *DISPLAY), load)
    assert [library.package for library in missing] == ["libegl1", "libxcb-cursor0"]


def test_the_loader_is_really_asked() -> None:
    nowhere = system_libraries.SystemLibrary("libnowhere-at-all.so.7", "nowhere")
    here = system_libraries.SystemLibrary("libc.so.6", "libc6")
    assert missing_libraries((nowhere, here)) == (nowhere,)


def test_one_line_installs_each_package_once() -> None:
    glib = [library for library in DRAWING if library.package == "libglib2.0-0"]
    assert len(glib) == 2
    assert install_command(glib) == "sudo apt-get install libglib2.0-0"


@pytest.mark.parametrize(
    ("missing", "display", "status"),
    [("libEGL.so.1", "", 1), ("libEGL.so.1", ":0", 1), ("libxcb-cursor.so.0", "", 0), ("libxcb-cursor.so.0", ":0", 1)],
)
def test_it_fails_only_where_nothing_can_be_drawn(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str, display: str, status: int
) -> None:
    without(monkeypatch, missing)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert main() == status
    (line,) = capsys.readouterr().out.splitlines()
    assert "sudo apt-get install lib" in line


def test_it_needs_nothing_but_the_standard_library() -> None:
    """As a file and isolated from every installed package, as a Makefile runs it."""
    done = subprocess.run([sys.executable, "-I", "-S", str(MODULE)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.startswith("System libraries")


def test_the_lists_name_what_the_installed_qt_links() -> None:
    """Whatever `ldd` of the installed Qt does not find must be in the lists, or nobody would be told of it."""
    pyside = pytest.importorskip("PySide6")
    qt = Path(pyside.__file__).parent / "Qt"
    listed = {library.file for library in (*DRAWING, *DISPLAY)}
    linked = set()
    for file in ("lib/libQt6Gui.so.6", "plugins/platforms/libqxcb.so", "lib/libQt6XcbQpa.so.6"):
        out = subprocess.run(["readelf", "-d", str(qt / file)], capture_output=True, text=True, check=False).stdout
        linked |= {line.split("[")[1].rstrip("]") for line in out.splitlines() if "(NEEDED)" in line}
    if not linked:
        pytest.skip("no readelf here")
    base = {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "libz.so.1"}
    qts_own = {name for name in linked if name.startswith(("libQt6", "libicu", "ld-linux"))}
    assert linked - qts_own - base <= listed
