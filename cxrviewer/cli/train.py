"""``cxrviewer train``: trains the demo checkpoint, or says how good a checkpoint is; the work is ``training``'s.

torch is imported only once the arguments are known to make sense.
"""

import argparse
from pathlib import Path

from cxrviewer.cli.output import Progress, complain, say

DEFAULT_TEST_SEED = 9001
STAGES = {"classify": 15.0, "contrast": 1.5, "language": 2.5, "align": 1.5, "instruct": 28.0}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """demo --out DIR ..., or evaluate --model DIR ..."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="demo|evaluate")
    demo = verbs.add_parser("demo", help="train the demo checkpoint on phantoms; goes on where it was stopped")
    demo.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="state, curve, and the checkpoint at the end"
    )
    demo.add_argument("--pool", type=Path, metavar="DIR", help="cached phantoms, made where missing (default OUT/pool)")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="of weights and order (default 1)")
    demo.add_argument("--films", type=int, default=24000, metavar="N", help="phantoms trained on (default 24000)")
    demo.add_argument("--processes", type=int, default=2, metavar="N", help="cores to train on (default 2)")
    demo.add_argument("--test-films", type=int, default=500, metavar="N", help="unseen phantoms measured at the end")
    for name, minutes in STAGES.items():
        demo.add_argument(
            f"--minutes-{name}", type=float, default=minutes, metavar="M", help=f"of the step (default {minutes:g})"
        )
    evaluate = verbs.add_parser("evaluate", help="figures of a checkpoint on phantoms it never saw")
    evaluate.add_argument("--model", required=True, type=Path, metavar="DIR", help="folder of the checkpoint")
    evaluate.add_argument("--count", type=int, default=500, metavar="N", help="phantoms (default 500)")
    evaluate.add_argument("--seed", type=int, default=DEFAULT_TEST_SEED, metavar="N", help="their seed (default 9001)")


def run(arguments: argparse.Namespace) -> int:
    """Train or evaluate; 2 for arguments that make no sense."""
    if arguments.verb == "evaluate":
        return _evaluate(arguments)
    if arguments.films < 1000 or arguments.films % 1000 or arguments.processes < 1 or arguments.test_films < 2:
        complain("--films must be a multiple of 1000, --processes at least 1 and --test-films at least 2")
        return 2
    return _demo(arguments)


def _demo(arguments: argparse.Namespace) -> int:
    from cxrviewer.training.demo import finish, prepare, train_demo
    from cxrviewer.training.plan import Plan, demo_stages

    minutes = [getattr(arguments, f"minutes_{name}") for name in STAGES]
    plan = Plan(
        out=arguments.out,
        pool=arguments.pool or arguments.out / "pool",
        seed=arguments.seed,
        shards=arguments.films // 1000,
        processes=arguments.processes,
        stages=demo_stages(*minutes),
        test_seed=DEFAULT_TEST_SEED,
    )
    progress = Progress()
    try:
        prepare(plan, lambda done, of: progress.step("pool of phantoms", done, of))
        train_demo(plan)
        folder = finish(plan, lambda done, of: progress.step("test films", done, of), arguments.test_films)
    except OSError as error:
        complain(f"{error.filename or arguments.out} cannot be written ({error.strerror}); make room or name another")
        return 1
    say(str(folder))
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from cxrviewer.training.evaluate import as_table, evaluate, load_speaker, unseen_films

    if arguments.count < 2:
        complain("--count must be at least 2: reports are also compared with other films' truths")
        return 2
    speaker = load_speaker(arguments.model)
    progress = Progress()
    size = speaker.network.config.vision.image_size
    films, truths = unseen_films(
        arguments.seed, arguments.count, size, lambda done, of: progress.step("films", done, of)
    )
    for line in as_table(evaluate(speaker, films, truths)):
        say(line)
    return 0
