"""A data set's own findings as CheXpert's 14 labels; each reader brings its table of what maps to what."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from cxrviewer.errors import DatasetError
from cxrviewer.training.datasets.example import LABELS, NO_FINDING, PATHOLOGIES, SUPPORT_DEVICES

Labels = Mapping[str, bool | None]
_CODES = {"1": True, "0": False, "-1": None, "": None}


class Vocabulary:
    """The findings a data set was read for, and what each of them is among the 14.

    ``whole`` is a finding that covers its label, so that the label is denied where the finding is not named; ``part``
    is one kind of its label, whose absence alone says nothing; ``neutral`` is no finding. Any other name is an
    abnormality outside the 14, which only speaks against No Finding. Devices are never denied.
    """

    def __init__(self, whole: Mapping[str, str], part: Mapping[str, str], neutral: Collection[str] = ()) -> None:
        self._label = {**whole, **part}
        self._denied = dict.fromkeys(whole.values(), False)
        self._denied_when_normal = {name: False for name in self._label.values() if name != SUPPORT_DEVICES}
        self._neutral = frozenset(neutral)

    def label_of(self, name: str) -> str | None:
        """The label that a finding is, or is part of."""
        return self._label.get(name)

    def is_clean(self, found: Iterable[str]) -> bool:
        """Whether nothing of it is an abnormality."""
        return not any(self._abnormal(name) for name in found)

    def _abnormal(self, name: str) -> bool:
        return name not in self._neutral and self._label.get(name) != SUPPORT_DEVICES

    def labels(self, found: Iterable[str], *, normal: bool) -> Labels:
        """The 14 labels of a film on which ``found`` was seen, or with ``normal`` nothing at all."""
        labels: dict[str, bool | None] = dict.fromkeys(LABELS)
        labels.update(self._denied_when_normal if normal else self._denied)
        for name in found:
            if name in self._label:
                labels[self._label[name]] = True
            if self._abnormal(name):
                labels[NO_FINDING] = False
        if normal and labels[NO_FINDING] is None:
            labels[NO_FINDING] = True
        return shared(labels)


def coded(cells: Mapping[str, str], where: str) -> Labels:
    """CheXpert's own columns: 1, 0, -1 (doubt) or nothing, also as 1.0.

    No Finding is taken from its 1 and from the pathologies: its 0 also stands where a device is all there is. Raises
    DatasetError, ``where`` first.
    """
    labels: dict[str, bool | None] = {}
    for name in LABELS:
        cell = cells.get(name, "").removesuffix(".0")
        if cell not in _CODES:
            raise DatasetError(f"{where}: {name} is {cell[:20]!r}, not 1, 0, -1 or nothing; fetch the file again")
        labels[name] = _CODES[cell]
    if any(labels[name] for name in PATHOLOGIES):
        labels[NO_FINDING] = False
    elif not labels[NO_FINDING]:
        labels[NO_FINDING] = None
    return shared(labels)


def shared(labels: Labels) -> Labels:
    """Equal labels as one object: 300,000 films have a few thousand different sets of labels."""
    return _shared(tuple(labels[name] for name in LABELS))


@lru_cache(maxsize=100_000)
def _shared(values: tuple[bool | None, ...]) -> Labels:
    return dict(zip(LABELS, values, strict=True))
