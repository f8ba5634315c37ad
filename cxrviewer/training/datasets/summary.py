"""What a data set's folder holds, counted: films, patients, views, labels. Knows examples, no layout."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from cxrviewer.training.datasets.example import LABELS, SPLITS, Example, abnormal


@dataclass(frozen=True, slots=True)
class Count:
    """The films of one split."""

    films: int
    patients: int
    views: Counter[str]
    """``PA``, ``AP`` or nothing."""
    reports: int
    states: Counter[str]
    """``normal``, ``abnormal`` and ``left out``: the films that the step normal/abnormal leaves out."""
    labels: dict[str, tuple[int, int]]
    """For each of the 14: films on which it is stated as present, and as absent."""

    def as_json(self) -> dict[str, object]:
        """The counts by their names (``asdict`` would copy a Counter wrongly)."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def counted(examples: Iterable[Example]) -> dict[str, Count]:
    """A count for each split that has films."""
    parts: dict[str, list[Example]] = {split: [] for split in SPLITS}
    for example in examples:
        parts[example.split].append(example)
    return {split: _count(part) for split, part in parts.items() if part}


def _count(examples: list[Example]) -> Count:
    states = {True: "abnormal", False: "normal", None: "left out"}
    said = Counter((name, value) for example in examples for name, value in example.labels.items())
    return Count(
        films=len(examples),
        patients=len({example.patient for example in examples}),
        views=Counter(example.view for example in examples),
        reports=sum(bool(example.report) for example in examples),
        states=Counter(states[abnormal(example.labels)] for example in examples),
        labels={name: (said[name, True], said[name, False]) for name in LABELS},
    )
