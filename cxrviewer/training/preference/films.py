"""The films of a preference tuning, rendered once and kept in its folder; their truth is drawn again.

Knows phantoms and files, no model.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.truth import Truth
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
    if not file.exists():
        films, _ = unseen_films(seed, count, size, done, rendered=rendered, processes=processes)
        partial = file.with_suffix(".part")
        with partial.open("wb") as stream:
            np.save(stream, np.stack(films))
        partial.replace(file)
    truths = tuple(draw_phantom(seed, index).truth for index in range(count))
    return Films(np.load(file, mmap_mode="r"), truths)
