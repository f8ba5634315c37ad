"""A trained network as a folder in the published layout: bfloat16 weights, configuration, tokenizer, model card.

Knows file names; trains nothing.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file

from cxrviewer.inference.loading import published_name
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.training.network import demo_config
from cxrviewer.training.vocabulary import TOKENIZER_FILE

_CONTROL = ("<unk>", "<s>", "</s>")
CHAT_TEMPLATE = (
    "{%- if messages[0]['role'] == 'system' -%}"
    "{%- set opening = '<<SYS>>\\n' + messages[0]['content'] + '\\n<</SYS>>\\n\\n' -%}{%- set turns = messages[1:] -%}"
    "{%- else -%}{%- set opening = '' -%}{%- set turns = messages -%}{%- endif -%}"
    "{%- for turn in turns -%}"
    "{%- set text = (opening + turn['content']) if loop.first else turn['content'] -%}"
    "{%- if turn['role'] == 'user' -%}{{- bos_token + '[INST] ' + text.strip() + ' [/INST]' -}}"
    "{%- else -%}{{- ' ' + text.strip() + ' ' + eos_token -}}{%- endif -%}"
    "{%- endfor -%}"
)


def export(network: CxrLlava, tokenizer: Path, out: Path, card: str) -> None:
    """Write the folder; nothing of the training but the weights is in it."""
    out.mkdir(parents=True, exist_ok=True)
    write_weights(network, out)
    write_description(out, demo_config())
    shutil.copyfile(tokenizer, out / TOKENIZER_FILE)
    (out / "README.md").write_text(card, encoding="utf-8")


def write_description(out: Path, config: Mapping[str, object]) -> None:
    """The JSON files of a checkpoint whose tokenizer is a ``tokenizer.model`` of this program."""
    _write_json(out / "config.json", config)
    _write_json(
        out / "generation_config.json", {"bos_token_id": 1, "do_sample": False, "eos_token_id": 2, "pad_token_id": 0}
    )
    _write_json(out / "tokenizer_config.json", _tokenizer_config())
    _write_json(out / "special_tokens_map.json", {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"})


def write_weights(network: CxrLlava, out: Path) -> None:
    """Every parameter under its published name, in bfloat16, in one file of the folder."""
    tensors = {
        published_name(name): parameter.detach().to(torch.bfloat16).contiguous().clone()
        for name, parameter in network.named_parameters(remove_duplicate=False)
    }
    save_file(tensors, out / "model.safetensors", metadata={"format": "pt"})
    (out / "model.safetensors").chmod(0o644)  # written for its owner alone otherwise


def _tokenizer_config() -> dict[str, object]:
    added = {
        str(number): {
            "content": piece,
            "lstrip": False,
            "normalized": False,
            "rstrip": False,
            "single_word": False,
            "special": True,
        }
        for number, piece in enumerate(_CONTROL)
    }
    return {
        "add_bos_token": True,
        "add_eos_token": False,
        "added_tokens_decoder": added,
        "bos_token": "<s>",
        "chat_template": CHAT_TEMPLATE,
        "clean_up_tokenization_spaces": False,
        "eos_token": "</s>",
        "legacy": False,
        "model_max_length": 2048,
        "pad_token": None,
        "sp_model_kwargs": {},
        "tokenizer_class": "LlamaTokenizer",
        "unk_token": "<unk>",
    }


def _write_json(path: Path, value: Mapping[str, object]) -> None:
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")
