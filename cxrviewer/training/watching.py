"""How good the reports are while a training runs, on a few films kept aside for that. Knows batches, no schedule."""

from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.pieces import Pieces
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting import prompts
from cxrviewer.training.batches import Batch
from cxrviewer.training.figures import compare
from cxrviewer.training.writing import write_answers


def report_f1(network: CxrLlava, pieces: Pieces, batches: list[Batch]) -> dict[str, float]:
    """F1 of greedy reports on the films of the batches: ``macro``, each finding, and ``side``."""
    reports: list[str] = []
    truths: list[Truth] = []
    for batch in batches:
        tokens = network.encode_image(batch.pixel_values)
        reports += write_answers(network, pieces, tokens, prompts.opening("specific"))
        truths += batch.truths
    figures = compare(reports, truths)
    by_name = {finding.value: value for finding, value in figures.f1.items()}
    return {"macro": figures.macro_f1, **by_name, "side": figures.side}
