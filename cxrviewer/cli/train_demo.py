"""``cxrviewer train demo``: trains the demo checkpoint; the work is ``training.demo``'s.

torch is imported only once the arguments are known to make sense.
"""

import argparse
from pathlib import Path

from cxrviewer.cli.output import Progress, complain, say
from cxrviewer.training.plan import SHARDS, STEPS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--out DIR and how long."""
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="state, curve, and the checkpoint at the end"
    )
    parser.add_argument(
        "--pool", type=Path, metavar="DIR", help="cached phantoms, made where missing (default OUT/pool)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of weights and order (default 1)")
    parser.add_argument(
        "--films", type=int, default=1000 * SHARDS, metavar="N", help=f"phantoms trained on (default {1000 * SHARDS})"
    )
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="cores to train on (default 2)")
    parser.add_argument("--test-films", type=int, default=1000, metavar="N", help="unseen phantoms measured at the end")
    for name, steps in STEPS.items():
        parser.add_argument(f"--steps-{name}", type=int, default=steps, metavar="N", help=f"default {steps}")


def run(arguments: argparse.Namespace) -> int:
    """Train; 2 for arguments that make no sense."""
    if arguments.films < 1000 or arguments.films % 1000 or arguments.processes < 1 or arguments.test_films < 2:
        complain("--films must be a multiple of 1000, --processes at least 1 and --test-films at least 2")
        return 2
    return _train(arguments)


def _train(arguments: argparse.Namespace) -> int:
    from cxrviewer.training.demo import finish, prepare, train_demo
    from cxrviewer.training.plan import Plan, demo_stages

    steps = {name: getattr(arguments, f"steps_{name}") for name in STEPS}
    plan = Plan(
        out=arguments.out,
        pool=arguments.pool or arguments.out / "pool",
        seed=arguments.seed,
        shards=arguments.films // 1000,
        processes=arguments.processes,
        stages=demo_stages(**steps),
    )
    progress = Progress()
    try:
        prepare(plan, lambda done, of: progress.step("pool of phantoms", done, of))
        train_demo(plan)
        folder = finish(plan, progress.step, arguments.test_films)
    except OSError as error:
        complain(f"{error.filename or arguments.out} cannot be written ({error.strerror}); make room or name another")
        return 1
    say(str(folder))
    return 0
