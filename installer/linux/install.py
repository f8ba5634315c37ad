#!/usr/bin/env python3
"""Puts cxrviewer into a Linux desktop's menu and takes it out again; knows desktop entries, icons and file types.

Knows nothing of how the program itself is installed: it is told where the program is. What was put in is noted
beside it, so that taking it out leaves nothing and gives back ``mimeapps.list`` byte for byte. Standard library
only::

    install.py install [--program PATH] [--prefix FOLDER]
    install.py uninstall [--prefix FOLDER]
"""

import argparse
import base64
import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ICON = ROOT / "resources" / "icons" / "cxrviewer.svg"
ENTRY_NAME = "cxrviewer.desktop"
NOTE = Path("share/cxrviewer-desktop/installed.json")
FILE_TYPE = "application/dicom"

ENTRY = """\
[Desktop Entry]
Type=Application
Version=1.0
Name=cxrviewer
GenericName=Chest Radiograph Viewer
GenericName[ko]=흉부 방사선 영상 뷰어
Comment=View chest radiographs and draft reports on this computer; research use only
Comment[ko]=흉부 방사선 영상을 보고 이 컴퓨터에서 판독문 초안을 작성 (연구용)
TryExec={try_program}
Exec={program} %F
Icon=cxrviewer
Terminal=false
StartupWMClass=cxrviewer
Categories=Science;MedicalSoftware;
MimeType=application/dicom;image/png;image/jpeg;image/tiff;inode/directory;
Keywords=radiograph;X-ray;DICOM;report;
"""

FILE_TYPE_PACKAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/dicom">
    <comment>DICOM image</comment>
    <comment xml:lang="ko">DICOM 그림</comment>
    <magic priority="50"><match type="string" value="DICM" offset="128"/></magic>
    <glob pattern="*.dcm"/>
  </mime-type>
</mime-info>
"""


class InstallError(Exception):
    """What is wrong and what to do, in one sentence."""


@dataclass
class Installed:
    """What was put in, as it is noted for taking it out."""

    files: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    """Made here, the outermost first."""
    associations: dict[str, str | None] | None = None
    """``file``, ``before`` (base64; None where there was none) and ``written`` (SHA-256 of what was left there)."""


def install(prefix: Path, program: Path, config: Path | None) -> None:
    """Put everything in; what an earlier run put in is taken out first.

    ``config`` is the folder of ``mimeapps.list``; None leaves the person's choices of programs alone. Raises
    InstallError; what had been put in by then is taken out again.
    """
    if not (program.is_file() and os.access(program, os.X_OK)):
        raise InstallError(f"{program}: this is not a program; name the installed cxrviewer with --program")
    if set(str(program)) & set("=\n\r"):
        raise InstallError(f"{program}: a desktop entry cannot name this path; install the program elsewhere")
    uninstall(prefix)
    done = Installed()
    try:
        entry = ENTRY.format(try_program=_entry_text(str(program)), program=_entry_argument(str(program)))
        _put(done, prefix / "share/applications" / ENTRY_NAME, entry.encode())
        _put(done, prefix / "share/icons/hicolor/scalable/apps/cxrviewer.svg", ICON.read_bytes())
        if not _file_type_known(prefix):
            _put(done, prefix / "share/mime/packages/cxrviewer.xml", FILE_TYPE_PACKAGE.encode())
        if config is not None:
            _associate(done, config / "mimeapps.list")
        note = prefix / NOTE
        _make_folder(done, note.parent)
        done.files.append(str(note))
        note.write_text(json.dumps(asdict(done), indent=1), encoding="utf-8")
    except BaseException:
        _take_out(done)
        raise
    _refresh(prefix)


def uninstall(prefix: Path) -> bool:
    """Take out what ``install`` put in; whether there was anything. Raises InstallError."""
    note = prefix / NOTE
    try:
        done = Installed(**json.loads(note.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return False
    except (ValueError, TypeError) as error:
        raise InstallError(f"{note}: this note of what was installed is damaged; remove cxrviewer.* by hand") from error
    _take_out(done, prefix)
    return True


def _put(done: Installed, file: Path, content: bytes) -> None:
    if file.exists():
        raise InstallError(f"{file}: there is one already, not put there by this script; move it away first")
    _make_folder(done, file.parent)
    done.files.append(str(file))
    file.write_bytes(content)
    file.chmod(0o644)


def _make_folder(done: Installed, folder: Path) -> None:
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir()
        done.folders.append(str(missing))


def _take_out(done: Installed, prefix: Path | None = None) -> None:
    for name in done.files:
        Path(name).unlink(missing_ok=True)
    if done.associations is not None:
        _restore(done.associations)
    if prefix is not None:
        _refresh(prefix)
        _drop_caches(prefix, set(done.folders))
    for name in reversed(done.folders):
        # Someone else may have put something into it since.
        with contextlib.suppress(OSError):
            Path(name).rmdir()


def _refresh(prefix: Path) -> None:
    """Let the desktop read its folders again, where its tools are installed."""
    for tool, folder in (
        ("update-desktop-database", prefix / "share/applications"),
        ("update-mime-database", prefix / "share/mime"),
    ):
        program = shutil.which(tool)
        if program and folder.is_dir() and (tool != "update-mime-database" or (folder / "packages").is_dir()):
            subprocess.run([program, str(folder)], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _drop_caches(prefix: Path, made: set[str]) -> None:
    """Remove what the desktop's tools generated in folders that were made here and hold nothing else now."""
    applications, mime = prefix / "share/applications", prefix / "share/mime"
    if str(applications) in made and [entry.name for entry in applications.iterdir()] == ["mimeinfo.cache"]:
        (applications / "mimeinfo.cache").unlink()
    if str(mime) in made and not any((mime / "packages").iterdir()):
        shutil.rmtree(mime)


def _file_type_known(prefix: Path) -> bool:
    """Whether the desktop knows what *.dcm is without our package."""
    system = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    folders = [Path(folder) for folder in system.split(":") if folder] + [prefix / "share"]
    packages = (file for folder in folders for file in sorted((folder / "mime/packages").glob("*.xml")))
    return any(f'type="{FILE_TYPE}"'.encode() in file.read_bytes() for file in packages)


def _associate(done: Installed, file: Path) -> None:
    """Open DICOM files with this program, unless the person has chosen another."""
    before = file.read_bytes() if file.exists() else None
    after = with_default(before or b"")
    if after == before:
        return
    _make_folder(done, file.parent)
    done.associations = {
        "file": str(file),
        "before": None if before is None else base64.b64encode(before).decode(),
        "written": hashlib.sha256(after).hexdigest(),
    }
    file.write_bytes(after)


def _restore(noted: dict[str, str | None]) -> None:
    file, before = Path(str(noted["file"])), noted["before"]
    if not file.exists():
        return
    now = file.read_bytes()
    if hashlib.sha256(now).hexdigest() != noted["written"]:
        # The person has chosen programs since: only our own line goes.
        file.write_bytes(b"".join(line for line in now.splitlines(keepends=True) if line.strip() != _LINE))
    elif before is None:
        file.unlink()
    else:
        file.write_bytes(base64.b64decode(before))


_LINE = f"{FILE_TYPE}={ENTRY_NAME}".encode()
_SECTION = b"[Default Applications]"


def with_default(content: bytes) -> bytes:
    """A ``mimeapps.list`` in which DICOM files open with this program; as it was where another is chosen."""
    lines = content.splitlines(keepends=True)
    if any(line.partition(b"=")[0].strip() == FILE_TYPE.encode() for line in _section(lines)):
        return content
    for index, line in enumerate(lines):
        if line.strip() == _SECTION:
            end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
            head = line if line.endswith(b"\n") else line + end
            return b"".join((*lines[:index], head, _LINE + end, *lines[index + 1 :]))
    gap = b"" if not content else b"\n" if content.endswith(b"\n") else b"\n\n"
    return content + gap + _SECTION + b"\n" + _LINE + b"\n"


def _section(lines: Sequence[bytes]) -> Iterator[bytes]:
    inside = False
    for line in lines:
        if line.lstrip().startswith(b"["):
            inside = line.strip() == _SECTION
        elif inside:
            yield line


def _entry_text(text: str) -> str:
    return text.replace("\\", "\\\\")


def _entry_argument(text: str) -> str:
    """Quoted for ``Exec``, then escaped as every text of a desktop entry is (Desktop Entry Specification 1.5)."""
    quoted = "".join(f"\\{character}" if character in '"`$\\' else character for character in text)
    return _entry_text(f'"{quoted}"').replace("%", "%%")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status."""
    parser = argparse.ArgumentParser(description="Put cxrviewer into this desktop's menu, or take it out again.")
    parser.add_argument("action", choices=("install", "uninstall"))
    parser.add_argument("--prefix", type=Path, default=Path.home() / ".local", help="default: ~/.local")
    parser.add_argument("--program", type=Path, help="the installed cxrviewer (default: the one found)")
    parser.add_argument("--config", type=Path, help="folder of mimeapps.list (default: the user's, with ~/.local)")
    arguments = parser.parse_args(argv)
    prefix = arguments.prefix.expanduser().absolute()
    config = arguments.config
    if config is None and prefix == Path.home() / ".local":
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    try:
        if arguments.action == "uninstall":
            found = uninstall(prefix)
            sys.stdout.write("Taken out of the menu.\n" if found else "Nothing was installed here.\n")
        else:
            program = arguments.program or _find_program()
            install(prefix, program.expanduser().absolute(), config)
            sys.stdout.write(f"In the menu now: cxrviewer ({program}).\n")
    except InstallError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}; choose a --prefix that can be written\n")
        return 1
    return 0


def _find_program() -> Path:
    beside = ROOT / ".venv" / "bin" / "cxrviewer"
    found = beside if beside.is_file() else shutil.which("cxrviewer")
    if found is None:
        raise InstallError("cxrviewer: no such program is found; install it or name it with --program")
    return Path(found)


if __name__ == "__main__":
    sys.exit(main())
