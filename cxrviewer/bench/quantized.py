"""What 8 and 4 bits cost in accuracy: the demo checkpoint's reports on phantoms, and logits with the same words given.

Knows the figures, not the rounding.
"""

import numpy as np
import torch
from torch import Tensor

from cxrviewer.bench.measurement import Measurement
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.loading import load_network
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.quantization import Scheme
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting import prompts
from cxrviewer.training.evaluate import Done, Speaker, evaluate, unseen_films
from cxrviewer.training.speaker import speaker_of

SEED = 20_261
"""No film of this seed was trained on."""

MOST_LOST = 0.01
"""Of the labels' macro F1, beside float32."""

SCHEMES = (Scheme(8), Scheme(4, 32), Scheme(4, 64))
"""The demo's layers are 256 and 688 wide; a group of 32 there is to them what 64 and more are to the published ones."""


def measure_quantized(checkpoint: Checkpoint, films: int, done: Done) -> list[Measurement]:
    """The error of the logits, beside float32; of the demo, whose reports mean something, the labels' macro F1 too.

    Raises ModelError.
    """
    plain = load_network(checkpoint, torch.float32, torch.device("cpu"))
    size = plain.config.vision.image_size
    seen, truths = unseen_films(SEED, films, size, done, rendered=1024)
    speaker = speaker_of(checkpoint, plain)
    reference = _f1(speaker, seen, truths) if checkpoint.is_demo else 0.0
    image = speaker.encode(seen[:1])
    prompt = Tokenizer(checkpoint).prompt(prompts.opening("specific"))
    report = speaker.answer(image, prompts.opening("specific"))[0]
    after = (*prompt.after, *speaker.tokenizer.pieces.encode(report))
    logits = _logits(plain, image, prompt.before, after)
    found = []
    for scheme in SCHEMES:
        small = load_network(checkpoint, torch.float32, torch.device("cpu"), scheme=scheme)
        ours = _logits(small, image, prompt.before, after)
        error = float((ours - logits).norm() / logits.norm())
        same = float((ours.argmax(-1) == logits.argmax(-1)).float().mean())
        name = f"{scheme.name}, groups of {scheme.group_size}" if scheme.group_size else scheme.name
        if checkpoint.is_demo:
            f1 = _f1(speaker_of(checkpoint, small), seen, truths)
            found.append(
                Measurement(
                    name=f"quantized_f1 {name}",
                    ours=round(f1, 4),
                    peer=round(reference, 4),
                    unit="macro F1",
                    ratio=None,
                    how=f"labels of greedy reports on {films} phantoms; peer: float32; at most {MOST_LOST} may be lost",
                    good=f1 >= reference - MOST_LOST,
                )
            )
        found.append(
            Measurement(
                name=f"quantized_logit_error {name}",
                ours=round(error, 5),
                peer=None,
                unit="relative RMS",
                ratio=None,
                how=f"{len(logits)} positions of prompt and report, the words of float32 given, in one pass; "
                f"greatest {float((ours - logits).abs().max()):.3f}; the same best token in {same:.1%}",
            )
        )
    return found


def _f1(speaker: Speaker, films: list[np.ndarray], truths: list[Truth]) -> float:
    return evaluate(speaker, films, truths, with_questions=False).reports.macro_f1


@torch.inference_mode()
def _logits(network: CxrLlava, image: Tensor, before: tuple[int, ...], after: tuple[int, ...]) -> Tensor:
    """(positions after the image, vocabulary)."""
    embeddings = network.splice(torch.tensor([before]), image, torch.tensor([after]))
    logits: Tensor = network.language_model(inputs_embeds=embeddings).logits
    return logits[0, -len(after) :]
