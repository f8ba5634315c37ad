"""The published checkpoint's configuration, for networks of its shape that are made here. Plain values."""

from collections.abc import Mapping
from typing import Any, Final

SHAPE_7B: Final[Mapping[str, Any]] = {
    "architectures": ["CXRLLAVAModel"],
    "clip_embed_dim": 128,
    "clip_quick_gelu": False,
    "clip_vision_cfg": {"image_size": 512, "layers": 24, "patch_size": 16, "width": 1024},
    "clip_vision_tower_dtype": "bf16",
    "image_aspect_ratio": "square",
    "image_preprocess_cfg": {"mean": 0.5518136078431373, "std": 0.3821719215686275},
    "llama": {
        "bos_token_id": 1,
        "eos_token_id": 2,
        "hidden_act": "silu",
        "hidden_size": 4096,
        "intermediate_size": 11008,
        "max_position_embeddings": 4096,
        "num_attention_heads": 32,
        "num_hidden_layers": 32,
        "num_key_value_heads": 32,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "tie_word_embeddings": False,
        "vocab_size": 32000,
    },
    "llama_model_dtype": "bf16",
    "mm_projector_dim": 1024,
    "mm_projector_dtype": "fp32",
    "model_type": "CXR-LLAVA",
}
"""The published checkpoint's ``config.json``, its language model LLaMA-2-7B's."""
