"""What ``doctor`` looks at, one function a subject; knows the rooms only inside these functions.

Each imports what it needs by itself, so that a missing package is one finding and not the end of the command.
"""

import importlib
import importlib.metadata
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from cxrviewer import __version__, paths, system_libraries
from cxrviewer.cli.finding import Finding, Status
from cxrviewer.cli.running_checkup import running
from cxrviewer.errors import SettingsError, StoreError
from cxrviewer.settings import load_settings

_GB = 1e9
_PUBLISHED_MODEL_BYTES = 15e9  # 7 billion parameters in bfloat16, with room to work
_DEMO_BYTES = 2e9
_PACKAGES = (
    ("numpy", "numpy"),
    ("pillow", "Pillow"),
    ("pydicom", "pydicom"),
    ("PySide6-Essentials", "PySide6"),
    ("SQLAlchemy", "SQLAlchemy"),
    ("torch", "torch"),
    ("transformers", "transformers"),
)


def program() -> Iterator[Finding]:
    """This program, the Python that runs it and the packages it stands on."""
    system = f"{platform.system()} {platform.machine()}"
    yield Finding("cxrviewer", Status.OK, __version__, figures={"version": __version__})
    yield Finding(
        "Python",
        Status.OK,
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {system}",
        figures={"version": platform.python_version(), "sqlite": sqlite3.sqlite_version, "system": system},
    )
    versions = {shown: _version(package) for package, shown in _PACKAGES}
    missing = [shown for shown, version in versions.items() if version is None]
    found = ", ".join(f"{shown} {version or 'not installed'}" for shown, version in versions.items())
    if missing:
        advice = "install the program again: its own installation brings them"
        yield Finding("packages", Status.LACKS, found, advice, versions)
    else:
        yield Finding("packages", Status.OK, found, figures=versions)


def processor_and_memory() -> Iterator[Finding]:
    """How many cores this process may use, and how much memory there is."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    yield Finding("processor", Status.OK, f"{cores} core(s)", figures={"cores": cores})
    total, available = memory_bytes()
    figures = {"total_bytes": total, "available_bytes": available}
    if total is None:
        yield Finding("memory", Status.NOTE, "unknown on this system", figures=figures)
        return
    free = total if available is None else available
    words = f"{total / _GB:.1f} GB, {free / _GB:.1f} GB available"
    if free < _DEMO_BYTES:
        yield Finding("memory", Status.NOTE, words, "close other programs before a report is drafted", figures)
    elif free < _PUBLISHED_MODEL_BYTES:
        advice = "enough for the demo checkpoint; the published one needs about 15 GB available"
        yield Finding("memory", Status.NOTE, words, advice, figures)
    else:
        yield Finding("memory", Status.OK, words, figures=figures)


def gpu() -> Iterator[Finding]:
    """What torch can compute on beside the processor."""
    try:
        torch = importlib.import_module("torch")
    except (ImportError, OSError):  # OSError: a library that torch loads is missing
        yield Finding("GPU", Status.NOTE, "not known: torch is not installed", figures={"device": None})
        return
    if torch.cuda.is_available():
        memory = torch.cuda.get_device_properties(0).total_memory
        words = f"{torch.cuda.get_device_name(0)}, {memory / _GB:.1f} GB"
        yield Finding("GPU", Status.OK, words, figures={"device": "cuda", "memory_bytes": memory})
    elif torch.backends.mps.is_available():
        yield Finding("GPU", Status.OK, "Apple (mps)", figures={"device": "mps"})
    else:
        advice = "none is needed; the published model writes slowly without one"
        yield Finding("GPU", Status.NOTE, "none", advice, {"device": None})


def display() -> Iterator[Finding]:
    """The system's libraries that the window needs, a display, and letters for Korean."""
    has_display = system_libraries.has_display()
    drawing = system_libraries.missing_libraries(system_libraries.DRAWING)
    window = system_libraries.missing_libraries(system_libraries.DISPLAY)
    missing = (*drawing, *window)
    figures = {"missing": [library.file for library in missing]}
    if missing:
        # Without a display only drawing off-screen is possible, which does without the window's own libraries.
        status = Status.LACKS if drawing or has_display else Status.NOTE
        words = f"missing: {', '.join(library.file for library in missing)}"
        yield Finding("libraries", status, words, system_libraries.install_command(missing), figures)
    else:
        yield Finding("libraries", Status.OK, "all that the window needs", figures=figures)
    if has_display:
        yield Finding("display", Status.OK, "yes")
    else:
        advice = "`cxrviewer demo --screenshot PNG` draws the window off-screen"
        yield Finding("display", Status.NOTE, "none", advice)
    fonts = sorted(file.name for file in (paths.resources() / "fonts").glob("*.ttf"))
    if fonts:
        yield Finding("fonts", Status.OK, f"Korean, with the program ({', '.join(fonts)})")
    else:
        yield Finding("fonts", Status.NOTE, "none with the program", "install the program again to see Korean text")


def checkpoints() -> Iterator[Finding]:
    """The checkpoints that can be used."""
    from cxrviewer.inference.checkpoint import find_checkpoints
    from cxrviewer.inference.known_checkpoints import network_words

    found = find_checkpoints()
    networks = [network_words(checkpoint) for checkpoint in found]
    named = [
        f"{checkpoint.name} ({'demo; ' if checkpoint.is_demo else ''}{network})"
        for checkpoint, network in zip(found, networks, strict=True)
    ]
    figures = {"checkpoints": [str(checkpoint.folder) for checkpoint in found], "networks": networks}
    if found:
        yield Finding("checkpoints", Status.OK, "; ".join(named), figures=figures)
    else:
        advice = "films can be viewed but no report drafted; `cxrviewer model add DIR`, or put its folder into " + str(
            paths.data_folder() / "models"
        )
        yield Finding("checkpoints", Status.LACKS, "none", advice, figures)


def settings() -> Iterator[Finding]:
    """Whether the settings file can be used."""
    file = paths.config_folder() / "settings.toml"
    try:
        load_settings(file)
    except SettingsError as error:
        yield Finding("settings", Status.LACKS, *_split(str(error)))
    else:
        yield Finding("settings", Status.OK, str(file) if file.exists() else "the defaults (no file yet)")


def database() -> Iterator[Finding]:
    """Whether the database is sound and of a version that this program knows. Nothing is made or changed."""
    from cxrviewer.store.inspection import inspect_database
    from cxrviewer.store.schema import VERSION

    try:
        found = inspect_database(paths.data_folder())
    except StoreError as error:
        yield Finding("database", Status.LACKS, *_split(str(error)))
        return
    if found is None:
        yield Finding("database", Status.OK, "none yet; made when the viewer is first opened")
    elif found.version is None:
        yield Finding("database", Status.OK, f"{found.file}, in use by an open cxrviewer")
    elif found.version > VERSION:
        words = f"{found.file}, version {found.version}; this program knows {VERSION}"
        yield Finding("database", Status.LACKS, words, "install the newer program again", {"version": found.version})
    else:
        words = f"{found.file}, version {found.version}, sound"
        yield Finding("database", Status.OK, words, figures={"version": found.version})


def folders() -> Iterator[Finding]:
    """Whether the user's folders can be written, and how much room there is."""
    for name, folder in (
        ("data folder", paths.data_folder()),
        ("settings folder", paths.config_folder()),
        ("log folder", paths.log_folder()),
    ):
        existing = _existing(folder)
        free = shutil.disk_usage(existing).free
        words = f"{folder}, {free / _GB:.1f} GB free"
        figures = {"folder": str(folder), "free_bytes": free}
        if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
            yield Finding(name, Status.LACKS, f"{folder} cannot be written", f"make {existing} writable", figures)
        elif free < 1e8:
            yield Finding(name, Status.LACKS, words, "free some space; reports and ratings may not be saved", figures)
        else:
            yield Finding(name, Status.OK, words, figures=figures)


def memory_bytes(meminfo: Path = Path("/proc/meminfo")) -> tuple[int | None, int | None]:
    """Total and available memory; None for what this system does not tell."""
    try:
        lines = meminfo.read_text(encoding="ascii").splitlines()
        values = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith("kB")}
        return values.get("MemTotal"), values.get("MemAvailable")
    except OSError:
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), None
    except (AttributeError, ValueError, OSError):
        return None, None


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _split(message: str) -> tuple[str, str]:
    """An error's sentence as what is wrong and what to do."""
    wrong, _, advice = message.rpartition("; ")
    return (wrong, advice) if wrong else (advice, "")


def _guarded(name: str, check: Callable[[], Iterator[Finding]]) -> Callable[[], Iterator[Finding]]:
    def guarded() -> Iterator[Finding]:
        try:
            yield from check()
        except ImportError as error:
            words = f"cannot be looked at: {error.name or 'a package'} is not installed"
            yield Finding(name, Status.LACKS, words, "install the program again")

    return guarded


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = tuple(
    _guarded(name, check)
    for name, check in (
        ("program", program),
        ("processor", processor_and_memory),
        ("GPU", gpu),
        ("display", display),
        ("checkpoints", checkpoints),
        ("runs", running),
        ("settings", settings),
        ("database", database),
        ("folders", folders),
    )
)
"""All checks, in the order in which they are shown."""
