"""Readings as one array: cases by arms by readers, NaN where there is no grade. Knows no statistic."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxrviewer.errors import StudyError
from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.readings import Reading

Grades = npt.NDArray[np.float64]

LAST_SUCCESS = Acceptability.MINOR_REVISION
"""Success in autonomous reporting is this grade or a better one (Eur Radiol 2025: 109 and 126 of 150 readings)."""


@dataclass(frozen=True, slots=True, eq=False)
class GradeTable:
    """The first readings of a study; repeats are not in it."""

    cases: tuple[str, ...]
    arms: tuple[str, ...]
    readers: tuple[str, ...]
    grades: Grades
    """(cases, arms, readers)"""

    def of_arm(self, arm: str) -> Grades:
        """(cases, readers) of the cases and readers that have a grade in the arm."""
        grades = self.grades[:, self.arms.index(arm), :]
        present = ~np.isnan(grades)
        return grades[present.any(axis=1)][:, present.any(axis=0)]

    def readers_of(self, arm: str) -> tuple[str, ...]:
        """The readers with a grade in the arm: the columns of ``of_arm``."""
        graded = np.flatnonzero((~np.isnan(self.grades[:, self.arms.index(arm), :])).any(axis=0))
        return tuple(self.readers[column] for column in graded)

    @property
    def missing(self) -> int:
        """How many grades a fully crossed study of these cases, arms and readers would have beyond these."""
        return int(np.isnan(self.grades).sum())


def grade_table(readings: Sequence[Reading], arms: Sequence[str] | None = None) -> GradeTable:
    """The table of the readings that are no repeats; ``arms`` names the arms in another order than by name.

    Cases and readers stand in natural order, so that the order of the journal decides nothing.
    Raises StudyError where two grades stand for one reader, case and arm, or an arm is not among those named.
    """
    names = tuple(arms) if arms is not None else in_natural_order(reading.arm for reading in readings)
    unknown = {reading.arm for reading in readings} - set(names)
    if unknown:
        raise StudyError(
            f"there are readings of {', '.join(sorted(unknown))}, which is no arm of the study; name every arm"
        )
    firsts = [reading for reading in readings if not reading.repeat]
    cases = in_natural_order(reading.case for reading in firsts)
    readers = in_natural_order(reading.reader for reading in readings)
    grades = np.full((len(cases), len(names), len(readers)), np.nan)
    place = tuple({name: index for index, name in enumerate(axis)} for axis in (cases, names, readers))
    for reading in firsts:
        cell = place[0][reading.case], place[1][reading.arm], place[2][reading.reader]
        if not np.isnan(grades[cell]):
            raise StudyError("two grades stand for one reader, case and arm; mark a second reading as a repeat")
        grades[cell] = int(reading.grade)
    return GradeTable(cases, names, readers, grades)


def in_natural_order(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once; numbers inside names count as numbers: case 2 comes before case 10."""
    return tuple(sorted(set(names), key=_natural))


def _natural(name: str) -> tuple[list[str | int], str]:
    # The split alternates between text and digits, so that text meets text and number meets number.
    parts = re.split(r"(\d+)", name)
    return [int(part) if index % 2 else part for index, part in enumerate(parts)], name


def grade_counts(grades: Grades) -> tuple[int, int, int, int]:
    """How many of grade 1, 2, 3 and 4; NaN counts nowhere."""
    one, two, three, four = (int((grades == int(grade)).sum()) for grade in Acceptability)
    return one, two, three, four


def successes(grades: Grades) -> npt.NDArray[np.int64]:
    """1 for grade 1 or 2, 0 for grade 3 or 4. NaN gives 0: count what is graded apart."""
    return (grades <= int(LAST_SUCCESS)).astype(np.int64)


def complete(grades: Grades) -> Grades:
    """The rows without a missing grade."""
    return grades[~np.isnan(grades).any(axis=1)]
