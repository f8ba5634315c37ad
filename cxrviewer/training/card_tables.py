"""A judgement as Markdown tables, standard set beside hard set; knows figures, no training and no file."""

import math
from collections.abc import Iterable, Sequence

from cxrviewer.reporting.findings import Finding
from cxrviewer.training.evaluate import Judgement
from cxrviewer.training.robustness import CONFIDENT
from cxrviewer.training.summary import Figure, summary

_MISSING = "-"
_ALL_TOGETHER = {
    "macro_f1": "macro F1 (95 %)",
    "macro_f1_body": "macro F1, body alone",
    "macro_f1_impression": "macro F1, impression alone",
    "contradictions": "contradictions between the two, a report",
    "side": "side right in true positives (95 %)",
    "zone": "zone right in true positives (95 %)",
    "invented": "invented findings a report (95 %)",
    "missed": "missed findings a report (95 %)",
    "accuracy": "labels right [reports that deny everything]",
    "words": "words a report",
    "shuffled_macro_f1": "macro F1 on another film's image tokens [chance]",
    "calibration_error_pooled": "expected calibration error, all findings",
    "yes_no_accuracy": "yes/no right [always no]",
    "yes_no_macro_f1": "yes/no macro F1",
    "like_report": "yes/no after the report that say what it says",
}


def figures_tables(judgement: Judgement) -> str:
    """All three tables, blank lines between them."""
    sets = [summary(judgement.standard), *([summary(judgement.hard)] if judgement.hard else [])]
    heads = ["standard", "hard"][: len(sets)]
    return "\n\n".join((_by_finding(sets, heads), _together(sets, heads), _unreadable(judgement)))


def _by_finding(sets: Sequence[Sequence[Figure]], heads: Sequence[str]) -> str:
    columns = {
        "f1": "F1",
        "auroc": "AUROC of P(yes) (95 %)",
        "calibration_error": "calibration error",
        "brier": "Brier",
    }
    header = ["finding", *(f"{words}, {head}" for words in columns.values() for head in heads)]
    rows = []
    for finding in Finding:
        cells = (_cell(_find(figures, name, finding)) for name in columns for figures in sets)
        rows.append([finding.phrase, *cells])
    return _table(header, rows)


def _together(sets: Sequence[Sequence[Figure]], heads: Sequence[str]) -> str:
    rows = []
    for name, words in _ALL_TOGETHER.items():
        cells = [_cell(_find(figures, name, None)) for figures in sets]
        if any(cell != _MISSING for cell in cells):
            rows.append([words, *cells])
    return _table(["all together", *heads], rows)


def _unreadable(judgement: Judgement) -> str:
    header = ["nothing to read", "films", "confident findings", "highest P(yes)", "most often written"]
    rows = [
        [one.kind.value, str(one.films), str(one.confident), f"{one.highest:.3f}", one.commonest]
        for one in judgement.unreadable
    ]
    return f"{_table(header, rows)}\n\nA confident finding is one {CONFIDENT}; films that have one are counted."


def _find(figures: Iterable[Figure], name: str, finding: Finding | None) -> Figure | None:
    return next((one for one in figures if one.name == name and one.finding is finding), None)


def _cell(figure: Figure | None) -> str:
    if figure is None or math.isnan(figure.value):
        return _MISSING
    digits = 1 if figure.unit == "words" else 3
    peer = "" if figure.peer is None else f" [{figure.peer:.3f}]"
    return f"{figure.value:.{digits}f}{figure.within}{peer}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)
