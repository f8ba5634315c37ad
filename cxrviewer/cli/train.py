"""``cxrviewer train VERB``: finds the verb and runs it; knows of each verb only its module.

A verb's module is imported with its arguments; torch only once they are known to make sense.
"""

import argparse
import importlib
from typing import Protocol, cast

VERBS = {
    "demo": ("train_demo", "train the demo checkpoint on phantoms; goes on where it was stopped"),
    "data": ("train_data", "what a folder with a public data set holds: films, patients, views, labels"),
    "classify": ("train_classify", "the encoder: normal or abnormal, on any data set"),
    "contrast": ("train_contrast", "the encoder: which text belongs to which film"),
    "align": ("train_align", "the projector, on reports"),
    "instruct": ("train_instruct", "projector and language model, on reports and dialogues"),
    "prefer": ("train_prefer", "tune a checkpoint on its own better reports; needs the extra `training`"),
}


class Verb(Protocol):
    """What the module of a verb offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the verb's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A parser for each verb."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="|".join(VERBS))
    for name, (module, help_text) in VERBS.items():
        _verb(module).add_arguments(verbs.add_parser(name, help=help_text))


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says."""
    return _verb(VERBS[arguments.verb][0]).run(arguments)


def _verb(module: str) -> Verb:
    return cast("Verb", importlib.import_module(f"cxrviewer.cli.{module}"))
