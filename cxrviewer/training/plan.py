"""What the demo checkpoint is trained with: sizes, stages, rates. Plain values; nothing here computes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STEPS = {"classify": 10000, "contrast": 1000, "language": 350, "align": 100, "instruct": 4000}
"""Of each stage."""
SHARDS = 16
"""Thousands of phantoms trained on."""
IMAGE_SIZE = 192
PATCH_SIZE = 16
VOCABULARY = 1536
IMAGE_MEAN = 0.50
IMAGE_STD = 0.25

VISION: dict[str, Any] = {
    "image_size": IMAGE_SIZE,
    "patch_size": PATCH_SIZE,
    "width": 192,
    "layers": 6,
    "head_width": 64,
}
LLAMA: dict[str, Any] = {
    "architectures": ["LlamaForCausalLM"],
    "attention_bias": False,
    "attention_dropout": 0.0,
    "bos_token_id": 1,
    "eos_token_id": 2,
    "hidden_act": "silu",
    "hidden_size": 256,
    "initializer_range": 0.02,
    "intermediate_size": 688,
    "max_position_embeddings": 2048,
    "model_type": "llama",
    "num_attention_heads": 4,
    "num_hidden_layers": 4,
    "num_key_value_heads": 4,
    "pretraining_tp": 1,
    "rms_norm_eps": 1e-5,
    "rope_scaling": None,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
    "torch_dtype": "bfloat16",
    "use_cache": True,
    "vocab_size": VOCABULARY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of the paper's training."""

    name: str
    steps: int
    batch: int
    """Films a process and step."""
    rate: float
    """Peak learning rate of everything but the encoder."""
    encoder_rate: float
    """Peak learning rate of the encoder; 0 freezes it."""
    warm_up: int = 100
    weight_decay: float = 0.05
    betas: tuple[float, float] = (0.9, 0.98)

    def progress(self, step: int) -> float:
        """How far the stage is, 0..1."""
        return min(1.0, step / self.steps)


def demo_stages(
    *,
    classify: int = STEPS["classify"],
    contrast: int = STEPS["contrast"],
    language: int = STEPS["language"],
    align: int = STEPS["align"],
    instruct: int = STEPS["instruct"],
) -> tuple[Stage, ...]:
    """The paper's order, steps each. ``language`` stands for the pretraining that Llama brings along."""
    late = (0.9, 0.95)
    return (
        Stage(name="classification", steps=classify, batch=10, rate=1e-3, encoder_rate=1e-3),
        Stage(name="contrast", steps=contrast, batch=20, rate=5e-4, encoder_rate=5e-4, warm_up=50),
        Stage(name="language", steps=language, batch=12, rate=1.5e-3, encoder_rate=0.0, warm_up=50, betas=late),
        Stage(name="alignment", steps=align, batch=8, rate=2e-3, encoder_rate=0.0, warm_up=20, betas=late),
        Stage(name="instruction", steps=instruct, batch=8, rate=8e-4, encoder_rate=4e-4, warm_up=50, betas=late),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One whole training."""

    out: Path
    """Where the checkpoint, its curve and its state go."""
    pool: Path
    """Where the cached phantoms lie or are made."""
    seed: int = 1
    train_seed: int = 11
    """Seed of the phantoms trained on."""
    watch_seed: int = 12
    """Seed of the phantoms that the curve is measured on; no figure that is reported comes from them."""
    test_seed: int = 50001
    """Seed of the phantoms that the reported figures come from; used for nothing else."""
    shards: int = SHARDS
    """Thousands of phantoms trained on."""
    processes: int = 2
    stages: tuple[Stage, ...] = field(default_factory=demo_stages)
    save_every_s: float = 120.0
    watch_every: int = 300
    """Steps between two figures on the watched phantoms."""
    stop_after: str = ""
    """Name of the stage after which to stop; empty for the whole."""
