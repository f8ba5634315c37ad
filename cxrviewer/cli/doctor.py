"""``cxrviewer doctor``: looks at everything and says what is lacking and what to do; knows how the findings are shown.

What is looked at, and how, is in ``checkup``.
"""

import argparse

from cxrviewer.cli.checkup import CHECKS
from cxrviewer.cli.finding import Finding, Status
from cxrviewer.cli.output import say, say_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="one JSON object with all findings")
    parser.add_argument("--quiet", action="store_true", help="only what is lacking")


def run(arguments: argparse.Namespace) -> int:
    """Look at the machine; 1 where something essential is lacking."""
    findings = [finding for check in CHECKS for finding in check()]
    lacking = [finding for finding in findings if finding.status is Status.LACKS]
    if arguments.json:
        say_json({"ok": not lacking, "findings": [_as_json(finding) for finding in findings]})
        return 1 if lacking else 0
    shown = [finding for finding in findings if finding.status is not Status.OK] if arguments.quiet else findings
    width = max((len(finding.name) for finding in shown), default=0)
    for finding in shown:
        say(f"{finding.name:<{width}}  {finding.status.value:<5}  {finding.found}")
        if finding.advice:
            say(f"{'':<{width}}         -> {finding.advice}")
    if not arguments.quiet:
        say()
        say(f"{len(lacking)} essential thing(s) lacking." if lacking else "Nothing essential is lacking.")
    return 1 if lacking else 0


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "name": finding.name,
        "status": finding.status.value,
        "found": finding.found,
        "advice": finding.advice,
        **finding.figures,
    }
