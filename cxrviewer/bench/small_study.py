"""A study of tiny films for measurements; means nothing."""

from pathlib import Path

import numpy as np

from cxrviewer.imaging.png import write_png
from cxrviewer.study.allocation import default_separation
from cxrviewer.study.creating import create_study, design_study
from cxrviewer.study.manifest import read_manifest
from cxrviewer.study.protocol import Protocol

READER = "A"


def make_study(folder: Path, cases: int) -> Path:
    """A study of tiny films and two arms for one reader; returns its folder."""
    films = folder.parent / "films"
    films.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(cases):
        film = films / f"{number}.png"
        if not film.exists():
            write_png(np.random.default_rng(number).integers(0, 256, (16, 16), dtype=np.uint8), film)
        made.append(f"{number},films/{film.name},Clear {number}.,No effusion {number}.\n")
    manifest = folder.parent / "manifest.csv"
    manifest.write_text("case,image,model,reference\n" + "".join(made), encoding="utf-8")
    arms, rows = read_manifest(manifest)
    protocol = Protocol(arms=arms, readers=(READER,), seed=0, separation=default_separation(cases))
    create_study(folder, *design_study(protocol, rows, manifest.name)).close()
    return folder
