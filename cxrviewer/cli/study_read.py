"""``cxrviewer study read``: opens the window for one reader. Knows the arguments; the window is ``app``'s work."""

import argparse

from cxrviewer.cli.view import require_libraries
from cxrviewer.errors import CxrViewerError
from cxrviewer.system_libraries import has_display


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who reads; STUDY is declared for every verb."""
    parser.add_argument("--reader", metavar="NAME", help="who reads; without it the window asks")


def run(arguments: argparse.Namespace) -> int:
    """Stay until the window is closed."""
    if not has_display():
        raise CxrViewerError("there is no display to open a window on; read the study on a computer with a screen")
    require_libraries(on_screen=True)
    from cxrviewer import app

    return app.read_study(arguments.study, arguments.reader)
