"""Readers for the published layouts of public chest radiograph data sets. No torch, no pixels: paths, labels, reports.

``read_dataset(layout, folder, split)`` gives the frontal films of one split.
"""

from cxrviewer.training.datasets.example import LABELS, SPLITS, Example, abnormal, only_devices
from cxrviewer.training.datasets.reading import LAYOUTS, read_dataset

__all__ = ["LABELS", "LAYOUTS", "SPLITS", "Example", "abnormal", "only_devices", "read_dataset"]
