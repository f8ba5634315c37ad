"""``cxrviewer phantom``: writes synthetic chest radiographs and their truth; the drawing is ``phantom``'s work."""

import argparse
from pathlib import Path

from cxrviewer.cli.output import Progress, complain, say
from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.exposure import FULL_SIZE
from cxrviewer.phantom.writing import write_cases, write_phantoms

SMALLEST, LARGEST = 64, 4096


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """OUT --count N --seed S [--format dicom|png] [--masks] [--size PX] [--cases SEED:INDEX,...]."""
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the films and truth.csv")
    parser.add_argument("--count", type=int, default=10, metavar="N", help="how many (default 10)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="S", help="the same seed gives the same films (default 0)"
    )
    parser.add_argument(
        "--format", choices=("dicom", "png"), default="dicom", help="DICOM DX of 10 to 14 bits, or 16-bit PNG"
    )
    parser.add_argument("--masks", action="store_true", help="also write where each finding shows, in OUT/masks")
    parser.add_argument(
        "--hard", action="store_true", help="keep findings that the film hides, and label them all the same"
    )
    parser.add_argument(
        "--size", type=int, default=FULL_SIZE, metavar="PX", help=f"side in pixels (default {FULL_SIZE})"
    )
    parser.add_argument(
        "--cases",
        type=_cases,
        metavar="SEED:INDEX,...",
        help="these phantoms as case_1.dcm, ...; --count does not count",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write them; 2 for arguments that make no film, 1 where the folder cannot be written."""
    if arguments.count < 0 or arguments.seed < 0 or not SMALLEST <= arguments.size <= LARGEST:
        complain(f"--count and --seed must not be negative, and --size must be from {SMALLEST} to {LARGEST}")
        return 2
    progress = Progress()

    def done(made: int, of: int) -> None:
        progress.step("phantoms", made, of)

    try:
        if arguments.cases:
            write_cases(arguments.out, arguments.cases, size=arguments.size, done=done, hard=arguments.hard)
        else:
            phantoms = (draw_phantom(arguments.seed, index, hard=arguments.hard) for index in range(arguments.count))
            png = arguments.format == "png"
            write_phantoms(
                arguments.out, phantoms, arguments.count, png=png, masks=arguments.masks, size=arguments.size, done=done
            )
    except OSError as error:
        complain(f"{arguments.out}: the films cannot be written ({error.strerror}); make room or name another folder")
        return 1
    say(str(arguments.out / "truth.csv"))
    return 0


def _cases(words: str) -> list[tuple[int, int]]:
    try:
        pairs = [tuple(int(number) for number in word.split(":")) for word in words.split(",")]
        return [(seed, index) for seed, index in pairs]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{words} is not a list such as 9001:4,9001:17") from None
