"""``cxrviewer demo``: the viewer on the bundled films with the bundled checkpoint, on the screen or as a picture.

Knows the arguments and what is printed; the window is ``app``'s work.
"""

import argparse
import os
import re
from pathlib import Path

from cxrviewer.cli.output import complain, say
from cxrviewer.cli.view import require_libraries
from cxrviewer.errors import CxrViewerError
from cxrviewer.reporting import prompts
from cxrviewer.system_libraries import has_display

_CHECKPOINT = "demo"
_PICTURE = Path("cxrviewer-demo.png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to take a picture, and how large."""
    parser.add_argument(
        "--screenshot",
        type=Path,
        metavar="PNG",
        help=f"draw off-screen, wait for the draft, save a picture of the window and print the report "
        f"(also where there is no display; then {_PICTURE} by default)",
    )
    parser.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="WIDTHxHEIGHT", help="of the picture (default: 1280x800)"
    )
    parser.add_argument(
        "--study",
        action="store_true",
        help="instead: a small reader study, open at its third report (made at first use)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Draft the first bundled film by itself; off-screen, print the report and end."""
    if arguments.study:
        from cxrviewer.cli import demo_study

        return demo_study.run(_CHECKPOINT)
    picture: Path | None = arguments.screenshot
    if picture is None and not has_display():
        picture = _PICTURE
    if picture is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    require_libraries(on_screen=picture is None)

    from cxrviewer import app
    from cxrviewer.ui.demonstration import Demonstration
    from cxrviewer.ui.main_window import MainWindow

    films = app.demo_films()
    if not films.is_dir():
        raise CxrViewerError(f"{films}: the demo films are not there; install cxrviewer again")
    played: list[Demonstration] = []

    def play(window: MainWindow) -> None:
        question = "" if picture is None else prompts.FOLLOW_UPS["Differential"]
        played.append(Demonstration(window, question=question, picture=picture))
        if picture is not None:
            window.resize(*arguments.size)
            played[0].done.connect(window.close)

    status = app.run([films], checkpoint=_CHECKPOINT, keep_layout=picture is None, with_window=play)
    if picture is None:
        return status
    demonstration = played[0]
    if demonstration.error is not None:
        raise demonstration.error
    if demonstration.draft is None:
        raise CxrViewerError("no draft was written; start the demo again")
    say(demonstration.draft.text)
    complain(f"picture: {picture}")
    return status


def _size(words: str) -> tuple[int, int]:
    matched = re.fullmatch(r"(\d{3,5})x(\d{3,5})", words)
    if matched is None:
        raise argparse.ArgumentTypeError(f"{words} is not a size; write it like 1920x1080")
    return int(matched[1]), int(matched[2])
