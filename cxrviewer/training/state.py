"""What a training must remember to go on after it was stopped; knows nothing of losses."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

STATE_FILE = "training_state.pt"


@dataclass(slots=True)
class Progress:
    """Where a training is."""

    stage: int = 0
    step: int = 0
    """Steps done in the stage."""
    elapsed_s: float = 0.0
    """Seconds of training spent in the stage."""


def save_state(folder: Path, progress: Progress, parts: dict[str, Any]) -> None:
    """Write everything; the old state stays until the new one is whole."""
    partial = folder / f"{STATE_FILE}.part"
    at = {"stage": progress.stage, "step": progress.step, "elapsed_s": progress.elapsed_s}
    torch.save({"progress": at, "parts": parts}, partial)
    partial.replace(folder / STATE_FILE)


def load_state(folder: Path) -> tuple[Progress, dict[str, Any]] | None:
    """The last state, or None where there is none."""
    path = folder / STATE_FILE
    if not path.exists():
        return None
    stored = torch.load(path, map_location="cpu", weights_only=True)
    return Progress(**stored["progress"]), stored["parts"]
