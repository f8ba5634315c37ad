"""Small random checkpoints in the published layout, written by the test that needs one. Their text means nothing."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from safetensors.torch import save_file
from torch import Tensor

from cxrviewer.inference.loading import published_name
from cxrviewer.inference.network.cxr_llava import CxrLlava, CxrLlavaConfig
from cxrviewer.reporting import prompts

SENTENCES = (
    prompts.SYSTEM,
    *prompts.PROMPTS.values(),
    *prompts.FOLLOW_UPS.values(),
    "There is no pleural effusion or pneumothorax. The heart size is normal. The lungs are clear.",
    "Yes, there is a consolidation in the right upper lobe. No, the heart is not enlarged.",
    "[INST] <<SYS>> <</SYS>> [/INST] yes no Yes No",
)


def make_config(*, vision: Mapping[str, Any] | None = None, llama: Mapping[str, Any] | None = None, **other: Any):
    """A ``config.json`` whose network has some 100,000 parameters; any size can be changed."""
    return {
        "model_type": "CXR-LLAVA",
        "clip_embed_dim": 8,
        "clip_vision_cfg": {
            "image_size": 32,
            "patch_size": 8,
            "width": 32,
            "layers": 2,
            "head_width": 16,
            **(vision or {}),
        },
        "image_preprocess_cfg": {"mean": 0.5, "std": 0.25},
        "llama": {
            "hidden_size": 32,
            "intermediate_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 4,
            "max_position_embeddings": 512,
            "vocab_size": 400,
            "rms_norm_eps": 1e-5,
            "initializer_range": 0.5,
            **(llama or {}),
        },
        **other,
    }


def make_first_version_config(*, vision: Mapping[str, Any] | None = None, **other: Any):
    """A ``config.json`` of the first version's kind: a ResNet whose one vector is the image, means a channel."""
    resnet = {"image_size": 64, "layers": [1, 1, 1, 1], "width": 8, "patch_size": None, **(vision or {})}
    preprocess = {"mean": [0.48, 0.46, 0.41], "std": [0.27, 0.26, 0.28]}
    made = make_config(clip_embed_dim=16, image_preprocess_cfg=preprocess, mm_projector_dim=16, **other)
    return {**made, "clip_vision_cfg": resnet}


def random_tensors(
    config: Mapping[str, Any], *, dtype: torch.dtype = torch.float32, seed: int = 0
) -> dict[str, Tensor]:
    """Weights for the config by their published names, with a leftover that a reader must ignore."""
    torch.manual_seed(seed)
    network = CxrLlava(CxrLlavaConfig.from_json(config))
    for name, parameter in network.named_parameters():
        if name.endswith("gamma") or ".ln_" in name or parameter.dim() == 1:
            torch.nn.init.normal_(parameter, mean=1.0, std=0.2)
    for name, parameter in network.vision_tower.named_parameters():  # of a ResNet, so that the film does not drown
        if parameter.dim() == 4 and not name.startswith("conv1.weight"):
            torch.nn.init.kaiming_normal_(parameter)
        elif "bn" in name or "downsample" in name:
            torch.nn.init.normal_(parameter, mean=float(name.endswith("weight")), std=0.2)
    tensors = {
        published_name(name): tensor.detach().to(dtype).contiguous() for name, tensor in network.named_parameters()
    }
    for name, buffer in network.vision_tower.named_buffers(prefix="vision_tower"):
        if name.endswith("running_mean"):
            torch.nn.init.normal_(buffer, std=0.1)
        elif name.endswith("running_var"):
            torch.nn.init.uniform_(buffer, 0.5, 1.5)
        tensors[name] = buffer.to(dtype) if buffer.is_floating_point() else buffer
    return {**tensors, "vision_tower.proj": torch.zeros(config["clip_vision_cfg"]["width"], 8, dtype=dtype)}


def train_pieces() -> bytes:
    """A sentencepiece model made as Llama's was: byte pairs, byte fallback, nothing normalised."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES),
        model_writer=model,
        model_type="bpe",
        vocab_size=400,
        hard_vocab_limit=False,
        byte_fallback=True,
        normalization_rule_name="identity",
        remove_extra_whitespaces=False,
        character_coverage=1.0,
        minloglevel=2,
    )
    return model.getvalue()


def write_checkpoint(
    folder: Path,
    *,
    config: Mapping[str, Any] | None = None,
    tensors: Mapping[str, Tensor] | None = None,
    shards: int = 0,
    tokenizer_config: Mapping[str, Any] | None = None,
) -> Path:
    """A whole checkpoint in ``folder``; ``shards`` above 0 writes that many files and their index."""
    config = make_config() if config is None else config
    tensors = random_tensors(config) if tensors is None else dict(tensors)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "config.json", config)
    write_json(folder / "generation_config.json", {"_from_model_config": True})
    usual = {"add_bos_token": True, "legacy": False}
    write_json(folder / "tokenizer_config.json", usual if tokenizer_config is None else tokenizer_config)
    (folder / "tokenizer.model").write_bytes(train_pieces())
    if shards:
        write_shards(folder, tensors, shards)
    else:
        save_file(tensors, folder / "model.safetensors")
    return folder


def write_shards(folder: Path, tensors: Mapping[str, Tensor], count: int) -> None:
    """The tensors dealt out over ``count`` files, with the index that the published checkpoint has."""
    names = [f"model-{number + 1:05d}-of-{count:05d}.safetensors" for number in range(count)]
    placed = {tensor: names[index % count] for index, tensor in enumerate(tensors)}
    for name in names:
        save_file({tensor: value for tensor, value in tensors.items() if placed[tensor] == name}, folder / name)
    write_json(folder / "model.safetensors.index.json", {"metadata": {}, "weight_map": placed})


def write_json(file: Path, value: Any) -> None:
    file.write_text(json.dumps(value), encoding="utf-8")
