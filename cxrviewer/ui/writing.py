"""A request under way: which film it is about, what was asked, and the text so far. Knows no screen."""

from dataclasses import dataclass

from cxrviewer import __version__
from cxrviewer.inference.engine import Completion, GenerationRequest
from cxrviewer.reporting.chat import Exchange
from cxrviewer.reporting.draft import Draft, FinishReason, ModelIdentity, Provenance


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the chat: the report that it hangs on, its place in the line, its words."""

    draft_identifier: str
    position: int
    text: str


@dataclass(slots=True)
class Writing:
    """What the model is writing. ``question`` is None for a report."""

    request: GenerationRequest
    question: Question | None = None
    identity: ModelIdentity | None = None
    """The weights that write; None until they have begun."""
    text: str = ""

    @property
    def digest(self) -> str:
        """The film that the text is about."""
        return self.request.radiograph.digest

    def draft(self, completion: Completion | None) -> Draft | None:
        """What was written as a draft; None where there is nothing worth keeping."""
        text = self.text.strip()
        cancelled = completion is None or completion.finish_reason is FinishReason.CANCELLED
        if self.identity is None or (cancelled and not text):
            return None
        return Draft(
            text=text,
            provenance=Provenance(
                model=self.identity,
                prompt=self.request.conversation.turns[-1].text,
                sampling=self.request.sampling,
                radiograph_digest=self.digest,
                input_sha256="" if completion is None else completion.input_sha256,
                app_version=__version__,
            ),
            finish_reason=FinishReason.CANCELLED if completion is None else completion.finish_reason,
        )

    def exchange(self, draft: Draft) -> Exchange:
        """The question with the draft that answers it. Only for a question."""
        assert self.question is not None
        return Exchange(
            draft_identifier=self.question.draft_identifier,
            position=self.question.position,
            question=self.question.text,
            answer=draft,
        )
