"""What ``train classify``, ``contrast``, ``align`` and ``instruct`` share; the work is ``training.recipe``'s.

torch is imported only once the arguments are known to make sense.
"""

import argparse
import json
import shlex
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxrviewer.cli.output import Progress, complain, say
from cxrviewer.errors import TrainingError
from cxrviewer.training.datasets import LAYOUTS
from cxrviewer.training.recipe.plan import DEFAULTS, Recipe, Source

if TYPE_CHECKING:
    from cxrviewer.training.recipe.curve import Point
    from cxrviewer.training.recipe.starting import Beginning

_SHAPES = ("demo", "7b")


def add_common_arguments(parser: argparse.ArgumentParser, stage: str) -> None:
    """The data, where to begin, how long, how fast, and on what."""
    usual = DEFAULTS[stage]
    parser.add_argument(
        "--data",
        required=True,
        action="append",
        type=_source,
        metavar="LAYOUT:DIR",
        help=f"a data set's folder as published; may be given several times. Layouts: {', '.join(LAYOUTS)}",
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="states, curve, OUT/checkpoint at the end"
    )
    _add_beginning(parser)
    _add_length(parser, usual)
    rates = parser.add_argument_group("learning")
    rates.add_argument(
        "--batch", type=int, default=usual["batch"], metavar="N", help=_help("films a process and pass", usual["batch"])
    )
    rates.add_argument("--accumulate", type=int, default=1, metavar="N", help=_help("passes a step", 1))
    rates.add_argument(
        "--optimizer",
        choices=("adam", "adamw", "sgd"),
        default=usual["optimizer"],
        help=_help("sgd has a momentum of 0.9", usual["optimizer"]),
    )
    rates.add_argument(
        "--rate", type=float, default=usual["rate"], metavar="R", help=_help("peak learning rate", usual["rate"])
    )
    rates.add_argument(
        "--encoder-rate",
        type=float,
        default=usual["encoder_rate"],
        metavar="R",
        help=_help("of the image encoder; 0 leaves it as it is", usual["encoder_rate"]),
    )
    rates.add_argument(
        "--warm-up", type=int, default=100, metavar="N", help=_help("steps to the peak, then a cosine", 100)
    )
    rates.add_argument("--weight-decay", type=float, default=0.0, metavar="W", help=_help("not of gains and biases", 0))
    rates.add_argument("--clip", type=float, default=1.0, metavar="G", help=_help("largest norm of the gradient", 1))
    rates.add_argument(
        "--seed", type=int, default=1, metavar="N", help=_help("of new weights, order, augmentation, wording", 1)
    )
    rates.add_argument("--no-augment", action="store_true", help="films as they are, not turned and shifted a little")
    _add_machine(parser)


def _add_beginning(parser: argparse.ArgumentParser) -> None:
    begin = parser.add_argument_group("where to begin")
    begin.add_argument(
        "--from", dest="start", type=Path, metavar="DIR", help="a checkpoint; without one a new one is made"
    )
    begin.add_argument(
        "--shape",
        default="demo",
        metavar="SHAPE",
        help=f"of a new one: {', '.join(_SHAPES)}, or a config.json (default demo)",
    )
    begin.add_argument(
        "--language-model",
        type=Path,
        metavar="DIR",
        help="a Llama with its tokenizer for a new one, as transformers saves it",
    )
    begin.add_argument(
        "--encoder", type=Path, metavar="FILE", help="an encoder for a new one: safetensors, open_clip's names"
    )
    begin.add_argument(
        "--tokenizer",
        type=Path,
        metavar="FILE",
        help="tokenizer.model for a new one; without it one is made of the data's texts",
    )


def _add_length(parser: argparse.ArgumentParser, usual: Mapping[str, Any]) -> None:
    length = parser.add_argument_group("how long, and what is kept")
    length.add_argument(
        "--epochs",
        type=float,
        default=usual["epochs"],
        metavar="N",
        help=_help("times each film is seen", usual["epochs"]),
    )
    length.add_argument("--max-steps", type=int, metavar="N", help="end earlier")
    length.add_argument(
        "--watch-every", type=int, default=500, metavar="N", help=_help("steps between two validations", 500)
    )
    length.add_argument("--valid-films", type=int, default=500, metavar="N", help=_help("films validated on", 500))
    length.add_argument(
        "--save-every", type=int, default=500, metavar="N", help=_help("steps between two saved states", 500)
    )
    length.add_argument("--keep", type=int, default=3, metavar="N", help=_help("states kept, beside the best", 3))


def _add_machine(parser: argparse.ArgumentParser) -> None:
    machine = parser.add_argument_group("on what")
    machine.add_argument("--precision", choices=("no", "bf16", "fp16"), default="no", help="no is float32 (default)")
    machine.add_argument(
        "--workers", type=int, default=0, metavar="N", help="processes that read films (default 0: none)"
    )
    machine.add_argument(
        "--shard", action="store_true", help="spread the network over the processes of accelerate launch (FSDP)"
    )
    machine.add_argument("--skip-unreadable", action="store_true", help="take the next film where one cannot be read")


def recipe_of(arguments: argparse.Namespace, stage: str, **more: object) -> Recipe:
    """The recipe that the arguments describe."""
    return Recipe(
        stage=stage,
        data=tuple(arguments.data),
        out=arguments.out,
        start=arguments.start or arguments.out / "start",
        tokenizer=arguments.tokenizer,
        epochs=arguments.epochs,
        max_steps=arguments.max_steps,
        batch=arguments.batch,
        accumulate=arguments.accumulate,
        optimizer=arguments.optimizer,
        rate=arguments.rate,
        encoder_rate=arguments.encoder_rate,
        warm_up=arguments.warm_up,
        weight_decay=arguments.weight_decay,
        clip=arguments.clip,
        precision=arguments.precision,
        seed=arguments.seed,
        watch_every=arguments.watch_every,
        save_every=arguments.save_every,
        keep=arguments.keep,
        valid_films=arguments.valid_films,
        augment=not arguments.no_augment,
        skip_unreadable=arguments.skip_unreadable,
        workers=arguments.workers,
        shard=arguments.shard,
        **more,  # type: ignore[arg-type]
    )


def train(arguments: argparse.Namespace, recipe: Recipe) -> int:
    """Train; 2 for arguments that make no sense, 1 where something cannot be written."""
    if wrong := _nonsense(recipe):
        complain(wrong)
        return 2
    from cxrviewer.training.recipe.run import run_recipe

    beginning = None if arguments.start else _beginning(arguments)
    try:
        folder = run_recipe(recipe, _Speaker(recipe.stage), shlex.join(("cxrviewer", *sys.argv[1:])), beginning)
    except OSError as error:
        complain(
            f"{error.filename or recipe.out}: cannot be written ({error.strerror}); make room or name another --out"
        )
        return 1
    say(str(folder))
    return 0


class _Speaker:
    """Says how far the training is and what each look at the validation films found, on stderr."""

    def __init__(self, stage: str) -> None:
        self._stage, self._progress = stage, Progress(clock=time.monotonic)

    def __call__(self, done: int, steps: int, point: "Point | None") -> None:
        """As ``training.Report``."""
        self._progress.step(self._stage, done, steps)
        if point is not None:
            auroc = "" if point.auroc is None else f", AUROC {point.auroc:.3f}"
            complain(
                f"step {point.step} of {steps}: loss {point.train_loss:.4f}, validation {point.valid_loss:.4f}{auroc}"
            )


def _beginning(arguments: argparse.Namespace) -> "Beginning":
    from cxrviewer.inference.published_shape import SHAPE_7B
    from cxrviewer.training.network import demo_config
    from cxrviewer.training.recipe.starting import Beginning

    if arguments.shape == "demo":
        config: Mapping[str, Any] = {key: one for key, one in demo_config().items() if key != "cxrviewer_demo"}
    elif arguments.shape == "7b":
        config = SHAPE_7B
    else:
        try:
            config = json.loads(Path(arguments.shape).read_bytes())
        except (OSError, ValueError) as error:
            raise TrainingError(f"{arguments.shape}: is no shape; say demo or 7b, or name a config.json") from error
    return Beginning(
        config=config, language_model=arguments.language_model, encoder=arguments.encoder, seed=arguments.seed
    )


def _nonsense(recipe: Recipe) -> str:
    counts = (recipe.batch, recipe.accumulate, recipe.watch_every, recipe.save_every, recipe.keep, recipe.valid_films)
    if min(counts) < 1 or recipe.workers < 0 or recipe.warm_up < 0 or (recipe.max_steps or 1) < 1:
        return "numbers of films, passes, steps and states must be at least 1, --workers and --warm-up at least 0"
    if min(recipe.rate, recipe.clip, recipe.epochs) <= 0 or min(recipe.encoder_rate, recipe.weight_decay) < 0:
        return "--rate, --clip and --epochs must be above 0, --encoder-rate and --weight-decay not below"
    return ""


def _help(text: str, usual: object) -> str:
    return f"{text} (default {usual:g})" if isinstance(usual, (int, float)) else f"{text} (default {usual})"


def _source(words: str) -> Source:
    layout, colon, folder = words.partition(":")
    if not colon or layout not in LAYOUTS or not folder:
        raise argparse.ArgumentTypeError(f"{words} is not LAYOUT:DIR with a layout of {', '.join(LAYOUTS)}")
    return Source(layout, Path(folder))
