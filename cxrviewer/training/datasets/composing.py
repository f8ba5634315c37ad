"""A report in English from labels alone: it names what is stated, present or absent, and nothing else.

For data sets without reports. Devices are not named, as in the papers' refined reports. The labeller reads the same
labels back (tested); Pleural Other is called pleural thickening, by far its commonest kind.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from cxrviewer.training.datasets.example import NO_FINDING

# In the order of a report: lungs, pleura, mediastinum and heart, thorax.
THINGS = {
    "Lung Opacity": "a lung opacity",
    "Consolidation": "consolidation",
    "Atelectasis": "atelectasis",
    "Edema": "pulmonary edema",
    "Pneumonia": "pneumonia",
    "Lung Lesion": "a lung lesion",
    "Pleural Effusion": "a pleural effusion",
    "Pneumothorax": "a pneumothorax",
    "Pleural Other": "pleural thickening",
    "Fracture": "a fracture",
}
"""Each with its article; the heart and the mediastinum have sentences of their own."""
_SIZES = {
    "Enlarged Cardiomediastinum": ("The mediastinum is widened.", "The mediastinum is not widened."),
    "Cardiomegaly": ("The heart is enlarged.", "The heart is not enlarged."),
}
_PRESENT = ("There is {}{}.", "The radiograph shows {}{}.", "{}{} is present.", "{}{} is seen.")
_ABSENT = ("There is no {}.", "No {} is seen.", "There is no evidence of {}.", "The radiograph shows no {}.")
_NORMAL = ("No abnormality is seen.", "The chest radiograph is normal.", "There is no abnormal finding.")


def bare(thing: str) -> str:
    """Without its article: "pleural effusion"."""
    return thing.removeprefix("a ")


def compose(
    labels: Mapping[str, bool | None], places: Mapping[str, str] | None = None, rng: np.random.Generator | None = None
) -> str:
    """One paragraph; empty where neither a finding nor its absence is stated.

    ``places`` ends a finding's sentence ("on the right"). Without ``rng`` the same words for the same labels.
    """
    sentences = [*_findings(labels, places or {}, rng), *_sizes(labels)]
    if labels[NO_FINDING]:
        sentences.insert(0, _one_of(_NORMAL, rng))
    return " ".join(sentences)


def _findings(
    labels: Mapping[str, bool | None], places: Mapping[str, str], rng: np.random.Generator | None
) -> Iterator[str]:
    for name, thing in THINGS.items():
        if labels[name]:
            where = f" {places[name]}" if name in places else ""
            sentence = _one_of(_PRESENT, rng).format(thing, where)
            yield f"{sentence[0].upper()}{sentence[1:]}"
    absent = [bare(thing) for name, thing in THINGS.items() if labels[name] is False]
    if absent:
        yield _one_of(_ABSENT, rng).format(_listed(absent))


def _sizes(labels: Mapping[str, bool | None]) -> Iterator[str]:
    for name, (large, normal) in _SIZES.items():
        if labels[name] is not None:
            yield large if labels[name] else normal


def _listed(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} or {things[-1]}"


def _one_of(options: tuple[str, ...], rng: np.random.Generator | None) -> str:
    return options[0] if rng is None else options[int(rng.integers(len(options)))]
