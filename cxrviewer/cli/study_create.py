"""``cxrviewer study create``: the protocol from options, an arm drafted on the spot, the study made. Prints little.

torch is imported only where an arm is to be drafted.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from cxrviewer.cli.inputs import shown
from cxrviewer.cli.output import Progress, say, say_json
from cxrviewer.cli.study_drafting import ArmDrafter
from cxrviewer.reporting import prompts
from cxrviewer.study.allocation import default_separation
from cxrviewer.study.creating import create_study, design_study
from cxrviewer.study.manifest import Columns, read_manifest
from cxrviewer.study.protocol import Protocol, Question, QuestionKind


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """MANIFEST.csv and the protocol."""
    parser.add_argument("manifest", type=Path, metavar="MANIFEST.csv", help="case, image, and a report column an arm")
    parser.add_argument("--out", required=True, type=Path, metavar="STUDY", help="the study's new folder")
    parser.add_argument("--readers", required=True, type=_list, metavar="A,B,C")
    parser.add_argument("--seed", required=True, type=int, metavar="N", help="of the reading orders")
    parser.add_argument(
        "--separation",
        type=int,
        metavar="K",
        help="two reports of one film stand at least K positions apart (default: half the cases, at most 20)",
    )
    parser.add_argument(
        "--days-apart", type=float, metavar="DAYS", help="instead: one sitting an arm, so many days apart"
    )
    parser.add_argument("--repeats", type=int, default=0, metavar="N", help="reports shown twice (default: none)")
    parser.add_argument("--truth", metavar="COLUMN", help="not an arm: what is true of the film, for iMRMC 0 or 1")
    parser.add_argument("--strata", metavar="COLUMN", help="not an arm: a group of cases")
    parser.add_argument("--training", metavar="COLUMN", help="not an arm: 1 for a training case")
    parser.add_argument("--ignore", type=_list, default=(), metavar="COLUMN,...", help="neither arms nor read")
    parser.add_argument("--image-first", action="store_true", help="the report is shown only when it is asked for")
    parser.add_argument("--comment-for", type=_grades, default=(), metavar="3,4", help="the grades that need a comment")
    parser.add_argument("--back", type=int, default=0, metavar="N", help="positions a reader may go back")
    parser.add_argument("--guess-arm", action="store_true", help="the reader may guess the arm")
    parser.add_argument(
        "--ask",
        action="append",
        type=_question,
        default=[],
        metavar="NAME:KIND:TEXT",
        help="a further question; KIND is yes_no, radpeer, text or mark, with ! where an answer is required",
    )
    parser.add_argument("--idle", type=float, default=30.0, metavar="S", help="a longer pause is not reading")
    parser.add_argument("--as-written", action="store_true", help="show the reports as they are, give-aways and all")
    parser.add_argument("--draft-arm", metavar="ARM", help="one more arm: drafts by --model, written now")
    parser.add_argument("--model", default="demo", metavar="NAME_OR_DIR", help="for --draft-arm")
    parser.add_argument("--prompt", choices=list(prompts.PROMPTS), default=prompts.DEFAULT, help="for --draft-arm")
    parser.add_argument("--copy-images", action="store_true", help="copy the films into the study, as they are")
    parser.add_argument("--postgres", metavar="URL", help="keep answers on a server: postgresql://USER@HOST/DATABASE")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(arguments: argparse.Namespace) -> int:
    """Make the study."""
    columns = Columns(
        truth=arguments.truth,
        strata=arguments.strata,
        training=arguments.training,
        ignored=tuple(arguments.ignore),
    )
    drafter = (
        None
        if arguments.draft_arm is None
        else ArmDrafter(arguments.model, arguments.prompt, Progress(quiet=arguments.quiet))
    )
    drafters = {} if drafter is None else {arguments.draft_arm: drafter.draft}
    arms, cases = read_manifest(arguments.manifest, columns, drafters)
    protocol = Protocol(
        arms=arms,
        readers=arguments.readers,
        seed=arguments.seed,
        separation=_separation(arguments, sum(not case.training for case in cases)),
        days_apart=arguments.days_apart,
        repeats=arguments.repeats,
        questions=tuple(arguments.ask),
        image_first=arguments.image_first,
        comment_required_for=arguments.comment_for,
        back_allowed=arguments.back,
        guess_arm=arguments.guess_arm,
        idle_s=arguments.idle,
        normalised=not arguments.as_written,
    )
    provenance = {} if drafter is None else {arguments.draft_arm: drafter.provenance}
    blinded, key = design_study(protocol, cases, shown(arguments.manifest), provenance)
    with create_study(
        arguments.out, blinded, key, copy_images=arguments.copy_images, postgres=arguments.postgres
    ) as study:
        made = {
            "study": shown(arguments.out),
            "lock": study.genesis,
            "cases": len(cases),
            "arms": list(arms),
            "readers": list(protocol.readers),
            "positions": max(len(order) for order in study.blinded.orders.values()),
            "separation": protocol.separation,
            "normalised": sum(bool(original.changes) for original in study.key().originals.values()),
        }
    if arguments.json:
        say_json(made)
    else:
        say(
            f"{made['study']}: {len(cases)} cases, {len(arms)} arms ({', '.join(arms)}), "
            f"{len(protocol.readers)} readers, {made['positions']} positions each, "
            f"{protocol.separation} or more between two reports of a film"
        )
        say(f"{made['normalised']} reports were made alike; locked under {study.genesis}")
    return 0


def _separation(arguments: argparse.Namespace, cases: int) -> int:
    if arguments.separation is not None:
        return int(arguments.separation)
    # Sittings are the separation then; a repeat within one stands apart as far as it can be asked in general.
    return 1 if arguments.days_apart is not None else default_separation(cases)


def _list(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(","))


def _grades(words: str) -> tuple[int, ...]:
    return tuple(_whole(word) for word in _list(words))


def _whole(words: str) -> int:
    if not words.isdecimal():
        raise argparse.ArgumentTypeError(f"{words} is no grade; write 1, 2, 3 or 4")
    return int(words)


def _question(words: str) -> Question:
    name, _, rest = words.partition(":")
    kind, _, text = rest.partition(":")
    kinds: Callable[[str], QuestionKind] = QuestionKind
    try:
        return Question(name, text.strip() or name, kinds(kind.removesuffix("!")), required=kind.endswith("!"))
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{words} is no question; write NAME:KIND:TEXT with a kind of yes_no, radpeer, text or mark"
        ) from error
