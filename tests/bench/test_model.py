"""The model's measurement: random files of a shape, and the figures' arithmetic."""

import json

import numpy as np
import pytest

from cxrviewer.bench import model
from cxrviewer.bench.model import ModelBench
from cxrviewer.bench.model_timing import Timing
from cxrviewer.bench.random_checkpoint import planned_tensors, write_random_checkpoint
from cxrviewer.cli.main import main
from cxrviewer.errors import CxrViewerError
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.cxr_llava import load_engine
from cxrviewer.inference.loading import build_empty, check_names_and_shapes
from cxrviewer.inference.published_shape import SHAPE_7B
from tests.inference.tiny_checkpoint import make_config


def small_config():
    return make_config(llama={"vocab_size": 1024, "rope_theta": 10000.0, "max_position_embeddings": 600})


def test_a_random_checkpoint_is_whole_and_loads(tmp_path):
    write_random_checkpoint(tmp_path / "random", small_config())
    checkpoint = open_checkpoint(tmp_path / "random")
    assert len(checkpoint.shards) == 3
    assert check_names_and_shapes(checkpoint, build_empty(checkpoint))
    assert load_engine(checkpoint, device="cpu").identity.dtype == "float32"


def test_the_published_shape_has_the_published_size():
    """589 tensors, 7,046,371,328 numbers: the sum of the published shards."""
    planned = planned_tensors(SHAPE_7B)
    assert len(planned) == 589
    assert sum(one.size for one in planned) == 2 * 7_046_371_328


def test_a_random_gguf_has_the_shape(tmp_path):
    gguf = pytest.importorskip("gguf")
    from cxrviewer.bench.random_gguf import write_random_gguf

    llama = {**SHAPE_7B["llama"], "hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2}
    llama |= {"num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 128}
    write_random_gguf(tmp_path / "random.gguf", llama)
    tensors = {tensor.name: tensor for tensor in gguf.GGUFReader(tmp_path / "random.gguf").tensors}
    assert tensors["blk.1.ffn_down.weight"].shape.tolist() == [96, 64]
    assert tensors["blk.0.attn_k.weight"].shape.tolist() == [64, 32]
    assert tensors["output.weight"].tensor_type is gguf.GGMLQuantizationType.Q4_0
    weights = gguf.quants.dequantize(tensors["output.weight"].data, gguf.GGMLQuantizationType.Q4_0)
    assert weights.shape == (128, 64)
    assert 0.01 < float(np.std(weights)) < 0.1


def timing(**changed) -> Timing:
    usual = {
        "load_s": 1.0,
        "load_peak_bytes": 10**9,
        "peak_bytes": 2 * 10**9,
        "encode_s": 2.0,
        "prefill_s": 8.0,
        "decode_per_s": 4.0,
        "follow_up_s": 0.5,
        "prompt_tokens": 1100,
        "written_tokens": 120,
    }
    return Timing(**usual | changed)


def test_a_report_s_time():
    assert timing().first_token_s == 10
    assert timing().report_s(121) == 40


def test_ratios_say_how_many_times_better_ours_is(tmp_path):
    bench = ModelBench(shape="7b", precision="int4", peers=(), folder=tmp_path)
    ours, theirs = timing(batch_films=2, batch_s=10.0), timing(decode_per_s=2.0, follow_up_s=10.0)
    found = {one.name: one for one in model._beside(bench, ours, theirs, "recompute")}
    assert found["model_decode (recompute)"].ratio == 2
    assert found["model_follow_up_first_token (recompute)"].ratio == 20
    assert found["model_report (recompute)"].ratio == pytest.approx(69.5 / 39.75, abs=0.01)
    assert found["model_batch (recompute)"].ratio == pytest.approx(2 * (10 + 23 / 2) / 10, abs=0.01)


def test_the_demo_has_no_4_bit_gguf(tmp_path):
    bench = ModelBench(shape="demo", precision="int4", peers=("llama.cpp",), folder=tmp_path)
    with pytest.raises(CxrViewerError, match="use --shape 7b"):
        model._llama_cpp(bench, model._plain_checkpoint(bench, lambda *_: None), timing(), lambda *_: None)


@pytest.mark.slow
def test_the_command_measures_the_demo(tmp_path, capsys):
    words = ["bench", "model", "--precision", "int8", "--folder", str(tmp_path), "--tokens", "4", "--films", "1"]
    assert main([*words, "--json", "--quiet"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert {"model_load_peak", "model_decode_share_of_bandwidth", "model_prefill (recompute)"} <= set(found)
    for one in found.values():
        assert one["ours"] > 0
        assert set(one) == {"name", "ours", "peer", "unit", "ratio", "how"}
