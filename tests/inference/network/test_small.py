"""bitsandbytes' layers, with a stand-in for the library: it runs on CUDA alone."""

import sys
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from cxrviewer.errors import GenerationFailed
from cxrviewer.inference.loading import build_empty
from cxrviewer.inference.network.small import shrink
from cxrviewer.inference.quantization import Scheme

NAME = "language_model.model.layers.0.mlp.up_proj.weight"
CUDA = SimpleNamespace(type="cuda")


class Rounded:
    """Stands for Int8Params and Params4bit: rounds when it is moved."""

    def __init__(self, data, **options) -> None:
        self.data, self.options, self.moved_to = data, options, None

    def to(self, device):
        self.moved_to = device
        return nn.Parameter(self.data, requires_grad=False)


@pytest.fixture
def library(monkeypatch):
    made = {}

    def layer(kind):
        def build(columns, rows, **options):
            made[kind] = options
            built = nn.Linear(columns, rows, bias=False)
            assert built.weight.device.type == "meta"
            return built

        return build

    def parameter(kind):
        def build(data, **options):
            made[kind] = Rounded(data, **options)
            return made[kind]

        return build

    names = SimpleNamespace(
        Linear8bitLt=layer("layer8"),
        Linear4bit=layer("layer4"),
        Int8Params=parameter("weight8"),
        Params4bit=parameter("weight4"),
    )
    monkeypatch.setitem(sys.modules, "bitsandbytes", SimpleNamespace(nn=names))
    return made


@pytest.mark.parametrize(("scheme", "number"), [(Scheme(8), 8), (Scheme(4, 64), 4)])
def test_the_weights_are_rounded_on_their_way_to_the_device(tiny, library, scheme, number):
    network, weight = build_empty(tiny), torch.randn(64, 32)
    shrink(network, NAME, weight, scheme, torch.bfloat16, CUDA)
    assert library[f"weight{number}"].moved_to is CUDA
    assert library[f"weight{number}"].options["requires_grad"] is False
    placed = network.get_submodule(NAME.removesuffix(".weight"))
    assert torch.equal(placed.weight, weight.to(placed.weight.dtype))
    if number == 4:
        assert library["layer4"]["compute_dtype"] is torch.bfloat16
        assert library["weight4"].options["quant_type"] == "nf4"
    else:
        assert library["layer8"]["has_fp16_weights"] is False


def test_without_the_library_it_is_one_sentence(tiny, monkeypatch):
    monkeypatch.setitem(sys.modules, "bitsandbytes", None)
    with pytest.raises(GenerationFailed, match=r"pip install cxrviewer\[cuda-quantized\]"):
        shrink(build_empty(tiny), NAME, torch.randn(64, 32), Scheme(8), torch.float16, CUDA)
