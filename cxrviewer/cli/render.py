"""``cxrviewer render``: writes what the viewer would show as 8-bit PNG; the grey scale is ``imaging``'s work."""

import argparse
from pathlib import Path

from cxrviewer.cli.inputs import files_named
from cxrviewer.cli.output import complain, say
from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.display_function import DisplayFunction, from_gamma
from cxrviewer.imaging.grayscale import AUTOMATIC, render
from cxrviewer.imaging.png import downscaled, write_png
from cxrviewer.imaging.presets import BONE, LINES_AND_TUBES, LUNGS, voi_choices
from cxrviewer.imaging.radiograph import Radiograph, Voi, Window
from cxrviewer.imaging.reading import read_radiograph

_GAMMA = 2.2
_BY_WORD = {"auto": AUTOMATIC, "lungs": LUNGS, "bone": BONE, "lines": LINES_AND_TUBES}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PATH... --out DIR [--voi ...] [--overlays] [--gsdf ...] [--max-size PX] [--with-names]."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a radiograph, or a folder of them")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="where the PNG files go")
    parser.add_argument(
        "--voi",
        type=_voi,
        metavar="auto|lungs|bone|lines|N|CENTER,WIDTH",
        help="the automatic window, a preset for chest films, the film's N-th choice (its own windows and VOI LUTs, "
        "then full range, automatic and the presets), or a window in modality values (--voi=-600,1500); without it, "
        "what the viewer opens with",
    )
    parser.add_argument("--overlays", action="store_true", help="draw the film's overlays in white, as the viewer does")
    parser.add_argument(
        "--gsdf",
        type=_display,
        metavar="DARKEST,BRIGHTEST[,AMBIENT]",
        help="drive a display of gamma 2.2 with these luminances in cd/m2 by DICOM's Grayscale Standard Display "
        "Function; without it the PNG holds P-values, for a display that follows the function by itself",
    )
    parser.add_argument("--max-size", type=_pixels, metavar="PX", help="longest side, by averaging areas; else 1:1")
    parser.add_argument(
        "--with-names", action="store_true", help="name each PNG as its source, which may identify the patient"
    )


def run(arguments: argparse.Namespace) -> int:
    """Render every film; 1 if one of them failed."""
    out: Path = arguments.out
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        complain(f"{out}: the folder cannot be made; name another with --out")
        return 1
    failed = False
    taken: set[str] = set()
    for number, path in enumerate(files_named(arguments.paths), start=1):
        # Numbered by their place among the inputs, so that a failure does not move the names of the others.
        stem = _free_name(path.stem, taken) if arguments.with_names else f"radiograph_{number:04d}"
        target = out / f"{stem}.png"
        try:
            film = read_radiograph(path)
            voi = _chosen(film, arguments.voi)
            grey = render(film, voi, shutter=True, overlays=arguments.overlays, display=arguments.gsdf)
            write_png(downscaled(grey, arguments.max_size) if arguments.max_size else grey, target)
        except CxrViewerError as error:
            complain(f"{path}: {error}")
            failed = True
        except OSError:
            complain(f"{path}: {target} cannot be written; make room there or name another folder with --out")
            failed = True
        else:
            for warning in film.warnings:
                complain(f"{path}: warning: {warning}")
            say(str(target))
    return 1 if failed else 0


def _voi(words: str) -> Window | int | str:
    """The value of --voi: the name of a choice, a number from 1, or a window."""
    if words in _BY_WORD:
        return _BY_WORD[words]
    try:
        if "," in words:
            center, width = (float(word) for word in words.split(","))
            return Window(center, width)
        number = int(words)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(
            f"{words} is neither {', '.join(_BY_WORD)}, nor a number from 1, "
            "nor CENTER,WIDTH with a width of at least 1"
        )
    return number


def _display(words: str) -> DisplayFunction:
    try:
        given = tuple(float(word) for word in words.split(","))
        darkest, brightest, ambient = given if len(given) == 3 else (*given, 0.0)
        return from_gamma(darkest=darkest, brightest=brightest, gamma=_GAMMA, ambient=ambient)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{words} is no display: two luminances in cd/m2 from 0.05 to 3990, the darker first, and perhaps the "
            "room's light"
        ) from error


def _pixels(words: str) -> int:
    if not words.isdecimal() or int(words) < 1:
        raise argparse.ArgumentTypeError(f"{words} is not a number of pixels")
    return int(words)


def _chosen(film: Radiograph, asked: Window | int | str | None) -> Voi | None:
    if asked is None or isinstance(asked, Window):
        return asked
    choices = voi_choices(film)
    if isinstance(asked, str):
        named = dict(choices)
        if asked not in named:
            raise CxrViewerError(f"the film has one value only, so that there is no window for {asked.lower()}")
        return named[asked]
    if asked > len(choices):
        names = ", ".join(f"{number} {name}" for number, (name, _) in enumerate(choices, start=1))
        raise CxrViewerError(f"there is no VOI number {asked}; choose one of: {names}")
    return choices[asked - 1][1]


def _free_name(stem: str, taken: set[str]) -> str:
    """``stem``, or with a number where another film has it already."""
    name, number = stem, 2
    while name.casefold() in taken:
        name, number = f"{stem}_{number}", number + 1
    taken.add(name.casefold())
    return name
