"""Small studies for tests, built in code."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cxrviewer.imaging.png import write_png
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.answer import Answer, Item
from cxrviewer.study.creating import create_study, design_study
from cxrviewer.study.manifest import Columns, read_manifest
from cxrviewer.study.protocol import Protocol
from cxrviewer.study.session import ReadingSession
from cxrviewer.study.study import Study
from tests.factories import make_pixels

MOMENT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def write_films(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    films = []
    for number in range(count):
        film = folder / f"film_{number:02d}.png"
        write_png((make_pixels(24, 20, seed=number) >> 4).astype("uint8"), film)
        films.append(film)
    return films


def write_manifest(folder: Path, count: int = 4, *, training: int = 0, **changes: str) -> Path:
    """A manifest of ``count`` cases and two arms; ``changes`` are cells such as ``image_2="gone.png"`` (row 2)."""
    films = write_films(folder / "films", count + training)
    file = folder / "manifest.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["case", "image", "model", "reference", "truth", "training"])
        for number, film in enumerate(films):
            row = {
                "case": f"case {number}",
                "image": f"films/{film.name}",
                "model": f"The lungs are clear in film {number}.",
                "reference": f"FINDINGS: No effusion in film {number} compared to prior.",
                "truth": str(number % 2),
                "training": str(int(number >= count)),
            }
            row |= {
                name[: -len(f"_{number + 2}")]: value
                for name, value in changes.items()
                if name.endswith(f"_{number + 2}")
            }
            writer.writerow(row.values())
    return file


def make_study(
    folder: Path, count: int = 4, *, training: int = 0, postgres: str | None = None, **protocol: Any
) -> Study:
    """A locked study in ``folder / "study"``, open."""
    manifest = write_manifest(folder, count, training=training)
    arms, cases = read_manifest(manifest, Columns(truth="truth", training="training"))
    fields: dict[str, Any] = {"arms": arms, "readers": ("A", "B"), "seed": 1, "separation": 2}
    blinded, key = design_study(Protocol(**(fields | protocol)), cases, str(manifest))
    return create_study(folder / "study", blinded, key, postgres=postgres)


def answer_to(item: Item, grade: int = 1, **changes: Any) -> Answer:
    """What a reader says after three seconds, two of them active."""
    fields: dict[str, Any] = {
        "item": item.identifier,
        "grade": Acceptability(grade),
        "shown_at": MOMENT,
        "first_input_at": MOMENT + timedelta(seconds=1),
        "submitted_at": MOMENT + timedelta(seconds=3),
        "shown_ns": 5_000_000_000,
        "submitted_ns": 8_000_000_000,
        "active_ms": 2000,
        "display": {"window": [2048, 4096], "zoom": 1.5},
    }
    return Answer(**(fields | changes))


def read_all(session: ReadingSession, grade: int = 1, limit: int | None = None) -> list[Item]:
    """Answer what is left, or ``limit`` items."""
    seen = []
    while (limit is None or len(seen) < limit) and (item := session.current()) is not None:
        session.answer(answer_to(item, grade))
        seen.append(item)
    return seen
