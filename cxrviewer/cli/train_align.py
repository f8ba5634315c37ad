"""``cxrviewer train align``: the projector alone learns to put a film into the language model's words."""

import argparse

from cxrviewer.cli.train_recipe import add_common_arguments, recipe_of, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The common ones, and the length of a text."""
    parser.add_argument("--longest", type=int, default=512, metavar="N", help="ids of a text at most (default 512)")
    parser.add_argument("--recompute", action="store_true", help="less memory, a third more time")
    add_common_arguments(parser, "align")


def run(arguments: argparse.Namespace) -> int:
    """Train."""
    recipe = recipe_of(arguments, "align", longest=arguments.longest, recompute=arguments.recompute)
    return train(arguments, recipe)
