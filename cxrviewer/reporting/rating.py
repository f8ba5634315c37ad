"""The four-point acceptability of the journal paper's reader study."""

import enum
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime


class Acceptability(enum.IntEnum):
    """How acceptable a report is, in the paper's words (Eur Radiol 2025, reader study)."""

    ACCEPTABLE = 1
    """Totally acceptable without any revision."""
    MINOR_REVISION = 2
    """Acceptable with minor revision."""
    MAJOR_REVISION = 3
    """Acceptable with major revision."""
    UNACCEPTABLE = 4
    """Unacceptable."""

    @property
    def label(self) -> str:
        """The paper's words."""
        return {
            Acceptability.ACCEPTABLE: "totally acceptable without any revision",
            Acceptability.MINOR_REVISION: "acceptable with minor revision",
            Acceptability.MAJOR_REVISION: "acceptable with major revision",
            Acceptability.UNACCEPTABLE: "unacceptable",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One reader's grade of one draft. A changed grade is a new rating; none is overwritten."""

    reader: str
    draft_identifier: str
    acceptability: Acceptability
    comment: str = ""
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))
    rated_at: datetime = field(default_factory=lambda: datetime.now(UTC))
