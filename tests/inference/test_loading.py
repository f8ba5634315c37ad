"""Weights into the network: exact, strict, in the wanted type at once."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from cxrviewer.errors import OutOfMemory, WeightsCorrupt
from cxrviewer.inference import loading
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.engine import CancelToken, LoadCancelled
from cxrviewer.inference.loading import load_network, published_name
from tests.inference.tiny_checkpoint import make_config, random_tensors, write_checkpoint

CPU = torch.device("cpu")


def load(folder, dtype=torch.float32, **options):
    return load_network(open_checkpoint(folder), dtype, CPU, **options)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
@pytest.mark.parametrize("shards", [0, 3])
def test_every_value_arrives_in_the_wanted_type(tmp_path, dtype, shards):
    tensors = random_tensors(make_config(), dtype=torch.bfloat16)
    network = load(write_checkpoint(tmp_path / "model", tensors=tensors, shards=shards), dtype)
    for name, parameter in network.named_parameters():
        assert parameter.dtype is dtype
        assert not parameter.requires_grad
        assert torch.equal(parameter, tensors[published_name(name)].to(dtype))
    assert not network.training


def test_rotary_frequencies_stay_float32(tiny_folder):
    rotary = load(tiny_folder, torch.bfloat16).language_model.model.rotary_emb
    assert rotary.inv_freq.dtype is torch.float32
    assert rotary.inv_freq[1] == torch.tensor(10000.0 ** (-2 / 8))


def test_nothing_of_weight_size_is_ever_float32(tmp_path):
    tensors = random_tensors(make_config(), dtype=torch.bfloat16)
    folder = write_checkpoint(tmp_path / "model", tensors=tensors)
    wide = []

    class Watch(TorchDispatchMode):
        def __torch_dispatch__(self, function, types, args=(), kwargs=None):
            out = function(*args, **(kwargs or {}))
            if isinstance(out, torch.Tensor) and out.device.type != "meta" and out.numel() >= 64:
                wide.extend([str(function)] if out.dtype in (torch.float32, torch.float64) else [])
            return out

    with Watch():
        torch.zeros(64)  # the watch does see
        seen = len(wide)
        load(folder, torch.bfloat16)
    assert seen == 1
    assert wide[seen:] == []


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak from /proc")
def test_loading_needs_little_more_memory_than_the_weights(tmp_path):
    config = make_config(llama={"hidden_size": 1024, "intermediate_size": 4096, "vocab_size": 32000})
    with torch.device("meta"):
        shapes = random_tensors(config)
    tensors = {name: torch.full(shape.shape, 0.01, dtype=torch.bfloat16) for name, shape in shapes.items()}
    folder = write_checkpoint(tmp_path / "big", config=config, tensors=tensors)
    program = (
        "import sys, torch, pathlib\n"
        "from cxrviewer.inference.checkpoint import open_checkpoint\n"
        "from cxrviewer.inference.loading import load_network\n"
        # Not getrusage: its peak is inherited from the process that started this one.
        "status = lambda: pathlib.Path('/proc/self/status').read_text().split()\n"
        "peak = lambda: 1024 * int(status()[status().index('VmHWM:') + 1])\n"
        "checkpoint = open_checkpoint(pathlib.Path(sys.argv[1]))\n"
        "before = peak()\n"
        "network = load_network(checkpoint, torch.bfloat16, torch.device('cpu'))\n"
        "print((peak() - before) / checkpoint.weight_bytes)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True)
    assert 0.8 < float(done.stdout) < 1.3


def test_a_wrong_shape(tmp_path):
    tensors = random_tensors(make_config())
    tensors["mm_projector.weight"] = torch.zeros(32, 31)
    with pytest.raises(WeightsCorrupt, match=r"mm_projector.weight .*\[32, 31\].*\[32, 32\]"):
        load(write_checkpoint(tmp_path / "model", tensors=tensors))


def test_a_tensor_that_is_not_there(tmp_path):
    tensors = random_tensors(make_config())
    del tensors["vision_tower.ln_post.bias"]
    with pytest.raises(WeightsCorrupt, match=r"lacks the tensor vision_tower\.ln_post\.bias"):
        load(write_checkpoint(tmp_path / "model", tensors=tensors))


def test_a_tensor_with_no_place(tmp_path):
    tensors = random_tensors(make_config()) | {"llama.layers.9.mlp.up_proj.weight": torch.zeros(2)}
    with pytest.raises(WeightsCorrupt, match="no place in the network"):
        load(write_checkpoint(tmp_path / "model", tensors=tensors))


def test_leftovers_of_training_are_ignored(tmp_path):
    left = {"logit_scale": torch.zeros(1), "llama.layers.0.self_attn.rotary_emb.inv_freq": torch.zeros(4)}
    load(write_checkpoint(tmp_path / "model", tensors=random_tensors(make_config()) | left))


def test_a_quantized_tensor(tmp_path):
    tensors = random_tensors(make_config())
    tensors["lm_head.weight"] = torch.zeros(400, 32, dtype=torch.int8)
    with pytest.raises(WeightsCorrupt, match="I8"):
        load(write_checkpoint(tmp_path / "model", tensors=tensors))


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"clip_vision_cfg": 3},
        make_config(vision={"attentional_pool": True}),
        make_config(vision={"patch_size": 0}),
        make_config(llama={"hidden_act": "no such function"}),
        make_config(llama={"hidden_size": "many"}),
        make_config() | {"llama": None},
        make_config() | {"image_preprocess_cfg": {"mean": [], "std": 1}},
    ],
)
def test_a_config_that_describes_no_network(tmp_path, config):
    folder = write_checkpoint(tmp_path / "model", config=config, tensors={"a": torch.zeros(1)})
    with pytest.raises(WeightsCorrupt, match=r"config\.json"):
        load(folder)


def test_progress_counts_bytes_to_the_end(tiny_folder):
    steps = []
    load(tiny_folder, progress=lambda done, total: steps.append((done, total)))
    done = [step[0] for step in steps]
    assert done == sorted(done)
    assert steps[-1][0] == steps[-1][1]


def test_loading_can_be_cancelled_between_tensors(tiny_folder):
    cancel, steps = CancelToken(), []

    def stop_at_the_third(done, total):
        steps.append(done)
        if len(steps) == 3:
            cancel.cancel()

    with pytest.raises(LoadCancelled):
        load(tiny_folder, progress=stop_at_the_third, cancel=cancel)
    assert len(steps) == 3


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory"), torch.OutOfMemoryError("CUDA")],
)
def test_too_little_memory(tiny_folder, monkeypatch, error):
    def fail(stored):
        raise error

    monkeypatch.setattr(loading, "read_tensor", fail)
    with pytest.raises(OutOfMemory, match="close other programs"):
        load(tiny_folder)


def test_a_file_that_shrinks_after_it_was_opened(tmp_path):
    folder = write_checkpoint(tmp_path / "model")
    checkpoint = open_checkpoint(folder)
    with (folder / "model.safetensors").open("r+b") as stream:
        stream.truncate(5000)
    with pytest.raises(WeightsCorrupt, match="ends within"):
        load_network(checkpoint, torch.float32, CPU)
