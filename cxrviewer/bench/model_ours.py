"""The program's own engine, measured on one phantom: loading, a report, two questions, several films at once."""

import time
from dataclasses import replace
from pathlib import Path

from cxrviewer.bench.model_timing import Peak, Timing, read_bytes_per_s
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.cxr_llava import CxrLlavaEngine, load_engine
from cxrviewer.inference.engine import CancelToken, Chunk, Completion, GenerationRequest
from cxrviewer.inference.placement import weights_of
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import Sampling

QUESTIONS = ("Is there any pleural effusion on the left side?", "Should an additional radiologic study be made?")

BATCH_TOKENS = 24
"""Written for each film of the batch."""


def time_ours(folder: Path, precision: str, tokens: int, films: tuple[Path, ...]) -> Timing:
    """Meant for a process of its own, so that the peak is this model's. The first film is reported and asked about."""
    checkpoint = open_checkpoint(folder)
    peak = Peak()
    before = peak.bytes()
    began = time.perf_counter()
    engine = load_engine(checkpoint, dtype=precision, device="cpu")
    load_s, load_peak = time.perf_counter() - began, peak.bytes() - before
    seen = [read_radiograph(film) for film in films]
    request = GenerationRequest(
        radiograph=seen[0], conversation=prompts.opening("specific"), sampling=_sampling(tokens)
    )
    # The first question of all pays for torch's own preparations.
    _answer(engine, replace(request, sampling=_sampling(2)))
    engine.forget()
    text, first = _answer(engine, request)
    conversation, follow_ups = request.conversation, []
    for question in QUESTIONS:
        conversation = conversation.answer(text or "None.").ask(question)
        asked = replace(request, conversation=conversation, sampling=_sampling(min(tokens, 8)))
        text, completion = _answer(engine, asked)
        follow_ups.append(completion)
    resident = peak.bytes()
    return Timing(
        load_s=load_s,
        load_peak_bytes=load_peak,
        peak_bytes=resident,
        encode_s=first.seconds.encode,
        prefill_s=first.seconds.first_token - first.seconds.encode - first.seconds.read,
        decode_per_s=(first.generated_tokens - 1) / (first.seconds.total - first.seconds.first_token),
        follow_up_s=max(one.seconds.first_token - one.seconds.read for one in follow_ups),
        prompt_tokens=first.prompt_tokens,
        written_tokens=first.generated_tokens,
        follow_up_tokens=follow_ups[-1].prompt_tokens,
        token_bytes=weights_of(checkpoint).token_bytes(engine.identity.dtype, first.prompt_tokens),
        read_bytes_per_s=read_bytes_per_s(),
        batch_films=len(seen),
        batch_s=_batch_s(engine, request, seen),
    )


def _batch_s(engine: CxrLlavaEngine, request: GenerationRequest, films: list[Radiograph]) -> float:
    """Seconds for a short report on each film, all at once; 0 where there is one film alone."""
    if len(films) < 2:
        return 0.0
    short = [replace(request, radiograph=film, sampling=_sampling(BATCH_TOKENS)) for film in films]
    began = time.perf_counter()
    engine.generate_batch(short, CancelToken())
    return time.perf_counter() - began


def _sampling(tokens: int) -> Sampling:
    return Sampling(temperature=0.0, max_new_tokens=tokens)


def _answer(engine: CxrLlavaEngine, request: GenerationRequest) -> tuple[str, Completion]:
    text = ""
    for item in engine.generate(request, CancelToken()):
        if isinstance(item, Chunk):
            text += item.text
        else:
            return text, item
    raise RuntimeError("the engine ended without a completion")
