"""One reader's grade of one report, as statistics need it: a plain row. Knows neither journal nor database."""

from dataclasses import dataclass

from cxrviewer.reporting.rating import Acceptability


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The grade that stands (not one that was superseded) of one reader for one case's report of one arm.

    ``case`` names the image; the two arms of a case share it. ``repeat`` marks a second reading of the same report,
    shown to measure intra-reader agreement; it never enters the counts. Training cases are no readings.
    """

    reader: str
    case: str
    arm: str
    grade: Acceptability
    repeat: bool = False
    position: int | None = None
    """Where it stood in the reader's order, from 0."""
    active_s: float | None = None
    """Seconds of reading, idle time left out."""
    guessed_arm: str | None = None
    """Which arm the reader took it for, where the protocol asks."""
