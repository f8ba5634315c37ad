"""The scope check beside what is known of films: hits, misses and false alarms of each kind, and its time.

Knows a table with the columns ``file`` (below the folder) and ``kinds`` (names of ``ScopeKind``, separated by ``;``;
none for an adult's frontal chest); knows no rule of the check. Every film that is a frontal chest by that table is
looked at four times more: as a negative, and turned by one to three quarter turns.
"""

import csv
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cxrviewer.bench.measurement import Measurement
from cxrviewer.errors import CxrViewerError, RadiographError
from cxrviewer.imaging.radiograph import PhotometricInterpretation, Radiograph
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.imaging.scope import ScopeKind, check_scope

TIME_MS = 150
"""What a film may take."""
_NAMED = 12
_VIEW = frozenset({ScopeKind.NOT_FRONTAL, ScopeKind.LATERAL})
"""A lateral without a tag can only be told to be no frontal chest: either word is a hit."""
_ANATOMY = _VIEW | {ScopeKind.POLARITY, ScopeKind.TURNED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One film: what it is, what was said."""

    name: str
    expected: frozenset[ScopeKind]
    said: frozenset[ScopeKind]
    milliseconds: float


def read_expected(table: Path) -> dict[str, frozenset[ScopeKind]]:
    """The kinds of each film of the table. Raises CxrViewerError."""
    try:
        with table.open(encoding="utf-8", newline="") as file:
            return {
                row["file"]: frozenset(ScopeKind(kind.strip()) for kind in row["kinds"].split(";") if kind.strip())
                for row in csv.DictReader(file)
            }
    except (OSError, KeyError, ValueError, AttributeError, csv.Error) as error:
        known = ", ".join(kind.value for kind in ScopeKind)
        raise CxrViewerError(f"{table}: is no table of file and kinds; the kinds are: {known}") from error


def measure_scope(folder: Path, table: Path, progress: Callable[[int, int], None]) -> list[Measurement]:
    """Hits of each kind beside how many there are. Raises CxrViewerError where not one film can be read."""
    expected = read_expected(table)
    outcomes: list[Outcome] = []
    altered: list[Outcome] = []
    for number, (name, kinds) in enumerate(expected.items(), start=1):
        progress(number, len(expected))
        try:
            film = read_radiograph(folder / name)
        except RadiographError:
            continue
        outcomes.append(_outcome(name, film, kinds))
        if not kinds & _ANATOMY:
            altered += (_outcome(f"{name} {how}", other, frozenset({kind})) for how, kind, other in _altered(film))
    if not outcomes:
        raise CxrViewerError(f"{folder}: holds none of the films of {table.name}; name the folder that they lie in")
    measured = [_of_view(outcomes)]
    measured += [_of_kind(outcomes, kind) for kind in ScopeKind if kind not in _VIEW]
    measured += [
        _of_kind([one for one in altered if kind in one.expected], kind, ", frontal films altered")
        for kind in (ScopeKind.POLARITY, ScopeKind.TURNED)
    ]
    return [*measured, _time(outcomes)]


def _outcome(name: str, film: Radiograph, expected: frozenset[ScopeKind]) -> Outcome:
    began = time.perf_counter()
    said = frozenset(warning.kind for warning in check_scope(film).warnings)
    return Outcome(name, expected, said, (time.perf_counter() - began) * 1000)


def _altered(film: Radiograph) -> Iterator[tuple[str, ScopeKind, Radiograph]]:
    other = {
        PhotometricInterpretation.MONOCHROME1: PhotometricInterpretation.MONOCHROME2,
        PhotometricInterpretation.MONOCHROME2: PhotometricInterpretation.MONOCHROME1,
    }[film.photometric_interpretation]
    yield "as a negative", ScopeKind.POLARITY, replace(film, photometric_interpretation=other)
    for turns in (1, 2, 3):
        turned = replace(film, pixels=np.ascontiguousarray(np.rot90(film.pixels, turns)))
        yield f"turned by {turns * 90}", ScopeKind.TURNED, turned


def _of_view(outcomes: Iterable[Outcome]) -> Measurement:
    """Frontal or not, whatever it is called."""
    as_one = [
        replace(
            one,
            expected=frozenset({ScopeKind.NOT_FRONTAL} if one.expected & _VIEW else ()),
            said=frozenset({ScopeKind.NOT_FRONTAL} if one.said & _VIEW else ()),
        )
        for one in outcomes
    ]
    return _of_kind(as_one, ScopeKind.NOT_FRONTAL, " (or lateral)")


def _of_kind(outcomes: list[Outcome], kind: ScopeKind, which: str = "") -> Measurement:
    there = [one for one in outcomes if kind in one.expected]
    missed = [one.name for one in there if kind not in one.said]
    false = [one.name for one in outcomes if kind in one.said and kind not in one.expected]
    otherwise = sum(kind not in one.said and bool(one.said & _ANATOMY) for one in there)
    as_other = f", {otherwise} of them called something else out of scope" if otherwise else ""
    return Measurement(
        name=f"scope {kind.value}{which}",
        ours=len(there) - len(missed),
        peer=len(there),
        unit="found",
        ratio=round(1 - len(missed) / len(there), 3) if there else None,
        how=f"{len(outcomes)} films: {_names('missed', missed)}{as_other}; {_names('false alarms', false)}",
    )


def _names(what: str, names: list[str]) -> str:
    if not names:
        return f"no {what}"
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{len(names)} {what} ({', '.join(names[:_NAMED])}{more})"


def _time(outcomes: list[Outcome]) -> Measurement:
    slow = float(np.percentile([one.milliseconds for one in outcomes], 95))
    return Measurement(
        name="scope_time p95",
        ours=round(slow, 1),
        peer=TIME_MS,
        unit="ms",
        ratio=round(TIME_MS / slow, 2),
        how=f"{len(outcomes)} films as read, one thread; peer: what a film may take",
        good=slow < TIME_MS,
    )
