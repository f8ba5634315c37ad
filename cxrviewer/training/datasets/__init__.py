"""Readers for the published layouts of public chest radiograph data sets. No torch, no pixels: paths, labels, reports.

``read_dataset(layout, folder, split)`` gives the frontal films of one split; ``conversation_of(example, rng)`` makes of
one of them a conversation to train on.
"""

from cxrviewer.training.datasets.conversation import conversation_of
from cxrviewer.training.datasets.example import LABELS, SPLITS, Example, abnormal, only_devices
from cxrviewer.training.datasets.reading import LAYOUTS, read_dataset

__all__ = ["LABELS", "LAYOUTS", "SPLITS", "Example", "abnormal", "conversation_of", "only_devices", "read_dataset"]
