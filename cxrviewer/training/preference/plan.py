"""What a preference tuning does: films, samples, rates. Plain values; nothing here computes."""

from dataclasses import dataclass
from pathlib import Path

MOST_TOKENS = 256
"""Tokens that a sampled report may have; one that has not ended by then is not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencePlan:
    """One whole tuning."""

    model: Path
    """The checkpoint to start from."""
    out: Path
    """Where the samples, the pairs, the adapters, the figures and the tuned checkpoint go."""
    films: int = 1000
    """Phantoms that reports are sampled for."""
    samples: int = 4
    """Reports a phantom."""
    temperature: float = 0.2
    """As the program samples drafts, like ``top_p``."""
    top_p: float = 0.8
    seed: int = 1
    """Of the samples, of the adapter's first weights and of the order."""
    film_seed: int = 21
    """Seed of the phantoms that reports are sampled for."""
    validation_seed: int = 22
    """Seed of the phantoms that the number of steps is chosen on."""
    test_seed: int = 50001
    """Seed of the phantoms that the reported figures come from; used for nothing else."""
    validation_films: int = 300
    test_films: int = 500
    margin: float = 0.5
    """Least difference of the two penalties of a pair."""
    length_ratio: float = 1.25
    """The longer report of a pair has at most so many times the words of the shorter."""
    beta: float = 0.1
    """Strength of DPO's pull towards the model as it was."""
    rate: float = 1e-4
    """Peak learning rate."""
    rank: int = 16
    """Of the adapter."""
    epochs: int = 3
    batch: int = 8
    """Pairs a step."""
    adapters: int = 6
    """How many states of the training are kept, evenly spaced; the best of them is chosen."""
    processes: int = 2
    """That render films."""

    @property
    def pairs_file(self) -> Path:
        """What the tuning learned from, to be read by a person: one pair a line."""
        return self.out / "pairs.jsonl"

    @property
    def trainer_folder(self) -> Path:
        """The trainer's own checkpoints."""
        return self.out / "adapters"

    @property
    def checkpoint_folder(self) -> Path:
        """The tuned model in the published layout."""
        return self.out / "checkpoint"
