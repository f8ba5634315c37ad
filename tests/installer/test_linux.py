import configparser
import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "installer" / "linux" / "install.py"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a Linux desktop's files")

CHOSEN = b"[Added Associations]\nimage/png=other.desktop;\n\n[Default Applications]\nimage/png=other.desktop\n"


@pytest.fixture(scope="module")
def installer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("linux_install", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["linux_install"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "opt" / "my $programs 100%" / "cxrviewer"
    file.parent.mkdir(parents=True)
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it, on a system that knows no DICOM."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "no system"))
    return home


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(entry.relative_to(folder)): entry.read_bytes() if entry.is_file() else None
        for entry in sorted(folder.rglob("*"))
    }


def read_entry(prefix: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(delimiters="=", strict=True)
    parser.optionxform = str
    parser.read(prefix / "share/applications/cxrviewer.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def started(line: str) -> list[str]:
    """What a desktop starts for an ``Exec`` line: the text unescaped, then the quotes (Desktop Entry Specification)."""
    text = line.replace("\\\\", "\\")
    found = re.fullmatch(r'"((?:[^"`$\\]|\\["`$\\])*)" (%F)', text)
    assert found is not None, line
    return [re.sub(r"\\(.)", r"\1", found[1]).replace("%%", "%"), found[2]]


def test_everything_is_put_in(installer: ModuleType, program: Path, place: Path) -> None:
    prefix = place / ".local"
    installer.install(prefix, program, place / ".config")
    entry = read_entry(prefix)
    assert entry["Type"] == "Application"
    assert entry["TryExec"] == str(program)
    assert started(entry["Exec"]) == [str(program), "%F"]
    assert {"application/dicom", "inode/directory"} <= set(entry["MimeType"].split(";"))
    icon = prefix / "share/icons/hicolor/scalable/apps" / f"{entry['Icon']}.svg"
    assert ET.parse(icon).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert stat.S_IMODE(icon.stat().st_mode) == 0o644
    package = ET.parse(prefix / "share/mime/packages/cxrviewer.xml").getroot()
    name = "{http://www.freedesktop.org/standards/shared-mime-info}"
    assert package[0].get("type") == "application/dicom"
    assert [glob.get("pattern") for glob in package[0].iter(f"{name}glob")] == ["*.dcm"]
    assert (place / ".config/mimeapps.list").read_bytes() == (
        b"[Default Applications]\napplication/dicom=cxrviewer.desktop\n"
    )


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_desktop_entry_is_valid(installer: ModuleType, program: Path, place: Path) -> None:
    installer.install(place, program, None)
    done = subprocess.run(
        ["desktop-file-validate", place / "share/applications/cxrviewer.desktop"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/opt/cxrviewer", '"/opt/cxrviewer"'),
        ("/opt/a b", '"/opt/a b"'),
        ("/opt/$x", '"/opt/\\\\$x"'),
        ('/opt/"x', '"/opt/\\\\"x"'),
        ("/opt/back\\slash", '"/opt/back\\\\\\\\slash"'),
        ("/opt/100%", '"/opt/100%%"'),
    ],
)
def test_the_program_is_quoted_as_the_specification_says(installer: ModuleType, path: str, line: str) -> None:
    assert installer._entry_argument(path) == line


@pytest.mark.parametrize("chosen", [None, CHOSEN, b"", b"[Default Applications]", CHOSEN.replace(b"\n", b"\r\n")])
def test_taking_out_leaves_everything_byte_for_byte(
    installer: ModuleType, program: Path, place: Path, chosen: bytes | None
) -> None:
    if chosen is not None:
        (place / ".config").mkdir()
        (place / ".config/mimeapps.list").write_bytes(chosen)
    before = tree(place)
    installer.install(place / ".local", program, place / ".config")
    assert tree(place) != before
    assert installer.uninstall(place / ".local")
    assert tree(place) == before
    assert not installer.uninstall(place / ".local")


def test_what_others_put_there_stays(installer: ModuleType, program: Path, place: Path) -> None:
    installer.install(place, program, None)
    theirs = [place / "share/applications/theirs.desktop", place / "share/mime/packages/theirs.xml"]
    theirs[0].write_text("[Desktop Entry]\nType=Application\nName=Theirs\nExec=true\n")
    theirs[1].write_text(installer.FILE_TYPE_PACKAGE.replace("dicom", "x-theirs").replace("*.dcm", "*.theirs"))
    installer.uninstall(place)
    assert all(file.exists() for file in theirs)
    assert not any("cxrviewer" in name for name in tree(place))


def test_installing_twice_is_installing_once(installer: ModuleType, program: Path, place: Path) -> None:
    (place / ".config").mkdir()
    (place / ".config/mimeapps.list").write_bytes(CHOSEN)
    before = tree(place)
    installer.install(place / ".local", program, place / ".config")
    once = tree(place)
    installer.install(place / ".local", program, place / ".config")
    assert {name: content for name, content in tree(place).items() if "mime/" not in name} == {
        name: content for name, content in once.items() if "mime/" not in name
    }
    installer.uninstall(place / ".local")
    assert tree(place) == before


def test_choices_made_in_the_meantime_are_kept(installer: ModuleType, program: Path, place: Path) -> None:
    file = place / "mimeapps.list"
    file.write_bytes(CHOSEN)
    installer.install(place / ".local", program, place)
    file.write_bytes(file.read_bytes() + b"image/tiff=third.desktop\n")
    installer.uninstall(place / ".local")
    assert file.read_bytes() == CHOSEN + b"image/tiff=third.desktop\n"


def test_another_program_chosen_for_dicom_stays_chosen(installer: ModuleType, program: Path, place: Path) -> None:
    file = place / "mimeapps.list"
    file.write_bytes(b"[Default Applications]\napplication/dicom = theirs.desktop\n")
    before = file.read_bytes()
    installer.install(place / ".local", program, place)
    assert file.read_bytes() == before


def test_an_added_association_is_no_default(installer: ModuleType) -> None:
    content = b"[Added Associations]\napplication/dicom=theirs.desktop;\n"
    assert installer.with_default(content) == (
        content + b"\n[Default Applications]\napplication/dicom=cxrviewer.desktop\n"
    )


def test_a_file_type_that_the_system_knows_is_not_put_in(
    installer: ModuleType, program: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "system/mime/packages"
    packages.mkdir(parents=True)
    (packages / "freedesktop.org.xml").write_text(installer.FILE_TYPE_PACKAGE)
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "system"))
    installer.install(place, program, None)
    assert not (place / "share/mime").exists()


def test_someone_elses_entry_is_not_overwritten(installer: ModuleType, program: Path, place: Path) -> None:
    icons = place / "share/icons/hicolor/scalable/apps"
    icons.mkdir(parents=True)
    (icons / "cxrviewer.svg").write_text("theirs")
    before = tree(place)
    with pytest.raises(installer.InstallError, match="move it away first"):
        installer.install(place, program, place)
    assert tree(place) == before  # the entry, put in before the icon, is out again


def test_a_program_that_is_none_is_refused(installer: ModuleType, place: Path) -> None:
    with pytest.raises(installer.InstallError, match="--program"):
        installer.install(place, place / "nowhere", None)
    assert tree(place) == {}


def test_as_a_script(program: Path, place: Path) -> None:
    environment = os.environ | {"HOME": str(place)}
    environment.pop("XDG_CONFIG_HOME", None)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", str(SCRIPT), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )

    assert run("install", "--program", str(program)).returncode == 0
    assert (place / ".local/share/applications/cxrviewer.desktop").is_file()
    assert (place / ".config/mimeapps.list").is_file()
    assert run("uninstall").stdout == "Taken out of the menu.\n"
    assert tree(place) == {}
    failed = run("install", "--program", str(place))
    assert failed.returncode == 1
    assert len(failed.stderr.splitlines()) == 1
    system = run("install", "--program", str(program), "--prefix", str(place / "usr"))
    assert system.returncode == 0
    assert not (place / ".config").exists()  # nobody's choices are touched for a whole system
