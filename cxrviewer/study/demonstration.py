"""A small study of synthetic films that a reader has begun: for trying the reading out. Knows no model and no window.

Ten phantoms with two arms: the report that the phantom's truth implies, and what the given model writes. Everything
but the model's text follows from a seed. The reader has answered two items and goes on at the third.
"""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.writing import TRUTH_FILE, write_phantoms
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.allocation import default_separation
from cxrviewer.study.answer import Answer
from cxrviewer.study.creating import create_study, design_study
from cxrviewer.study.manifest import Columns, Drafter, read_manifest
from cxrviewer.study.protocol import Protocol
from cxrviewer.study.study import Study

READER = "demo"
ANSWERED = 2
_SEED = 9100  # of no film that the demo checkpoint was trained on


def demo_study(
    folder: Path,
    drafter: Drafter,
    *,
    cases: int = 10,
    size: int = 1024,
    provenance: Callable[[], dict[str, object]] = dict,
    done: Callable[[int, int], None] = lambda _made, _of: None,
) -> Study:
    """Make films, manifest and study in ``folder`` (``films/``, ``manifest.csv``, ``study/``), open.

    ``provenance`` is asked once all is drafted. Raises StudyError, StoreError, OSError, and what ``drafter`` raises.
    """
    films = folder / "films"
    phantoms = (draw_phantom(_SEED, index) for index in range(cases))
    write_phantoms(films, phantoms, cases, png=False, masks=False, size=size, done=done)
    manifest = folder / "manifest.csv"
    with (
        (films / TRUTH_FILE).open(newline="", encoding="utf-8") as truth,
        manifest.open("w", newline="", encoding="utf-8") as out,
    ):
        writer = csv.writer(out)
        writer.writerow(["case", "image", "reference"])
        for number, row in enumerate(csv.DictReader(truth), start=1):
            writer.writerow([f"phantom {number}", f"films/{row['file']}", row["report"]])
    arms, read = read_manifest(manifest, Columns(), {"model": drafter})
    protocol = Protocol(
        arms=arms,
        readers=(READER,),
        seed=_SEED,
        separation=default_separation(cases),
        back_allowed=1,
        guess_arm=True,
        comment_required_for=(4,),
    )
    blinded, key = design_study(protocol, read, manifest.name, {"model": provenance()})
    study = create_study(folder / "study", blinded, key)
    try:
        _read_a_little(study)
    except BaseException:
        study.close()
        raise
    return study


def _read_a_little(study: Study) -> None:
    with study.session(READER) as session:
        for _ in range(ANSWERED):
            item = session.current()
            if item is None:
                return
            now = datetime.now(UTC)
            session.answer(
                Answer(
                    item=item.identifier,
                    grade=Acceptability.MINOR_REVISION,
                    shown_at=now - timedelta(seconds=20),
                    submitted_at=now,
                    shown_ns=0,
                    submitted_ns=20_000_000_000,
                    active_ms=20_000,
                )
            )
