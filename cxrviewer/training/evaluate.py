"""What a checkpoint is worth on phantoms of a seed it never saw: its reports, their sides, its yes and no.

Films are rendered at full size and go the program's own way to the model. Knows nothing of training.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.loading import load_network
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.pieces import Pieces, SentencePieces
from cxrviewer.inference.preprocess import resize_and_crop
from cxrviewer.phantom.case import draw_phantom, render
from cxrviewer.phantom.exposure import FULL_SIZE, eight_bits
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting import prompts
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.reporting.findings import Finding
from cxrviewer.reporting.labeller import answers_yes
from cxrviewer.training.figures import ReportFigures, compare
from cxrviewer.training.writing import write_answers

BATCH = 25

Done = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Speaker:
    """A checkpoint ready to be asked about many films at once."""

    network: CxrLlava
    pieces: Pieces

    def encode(self, films: list[np.ndarray]) -> Tensor:
        """(size, size) uint8 films -> image tokens (films, tokens, hidden)."""
        grey = torch.from_numpy(np.stack(films)).float().unsqueeze(1) / 255.0
        with torch.inference_mode():
            return self.network.encode_image(self.network.config.normalised(grey))

    def answer(self, image_tokens: Tensor, conversation: Conversation) -> list[str]:
        """One answer a film to the same conversation."""
        parts = [image_tokens[first : first + BATCH] for first in range(0, len(image_tokens), BATCH)]
        return [text for part in parts for text in write_answers(self.network, self.pieces, part, conversation)]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one checkpoint on one seed."""

    reports: ReportFigures
    shuffled: ReportFigures
    """The same reports against another film's truth: what a report is worth that does not look at its film."""
    yes_no_accuracy: float
    yes_no_f1: float
    yes_no_asked: int


def load_speaker(folder: Path) -> Speaker:
    """The checkpoint in float32. Raises ModelError."""
    checkpoint = open_checkpoint(folder)
    network = load_network(checkpoint, torch.float32, torch.device("cpu"))
    legacy = bool(checkpoint.tokenizer_config.get("legacy", True))
    return Speaker(network, SentencePieces(checkpoint.tokenizer_file, legacy=legacy))


def unseen_films(
    seed: int, count: int, size: int, done: Done, *, rendered: int = FULL_SIZE
) -> tuple[list[np.ndarray], list[Truth]]:
    """``count`` phantoms rendered at ``rendered`` pixels, through their window and down to ``size``."""
    films, truths = [], []
    for index in range(count):
        phantom = draw_phantom(seed, index)
        grey = eight_bits(render(phantom, rendered).pixels, phantom.exposure)
        films.append(resize_and_crop(grey, size))
        truths.append(phantom.truth)
        done(index + 1, count)
    return films, truths


def evaluate(
    speaker: Speaker, films: list[np.ndarray], truths: list[Truth], *, with_questions: bool = True
) -> Evaluation:
    """Greedy reports to the prompt ``specific``; then, without a report, the confirmation of every finding."""
    tokens = torch.cat([speaker.encode(films[first : first + BATCH]) for first in range(0, len(films), BATCH)])
    reports = speaker.answer(tokens, prompts.opening("specific"))
    others = truths[len(truths) // 2 :] + truths[: len(truths) // 2]
    said, there = [], []
    for finding in Finding if with_questions else ():
        question = prompts.opening(prompts.NONE).ask(prompts.confirmation(finding.phrase))
        said += [answers_yes(text) for text in speaker.answer(tokens, question)]
        there += [truth.has(finding) for truth in truths]
    right = sum(one == other for one, other in zip(said, there, strict=True))
    both = sum(bool(one) and other for one, other in zip(said, there, strict=True))
    positives = sum(map(bool, said)) + sum(there)
    return Evaluation(
        reports=compare(reports, truths),
        shuffled=compare(reports, others),
        yes_no_accuracy=right / len(said) if said else float("nan"),
        yes_no_f1=2 * both / positives if positives else float("nan"),
        yes_no_asked=len(said),
    )


def as_table(evaluation: Evaluation) -> list[str]:
    """The figures as lines of a Markdown table and two sentences."""
    figures = evaluation.reports
    lines = ["| finding | F1 | precision | recall | F1, films shuffled |", "|---|---|---|---|---|"]
    for finding in Finding:
        parts = (
            figures.f1[finding],
            figures.precision[finding],
            figures.recall[finding],
            evaluation.shuffled.f1[finding],
        )
        lines.append(f"| {finding.phrase} | " + " | ".join(f"{part:.3f}" for part in parts) + " |")
    lines.append(f"| **macro** | **{figures.macro_f1:.3f}** | | | {evaluation.shuffled.macro_f1:.3f} |")
    side = "-" if math.isnan(figures.side) else f"{figures.side:.1%}"
    lines += ["", f"{figures.films} films; side right in {side} of the findings rightly affirmed."]
    if evaluation.yes_no_asked:
        lines.append(
            f"Yes/no questions without a report: accuracy {evaluation.yes_no_accuracy:.1%}, "
            f"F1 {evaluation.yes_no_f1:.3f} ({evaluation.yes_no_asked} asked)."
        )
    return lines
