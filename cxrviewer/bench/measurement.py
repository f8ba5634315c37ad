"""What a measurement reports, as the command line's contract has it; knows nothing of what is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One figure of ours beside the naive way's or what it has to be."""

    name: str
    ours: float
    peer: float | None
    unit: str
    ratio: float | None
    """How many times better ours is; None where there is nothing to divide."""
    how: str
    """What was done and what the peer is."""
    good: bool = True
    """Whether the figure is what it has to be."""

    def to_json(self) -> dict[str, object]:
        """As ``cxrviewer bench --json`` prints it."""
        return {
            "name": self.name,
            "ours": self.ours,
            "peer": self.peer,
            "unit": self.unit,
            "ratio": self.ratio,
            "how": self.how,
        }
