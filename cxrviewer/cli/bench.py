"""``cxrviewer bench``: the program's own measurements; which there are, and how they are printed.

A measurement's module is imported only when it is asked for.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cxrviewer.bench.measurement import Measurement
from cxrviewer.cli.output import Progress, complain, say
from cxrviewer.cli.view import require_libraries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """NAME [--json]."""
    names = parser.add_subparsers(dest="name", required=True, metavar="|".join(_RUN))
    study = names.add_parser("study", help="kills a reading at random moments and counts what was lost")
    study.add_argument("--kills", type=int, default=200, metavar="N", help="default: 200")
    labeller = names.add_parser("labeller", help="the report labeller beside manual labels (Open-I's kind of table)")
    labeller.add_argument("reports", type=Path, metavar="REPORTS.csv", help="id, findings, impression, gold_<finding>")
    scope = names.add_parser("scope", help="the scope check beside what films are: hits, misses, false alarms, time")
    scope.add_argument("folder", type=Path, metavar="FOLDER", help="where the films lie")
    scope.add_argument("table", type=Path, metavar="FILMS.csv", help="file, kinds (separated by ;)")
    image = names.add_parser("image", help="the image pane: window/level, pan, zoom, opening, delay while drafting")
    image.add_argument("--films", type=Path, metavar="DIR", help="DICOM films of further encodings to open")
    image.add_argument("--steps", type=int, default=40, metavar="N", help="of each kind in each round (default: 40)")
    for command in (study, labeller, scope, image):
        command.add_argument("--json", action="store_true", help="a JSON list on stdout")
        command.add_argument("--quiet", action="store_true", help="no progress")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print; 1 where a figure is not what it has to be."""
    found = _RUN[arguments.name](arguments)
    if arguments.json:
        say(json.dumps([measurement.to_json() for measurement in found], ensure_ascii=False))
    else:
        for measurement in found:
            peer = "" if measurement.peer is None else f" (peer: {measurement.peer:g})"
            say(f"{measurement.name}: {measurement.ours:g} {measurement.unit}{peer}; {measurement.how}")
    bad = [measurement.name for measurement in found if not measurement.good]
    for name in bad:
        complain(f"{name}: the figure is not what it has to be; report this with the lines above")
    return 1 if bad else 0


def _study(arguments: argparse.Namespace) -> list[Measurement]:
    from cxrviewer.bench.study_answers import measure_answers
    from cxrviewer.bench.study_kills import measure_kills

    progress = Progress(quiet=arguments.quiet)
    with tempfile.TemporaryDirectory(prefix="cxrviewer-bench-") as folder:
        return [
            measure_kills(
                Path(folder), arguments.kills, lambda killed: progress.step("kills", killed, arguments.kills)
            ),
            measure_answers(Path(folder)),
        ]


def _labeller(arguments: argparse.Namespace) -> list[Measurement]:
    from cxrviewer.bench.labeller import measure_labeller

    return measure_labeller(arguments.reports)


def _scope(arguments: argparse.Namespace) -> list[Measurement]:
    from cxrviewer.bench.scope import measure_scope

    progress = Progress(quiet=arguments.quiet)
    return measure_scope(arguments.folder, arguments.table, lambda done, films: progress.step("films", done, films))


def _image(arguments: argparse.Namespace) -> list[Measurement]:
    # Nothing flashes up on the screen, and every machine draws alike.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    require_libraries(on_screen=False)
    from cxrviewer.bench.image import measure_image

    return measure_image(Progress(quiet=arguments.quiet).step, films=arguments.films, steps=arguments.steps)


_RUN: dict[str, Callable[[argparse.Namespace], list[Measurement]]] = {
    "study": _study,
    "labeller": _labeller,
    "scope": _scope,
    "image": _image,
}
