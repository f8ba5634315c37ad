"""The language model's shape as a GGUF file with random 4-bit weights, for llama.cpp to be measured beside ours.

Q4_0: blocks of 32 weights, a half-precision scale and 16 bytes. The text of such a file means nothing.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import gguf
import numpy as np
import numpy.typing as npt

_BLOCK: Final = 32
_BLOCK_BYTES: Final = 18
_SCALE: Final = 0.02 * 3 / 8  # weights of standard deviation 0.02 and thereabouts


def write_random_gguf(file: Path, llama: Mapping[str, Any], *, seed: int = 0) -> None:
    """Write the file for the ``llama`` object of a ``config.json``. Raises OSError."""
    writer = gguf.GGUFWriter(file, "llama")
    heads = int(llama["num_attention_heads"])
    writer.add_context_length(int(llama["max_position_embeddings"]))
    writer.add_embedding_length(int(llama["hidden_size"]))
    writer.add_block_count(int(llama["num_hidden_layers"]))
    writer.add_feed_forward_length(int(llama["intermediate_size"]))
    writer.add_head_count(heads)
    writer.add_head_count_kv(int(llama.get("num_key_value_heads") or heads))
    writer.add_layer_norm_rms_eps(float(llama["rms_norm_eps"]))
    writer.add_rope_freq_base(float(llama["rope_theta"]))
    writer.add_rope_dimension_count(int(llama["hidden_size"]) // heads)
    writer.add_vocab_size(int(llama["vocab_size"]))
    writer.add_tokenizer_model("no_vocab")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    shapes = dict(_shapes(llama))
    q4, f32 = gguf.GGMLQuantizationType.Q4_0, gguf.GGMLQuantizationType.F32
    for name, shape in shapes.items():
        if len(shape) == 1:
            writer.add_tensor_info(name, shape, np.dtype(np.float32), 4 * shape[0], raw_dtype=f32)
        else:
            stored = (shape[0], shape[1] // _BLOCK * _BLOCK_BYTES)
            writer.add_tensor_info(name, stored, np.dtype(np.uint8), stored[0] * stored[1], raw_dtype=q4)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    random = np.random.default_rng(seed)
    for shape in shapes.values():
        writer.write_tensor_data(np.ones(shape, np.float32) if len(shape) == 1 else _random_blocks(shape, random))
    writer.close()


def _shapes(llama: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, ...]]]:
    hidden, wide, vocabulary = (int(llama[key]) for key in ("hidden_size", "intermediate_size", "vocab_size"))
    heads = int(llama["num_attention_heads"])
    narrow = hidden // heads * int(llama.get("num_key_value_heads") or heads)
    yield "token_embd.weight", (vocabulary, hidden)
    yield "output_norm.weight", (hidden,)
    yield "output.weight", (vocabulary, hidden)
    for layer in range(int(llama["num_hidden_layers"])):
        yield f"blk.{layer}.attn_norm.weight", (hidden,)
        yield f"blk.{layer}.ffn_norm.weight", (hidden,)
        for name, rows in (("attn_q", hidden), ("attn_k", narrow), ("attn_v", narrow), ("attn_output", hidden)):
            yield f"blk.{layer}.{name}.weight", (rows, hidden)
        for name, shape in (("gate", (wide, hidden)), ("up", (wide, hidden)), ("down", (hidden, wide))):
            yield f"blk.{layer}.ffn_{name}.weight", shape


def _random_blocks(shape: tuple[int, ...], random: np.random.Generator) -> npt.NDArray[np.uint8]:
    """(rows, bytes) with a fixed scale before each block's random half-bytes."""
    rows, columns = shape
    raw = np.frombuffer(random.bytes(rows * columns // _BLOCK * _BLOCK_BYTES), np.uint8).copy()
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    blocks[:, :2] = np.frombuffer(np.float16(_SCALE).tobytes(), np.uint8)
    return blocks.reshape(rows, -1)
