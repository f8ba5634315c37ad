"""A draft report and where it comes from: without its provenance a draft is not evidence."""

import enum
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime


class FinishReason(enum.Enum):
    """Why a text ended."""

    STOP = "stop"
    """The model said that it had finished."""
    LENGTH = "length"
    """The limit of new tokens was reached."""
    CANCELLED = "cancelled"
    """The reader stopped it."""


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which weights computed a text, and in which precision and where."""

    name: str
    digest: str
    """SHA-256 over the checkpoint's files."""
    dtype: str
    device: str
    is_demo: bool = False
    """Whether the checkpoint was trained on synthetic radiographs only and means nothing on a patient."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is chosen: temperature, then top-k, then top-p, as the original does.

    A temperature up to 0.001 means greedy. The defaults are the published model's.
    """

    temperature: float = 0.2
    top_p: float = 0.8
    top_k: int = 50
    seed: int = 0
    max_new_tokens: int = 512

    def __post_init__(self) -> None:
        if self.temperature < 0 or not 0 < self.top_p <= 1 or self.top_k < 1 or self.max_new_tokens < 1:
            raise ValueError(
                "temperature must be at least 0, top-p above 0 and at most 1, top-k and max new tokens at least 1"
            )

    @property
    def greedy(self) -> bool:
        """Whether the likeliest token is always taken."""
        return self.temperature <= 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """All that is needed to compute the same text again."""

    model: ModelIdentity
    prompt: str
    """The full text of the question that was answered."""
    sampling: Sampling
    radiograph_digest: str
    """SHA-256 of the image file."""
    input_sha256: str
    """SHA-256 of the tensor that the model saw."""
    app_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text written by the model: always preliminary and unverified (DICOM PRELIMINARY, UNVERIFIED)."""

    text: str
    provenance: Provenance
    finish_reason: FinishReason
    identifier: str = field(default_factory=lambda: str(uuid.uuid4()))
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
