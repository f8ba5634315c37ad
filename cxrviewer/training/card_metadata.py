"""The head of a model card as the model hub reads it: licence, tags, and the figures as a ``model-index``.

Knows the hub's schema through ``huggingface_hub``, which checks it without a network; knows no text of the card.
"""

import math
from collections.abc import Iterator

from huggingface_hub import EvalResult, ModelCardData

from cxrviewer.training.evaluate import Evaluation, Judgement
from cxrviewer.training.summary import Figure, summary

NAME = "cxrviewer-demo"
_METRICS = {
    "f1": ("f1", "F1"),
    "macro_f1": ("f1", "macro F1"),
    "side": ("accuracy", "side right in true positives"),
    "zone": ("accuracy", "zone right in true positives"),
    "invented": ("mean", "invented findings a report"),
    "auroc": ("roc_auc", "AUROC of P(yes)"),
    "calibration_error_pooled": ("ece", "expected calibration error of P(yes), 10 bins"),
    "yes_no_accuracy": ("accuracy", "yes/no accuracy"),
}
"""Figures that stand in the head, with the hub's name of the metric and ours."""


def card_metadata(judgement: Judgement | None) -> str:
    """The YAML between the dashes; without a judgement it has no figures."""
    results = [] if judgement is None else [*_results(judgement, judgement.standard, "standard")]
    if judgement is not None and judgement.hard is not None:
        results += _results(judgement, judgement.hard, "hard")
    data = ModelCardData(
        license="apache-2.0",
        language="en",
        library_name="cxrviewer",
        pipeline_tag="image-to-text",
        tags=["chest-x-ray", "radiology", "synthetic-data", "demo"],
        model_name=NAME,
        eval_results=results or None,
    )
    if not results:
        data.pop("model_name")  # the hub has a name only beside figures
    return f"---\n{data.to_yaml()}\n---\n"


def _results(judgement: Judgement, evaluation: Evaluation, split: str) -> Iterator[EvalResult]:
    for figure in summary(evaluation):
        if figure.name in _METRICS and not math.isnan(figure.value):
            yield _result(judgement, figure, split)


def _result(judgement: Judgement, figure: Figure, split: str) -> EvalResult:
    kind, words = _METRICS[figure.name]
    test = judgement.test
    return EvalResult(
        task_type="image-to-text",
        task_name="draft reports and yes/no questions",
        dataset_type="cxrviewer-phantoms",
        dataset_name=f"{test.count} phantoms of seed {test.seed}, {split} set",
        dataset_split=split,
        dataset_args={"seed": test.seed, "count": test.count, "hard": split == "hard"},
        metric_type=kind,
        metric_name=f"{words}, {figure.finding.phrase}" if figure.finding else words,
        metric_value=round(figure.value, 4),
    )
