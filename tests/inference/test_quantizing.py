"""A smaller copy: whole or not there, says what it is, and loads as what it is."""

import pytest
import torch

from cxrviewer import __version__
from cxrviewer.errors import ModelError, WeightsCorrupt
from cxrviewer.inference import quantizing
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.checkpoint_digest import digest
from cxrviewer.inference.engine import CancelToken, LoadCancelled
from cxrviewer.inference.known_checkpoints import precision
from cxrviewer.inference.loading import load_network
from cxrviewer.inference.network.quantized_linear import Int4Linear, Int8Linear
from cxrviewer.inference.network.small import HEAD
from cxrviewer.inference.quantization import Scheme, dequantized, quantize_int8
from cxrviewer.inference.verifying import problems_of
from tests.inference.tiny_checkpoint import make_config, random_tensors, write_checkpoint, write_json

CPU = torch.device("cpu")
SCHEMES = [Scheme(8), Scheme(4, 32)]
every_scheme = pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.name)


@every_scheme
@pytest.mark.parametrize("shards", [0, 3])
def test_the_copy_holds_the_rounded_layers_and_the_rest_as_it_was(tmp_path, scheme, shards):
    source = open_checkpoint(write_checkpoint(tmp_path / "model", shards=shards))
    copy = quantizing.quantize_checkpoint(source, scheme, tmp_path / "copy")
    plain, small = (load_network(one, torch.float32, CPU) for one in (source, copy))
    made = dict(small.named_parameters())
    for name, parameter in plain.named_parameters():
        if (name.endswith("_proj.weight") and ".layers." in name) or name == HEAD:
            assert name not in made
        else:
            assert torch.equal(made[name], parameter)
    head = quantize_int8(plain.get_parameter(HEAD))  # whole in the file, small in memory
    assert torch.equal(small.language_model.lm_head.weight, head.q)
    layer = small.get_submodule("language_model.model.layers.1.mlp.down_proj")
    assert isinstance(layer, Int8Linear if scheme.bits == 8 else Int4Linear)
    x = torch.randn(1, 64)
    weight = plain.get_parameter("language_model.model.layers.1.mlp.down_proj.weight")
    torch.testing.assert_close(layer(x), x @ dequantized(scheme.quantize(weight)).T, rtol=1e-4, atol=1e-4)


@every_scheme
def test_a_copy_is_what_loading_makes_of_the_source(tiny, tmp_path, scheme):
    copy = quantizing.quantize_checkpoint(tiny, scheme, tmp_path / "copy")
    read = load_network(copy, torch.float32, CPU)
    made = load_network(tiny, torch.float32, CPU, scheme=scheme)
    for ours, theirs in zip(read.state_dict().items(), made.state_dict().items(), strict=True):
        assert ours[0] == theirs[0]
        assert torch.equal(ours[1], theirs[1])


@every_scheme
def test_it_says_what_it_is_and_where_it_is_from(tiny, tmp_path, scheme):
    copy = quantizing.quantize_checkpoint(tiny, scheme, tmp_path / "copy")
    assert copy.quantization == {
        "scheme": scheme.name,
        "group_size": scheme.group_size,
        "source": "tiny",
        "source_digest": digest(tiny),
        "program": f"cxrviewer {__version__}",
    }
    assert digest(copy) != digest(tiny)
    assert precision(copy) == scheme.name
    assert list(problems_of(copy, lambda done, total: None)) == []


def test_the_copy_is_smaller(tmp_path):
    config = make_config(llama={"hidden_size": 256, "intermediate_size": 688})
    tensors = random_tensors(config, dtype=torch.bfloat16)
    source = open_checkpoint(write_checkpoint(tmp_path / "model", config=config, tensors=tensors))
    linear = 2 * (4 * 256 * 256 + 3 * 256 * 688)
    rest = source.weight_bytes - 2 * linear
    sizes = [
        quantizing.quantize_checkpoint(source, scheme, tmp_path / scheme.name).weight_bytes - rest
        for scheme in (Scheme(8), Scheme(4, 64))
    ]
    # 32 bits a row; and two bytes for each 64 weights.
    assert linear < sizes[0] < 1.03 * linear
    assert 0.53 * linear < sizes[1] < 0.57 * linear


def test_a_copy_of_a_copy_is_refused(tiny, tmp_path):
    copy = quantizing.quantize_checkpoint(tiny, Scheme(8), tmp_path / "copy")
    with pytest.raises(ModelError, match="smaller copy already"):
        quantizing.quantize_checkpoint(copy, Scheme(8), tmp_path / "again")


def test_a_folder_that_is_there_is_left_alone(tiny, tmp_path):
    (tmp_path / "copy").mkdir()
    with pytest.raises(ModelError, match="is there already"):
        quantizing.quantize_checkpoint(tiny, Scheme(8), tmp_path / "copy")
    assert list((tmp_path / "copy").iterdir()) == []


def test_cancelled_it_leaves_nothing(tiny, tmp_path):
    cancel = CancelToken()

    def stop(done, total):
        if done > total // 2:
            cancel.cancel()

    with pytest.raises(LoadCancelled):
        quantizing.quantize_checkpoint(tiny, Scheme(8), tmp_path / "copy", progress=stop, cancel=cancel)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_known_before(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(quantizing.shutil, "disk_usage", lambda place: type("Usage", (), {"free": 10})())
    with pytest.raises(ModelError, match="of disk are free"):
        quantizing.quantize_checkpoint(tiny, Scheme(8), tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_is_one_sentence(tiny, tmp_path, monkeypatch):
    def fail(*arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(quantizing, "write_safetensors", fail)
    with pytest.raises(ModelError, match="No space left on device"):
        quantizing.quantize_checkpoint(tiny, Scheme(8), tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_weights_that_are_not_finite(tmp_path):
    tensors = random_tensors(make_config())
    tensors["llama.layers.0.mlp.up_proj.weight"][0, 0] = float("nan")
    source = open_checkpoint(write_checkpoint(tmp_path / "model", tensors=tensors))
    with pytest.raises(WeightsCorrupt, match=r"up_proj\.weight holds numbers that are not finite"):
        quantizing.quantize_checkpoint(source, Scheme(4, 32), tmp_path / "copy")


@pytest.mark.parametrize("said", [{"scheme": "int3"}, {"scheme": "int4", "group_size": 7}, {"group_size": 64}])
def test_a_copy_of_another_kind(tiny, tmp_path, said):
    copy = quantizing.quantize_checkpoint(tiny, Scheme(8), tmp_path / "copy")
    write_json(copy.folder / "config.json", {**copy.config, "cxrviewer_quantization": said})
    with pytest.raises(WeightsCorrupt, match="this version does not know"):
        load_network(open_checkpoint(copy.folder), torch.float32, CPU)


def test_a_copy_whose_config_says_another_scheme(tiny, tmp_path):
    copy = quantizing.quantize_checkpoint(tiny, Scheme(4, 32), tmp_path / "copy")
    write_json(copy.folder / "config.json", {**copy.config, "cxrviewer_quantization": {"scheme": "int8"}})
    with pytest.raises(WeightsCorrupt, match="shape"):
        load_network(open_checkpoint(copy.folder), torch.float32, CPU)
