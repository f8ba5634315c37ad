"""``cxrviewer train prefer``: preference tuning without human feedback; the work is ``training.preference``'s.

torch, trl and peft are imported only once the arguments are known to make sense.
"""

import argparse
import importlib.util
import logging
from pathlib import Path

from cxrviewer.cli.output import Progress, complain, say

NEEDED = ("peft", "trl")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--model DIR --out DIR, and how much of what."""
    parser.add_argument("--model", required=True, type=Path, metavar="DIR", help="folder of the checkpoint to tune")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="everything that is kept; OUT/checkpoint at the end"
    )
    for name, default, help_text in (
        ("films", 1000, "phantoms that reports are sampled for"),
        ("samples", 4, "reports a phantom"),
        ("seed", 1, "of samples, adapter and order"),
        ("epochs", 3, "times that every pair is learned from"),
        ("batch", 8, "pairs a step"),
        ("rank", 16, "of the adapter"),
        ("validation-films", 300, "phantoms that the number of steps is chosen on"),
        ("processes", 2, "cores that render films"),
        ("test-films", 500, "unseen phantoms measured before and after"),
    ):
        parser.add_argument(
            f"--{name}", type=int, default=default, metavar="N", help=f"{help_text} (default {default})"
        )
    for name, value, help_text in (
        ("temperature", 0.2, "of the sampled reports"),
        ("top-p", 0.8, "of the sampled reports"),
        ("beta", 0.1, "strength of the pull towards the model as it was"),
        ("rate", 1e-4, "peak learning rate"),
        ("margin", 0.5, "least difference of the penalties of a pair"),
        ("length-ratio", 1.25, "most that one report of a pair is longer than the other"),
    ):
        parser.add_argument(f"--{name}", type=float, default=value, metavar="X", help=f"{help_text} (default {value})")


def run(arguments: argparse.Namespace) -> int:
    """Tune; 2 for arguments that make no sense, 1 where a library is missing or a disk is full."""
    wrong = _wrong(arguments)
    if wrong:
        complain(wrong)
        return 2
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        complain(f"preference tuning needs {' and '.join(missing)}; pip install 'cxrviewer[training]'")
        return 1
    return _prefer(arguments)


def _wrong(arguments: argparse.Namespace) -> str:
    """What is wrong with the arguments; empty where nothing is."""
    counts = ("films", "epochs", "batch", "rank", "processes", "validation_films", "test_films")
    low = next((name for name in counts if getattr(arguments, name) < 1), None)
    if low:
        return f"--{low.replace('_', '-')} must be at least 1"
    if arguments.samples < 2:
        return "--samples must be at least 2: one report cannot be better than itself"
    if arguments.beta <= 0 or arguments.rate <= 0 or arguments.margin <= 0 or arguments.length_ratio < 1:
        return "--beta, --rate and --margin must be above 0 and --length-ratio at least 1"
    if arguments.temperature <= 0.001 or not 0 < arguments.top_p <= 1:
        return "--temperature must be above 0.001, or all reports are alike, and --top-p above 0 and at most 1"
    return ""


def _prefer(arguments: argparse.Namespace) -> int:
    from cxrviewer.training.preference.outcome import as_table, verdict
    from cxrviewer.training.preference.plan import PreferencePlan
    from cxrviewer.training.preference.run import prefer

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    plan = PreferencePlan(**{name: value for name, value in vars(arguments).items() if name != "verb"})
    progress = Progress()
    try:
        outcome = prefer(plan, progress.step)
    except OSError as error:
        complain(f"{error.filename or arguments.out} cannot be written ({error.strerror}); make room or name another")
        return 1
    say(f"{outcome.pairs} pairs; best after {outcome.best.steps} steps; {outcome.before.films} unseen phantoms")
    for line in as_table(outcome.before, outcome.after):
        say(line)
    say()
    say(verdict(outcome))
    say(str(plan.checkpoint_folder))
    return 0
