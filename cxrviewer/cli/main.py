"""``cxrviewer``: finds the command and runs it; knows of each command only its module.

A command's module is imported only when that command is asked for, so that none pays for another's imports.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import NoReturn, Protocol, cast

from cxrviewer import __version__
from cxrviewer.cli.output import complain
from cxrviewer.errors import CxrViewerError

COMMANDS = {
    "view": "open the viewer on files or folders (also without the word: cxrviewer PATH)",
    "demo": "open the viewer on the bundled cases with the bundled demo checkpoint",
    "draft": "draft a report for each radiograph",
    "label": "CheXpert's 14 labels for the reports of a CSV file",
    "model": "the checkpoints known: list, show, add, fetch, verify, remove, choose",
    "render": "write what the viewer would show as 8-bit PNG",
    "phantom": "write synthetic chest radiographs and their truth",
    "train": "train the demo checkpoint, or a checkpoint on your own data",
    "study": "a reader study, from manifest to statistics",
    "bench": "the program's own measurements",
    "doctor": "what this machine has, and what to do about what it lacks",
}

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


class Command(Protocol):
    """What the module of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words and words[0] in ("-h", "--help"):
        sys.stdout.write(_help())
        return 0
    if words and words[0] == "--version":
        sys.stdout.write(f"cxrviewer {__version__}\n")
        return 0
    # Anything that is not a command is a path for the viewer; `./draft` opens a file called draft.
    name = words.pop(0) if words and words[0] in COMMANDS else "view"
    command = cast("Command", importlib.import_module(f"cxrviewer.cli.{name}"))
    parser = argparse.ArgumentParser(prog=f"cxrviewer {name}", description=_sentence(COMMANDS[name]))
    command.add_arguments(parser)
    arguments = parser.parse_args(words)
    try:
        return command.run(arguments)
    except CxrViewerError as error:
        complain(str(error))
        return EXIT_FAILED
    except MemoryError:
        complain("too little memory is free; close other programs, or use a smaller model")
        return EXIT_FAILED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); there is nobody left to tell.
        sys.stderr.close()
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def entry_point() -> NoReturn:
    """The installed ``cxrviewer`` program."""
    sys.exit(main())


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = [
        "usage: cxrviewer [PATH ...]",
        "       cxrviewer COMMAND [ARGUMENT ...]",
        "",
        "Chest radiographs with a draft report beside them, on this machine alone.",
        "",
        *(f"  {name:<{width}}  {text}" for name, text in COMMANDS.items()),
        "",
        "cxrviewer COMMAND --help says more. Research use only; not a medical device.",
    ]
    return "\n".join(lines) + "\n"
