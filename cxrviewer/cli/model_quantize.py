"""``cxrviewer model quantize``: a smaller copy of a checkpoint, for machines with less memory. Knows no format."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cxrviewer.cli.inputs import shown
from cxrviewer.cli.output import Progress, say, say_json
from cxrviewer.inference.checkpoint import resolve
from cxrviewer.inference.checkpoint_digest import digest

if TYPE_CHECKING:
    # What argparse gives for a set of verbs has no public name.
    from argparse import _SubParsersAction


def add_verb(verbs: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """NAME_OR_DIR --to int8|int4 --out DIR."""
    words = "write a smaller copy, the language model's layers in 8 or 4 bits"
    command = verbs.add_parser("quantize", help=words, description=f"{words[0].upper()}{words[1:]}.")
    command.add_argument("model", metavar="NAME_OR_DIR", help="a checkpoint known by name, or its folder")
    command.add_argument("--to", choices=("int8", "int4"), required=True, help="what a weight becomes")
    command.add_argument("--out", type=Path, metavar="DIR", required=True, help="the copy's folder, which is made")
    command.add_argument(
        "--group-size",
        type=int,
        choices=(32, 64, 128, 256),
        default=64,
        help="weights of int4 that share a scale; smaller is more exact and larger on disk (default: 64)",
    )
    command.add_argument("--json", action="store_true", help="one JSON object on stdout")
    command.add_argument("--quiet", action="store_true", help="no progress")


def run(arguments: argparse.Namespace) -> int:
    """Write the copy. Raises ModelError."""
    from cxrviewer.inference.quantization import Scheme
    from cxrviewer.inference.quantizing import quantize_checkpoint

    progress = Progress(quiet=arguments.quiet)
    copy = quantize_checkpoint(
        resolve(arguments.model),
        Scheme.named(arguments.to, arguments.group_size),
        arguments.out,
        progress=lambda done, total: progress.step("writing", done, total),
    )
    sha = digest(copy)
    if arguments.json:
        facts = {"name": copy.name, "folder": shown(copy.folder), "bytes": copy.weight_bytes, "digest": sha}
        say_json({**facts, **copy.quantization})
    else:
        say(f"{shown(copy.folder)}: {copy.weight_bytes / 1e9:.2f} GB, {arguments.to}, digest {sha}")
    return 0
