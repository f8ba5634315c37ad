"""What one way of running the model took, and this machine's memory as far as it explains that."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil
import torch


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Seconds and bytes of one way, measured in a process of its own."""

    load_s: float
    load_peak_bytes: int
    """Most memory of its own that the process had while it loaded, beyond what it had before."""
    peak_bytes: int
    """Most memory that the process had resident, all in all."""
    encode_s: float
    prefill_s: float
    decode_per_s: float
    follow_up_s: float
    """From a second question to the first token of its answer."""
    prompt_tokens: int
    written_tokens: int
    follow_up_tokens: int = 0
    """Positions of the follow-up's prompt."""
    token_bytes: int = 0
    """Memory read for each token written."""
    read_bytes_per_s: float = 0.0
    """What this machine reads at best, measured in the same process."""
    batch_films: int = 0
    batch_s: float = 0.0

    @property
    def first_token_s(self) -> float:
        """From the film to the first token."""
        return self.encode_s + self.prefill_s

    def report_s(self, tokens: int) -> float:
        """A report of so many tokens, from the first token's time and the rate of the others."""
        return self.first_token_s + (tokens - 1) / self.decode_per_s


class Peak:
    """The most memory this process has had; only Linux tells, elsewhere it is what it has now."""

    def __init__(self) -> None:
        self._status = Path("/proc/self/status")

    def bytes(self) -> int:
        """High-water mark of the resident memory."""
        try:
            words = self._status.read_text(encoding="ascii").split()
            return 1024 * int(words[words.index("VmHWM:") + 1])
        except (OSError, ValueError):
            return int(psutil.Process().memory_info().rss)


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest round."""
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def read_bytes_per_s() -> float:
    """What all threads together read from memory: the sum of 400 MB, far more than any cache holds."""
    numbers = torch.ones(100_000_000)
    with torch.inference_mode():
        return numbers.nbytes / best_of(8, numbers.sum)
