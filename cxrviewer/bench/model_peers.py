"""The ways that the program's engine is measured against, each on the same shape; both know no film.

``time_recompute``: the plain transformers way, ``LlamaForCausalLM.generate`` in bfloat16 (float32 for a small
checkpoint) with every question computed from its beginning. ``time_llama_cpp``: llama.cpp with 4-bit weights of the
same shape, the image's tokens given as embeddings; its cache is kept between questions, as its users do.
"""

import ctypes
import importlib
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cxrviewer.bench.model_timing import Peak, Timing
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.loading import load_network
from cxrviewer.inference.placement import weights_of


@torch.inference_mode()
def time_recompute(folder: Path, ours: Timing, tokens: int) -> Timing:
    """Encode, prefill and write as often as a question is asked."""
    checkpoint, peak = open_checkpoint(folder), Peak()
    dtype = torch.bfloat16 if weights_of(checkpoint).is_big else torch.float32
    before, began = peak.bytes(), time.perf_counter()
    network = load_network(checkpoint, dtype, torch.device("cpu"))
    load_s, load_peak = time.perf_counter() - began, peak.bytes() - before
    vision, hidden = network.config.vision, network.mm_projector.out_features
    pixels = torch.randn(1, vision.channels, vision.image_size, vision.image_size)

    def asked(positions: int, count: int) -> tuple[float, float]:
        """Seconds of the encoding, and of the prompt and ``count`` tokens after it."""
        start = time.perf_counter()
        image = network.encode_image(pixels)
        encoded = time.perf_counter()
        words = torch.randn(1, positions - image.shape[1], hidden).to(dtype) * 0.02
        network.language_model.generate(
            inputs_embeds=torch.cat([image, words], dim=1),
            attention_mask=torch.ones(1, positions, dtype=torch.long),
            max_new_tokens=count,
            min_new_tokens=count,
            do_sample=False,
            pad_token_id=0,
        )
        return encoded - start, time.perf_counter() - encoded

    asked(vision.tokens + 8, 2)
    encode_s, prefill_s = asked(ours.prompt_tokens, 1)
    _, whole_s = asked(ours.prompt_tokens, tokens)
    follow_encode_s, follow_s = asked(ours.follow_up_tokens, 1)
    return Timing(
        load_s=load_s,
        load_peak_bytes=load_peak,
        peak_bytes=peak.bytes(),
        encode_s=encode_s,
        prefill_s=prefill_s,
        decode_per_s=(tokens - 1) / max(whole_s - prefill_s, 1e-9),
        follow_up_s=follow_encode_s + follow_s,
        prompt_tokens=ours.prompt_tokens,
        written_tokens=tokens,
    )


def time_llama_cpp(file: Path, hidden: int, ours: Timing, tokens: int, threads: int) -> Timing:
    """The encoding is ours: llama.cpp has no such vision tower."""
    library: Any = importlib.import_module("llama_cpp")
    silent = library.llama_log_callback(lambda *_: None)
    library.llama_log_set(silent, ctypes.c_void_p(0))
    library.llama_backend_init()
    peak = Peak()
    before, began = peak.bytes(), time.perf_counter()
    model = library.llama_model_load_from_file(str(file).encode(), library.llama_model_default_params())
    parameters = library.llama_context_default_params()
    parameters.n_ctx = ours.follow_up_tokens + tokens + 64
    parameters.n_batch = parameters.n_ctx
    parameters.n_threads = parameters.n_threads_batch = threads
    context = library.llama_init_from_model(model, parameters)
    if not model or not context:
        raise RuntimeError(f"llama.cpp does not load {file.name}")
    load_s, load_peak = time.perf_counter() - began, peak.bytes() - before
    length = 0

    def decode(embeddings: np.ndarray | None, count: int) -> float:
        """Seconds for ``count`` positions, given as embeddings or as any token."""
        nonlocal length
        batch = library.llama_batch_init(count, 0 if embeddings is None else hidden, 1)
        batch.n_tokens = count
        if embeddings is not None:
            ctypes.memmove(batch.embd, embeddings.ctypes.data, embeddings.nbytes)
        for index in range(count):
            if embeddings is None:
                batch.token[index] = 5
            batch.pos[index], batch.n_seq_id[index], batch.seq_id[index][0] = length + index, 1, 0
            batch.logits[index] = index == count - 1
        start = time.perf_counter()
        failed = library.llama_decode(context, batch)
        # The logits are waited for: without them the work may still be under way.
        library.llama_get_logits_ith(context, -1)
        seconds = time.perf_counter() - start
        library.llama_batch_free(batch)
        if failed:
            raise RuntimeError(f"llama.cpp stops with {failed}")
        length += count
        return seconds

    random = np.random.default_rng(0)
    decode(None, 4)
    length = 0
    clear_data = True  # the library takes it by position only
    library.llama_memory_clear(library.llama_get_memory(context), clear_data)
    embeddings = (random.standard_normal((ours.prompt_tokens, hidden)) * 0.02).astype(np.float32)
    prefill_s = decode(embeddings, ours.prompt_tokens)
    written_s = sum(decode(None, 1) for _ in range(tokens - 1))
    follow_s = decode(None, max(1, ours.follow_up_tokens - length))
    resident = peak.bytes()
    library.llama_free(context)
    library.llama_model_free(model)
    return Timing(
        load_s=load_s,
        load_peak_bytes=load_peak,
        peak_bytes=resident,
        encode_s=ours.encode_s,
        prefill_s=prefill_s,
        decode_per_s=(tokens - 1) / written_s,
        follow_up_s=follow_s,
        prompt_tokens=ours.prompt_tokens,
        written_tokens=tokens,
    )
