"""A checkpoint to start from where none is given: new weights in any shape, or parts that somebody has.

Written one tensor at a time in the published layout; each tensor's new values follow from (seed, name). Trains nothing.
"""

import json
import math
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from cxrviewer.errors import TrainingError
from cxrviewer.inference.checkpoint import INDEX, SINGLE, Checkpoint, open_checkpoint
from cxrviewer.inference.loading import published_name, read_tensor
from cxrviewer.inference.network.cxr_llava import CxrLlava, CxrLlavaConfig
from cxrviewer.inference.weights_file import StoredTensor, read_header
from cxrviewer.inference.weights_writer import Planned, write_safetensors
from cxrviewer.training.export import write_description
from cxrviewer.training.network import POSITION_AMPLITUDE, sincos
from cxrviewer.training.recipe.exporting import PROVENANCE_FILE
from cxrviewer.training.vocabulary import TOKENIZER_FILE

_ENCODER_PREFIXES = ("visual.", "vision_tower.", "")
"""open_clip's whole model, the published checkpoint, a tower alone."""
_TOKENIZER_FILES = ("tokenizer.model", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a new checkpoint is made of."""

    config: Mapping[str, Any]
    """The published layout's ``config.json``; the language model's part is the given one's where there is one."""
    language_model: Path | None = None
    """Folder of a Llama as transformers saves it, with its tokenizer."""
    encoder: Path | None = None
    """Safetensors file of a vision transformer with open_clip's names."""
    seed: int = 1


def make_checkpoint(beginning: Beginning, folder: Path, write_tokenizer: Callable[[Path, int], None]) -> Checkpoint:
    """Write it, whole or not at all, and open it. ``write_tokenizer`` is told the file and the size of the vocabulary.

    It is asked only where no language model brings one. Raises TrainingError, ModelError or OSError.
    """
    config = dict(beginning.config)
    given: dict[str, StoredTensor] = {}
    if beginning.language_model is not None:
        config["llama"], given = _language_model(beginning.language_model)
    if beginning.encoder is not None:
        given |= _encoder(beginning.encoder)
    try:
        with torch.device("meta"):
            network = CxrLlava(CxrLlavaConfig.from_json(config))
    except (KeyError, TypeError, ValueError) as error:
        raise TrainingError(f"the configuration describes no CXR-LLaVA network ({error}); check it") from error
    config["mm_projector_dim"] = network.mm_projector.in_features
    planned = [
        Planned(published_name(name), torch.bfloat16 if one.is_floating_point() else one.dtype, tuple(one.shape))
        for name, one in network.state_dict().items()
    ]
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        write_safetensors(partial / SINGLE, planned, _values(planned, network, given, beginning.seed))
        write_description(partial, config)
        if beginning.language_model is not None:
            for name in _TOKENIZER_FILES:
                if (beginning.language_model / name).is_file():
                    shutil.copyfile(beginning.language_model / name, partial / name)
        else:
            write_tokenizer(partial / TOKENIZER_FILE, int(config["llama"]["vocab_size"]))
        if beginning.encoder is None:
            (partial / PROVENANCE_FILE).write_text(json.dumps({"untrained": True}) + "\n", encoding="utf-8")
        partial.chmod(0o755)  # a temporary folder is the owner's alone
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return open_checkpoint(folder)


def _values(
    planned: list[Planned], network: CxrLlava, given: Mapping[str, StoredTensor], seed: int
) -> Iterator[Tensor]:
    for one in planned:
        if one.name not in given:
            yield new_tensor(one.name, one.shape, network, seed).to(one.dtype)
            continue
        value = read_tensor(given[one.name]).float()
        if one.name == "vision_tower.conv1.weight" and value.ndim == 4 and value.shape[1] == 3:
            value = value.sum(dim=1, keepdim=True)  # grey in all three channels gives the same
        if value.shape != one.shape:
            raise TrainingError(
                f"{given[one.name].name} has shape {list(value.shape)}, but the configuration asks for "
                f"{list(one.shape)}; give the configuration that the weights were trained with"
            )
        yield value.to(one.dtype)


def new_tensor(name: str, shape: tuple[int, ...], network: CxrLlava, seed: int) -> Tensor:
    """A published tensor's first values: normal matrices, positions that stand out, gains of one, no bias."""
    generator = torch.Generator().manual_seed(zlib.crc32(f"{seed} {name}".encode()))
    if name.endswith("positional_embedding"):
        side = int((shape[0] - 1) ** 0.5)
        return torch.cat([torch.zeros(1, shape[1]), POSITION_AMPLITUDE * sincos(side, shape[1])])
    if len(shape) < 2 and not name.endswith("class_embedding"):
        return torch.zeros(shape) if name.endswith(("bias", "running_mean", "tracked")) else torch.ones(shape)
    spread = 0.03 if name.startswith(("vision_tower.", "mm_projector.")) else 0.02
    if name.endswith("class_embedding"):
        spread = shape[0] ** -0.5
    elif len(shape) == 4:  # convolutions, by the size of their field
        spread = (2 / math.prod(shape[1:])) ** 0.5
    elif name.endswith(("out_proj.weight", "c_proj.weight")):
        spread *= float(2 * len(network.vision_tower.steps)) ** -0.5
    return torch.randn(shape, generator=generator) * spread


def _language_model(folder: Path) -> tuple[dict[str, Any], dict[str, StoredTensor]]:
    """Its configuration, and its tensors by their published names."""
    try:
        config = json.loads((folder / "config.json").read_bytes())
        index = folder / INDEX
        files = sorted(set(json.loads(index.read_bytes())["weight_map"].values())) if index.is_file() else [SINGLE]
    except (OSError, ValueError, KeyError) as error:
        raise TrainingError(
            f"{folder}: is no folder of a language model as transformers saves it (config.json, safetensors)"
        ) from error
    if config.get("model_type") != "llama":
        raise TrainingError(
            f"{folder}: holds a {config.get('model_type')} model; the network's language model is a Llama"
        )
    tensors = {name: one for file in files for name, one in read_header(folder / Path(file).name).items()}
    return config, {
        f"llama.{name.removeprefix('model.')}" if name.startswith("model.") else name: one
        for name, one in tensors.items()
    }


def _encoder(file: Path) -> dict[str, StoredTensor]:
    """The tower's tensors by their published names."""
    tensors = read_header(file)
    for prefix in _ENCODER_PREFIXES:
        if f"{prefix}conv1.weight" in tensors:
            return {
                f"vision_tower.{name.removeprefix(prefix)}": one
                for name, one in tensors.items()
                if name.startswith(prefix)
            }
    raise TrainingError(f"{file}: holds no vision transformer with open_clip's names (conv1.weight and so on)")
