"""Reports refined as the papers refine them for training; rules where the papers asked a language model."""

from cxrviewer.reporting.refining.refine import Refined, refine, refine_fields

__all__ = ["Refined", "refine", "refine_fields"]
