"""``cxrviewer train instruct``: projector and language model learn reports and dialogues."""

import argparse

from cxrviewer.cli.output import complain
from cxrviewer.cli.train_recipe import add_common_arguments, recipe_of, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The common ones, the length of a text, and adapters."""
    parser.add_argument("--longest", type=int, default=512, metavar="N", help="ids of a text at most (default 512)")
    parser.add_argument("--recompute", action="store_true", help="less memory, a third more time")
    parser.add_argument(
        "--lora-rank",
        type=int,
        default=0,
        metavar="R",
        help="adapters of this rank in place of the whole language model",
    )
    parser.add_argument(
        "--lora-alpha", type=float, default=16.0, metavar="A", help="their weight is A / R (default 16)"
    )
    add_common_arguments(parser, "instruct")


def run(arguments: argparse.Namespace) -> int:
    """Train."""
    if arguments.lora_rank < 0:
        complain("--lora-rank must not be negative")
        return 2
    recipe = recipe_of(
        arguments,
        "instruct",
        longest=arguments.longest,
        recompute=arguments.recompute,
        lora_rank=arguments.lora_rank,
        lora_alpha=arguments.lora_alpha,
    )
    return train(arguments, recipe)
