"""``cxrviewer [PATH...]``: opens the viewer. Knows the arguments; the window is ``app``'s work."""

import argparse
from pathlib import Path

from cxrviewer.errors import CxrViewerError
from cxrviewer.system_libraries import DISPLAY, DRAWING, has_display, install_command, missing_libraries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PATH... and the model."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a radiograph, or a folder of them")
    parser.add_argument("--model", metavar="NAME_OR_DIR", help="a checkpoint, in place of the settings' one")


def run(arguments: argparse.Namespace) -> int:
    """Stay until the window is closed."""
    if not has_display():
        raise CxrViewerError(
            "there is no display to open a window on; use `cxrviewer draft PATH` here, or "
            "`cxrviewer demo --screenshot out.png` for a picture"
        )
    require_libraries(on_screen=True)
    from cxrviewer import app

    return app.run([path.absolute() for path in arguments.paths], checkpoint=arguments.model)


def require_libraries(*, on_screen: bool) -> None:
    """Raises CxrViewerError where Qt would not start: it ends the program without a word that helps."""
    missing = missing_libraries((*DRAWING, *DISPLAY) if on_screen else DRAWING)
    if missing:
        raise CxrViewerError(f"system libraries of the window are missing; install them: {install_command(missing)}")
