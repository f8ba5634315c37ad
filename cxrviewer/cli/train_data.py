"""``cxrviewer train data``: what a folder with a public data set holds, split by split."""

import argparse
from pathlib import Path

from cxrviewer.cli.output import complain, say, say_json
from cxrviewer.training.datasets.reading import LAYOUTS, Holdings, read_holdings
from cxrviewer.training.datasets.summary import Count, counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """LAYOUT:DIR ... [--json]."""
    parser.add_argument(
        "data",
        nargs="+",
        type=_source,
        metavar="LAYOUT:DIR",
        help=f"a folder in a published layout: {', '.join(LAYOUTS)}",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a folder")


def run(arguments: argparse.Namespace) -> int:
    """Read, count and print; 1 where a folder has no film to train on."""
    status = 0
    for layout, folder in arguments.data:
        holdings = read_holdings(layout, folder)
        counts = counted(holdings.examples)
        if arguments.json:
            say_json(_described(layout, folder, holdings, counts))
        elif counts:
            _print(layout, folder, holdings, counts)
        if not counts:
            complain(f"{folder}: its tables name no frontal film with labels; fetch them again")
            status = 1
    return status


def _source(words: str) -> tuple[str, Path]:
    layout, colon, folder = words.partition(":")
    if not colon or not folder or layout not in LAYOUTS:
        raise argparse.ArgumentTypeError(f"{words!r} is not LAYOUT:DIR with one of {', '.join(LAYOUTS)}")
    return layout, Path(folder)


def _described(layout: str, folder: Path, holdings: Holdings, counts: dict[str, Count]) -> dict[str, object]:
    splits = {split: count.as_json() for split, count in counts.items()}
    return {"layout": layout, "folder": str(folder), "splits": splits, "left_out": dict(holdings.left_out)}


def _print(layout: str, folder: Path, holdings: Holdings, counts: dict[str, Count]) -> None:
    say(f"{layout} in {folder}")
    for reason, number in sorted(holdings.left_out.items()):
        say(f"  left out: {number:,} ({reason})")
    say(f"  {'':<28}" + "".join(f"{split:>18}" for split in counts))
    rows = {
        "films": [f"{count.films:,}" for count in counts.values()],
        "patients": [f"{count.patients:,}" for count in counts.values()],
        **{f"view {view or 'not stated'}": _each(counts, "views", view) for view in ("PA", "AP", "")},
        "with a report": [f"{count.reports:,}" for count in counts.values()],
        **{state: _each(counts, "states", state) for state in ("normal", "abnormal")},
        "neither, or devices alone": _each(counts, "states", "left out"),
    }
    for name, cells in rows.items():
        if any(cell != "0" for cell in cells):
            say(f"  {name:<28}" + "".join(f"{cell:>18}" for cell in cells))
    say("  present / absent")
    for name in next(iter(counts.values())).labels:
        pairs = (f"{yes:,} / {no:,}" for yes, no in (count.labels[name] for count in counts.values()))
        say(f"  {name:<28}" + "".join(f"{pair:>18}" for pair in pairs))


def _each(counts: dict[str, Count], kind: str, key: str) -> list[str]:
    return [f"{getattr(count, kind)[key]:,}" for count in counts.values()]
