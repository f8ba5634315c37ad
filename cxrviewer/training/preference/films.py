"""The films of a preference tuning with their truths, made once and kept in its folder.

Knows phantoms and files, no model.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxrviewer.phantom.truth import Truth, truth_as_json, truth_from_json
from cxrviewer.training.unseen import Done, unseen_films


@dataclass(frozen=True, slots=True, eq=False)
class Films:
    """``pixels`` (films, size, size) uint8 as the network is shown them, and what each shows."""

    pixels: npt.NDArray[np.uint8]
    truths: tuple[Truth, ...]

    def __len__(self) -> int:
        return len(self.truths)


def films_of(folder: Path, seed: int, count: int, size: int, done: Done, *, rendered: int, processes: int = 1) -> Films:
    """The first ``count`` phantoms of ``seed``, rendered at ``rendered`` pixels, ``size`` wide; made once."""
    file = folder / f"films_{seed}_{count}_{size}_{rendered}.npy"
    truths_file = file.with_suffix(".json")
    if not truths_file.exists():
        films, truths = unseen_films(seed, count, size, done, rendered=rendered, processes=processes)
        partial = file.with_suffix(".part")
        with partial.open("wb") as stream:
            np.save(stream, np.stack(films))
        partial.replace(file)
        # The truths come last and mark both as whole.
        partial.write_text(json.dumps([truth_as_json(truth) for truth in truths]), encoding="utf-8")
        partial.replace(truths_file)
    stored = json.loads(truths_file.read_text(encoding="utf-8"))
    return Films(np.load(file, mmap_mode="r"), tuple(map(truth_from_json, stored)))
