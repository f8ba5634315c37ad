"""What a look at one thing of this machine found. Knows no thing."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Status(enum.Enum):
    """How much a finding matters."""

    OK = "ok"
    NOTE = "note"
    """The program works; something more would help."""
    LACKS = "lacks"
    """Something essential is missing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and what to do where that is not enough."""

    name: str
    status: Status
    found: str
    advice: str = ""
    figures: Mapping[str, object] = field(default_factory=dict)
    """The same as plain values, for ``--json``."""
