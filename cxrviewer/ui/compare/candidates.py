"""Which films of the list can stand beside the one that is read, and in which order. Knows entries, no widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.same_patient import SamePatient, same_patient
from cxrviewer.ui.worklist.entry import Entry

_MOST_OTHERS = 20


@dataclass(frozen=True, slots=True)
class Candidates:
    """Films that can stand beside the current one."""

    same_patient: tuple[Entry, ...]
    """The latest first of those before the current film, then those after it."""
    others: tuple[Entry, ...]
    """Of anybody, those nearest in the list."""

    def next_after(self, path: Path | None) -> Entry | None:
        """Of the same patient: the first, or after the film at ``path`` the next, round and round; None for none."""
        paths = [entry.path for entry in self.same_patient]
        if not paths:
            return None
        return self.same_patient[(paths.index(path) + 1) % len(paths) if path in paths else 0]


def candidates(film: Radiograph, current: Path, entries: Sequence[Entry]) -> Candidates:
    """Those of the list that can be read and are not the current film."""
    row = next((number for number, entry in enumerate(entries) if entry.path == current), 0)
    near = sorted(enumerate(entries), key=lambda numbered: abs(numbered[0] - row))
    usable = [entry for _, entry in near if entry.path != current and not entry.trouble and entry.digest != film.digest]
    same = [entry for entry in usable if same_patient(film.patient, entry.person) is SamePatient.YES]
    before = [entry for entry in same if entry.study_date and entry.study_date <= film.study.date]
    after = [entry for entry in same if entry not in before]
    before.sort(key=lambda entry: entry.study_date, reverse=True)
    after.sort(key=lambda entry: entry.study_date)
    others = [entry for entry in usable if entry not in same]
    return Candidates((*before, *after), tuple(others[:_MOST_OTHERS]))
