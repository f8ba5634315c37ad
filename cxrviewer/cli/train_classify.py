"""``cxrviewer train classify``: the encoder learns to tell normal from abnormal films."""

import argparse

from cxrviewer.cli.train_recipe import add_common_arguments, recipe_of, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The common ones, and what is to be told apart."""
    parser.add_argument("--labels", action="store_true", help="the pathologies as well, not only normal or abnormal")
    parser.add_argument(
        "--choose",
        choices=("loss", "auroc"),
        default="loss",
        help="the best state has the lowest validation loss (default) or the highest AUROC",
    )
    add_common_arguments(parser, "classify")


def run(arguments: argparse.Namespace) -> int:
    """Train."""
    return train(arguments, recipe_of(arguments, "classify", labels=arguments.labels, choose=arguments.choose))
