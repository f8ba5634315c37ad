"""What one stage of the recipe is trained with. Plain values; nothing here computes and torch is not needed.

The defaults are the papers': arXiv 2310.18341v1 (preprint) and Eur Radiol 2025, doi 10.1007/s00330-024-11339-6.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

STAGES = ("classify", "contrast", "align", "instruct")
SPEAKING = ("align", "instruct")
"""Stages with the language model."""
FIXED = ("stage", "seed", "optimizer", "rate", "encoder_rate", "warm_up", "lora_rank", "precision", "augment")
"""A training goes on only where these are as they were; the learning rate's curve and the order rest on them."""


@dataclass(frozen=True, slots=True)
class Source:
    """One data set: a layout of ``training.datasets`` and its folder."""

    layout: str
    folder: Path

    def __str__(self) -> str:
        return f"{self.layout}:{self.folder}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One stage on some data sets."""

    stage: str
    data: tuple[Source, ...]
    out: Path
    """Where states, the curve and the checkpoint go."""
    start: Path
    """Folder of the checkpoint to start from."""
    tokenizer: Path | None = None
    """A ``tokenizer.model`` for a new checkpoint; one made from the data's texts where there is none."""
    epochs: float
    max_steps: int | None = None
    """Ends the training earlier than ``epochs`` would."""
    batch: int
    """Films a process and pass."""
    accumulate: int = 1
    """Passes a step."""
    optimizer: str
    """``adam``, ``adamw`` or ``sgd`` (momentum 0.9)."""
    rate: float
    """Peak learning rate of everything that moves but the encoder."""
    encoder_rate: float
    """Peak learning rate of the encoder; 0 freezes it."""
    warm_up: int = 100
    """Steps until the peak."""
    weight_decay: float = 0.0
    clip: float = 1.0
    """Largest norm of a step's gradient."""
    precision: str = "no"
    """``no`` (float32), ``bf16`` or ``fp16``."""
    seed: int = 1
    watch_every: int = 500
    """Steps between two looks at the validation films, each with a saved state."""
    save_every: int = 500
    """Steps between two saved states."""
    keep: int = 3
    """States kept, the best one not counted."""
    valid_films: int = 500
    choose: str = "loss"
    """What makes a state the best on the validation films: the lowest ``loss`` or the highest ``auroc``."""
    augment: bool = True
    skip_unreadable: bool = False
    workers: int = 0
    """Processes that read films, for each process that trains."""
    shard: bool = False
    """Weights, gradients and optimizer spread over all processes (FSDP)."""
    recompute: bool = False
    """The language model's layers are computed again for the gradient: less memory, more time."""
    labels: bool = False
    """``classify``: the pathologies as well, not only normal or abnormal."""
    texts: str = "labels"
    """``contrast``: what stands beside a film, its ``labels`` or its ``reports``."""
    text_encoder: Path | None = None
    """``contrast``: folder of a given text encoder; a small new one where there is none."""
    lora_rank: int = 0
    """``instruct``: rank of the adapters of the language model; 0 trains it whole."""
    lora_alpha: float = 16.0
    longest: int = 512
    """Most ids after the image; what is longer is cut."""


DEFAULTS: dict[str, dict[str, Any]] = {
    "classify": {"epochs": 100.0, "batch": 64, "optimizer": "sgd", "rate": 1e-3, "encoder_rate": 1e-3},
    "contrast": {"epochs": 30.0, "batch": 64, "optimizer": "sgd", "rate": 5e-3, "encoder_rate": 5e-3},
    "align": {"epochs": 1.0, "batch": 16, "optimizer": "adam", "rate": 2e-3, "encoder_rate": 0.0},
    "instruct": {"epochs": 3.0, "batch": 16, "optimizer": "adam", "rate": 2e-5, "encoder_rate": 0.0},
}
"""The papers' values; the epochs of ``contrast`` are this program's, as neither paper gives them."""


def fixed_values(recipe: Recipe) -> dict[str, str]:
    """What must not change between two parts of one training, as words; data sets by name, as folders may move."""
    values = {name: getattr(recipe, name) for name in FIXED}
    values["data"] = " ".join(source.layout for source in recipe.data)
    return {name: str(value) for name, value in values.items()}
