"""How the learning rate moves over a training's steps. Knows numbers only."""

import math

LAST_RATE = 0.01
"""Share of the peak rate that is left at the end."""


def rate_factor(step: int, steps: int, warm_up: int) -> float:
    """Share of the peak rate: linear over ``warm_up`` steps, then a cosine over all ``steps`` down to ``LAST_RATE``."""
    warm = min(1.0, (step + 1) / max(1, warm_up))
    return warm * (LAST_RATE + (1.0 - LAST_RATE) * 0.5 * (1.0 + math.cos(math.pi * step / steps)))
