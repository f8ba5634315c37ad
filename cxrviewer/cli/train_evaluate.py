"""``cxrviewer train evaluate``: says how good a checkpoint is on phantoms; the work is ``training.evaluate``'s.

torch is imported only once the arguments are known to make sense.
"""

import argparse
from pathlib import Path

from cxrviewer.cli.output import Progress, complain, say

DEFAULT_TEST_SEED = 9001


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--model DIR, and how many phantoms of which seed."""
    parser.add_argument("--model", required=True, type=Path, metavar="DIR", help="folder of the checkpoint")
    parser.add_argument("--count", type=int, default=500, metavar="N", help="phantoms (default 500)")
    parser.add_argument("--seed", type=int, default=DEFAULT_TEST_SEED, metavar="N", help="their seed (default 9001)")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate; 2 for arguments that make no sense."""
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
