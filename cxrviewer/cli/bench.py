"""``cxrviewer bench``: the program's own measurements; which there are, and how they are printed.

A measurement's module is imported only when it is asked for.
"""

import argparse
import importlib.util
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from cxrviewer.bench.measurement import Measurement
from cxrviewer.cli.output import Progress, complain, say
from cxrviewer.cli.view import require_libraries
from cxrviewer.errors import CxrViewerError
from cxrviewer.inference.checkpoint import resolve
from cxrviewer.inference.placement import PRECISIONS

TEST_SEED = 50001
"""Of phantoms that no checkpoint of ours was trained on, and that nothing was chosen by."""


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
    model = names.add_parser("model", help="the model at the demo's or the published shape, beside other ways")
    model.add_argument("--shape", choices=("demo", "7b"), default="demo", help="7b writes 14 GB of random weights")
    model.add_argument("--precision", choices=PRECISIONS, help="default: bfloat16, float32 for the demo")
    model.add_argument(
        "--peer",
        choices=("recompute", "llama.cpp"),
        action="append",
        help="what to measure beside; may be given twice (default: recompute)",
    )
    model.add_argument("--folder", type=Path, metavar="DIR", help="keep what is written there, and use it again")
    model.add_argument("--tokens", type=int, default=120, metavar="N", help="written after the prompt (default: 120)")
    model.add_argument("--films", type=int, default=2, metavar="N", help="in the batch; 1 leaves it out (default: 2)")
    model.add_argument("--window", action="store_true", help="the window's delay while it drafts, and nothing else")
    quantized = names.add_parser("quantized", help="what 8 and 4 bits cost a checkpoint in accuracy")
    quantized.add_argument("--model", default="demo", metavar="NAME_OR_DIR", help="default: demo")
    quantized.add_argument("--films", type=int, default=100, metavar="N", help="phantoms reported (default: 100)")
    phantoms = names.add_parser("phantoms", help="a checkpoint's reports and P(yes) on phantoms that it never saw")
    phantoms.add_argument("--model", default="demo", metavar="NAME_OR_DIR", help="default: demo")
    phantoms.add_argument("--count", type=_several, default=1000, metavar="N", help="phantoms (default: 1000)")
    phantoms.add_argument("--seed", type=int, default=TEST_SEED, metavar="S", help=f"their seed (default: {TEST_SEED})")
    phantoms.add_argument("--size", type=int, default=1024, metavar="PX", help="side of a film (default: 1024)")
    phantoms.add_argument("--worst", type=int, default=0, metavar="N", help="also the worst drafts, 10 at most")
    phantoms.add_argument("--processes", type=int, default=2, metavar="N", help="that draw the films (default: 2)")
    likeness = names.add_parser("likeness", help="phantoms beside real films: a contact sheet, spectrum, grey levels")
    likeness.add_argument("folder", type=Path, metavar="FOLDER", help="of real frontal radiographs")
    likeness.add_argument("--count", type=int, default=48, metavar="N", help="phantoms (default: 48)")
    likeness.add_argument("--sheet", type=Path, metavar="FILE.png", help="write the sheet there")
    for command in (model, quantized, study, labeller, scope, image, phantoms, likeness):
        command.add_argument("--json", action="store_true", help="a JSON list on stdout")
        command.add_argument("--quiet", action="store_true", help="no progress")


def _several(words: str) -> int:
    if (count := int(words)) < 2:
        raise argparse.ArgumentTypeError("at least 2: reports are also written on another film's image tokens")
    return count


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


def _model(arguments: argparse.Namespace) -> list[Measurement]:
    from cxrviewer.bench.model import ModelBench, measure_model

    peers = tuple(dict.fromkeys(arguments.peer or ("recompute",)))
    if "llama.cpp" in peers and importlib.util.find_spec("llama_cpp") is None:
        raise CxrViewerError("llama.cpp is not installed; pip install cxrviewer[peers]")
    if arguments.window:
        require_libraries(on_screen=False)
    precision = arguments.precision or ("bfloat16" if arguments.shape == "7b" else "float32")
    with tempfile.TemporaryDirectory(prefix="cxrviewer-bench-") as scratch:
        bench = ModelBench(
            shape=arguments.shape,
            precision=precision,
            peers=peers,
            folder=arguments.folder or Path(scratch),
            tokens=max(2, arguments.tokens),
            films=arguments.films,
            window=arguments.window,
        )
        return measure_model(bench, Progress(quiet=arguments.quiet).step)


def _quantized(arguments: argparse.Namespace) -> list[Measurement]:
    from cxrviewer.bench.quantized import measure_quantized

    progress = Progress(quiet=arguments.quiet)
    checkpoint = resolve(arguments.model)
    return measure_quantized(checkpoint, arguments.films, lambda done, films: progress.step("films", done, films))


def _phantoms(arguments: argparse.Namespace) -> list[Measurement]:
    from cxrviewer.bench.phantoms import measurements
    from cxrviewer.phantom.case import draw_hard_phantom
    from cxrviewer.training.evaluate import Test, judge, load_speaker

    test = Test(arguments.seed, arguments.count, rendered=arguments.size, processes=max(1, arguments.processes))
    speaker = load_speaker(resolve(arguments.model).folder)
    judgement = judge(speaker, test, Progress(quiet=arguments.quiet).step, hard=draw_hard_phantom)
    return measurements(judgement, arguments.worst)


def _likeness(arguments: argparse.Namespace) -> list[Measurement]:
    from cxrviewer.bench.likeness import measure_likeness

    progress = Progress(quiet=arguments.quiet)
    return measure_likeness(
        arguments.folder, arguments.count, arguments.sheet, lambda done, of: progress.step("phantoms", done, of)
    )


_RUN: dict[str, Callable[[argparse.Namespace], list[Measurement]]] = {
    "study": _study,
    "labeller": _labeller,
    "scope": _scope,
    "image": _image,
    "model": _model,
    "quantized": _quantized,
    "phantoms": _phantoms,
    "likeness": _likeness,
}
