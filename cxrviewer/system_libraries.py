"""Which of the system's libraries Qt needs on Linux and which are missing; knows their Debian packages.

Knows nothing of Qt itself and imports nothing but the standard library, so that ``python -m
cxrviewer.system_libraries`` works right after, or before, the program's packages are installed.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SystemLibrary:
    """A library as the loader knows it, and the Debian package that holds it."""

    file: str
    package: str


# What `ldd` names for PySide6 6.12's libQt6Gui and libqoffscreen, beyond what every Debian has.
DRAWING = (
    SystemLibrary("libEGL.so.1", "libegl1"),
    SystemLibrary("libGL.so.1", "libgl1"),
    SystemLibrary("libX11.so.6", "libx11-6"),
    SystemLibrary("libdbus-1.so.3", "libdbus-1-3"),
    SystemLibrary("libfontconfig.so.1", "libfontconfig1"),
    SystemLibrary("libfreetype.so.6", "libfreetype6"),
    SystemLibrary("libglib-2.0.so.0", "libglib2.0-0"),
    SystemLibrary("libgthread-2.0.so.0", "libglib2.0-0"),
    SystemLibrary("libxkbcommon.so.0", "libxkbcommon0"),
)
"""Needed to draw at all, on a display or off-screen."""

# What `ldd` names for libqxcb beyond those above.
DISPLAY = (
    SystemLibrary("libX11-xcb.so.1", "libx11-xcb1"),
    SystemLibrary("libxcb.so.1", "libxcb1"),
    SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0"),
    SystemLibrary("libxcb-icccm.so.4", "libxcb-icccm4"),
    SystemLibrary("libxcb-image.so.0", "libxcb-image0"),
    SystemLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    SystemLibrary("libxcb-randr.so.0", "libxcb-randr0"),
    SystemLibrary("libxcb-render.so.0", "libxcb-render0"),
    SystemLibrary("libxcb-render-util.so.0", "libxcb-render-util0"),
    SystemLibrary("libxcb-shape.so.0", "libxcb-shape0"),
    SystemLibrary("libxcb-shm.so.0", "libxcb-shm0"),
    SystemLibrary("libxcb-sync.so.1", "libxcb-sync1"),
    SystemLibrary("libxcb-util.so.1", "libxcb-util1"),
    SystemLibrary("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    SystemLibrary("libxcb-xkb.so.1", "libxcb-xkb1"),
    SystemLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
)
"""Needed beside those to open a window on an X11 display (also under Wayland, through Xwayland)."""


def missing_libraries(
    wanted: Iterable[SystemLibrary], load: Callable[[str], object] = ctypes.CDLL
) -> tuple[SystemLibrary, ...]:
    """Those that the loader does not find; none on other systems than Linux, whose Qt brings its own."""
    if sys.platform != "linux":
        return ()
    missing = []
    for library in wanted:
        try:
            load(library.file)
        except OSError:
            missing.append(library)
    return tuple(missing)


def install_command(missing: Sequence[SystemLibrary]) -> str:
    """The one line that installs them on Debian and Ubuntu."""
    return f"sudo apt-get install {' '.join(sorted({library.package for library in missing}))}"


def has_display() -> bool:
    """Whether a window can be opened here, as far as the environment tells."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> int:
    """Say in one line what is missing, if anything is; 1 if the program cannot draw here without it."""
    drawing, window = missing_libraries(DRAWING), missing_libraries(DISPLAY)
    missing = (*drawing, *window)
    if not missing:
        sys.stdout.write("System libraries: all that the window needs are here.\n")
        return 0
    sys.stdout.write(f"System libraries are missing; the window needs: {install_command(missing)}\n")
    # Without a display the program draws off-screen, which does without the window's own libraries.
    return 1 if drawing or has_display() else 0


if __name__ == "__main__":
    sys.exit(main())
