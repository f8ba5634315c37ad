"""``cxrviewer model``: the checkpoints known, one's facts, and whether its files are whole.

Adding, fetching, removing and choosing are ``model_changes``, the smaller copy ``model_quantize``. Knows nothing of
films; torch is imported by ``verify`` alone.
"""

import argparse
from collections import Counter

from cxrviewer.cli import model_changes, model_quantize
from cxrviewer.cli.inputs import shown
from cxrviewer.cli.output import Progress, complain, say, say_json
from cxrviewer.inference.checkpoint import Checkpoint, resolve
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.known_checkpoints import known_checkpoints, licence, network_words, origin, precision
from cxrviewer.settings import load_settings, settings_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """list, show NAME_OR_DIR, verify NAME_OR_DIR, and the verbs of ``model_changes``."""
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="list|show|add|fetch|verify|quantize|remove|restore|default"
    )
    for verb, words in (
        ("list", "the checkpoints known"),
        ("show", "one checkpoint's facts"),
        ("verify", "whether a checkpoint's files are whole and its numbers finite"),
    ):
        command = verbs.add_parser(verb, help=words, description=f"{words[0].upper()}{words[1:]}.")
        if verb != "list":
            command.add_argument("model", metavar="NAME_OR_DIR", help="a checkpoint known by name, or its folder")
        command.add_argument("--json", action="store_true", help="one JSON object a checkpoint on stdout")
        command.add_argument("--quiet", action="store_true", help="no progress")
    model_quantize.add_verb(verbs)
    model_changes.add_verbs(verbs)


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says."""
    if arguments.verb == "quantize":
        return model_quantize.run(arguments)
    if arguments.verb in model_changes.VERBS:
        return model_changes.run(arguments)
    if arguments.verb == "list":
        return _list(as_json=arguments.json)
    checkpoint = resolve(arguments.model)
    progress = Progress(quiet=arguments.quiet)
    if arguments.verb == "show":
        return _show(checkpoint, progress, as_json=arguments.json)
    return _verify(checkpoint, progress, as_json=arguments.json)


def _list(*, as_json: bool) -> int:
    status = 0
    for known in known_checkpoints(load_settings(settings_file()).model.checkpoint):
        if known.checkpoint is None:
            complain(f"{shown(known.folder)}: {known.problem}")
            status = 1
            continue
        checkpoint = known.checkpoint
        if as_json:
            say_json({**_brief(checkpoint), "default": known.is_default})
        else:
            kind = "demo" if checkpoint.is_demo else "-"
            size = f"{checkpoint.weight_bytes / 1e6:10,.1f} MB  {checkpoint.parameters / 1e6:10,.1f} M parameters"
            mark = "*" if known.is_default else " "
            say(f"{mark} {checkpoint.name:<20} {size}  {precision(checkpoint):<8}  {kind:<4}  {shown(known.folder)}")
    return status


def _brief(checkpoint: Checkpoint) -> dict[str, object]:
    return {
        "name": checkpoint.name,
        "folder": shown(checkpoint.folder),
        "bytes": checkpoint.weight_bytes,
        "parameters": checkpoint.parameters,
        "precision": precision(checkpoint),
        "demo": checkpoint.is_demo,
    }


def _show(checkpoint: Checkpoint, progress: Progress, *, as_json: bool) -> int:
    sha = digest(checkpoint, lambda done, total: progress.step("reading", done, total))
    vision, llama = _object(checkpoint, "clip_vision_cfg"), _object(checkpoint, "llama")
    facts: dict[str, object] = {
        **_brief(checkpoint),
        "dtypes": dict(Counter(tensor.dtype for tensor in checkpoint.tensors.values())),
        "tensors": len(checkpoint.tensors),
        "shards": len(checkpoint.shards),
        "tokenizer": checkpoint.tokenizer_file.name,
        "network": network_words(checkpoint),
        "vision": {key: vision.get(key) for key in ("image_size", "patch_size", "width", "layers")},
        "llama": {
            key: llama.get(key)
            for key in (
                "hidden_size",
                "num_hidden_layers",
                "num_attention_heads",
                "num_key_value_heads",
                "vocab_size",
                "max_position_embeddings",
            )
        },
        "digest": sha,
        "origin": origin(checkpoint.folder),
        "licence": licence(checkpoint),
    }
    if as_json:
        say_json(facts)
        return 0
    for name, fact in facts.items():
        words = ", ".join(f"{key} {value}" for key, value in fact.items()) if isinstance(fact, dict) else fact
        say(f"{name:<10}  {words}")
    return 0


def _object(checkpoint: Checkpoint, key: str) -> dict[str, object]:
    value = checkpoint.config.get(key)
    return value if isinstance(value, dict) else {}


def _verify(checkpoint: Checkpoint, progress: Progress, *, as_json: bool) -> int:
    from cxrviewer.inference.verifying import problems_of

    problems = list(problems_of(checkpoint, lambda done, total: progress.step("verifying", done, total)))
    if as_json:
        say_json({**_brief(checkpoint), "ok": not problems, "problems": problems})
    for problem in problems:
        complain(f"{shown(checkpoint.folder)}: {problem}")
    if not as_json and not problems:
        say(f"{checkpoint.name}: {len(checkpoint.tensors)} tensors, all whole and finite")
    return 1 if problems else 0
