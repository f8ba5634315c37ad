"""``cxrviewer draft``: a report for each film; the asking is ``drafting``'s work, the model is ``inference``'s.

Arguments and files are looked at before torch is imported, so that a wrong word is answered at once.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from cxrviewer.cli.drafting import Drafted, Task, as_json, draft_film
from cxrviewer.cli.inputs import files_named, shown
from cxrviewer.cli.output import Progress, complain, say, say_json
from cxrviewer.errors import ModelError, RadiographError
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference.checkpoint import Checkpoint, resolve
from cxrviewer.inference.engine import ReportEngine
from cxrviewer.inference.placement import PRECISIONS
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation, Role, Turn
from cxrviewer.reporting.draft import Sampling

DEFAULT_MODEL = "demo"
_USAGE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """PATH... and how to ask."""
    usual = Sampling()
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a radiograph, or a folder of them")
    parser.add_argument(
        "--model", default=DEFAULT_MODEL, metavar="NAME_OR_DIR", help="a checkpoint (default: the bundled demo)"
    )
    opening = parser.add_mutually_exclusive_group()
    opening.add_argument(
        "--prompt",
        choices=[*prompts.PROMPTS, prompts.NONE],
        default=prompts.DEFAULT,
        help=f"what opens the conversation (default: {prompts.DEFAULT}); none: the first --question",
    )
    opening.add_argument(
        "--conversation",
        type=Path,
        metavar="FILE.json",
        help='continue a recorded conversation: a list of {"role": "user" or "model", "text": ...}',
    )
    parser.add_argument(
        "--question", action="append", default=[], metavar="TEXT", help="one more turn; may be given again"
    )
    parser.add_argument("--confirm", action="store_true", help="also the probability of yes for each finding")
    parser.add_argument(
        "--token-probabilities", action="store_true", help="with --json: each token and how probable the model found it"
    )
    parser.add_argument("--temperature", type=float, default=usual.temperature, metavar="T", help="0 is greedy")
    parser.add_argument("--top-p", type=float, default=usual.top_p, metavar="P")
    parser.add_argument("--seed", type=_seed, default=usual.seed, metavar="N")
    parser.add_argument("--max-new-tokens", type=int, default=usual.max_new_tokens, metavar="N")
    parser.add_argument("--dtype", choices=["auto", *PRECISIONS], default="auto")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda", "mps"], default="auto")
    parser.add_argument("--json", action="store_true", help="one JSON object a film on stdout")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _seed(words: str) -> int:
    """What torch takes as a seed, less the negative numbers it maps onto others."""
    if not (words.isdecimal() and int(words) < 2**63):
        raise argparse.ArgumentTypeError(f"{words} is not a whole number from 0 to 2^63 - 1")
    return int(words)


class _Usage(Exception):
    """The arguments do not fit together."""


def run(arguments: argparse.Namespace) -> int:
    """Draft every film; 1 if one of them failed."""
    try:
        task = _task(arguments)
    except _Usage as error:
        complain(f"cxrviewer draft: {error}")
        return _USAGE
    checkpoint = resolve(arguments.model)
    files = list(files_named(arguments.paths))
    progress = Progress(quiet=arguments.quiet)
    drafter = _Drafter(arguments, task, checkpoint, progress)
    failed = 0
    for path in files:
        failed += not drafter.draft(path)
        if len(files) > 1:
            progress.step("films", drafter.seen, len(files))
    if not files:
        complain(f"{', '.join(map(shown, arguments.paths))}: there is no file in it; name a folder of radiographs")
    return 1 if failed or not files else 0


def _task(arguments: argparse.Namespace) -> Task:
    try:
        sampling = Sampling(
            temperature=arguments.temperature,
            top_p=arguments.top_p,
            seed=arguments.seed,
            max_new_tokens=arguments.max_new_tokens,
        )
    except ValueError as error:
        raise _Usage(str(error)) from error
    if not sampling.temperature < float("inf"):  # NaN is not below either
        raise _Usage("temperature must be a number")
    name, opening = arguments.prompt, None
    if arguments.conversation:
        name, opening = "conversation", _recorded(arguments.conversation)
    opening = opening or prompts.opening(name)
    if not opening.awaits_answer and not arguments.question:
        raise _Usage("the conversation needs a --question to answer")
    return Task(
        prompt=name,
        opening=opening,
        questions=tuple(arguments.question),
        sampling=sampling,
        confirm=arguments.confirm,
        token_probabilities=arguments.token_probabilities,
    )


def _recorded(file: Path) -> Conversation:
    """The conversation in a JSON file, below the published system prompt."""
    try:
        said = json.loads(file.read_bytes())
        turns = tuple(Turn(Role(turn["role"]), str(turn["text"])) for turn in said)
        return Conversation(prompts.SYSTEM, turns)
    except OSError as error:
        raise _Usage(f"{shown(file)}: cannot be opened; check the name") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _Usage(
            f'{shown(file)}: holds no conversation; write a list of {{"role": "user" or "model", "text": ...}} '
            "whose roles alternate"
        ) from error


class _Drafter:
    """Holds the engine from the first readable film on, so that a run of unreadable ones never loads it."""

    def __init__(self, arguments: argparse.Namespace, task: Task, checkpoint: Checkpoint, progress: Progress) -> None:
        self._arguments = arguments
        self._task = task
        self._checkpoint = checkpoint
        self._progress = progress
        self._engine: ReportEngine | None = None
        self.seen = 0

    def draft(self, path: Path) -> bool:
        """Draft one film and say so. Whether it went well; what did not is complained about."""
        self.seen += 1
        began = time.perf_counter()
        try:
            film = read_radiograph(path)
        except RadiographError as error:
            complain(f"{shown(path)}: {error}")
            return False
        read_s, load_s = time.perf_counter() - began, 0.0
        if self._engine is None:
            began = time.perf_counter()
            self._engine = self._load()
            load_s = time.perf_counter() - began
        as_text = not self._arguments.json
        if as_text:
            _open_text(path, self._engine)
        try:
            drafted = draft_film(
                self._engine,
                film,
                self._task,
                on_text=_stream if as_text else _ignore,
                on_question=_say_question if as_text else _ignore,
            )
        except ModelError as error:
            if as_text:
                say()
            complain(f"{shown(path)}: {error}")
            return False
        made = as_json(
            drafted,
            file=shown(path),
            film=film,
            identity=self._engine.identity,
            task=self._task,
            load_s=load_s,
            read_s=read_s,
        )
        if as_text:
            _close_text(drafted)
            for warning in (*film.warnings, *drafted.warnings):
                complain(f"{shown(path)}: warning: {warning}")
        else:
            say_json(made)
        return True

    def _load(self) -> ReportEngine:
        """Torch is imported here, not before."""
        from cxrviewer.inference.cxr_llava import load_engine

        return load_engine(
            self._checkpoint,
            dtype=self._arguments.dtype,
            device=self._arguments.device,
            progress=lambda done, total: self._progress.step("loading the model", done, total),
        )


def _open_text(path: Path, engine: ReportEngine) -> None:
    say(shown(path))
    say(f"AI draft - not verified ({engine.identity.name})")


def _say_question(question: str) -> None:
    say(f"\n\nQuestion: {question}")


def _close_text(drafted: Drafted) -> None:
    say()
    for finding, p_yes in drafted.findings.items():
        say(f"{finding.value}: {p_yes:.3f} probability of yes")
    say()


def _stream(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _ignore(text: str) -> None:
    """For --json nothing but the object is written."""
