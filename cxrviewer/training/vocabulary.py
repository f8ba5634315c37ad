"""The demo checkpoint's sentencepiece vocabulary, made from the phantoms' language and the papers' prompts.

Knows text only.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import sentencepiece

from cxrviewer.phantom.dialogue import dialogue
from cxrviewer.phantom.drawing import draw_truth
from cxrviewer.phantom.refusal import refusal
from cxrviewer.phantom.truth import Extra, Form, Mark, Truth, Zone
from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.training.plan import VOCABULARY

TOKENIZER_FILE = "tokenizer.model"
_CASES = 4000
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:?!()[]<>/'\"-+%&=_*#"


def corpus(seed: int) -> Iterator[str]:
    """Every kind of text the model reads or writes, each prompt often enough to become whole words."""
    for index in range(_CASES):
        rng = np.random.default_rng((seed, index))
        for turn in dialogue(_with_rarities(draw_truth(rng), rng), rng).turns:
            yield turn.text
        if index % 25 == 0:
            yield from (turn.text for turn in refusal(rng).turns)
    fixed = (prompts.SYSTEM, *prompts.PROMPTS.values(), *prompts.FOLLOW_UPS.values(), "[INST] <<SYS>> <</SYS>> [/INST]")
    for text in (*fixed, *(prompts.confirmation(finding.phrase) for finding in Finding)):
        yield from [text] * 500


def _with_rarities(truth: Truth, rng: np.random.Generator) -> Truth:
    """The truth with doubt, forms, nodules and devices so frequent that their words become whole."""
    lesions = []
    for lesion in truth.lesions:
        form = list(Form)[int(rng.integers(len(Form)))] if lesion.finding is Finding.ATELECTASIS else lesion.form
        lesions.append(replace(lesion, form=form, certain=bool(rng.random() < 0.7)))
    zones = (Zone.UPPER, Zone.MID, Zone.LOWER)
    extras = [
        Extra(mark, (Side.RIGHT, Side.LEFT)[int(rng.integers(2))], zones[int(rng.integers(len(zones)))])
        for mark in Mark
        if rng.random() < 0.2
    ]
    return Truth(tuple(lesions), tuple(extras))


def train_vocabulary(file: Path, seed: int) -> None:
    """Write the demo's sentencepiece model. Raises OSError."""
    learn_vocabulary(file, corpus(seed), VOCABULARY)


def learn_vocabulary(file: Path, texts: Iterable[str], size: int) -> None:
    """Write a sentencepiece model of some texts: pairs merged within words, bytes for what it has never seen.

    Raises RuntimeError where the texts have too few words for so large a vocabulary, or OSError.
    """
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        model_type="bpe",
        vocab_size=size,
        byte_fallback=True,
        character_coverage=1.0,
        required_chars=_LETTERS,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        split_digits=True,
        unk_id=0,
        bos_id=1,
        eos_id=2,
        pad_id=-1,
        num_threads=1,
        minloglevel=2,
    )
    partial = file.with_suffix(".part")
    partial.write_bytes(model.getvalue())
    partial.replace(file)
