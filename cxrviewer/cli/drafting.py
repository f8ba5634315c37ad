"""Everything that `cxrviewer draft` asks a model about one film, and its JSON; knows no arguments and no torch."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.inference.engine import CancelToken, Chunk, Completion, GenerationRequest, ReportEngine
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.draft import ModelIdentity, Sampling
from cxrviewer.reporting.findings import Finding

Listener = Callable[[str], None]
"""Told each piece of text as it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked about every film. ``opening`` awaits an answer, or has no turn or is answered and then
    ``questions`` has one."""

    prompt: str
    """The name of the opening."""
    opening: Conversation
    questions: tuple[str, ...]
    sampling: Sampling
    confirm: bool
    token_probabilities: bool = False
    """Whether to say how probable the model found each token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text the model wrote."""

    text: str
    completion: Completion


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """What came of one film."""

    report: Text | None
    """None where the conversation opened with a question of the user's."""
    answers: tuple[tuple[str, Text], ...]
    findings: Mapping[Finding, float]
    total_s: float

    @property
    def first(self) -> Text:
        """The report, or the answer to the first question."""
        return self.report or self.answers[0][1]

    @property
    def last(self) -> Text:
        """The last answer, or the report where nothing more was asked."""
        return self.answers[-1][1] if self.answers else self.first

    @property
    def warnings(self) -> tuple[str, ...]:
        """All that was to be warned of, each once."""
        texts = [*([self.report] if self.report else []), *(text for _, text in self.answers)]
        return tuple(dict.fromkeys(warning for text in texts for warning in text.completion.warnings))


def draft_film(
    engine: ReportEngine, film: Radiograph, task: Task, *, on_text: Listener, on_question: Listener
) -> Drafted:
    """Run the whole conversation about one film. Raises ModelError."""
    began = time.perf_counter()
    conversation = task.opening
    report: Text | None = None
    if conversation.awaits_answer:
        report = _write(engine, film, conversation, task, on_text)
        conversation = conversation.answer(report.text)
    answers = []
    for question in task.questions:
        on_question(question)
        conversation = conversation.ask(question)
        answer = _write(engine, film, conversation, task, on_text)
        conversation = conversation.answer(answer.text)
        answers.append((question, answer))
    findings = _confirmed(engine, film, task.sampling) if task.confirm else {}
    return Drafted(report=report, answers=tuple(answers), findings=findings, total_s=time.perf_counter() - began)


def _write(engine: ReportEngine, film: Radiograph, conversation: Conversation, task: Task, on_text: Listener) -> Text:
    request = GenerationRequest(
        radiograph=film,
        conversation=conversation,
        sampling=task.sampling,
        token_probabilities=task.token_probabilities,
    )
    pieces: list[str] = []
    for item in engine.generate(request, CancelToken()):
        if isinstance(item, Chunk):
            pieces.append(item.text)
            on_text(item.text)
        else:
            return Text(text="".join(pieces), completion=item)
    raise RuntimeError("the engine ended without a completion")


def _confirmed(engine: ReportEngine, film: Radiograph, sampling: Sampling) -> Mapping[Finding, float]:
    """Each finding in a conversation of its own: what was said of one does not sway the next."""
    nothing_said = prompts.opening(prompts.NONE)
    requests = [
        GenerationRequest(
            radiograph=film, conversation=nothing_said.ask(prompts.confirmation(finding.phrase)), sampling=sampling
        )
        for finding in Finding
    ]
    return dict(zip(Finding, engine.probabilities_of_yes(requests, CancelToken()), strict=True))


def as_json(
    drafted: Drafted,
    *,
    file: str,
    film: Radiograph,
    identity: ModelIdentity,
    task: Task,
    load_s: float,
    read_s: float,
) -> dict[str, object]:
    """The object of the command line's contract."""
    first = drafted.first.completion
    made: dict[str, object] = {
        "file": file,
        "sop_instance_uid": film.sop_instance_uid,
        "model": {
            "name": identity.name,
            "digest": identity.digest,
            "dtype": identity.dtype,
            "device": identity.device,
        },
        "prompt": task.prompt,
        "sampling": {
            "temperature": task.sampling.temperature,
            "top_p": task.sampling.top_p,
            "seed": task.sampling.seed,
            "max_new_tokens": task.sampling.max_new_tokens,
        },
        "report": drafted.report.text if drafted.report else "",
        "finish_reason": first.finish_reason.value,
        "answers": [
            {
                "question": question,
                "answer": answer.text,
                "finish_reason": answer.completion.finish_reason.value,
                **_probabilities(answer, task),
            }
            for question, answer in drafted.answers
        ],
        "tokens": {"prompt": first.prompt_tokens, "generated": first.generated_tokens},
        "kept_bytes": drafted.last.completion.kept_bytes,
        "seconds": {
            "load": round(load_s, 4),
            "read": round(read_s + first.seconds.read, 4),
            "encode": round(first.seconds.encode, 4),
            "prefill": round(first.seconds.prefill, 4),
            "first_token": round(first.seconds.first_token, 4),
            "total": round(read_s + drafted.total_s, 4),
        },
        "input_sha256": first.input_sha256,
        "warnings": [*film.warnings, *drafted.warnings],
    }
    if drafted.report:
        made |= _probabilities(drafted.report, task)
    if task.confirm:
        made["findings"] = {finding.value: {"p_yes": p_yes} for finding, p_yes in drafted.findings.items()}
    return made


def _probabilities(text: Text, task: Task) -> dict[str, object]:
    """Each token and how probable the model found it, where that was asked for."""
    if not task.token_probabilities:
        return {}
    return {"token_probabilities": [[token.text, round(token.probability, 6)] for token in text.completion.tokens]}
