"""``cxrviewer study``: a reader study from manifest to statistics; parses, calls the study's room, and prints.

Making a study has a module of its own, ``study_create``. Neither Qt nor torch is imported unless a verb needs it.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from cxrviewer.cli import study_create, study_read
from cxrviewer.cli.inputs import shown
from cxrviewer.cli.output import Progress, complain, say, say_json
from cxrviewer.errors import RowsRefused, StudyError
from cxrviewer.study.study import Study, open_study

_VERBS = {
    "create": "design a study from a manifest and lock it",
    "read": "open the window for a reader, at the case where they were",
    "demo": "make a small study of synthetic films, begun by a reader called demo",
    "order": "print who reads which report when, as CSV",
    "import": "take in ratings made elsewhere",
    "unblind": "record that two people agree to name the arms",
    "results": "the statistics, and a report with --out",
    "export": "write the readings for R, SPSS, iMRMC and spreadsheets",
    "verify": "find any edit, deletion or truncation",
    "package": "hand out one reader's part, to be read without a server",
    "merge": "take back what was read in a package",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A verb, the study's folder, and what the verb takes."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="|".join(_VERBS))
    commands = {
        verb: verbs.add_parser(verb, help=words, description=f"{words[0].upper()}{words[1:]}.")
        for verb, words in _VERBS.items()
    }
    study_create.add_arguments(commands["create"])
    study_read.add_arguments(commands["read"])
    for verb, command in commands.items():
        if verb == "demo":
            command.add_argument("out", type=Path, metavar="OUT", help="a new folder for films, manifest and study")
            command.add_argument("--model", default="demo", metavar="NAME_OR_DIR", help="what writes the model's arm")
            command.add_argument("--quiet", action="store_true", help="no progress")
        elif verb != "create":
            command.add_argument("study", type=Path, metavar="STUDY", help="the study's folder")
    commands["import"].add_argument("ratings", type=Path, metavar="RATINGS.csv", help="reader,case,arm,grade rows")
    commands["results"].add_argument(
        "--out", type=Path, metavar="DIR", help="also write plots, report.html, report.pdf"
    )
    commands["results"].add_argument("--seed", type=int, metavar="N", help="of the bootstrap")
    commands["results"].add_argument("--resamples", type=_positive, metavar="N", help="of the bootstrap")
    commands["export"].add_argument("--out", type=Path, required=True, metavar="DIR", help="where the files go")
    commands["export"].add_argument(
        "--with-names", action="store_true", help="names of readers and cases, and comments, which may identify"
    )
    commands["verify"].add_argument(
        "--against", type=Path, action="append", default=[], metavar="FILE", help="an export's chain.json or readings"
    )
    commands["package"].add_argument("--reader", required=True, metavar="NAME")
    commands["package"].add_argument("--out", type=Path, required=True, metavar="DIR", help="the package's new folder")
    commands["merge"].add_argument("package", type=Path, metavar="PACKAGE", help="the folder that came back")
    commands["merge"].add_argument(
        "--prefer", choices=["study", "package"], help="whose answer stands where both have one; all are kept"
    )
    for verb in ("unblind", "results", "export", "order"):
        commands[verb].add_argument(
            "--by", action="append", default=[], metavar="NAME", help="who agrees to name the arms; give two"
        )
        commands[verb].add_argument("--reason", default="", metavar="TEXT", help="why before all is read")
    for verb in ("order", "results", "verify", "merge"):
        commands[verb].add_argument("--json", action="store_true", help="one JSON object on stdout")


def run(arguments: argparse.Namespace) -> int:
    """Do what the verb says; 1 where it failed, each bad row on a line of its own."""
    try:
        if arguments.verb == "create":
            return study_create.run(arguments)
        if arguments.verb == "demo":
            return _demo(arguments)
        if arguments.verb == "read":
            return study_read.run(arguments)
        with open_study(arguments.study, check=arguments.verb != "verify") as study:
            if arguments.verb != "unblind" and getattr(arguments, "by", None):
                _agree(study, arguments)
            return _RUN[arguments.verb](study, arguments)
    except RowsRefused as error:
        for row in error.rows:
            complain(row)
        return 1


def _demo(arguments: argparse.Namespace) -> int:
    from cxrviewer.cli.study_drafting import ArmDrafter
    from cxrviewer.reporting.prompts import DEFAULT
    from cxrviewer.study.demonstration import demo_study

    progress = Progress(quiet=arguments.quiet)
    drafter = ArmDrafter(arguments.model, DEFAULT, progress)
    try:
        demo_study(
            arguments.out,
            drafter.draft,
            provenance=lambda: drafter.provenance,
            done=lambda made, of: progress.step("films", made, of),
        ).close()
    except OSError as error:
        raise StudyError(f"{arguments.out}: cannot be written ({error.strerror}); name another folder") from error
    say(shown(arguments.out / "study"))
    return 0


def _agree(study: Study, arguments: argparse.Namespace) -> None:
    from cxrviewer.study.unblinding import unblind

    unblind(study, arguments.by, arguments.reason)


def _order(study: Study, arguments: argparse.Namespace) -> int:
    from cxrviewer.study.evaluating import placements
    from cxrviewer.study.tables import csv_text

    rows = placements(study)
    if arguments.json:
        say_json({"protocol": study.protocol.to_json(), "lock": study.genesis, "order": rows})
    else:
        columns = ["reader", "position", "sitting", "case", "role", "item", "arm"]
        say(csv_text(columns, rows).replace("\r\n", "\n").rstrip("\n"))
    return 0


def _import(study: Study, arguments: argparse.Namespace) -> int:
    from cxrviewer.study.importing import import_ratings

    count = import_ratings(study, arguments.ratings)
    say(f"{count} ratings imported")
    return 0


def _unblind(study: Study, arguments: argparse.Namespace) -> int:
    _agree(study, arguments)
    say("unblinded")
    return 0


def _results(study: Study, arguments: argparse.Namespace) -> int:
    # scipy, statsmodels and matplotlib are slow to import: only here.
    from cxrviewer.study.evaluating import readings
    from cxrviewer.study.results import results

    rows = readings(study)
    if not rows:
        raise StudyError(f"{study.folder}: nothing has been read yet; read or import first")
    chosen = {name: value for name in ("seed", "resamples") if (value := getattr(arguments, name)) is not None}
    found = results(rows, arms=study.protocol.arms, **chosen)
    head = study.store.head()
    if arguments.out is not None:
        from cxrviewer.study.plots import save_plots
        from cxrviewer.study.report import write_html, write_pdf

        try:
            save_plots(found, rows, arguments.out)
            named = {"study_hash": study.genesis, "journal_head": f"{head.hash} ({head.count} rows)"}
            write_html(found, rows, arguments.out / "report.html", **named)
            write_pdf(found, rows, arguments.out / "report.pdf", **named)
        except OSError as error:
            raise StudyError(f"{arguments.out}: cannot be written ({error.strerror}); name another folder") from error
    made = found.to_json()
    if arguments.json:
        say_json(made | {"lock": study.genesis, "journal_count": head.count, "journal_head": head.hash})
    else:
        _say_results(made)
    return 0


def _say_results(made: dict[str, object]) -> None:
    arms = made["arms"]
    assert isinstance(arms, dict)
    for arm, numbers in arms.items():
        success = numbers["success"]
        rate = "not estimable" if success["rate"] is None else f"{100 * success['rate']:.1f} %"
        say(f"{arm}: grades 1 to 4: {numbers['counts']}, success {success['n']} of {success['of']} ({rate})")
    say("--json has every statistic, --out the report")


def _export(study: Study, arguments: argparse.Namespace) -> int:
    from cxrviewer.study.exporting import export_study

    for file in export_study(study, arguments.out, with_names=arguments.with_names):
        say(shown(file))
    return 0


def _verify(study: Study, arguments: argparse.Namespace) -> int:
    from cxrviewer.study.verifying import verify

    verdict = verify(study, tuple(arguments.against))
    for problem in verdict.problems:
        complain(f"{shown(arguments.study)}: {problem}")
    if arguments.json:
        found = {"ok": not verdict.problems, "problems": list(verdict.problems), "lock": study.genesis}
        say_json(found | {"journal_count": verdict.head.count, "journal_head": verdict.head.hash})
    elif not verdict.problems:
        say(f"ok: {verdict.head.count} rows, head {verdict.head.hash}")
    return 1 if verdict.problems else 0


def _package(study: Study, arguments: argparse.Namespace) -> int:
    from cxrviewer.study.packages import issue_package

    issue_package(study, arguments.reader, arguments.out)
    say(shown(arguments.out))
    return 0


def _merge(study: Study, arguments: argparse.Namespace) -> int:
    from cxrviewer.study.packages import merge_package

    merged = merge_package(study, arguments.package, arguments.prefer)
    for conflict in merged.conflicts:
        complain(
            f"{shown(arguments.package)}: {conflict.reader}, position {conflict.position}: "
            f"grade {conflict.in_study} in the study, {conflict.in_package} in the package"
            + ("" if merged.done else "; choose with --prefer")
        )
    if arguments.json:
        say_json({"answers": merged.answers, "conflicts": len(merged.conflicts), "merged": merged.done})
    elif merged.done:
        say(f"{merged.answers} answers merged")
    return 0 if merged.done else 1


def _positive(words: str) -> int:
    if not words.isdecimal() or int(words) < 1:
        raise argparse.ArgumentTypeError(f"{words} is not a whole number from 1")
    return int(words)


_RUN: dict[str, Callable[[Study, argparse.Namespace], int]] = {
    "order": _order,
    "import": _import,
    "unblind": _unblind,
    "results": _results,
    "export": _export,
    "verify": _verify,
    "package": _package,
    "merge": _merge,
}
