"""What a data set's folder has and lacks, counted while it is read. Knows names of files, opens none.

One listing a folder: to ask for each of 300,000 files takes hours on a network disk.
"""

import os
from collections import Counter
from pathlib import Path

MISSING = "image not there"
NOT_FRONTAL = "not a frontal film"
NO_LABELS = "no labels"


class Inventory:
    """Remembers what each folder holds and why films were left out."""

    def __init__(self) -> None:
        self._names: dict[Path, frozenset[str]] = {}
        self.left_out: Counter[str] = Counter()
        """How many films for which reason."""
        self.first_missing: Path | None = None

    def names(self, folder: Path) -> frozenset[str]:
        """The names in a folder; none where there is no such folder."""
        names = self._names.get(folder)
        if names is None:
            names = self._names[folder] = _listed(folder)
        return names

    def has(self, path: Path) -> bool:
        """Whether the file is there."""
        return path.name in self.names(path.parent)

    def image(self, *places: Path) -> Path | None:
        """The first that is there; where none is, the film is left out."""
        found = next((path for path in places if self.has(path)), None)
        if found is None:
            self.leave_out(MISSING)
            self.first_missing = self.first_missing or places[0]
        return found

    def leave_out(self, reason: str) -> None:
        """One film is not read."""
        self.left_out[reason] += 1


def _listed(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - names, not paths: 300,000 Path objects cost seconds
    except OSError:
        return frozenset()
