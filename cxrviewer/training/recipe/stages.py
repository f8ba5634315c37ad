"""What each stage teaches and which parameters move. Builds, but neither reads films nor trains."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from cxrviewer.errors import TrainingError
from cxrviewer.inference.checkpoint import Checkpoint
from cxrviewer.inference.network.attention import NAME
from cxrviewer.inference.network.cxr_llava import CxrLlava, CxrLlavaConfig
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.reporting.conversation import Conversation
from cxrviewer.training.datasets.conversation import conversation_of
from cxrviewer.training.datasets.example import Example
from cxrviewer.training.recipe.adapters import add_adapters
from cxrviewer.training.recipe.classify import Classifier, LabelTeacher
from cxrviewer.training.recipe.contrast import Pairs, SmallTextEncoder, TextTeacher, joined_labels
from cxrviewer.training.recipe.loading import Teacher
from cxrviewer.training.recipe.plan import Recipe
from cxrviewer.training.recipe.speech import Speaker, SpeechTeacher
from cxrviewer.training.recipe.text_encoder import open_text_encoder


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A stage's teacher and module; the checkpoint's parts of the module are on the meta device still."""

    teacher: Teacher
    module: nn.Module
    tower: nn.Module
    """The encoder within the module."""


def build_lesson(recipe: Recipe, checkpoint: Checkpoint, device: torch.device) -> Lesson:
    """The stage's teacher, and its module with what moves marked. Raises ModelError or TrainingError."""
    network = _empty(checkpoint, device)
    torch.manual_seed(recipe.seed)
    match recipe.stage:
        case "classify":
            lesson = _classify(recipe, network)
        case "contrast":
            lesson = _contrast(recipe, network, Tokenizer(checkpoint))
        case "align" | "instruct":
            lesson = _speak(recipe, network, Tokenizer(checkpoint))
        case _:
            raise ValueError(f"no such stage: {recipe.stage}")
    lesson.tower.requires_grad_(recipe.encoder_rate > 0)
    return lesson


def report_alone(example: Example, rng: np.random.Generator) -> Conversation | None:
    """The first question and its answer, the report; what the projector is aligned on."""
    whole = conversation_of(example, rng)
    return None if whole is None else Conversation(whole.system, whole.turns[:2])


def label_text(example: Example, rng: np.random.Generator) -> str:
    """The labels joined by commas."""
    del rng  # one wording
    return joined_labels(example.labels)


def report_text(example: Example, rng: np.random.Generator) -> str:
    """The report; empty where there is none."""
    told = report_alone(example, rng)
    return "" if told is None else told.turns[1].text


def _empty(checkpoint: Checkpoint, device: torch.device) -> CxrLlava:
    """The network without memory. On a CPU plain products, whose gradients take a third of the fused kernel's time."""
    if checkpoint.quantization:
        raise TrainingError(f"{checkpoint.name} is a smaller copy; train the checkpoint that it was made from")
    if checkpoint.config["llama"].get("tie_word_embeddings"):
        raise TrainingError(f"{checkpoint.name} has one matrix for words in and out, which is not trained here")
    with torch.device("meta"):
        return CxrLlava(
            CxrLlavaConfig.from_json(checkpoint.config), attention="eager" if device.type == "cpu" else NAME
        )


def _classify(recipe: Recipe, network: CxrLlava) -> Lesson:
    teacher = LabelTeacher(pathologies=recipe.labels)
    module = Classifier(network.vision_tower, network.mm_projector.in_features, teacher.outputs)
    return Lesson(teacher, module, network.vision_tower)


def _contrast(recipe: Recipe, network: CxrLlava, tokenizer: Tokenizer) -> Lesson:
    text_encoder: nn.Module
    if recipe.text_encoder is not None:
        text_encoder, encode = open_text_encoder(recipe.text_encoder)
        text_width = int(text_encoder.width)
    else:
        text_encoder, encode = SmallTextEncoder(tokenizer.pieces.size), tokenizer.pieces.encode
        text_width = SmallTextEncoder.width
    module = Pairs(network.vision_tower, network.mm_projector.in_features, text_encoder, text_width)
    return Lesson(
        TextTeacher(label_text if recipe.texts == "labels" else report_text, encode), module, network.vision_tower
    )


def _speak(recipe: Recipe, network: CxrLlava, tokenizer: Tokenizer) -> Lesson:
    telling = report_alone if recipe.stage == "align" else conversation_of
    network.language_model.requires_grad_(recipe.stage == "instruct" and not recipe.lora_rank)
    if recipe.lora_rank:
        add_adapters(network, recipe.lora_rank, recipe.lora_alpha)
    if recipe.recompute:
        network.language_model.activation_checkpointing_enable({"use_reentrant": False})
    return Lesson(SpeechTeacher(telling, tokenizer, recipe.longest), Speaker(network), network.vision_tower)
