"""The model at the demo's or the published shape: our engine beside transformers' plain way and llama.cpp, in one run.

Each way runs in a process of its own, one after the other. Knows which figures there are, not how they are measured.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from cxrviewer import paths
from cxrviewer.bench.measurement import Measurement
from cxrviewer.bench.model_ours import BATCH_TOKENS, time_ours
from cxrviewer.bench.model_peers import time_llama_cpp, time_recompute
from cxrviewer.bench.model_timing import Timing
from cxrviewer.bench.model_window import SECONDS, measure_window
from cxrviewer.bench.random_checkpoint import write_random_checkpoint
from cxrviewer.errors import CxrViewerError
from cxrviewer.inference.checkpoint import Checkpoint, open_checkpoint
from cxrviewer.inference.placement import weights_of
from cxrviewer.inference.quantization import Scheme
from cxrviewer.inference.quantizing import quantize_checkpoint
from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.writing import write_phantoms

RECOMPUTE: Final = "recompute"
LLAMA_CPP: Final = "llama.cpp"
REPORT_TOKENS: Final = 120
_GB: Final = 1e9

Told = Callable[[str, int, int], None]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelBench:
    """What is measured."""

    shape: str
    """demo or 7b."""
    precision: str
    peers: tuple[str, ...]
    folder: Path
    """Where what is written for it lies: random checkpoints, copies, films. What is there already is used again."""
    tokens: int = REPORT_TOKENS
    films: int = 2
    """In the batch."""
    window: bool = False
    """Whether the window's delay is measured while this model drafts, and nothing else."""
    window_seconds: float = SECONDS


def measure_model(bench: ModelBench, told: Told) -> list[Measurement]:
    """All figures. Raises ModelError, OSError."""
    plain = _plain_checkpoint(bench, told)
    ours_from = _checkpoint_in(bench, plain, told)
    if bench.window:
        told("measuring the window", 0, 1)
        what = f"the {bench.shape} shape ({bench.precision})"
        return _alone(measure_window, ours_from.folder, what, bench.window_seconds)
    films = _films(bench, told)
    steps = 1 + len(bench.peers)
    told("measuring", 0, steps)
    ours = _alone(time_ours, ours_from.folder, bench.precision, bench.tokens, films)
    found = list(_our_own(bench, ours, ours_from))
    for number, peer in enumerate(bench.peers, 1):
        told("measuring", number, steps)
        if peer == RECOMPUTE:
            theirs = _alone(time_recompute, plain.folder, ours, bench.tokens)
        else:
            theirs = _llama_cpp(bench, plain, ours, told)
        found += _beside(bench, ours, theirs, peer)
    told("measuring", steps, steps)
    return found


def _alone(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Run in a fresh process, which gives its memory back."""
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as processes:
        return processes.submit(work, *arguments, **options).result()


def _plain_checkpoint(bench: ModelBench, told: Told) -> Checkpoint:
    if bench.shape == "demo":
        return open_checkpoint(paths.bundled_checkpoints() / "demo")
    folder = bench.folder / "published"
    if not (folder / "config.json").is_file():
        write_random_checkpoint(folder, progress=lambda done, total: told("writing random weights", done, total))
    return open_checkpoint(folder)


def _checkpoint_in(bench: ModelBench, plain: Checkpoint, told: Told) -> Checkpoint:
    """The checkpoint itself, or its smaller copy."""
    if bench.precision not in ("int8", "int4"):
        return plain
    folder = bench.folder / (bench.precision if bench.shape == "7b" else f"demo-{bench.precision}")
    if folder.is_dir():
        return open_checkpoint(folder)
    return quantize_checkpoint(
        plain,
        Scheme.named(bench.precision),
        folder,
        progress=lambda done, total: told(f"writing the {bench.precision} copy", done, total),
    )


def _films(bench: ModelBench, told: Told) -> tuple[Path, ...]:
    folder, count = bench.folder / "films", max(bench.films, 1)
    write_phantoms(
        folder,
        (draw_phantom(7, index) for index in range(count)),
        count,
        png=False,
        masks=False,
        size=1024,
        done=lambda done, total: told("films", done, total),
    )
    return tuple(sorted(folder.glob("*.dcm"))[:count])


def _llama_cpp(bench: ModelBench, plain: Checkpoint, ours: Timing, told: Told) -> Timing:
    llama = {"rope_theta": 10000.0, **plain.config["llama"]}
    if llama["hidden_size"] % 32 or llama["intermediate_size"] % 32:
        raise CxrViewerError("the demo's layers are no multiple of 32 wide, as llama.cpp's Q4_0 needs; use --shape 7b")
    file = bench.folder / f"{bench.shape}-q4_0.gguf"
    if not file.is_file():
        from cxrviewer.bench.random_gguf import write_random_gguf  # gguf comes with the peers alone

        told("writing the GGUF file", 0, 1)
        fresh = file.with_suffix(".new")
        write_random_gguf(fresh, llama)
        fresh.replace(file)
        told("writing the GGUF file", 1, 1)
    return _alone(time_llama_cpp, file, int(llama["hidden_size"]), ours, bench.tokens, _cores())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _our_own(bench: ModelBench, ours: Timing, checkpoint: Checkpoint) -> Iterator[Measurement]:
    what = f"{bench.shape} shape, {bench.precision}"
    size = weights_of(checkpoint).bytes_in(bench.precision)
    yield Measurement(
        name="model_load_peak",
        ours=round(ours.load_peak_bytes / _GB, 2),
        peer=round(size / _GB, 2),
        unit="GB",
        ratio=round(size / max(ours.load_peak_bytes, 1), 3),
        how=f"{what}; most memory while loading; peer: the weights themselves; {ours.load_s:.1f} s",
    )
    yield Measurement(
        name="model_resident",
        ours=round(ours.peak_bytes / _GB, 2),
        peer=None,
        unit="GB",
        ratio=None,
        how=f"{what}; most memory of the process until a report and two questions were answered",
    )
    limit = ours.read_bytes_per_s / ours.token_bytes
    yield Measurement(
        name="model_decode_share_of_bandwidth",
        ours=round(ours.decode_per_s / limit, 3),
        peer=None,
        unit="share",
        ratio=None,
        how=f"{what}; {ours.decode_per_s:.2f} tokens/s of the {limit:.2f} at which {ours.token_bytes / _GB:.2f} GB a "
        f"token (layers, head, keys and values) are read at the measured {ours.read_bytes_per_s / _GB:.1f} GB/s",
    )


def _beside(bench: ModelBench, ours: Timing, theirs: Timing, peer: str) -> Iterator[Measurement]:
    named = {
        RECOMPUTE: "transformers' generate in bfloat16 (float32 for the demo), each question computed from its start",
        LLAMA_CPP: "llama.cpp Q4_0, random weights of the same shape, all cores, its cache kept; the encoding is ours",
    }[peer]
    how = f"{bench.shape} shape, {bench.precision}, {ours.prompt_tokens} positions; peer: {named}"

    def lower(name: str, mine: float, other: float, unit: str = "s", more: str = "") -> Measurement:
        return Measurement(
            name=f"model_{name} ({peer})",
            ours=round(mine, 3),
            peer=round(other, 3),
            unit=unit,
            ratio=round(other / mine, 2) if mine else None,
            how=f"{how}{more}",
        )

    if peer == RECOMPUTE:
        yield lower("encode", ours.encode_s, theirs.encode_s)
    yield lower("prefill", ours.prefill_s, theirs.prefill_s)
    yield lower("first_token", ours.first_token_s, theirs.first_token_s)
    yield Measurement(
        name=f"model_decode ({peer})",
        ours=round(ours.decode_per_s, 2),
        peer=round(theirs.decode_per_s, 2),
        unit="tokens/s",
        ratio=round(ours.decode_per_s / theirs.decode_per_s, 2),
        how=f"{how}; {ours.written_tokens} tokens written",
    )
    mine, other = (one.report_s(REPORT_TOKENS) for one in (ours, theirs))
    yield lower("report", mine, other, more=f"; {REPORT_TOKENS} tokens, by the first token's time and the decode rate")
    yield lower(
        "follow_up_first_token", ours.follow_up_s, theirs.follow_up_s, more=f"; {ours.follow_up_tokens} positions"
    )
    yield lower("resident", ours.peak_bytes / _GB, theirs.peak_bytes / _GB, "GB")
    if ours.batch_s:
        one_by_one = ours.batch_films * theirs.report_s(BATCH_TOKENS)
        yield lower(
            "batch", ours.batch_s, one_by_one, more=f"; {ours.batch_films} films, {BATCH_TOKENS} tokens each, together"
        )
