"""``cxrviewer train contrast``: the encoder learns which text belongs to which film."""

import argparse
from pathlib import Path

from cxrviewer.cli.train_recipe import add_common_arguments, recipe_of, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The common ones, and which texts."""
    parser.add_argument(
        "--texts",
        choices=("labels", "reports"),
        default="labels",
        help="beside each film: its labels joined by commas (default), or its report",
    )
    parser.add_argument(
        "--text-encoder",
        type=Path,
        metavar="DIR",
        help="a text encoder as transformers saves it, left as it is; without it a small new one is trained",
    )
    add_common_arguments(parser, "contrast")


def run(arguments: argparse.Namespace) -> int:
    """Train."""
    recipe = recipe_of(arguments, "contrast", texts=arguments.texts, text_encoder=arguments.text_encoder)
    return train(arguments, recipe)
