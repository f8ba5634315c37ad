"""One question about a report and the model's answer, as it is kept; knows neither the window nor the database."""

from dataclasses import dataclass

from cxrviewer.reporting.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and its answer in the chat that hangs on one report.

    The answer is a draft like the report: the model's, unverified, with its provenance. Raises ValueError where
    ``position`` is negative.
    """

    draft_identifier: str
    """The report that the chat hangs on."""
    position: int
    """0 for the first question."""
    question: str
    answer: Draft

    def __post_init__(self) -> None:
        if self.position < 0:
            raise ValueError("the first exchange has position 0")
