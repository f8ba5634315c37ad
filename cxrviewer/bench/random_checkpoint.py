"""A checkpoint of any published shape with random weights, for measurements of time and memory; its text means nothing.

The layout is the published one (three shards and their index); the tokenizer is the demo checkpoint's.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from cxrviewer import paths
from cxrviewer.inference.checkpoint import INDEX
from cxrviewer.inference.loading import published_name
from cxrviewer.inference.network.cxr_llava import CxrLlava, CxrLlavaConfig
from cxrviewer.inference.published_shape import SHAPE_7B
from cxrviewer.inference.weights_writer import Planned, write_safetensors

_SPREAD = 0.02
"""Standard deviation of every matrix, as a Llama is initialised: activations stay in range through all layers."""


def write_random_checkpoint(
    folder: Path,
    config: Mapping[str, Any] = SHAPE_7B,
    *,
    shards: int = 3,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write the checkpoint into ``folder``, which is made; bfloat16, one tensor in memory at a time. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    generator = torch.Generator().manual_seed(seed)
    planned = planned_tensors(config)
    total, done = sum(one.size for one in planned), 0

    def values(members: Sequence[Planned]) -> Iterator[Tensor]:
        nonlocal done
        for one in members:
            yield _random(one, generator)
            done += one.size
            if progress:
                progress(done, total)

    placed: dict[str, str] = {}
    for number, members in enumerate(_split(planned, shards), 1):
        file = f"model-{number:05d}-of-{shards:05d}.safetensors"
        write_safetensors(folder / file, members, values(members), metadata={"format": "pt"})
        placed |= dict.fromkeys((one.name for one in members), file)
    _write_json(folder / INDEX, {"metadata": {"total_size": total}, "weight_map": placed})
    _write_json(folder / "generation_config.json", {"_from_model_config": True, "transformers_version": "4.36.2"})
    for name in ("tokenizer.model", "tokenizer_config.json"):
        shutil.copyfile(paths.bundled_checkpoints() / "demo" / name, folder / name)
    _write_json(folder / "config.json", config)  # last: without it a folder is no checkpoint


def planned_tensors(config: Mapping[str, Any]) -> list[Planned]:
    """Every tensor of the layout, the unused projection of the vision tower too."""
    with torch.device("meta"):
        network = CxrLlava(CxrLlavaConfig.from_json(config))
    parameters = [
        Planned(published_name(name), torch.bfloat16, tuple(parameter.shape))
        for name, parameter in network.named_parameters()
    ]
    width = int(config["clip_vision_cfg"]["width"])
    return [*parameters, Planned("vision_tower.proj", torch.bfloat16, (width, int(config["clip_embed_dim"])))]


def _split(planned: Sequence[Planned], shards: int) -> list[list[Planned]]:
    """In order, each shard about as large as the others."""
    total, done = sum(one.size for one in planned), 0
    members: list[list[Planned]] = [[] for _ in range(shards)]
    for one in planned:
        members[min(shards - 1, done * shards // total)].append(one)
        done += one.size
    return members


def _random(one: Planned, generator: torch.Generator) -> Tensor:
    if len(one.shape) == 1:
        return torch.full(one.shape, 0.0 if one.name.endswith("bias") else 1.0, dtype=one.dtype)
    return torch.empty(one.shape, dtype=one.dtype).normal_(0, _SPREAD, generator=generator)


def _write_json(file: Path, value: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(value, indent=2), encoding="utf-8")
