"""Small linear layers beside the plain product with the numbers that their weights stand for."""

import pytest
import torch

from cxrviewer.inference.network import quantized_linear
from cxrviewer.inference.network.quantized_linear import FEW_ROWS, Int4Linear, Int8Linear, packed_layout, packed_rows
from cxrviewer.inference.quantization import Scheme, dequantized, nibbles

SHAPES = [(64, 64), (688, 256), (256, 688), (96, 192), (16, 32), (2112, 96)]


def layer_and_truth(rows, columns, bits, dtype=torch.float32):
    generator = torch.Generator().manual_seed(rows)
    weight = torch.randn(rows, columns, generator=generator) * 0.02
    made = Scheme(bits, 32 if bits == 4 else None).quantize(weight)
    layer = Int8Linear(made) if bits == 8 else Int4Linear(made, dtype)
    return layer, dequantized(made)[:, :columns]


def off(ours, truth) -> float:
    return float((ours.float() - truth).norm() / truth.norm())


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize(("rows", "columns"), SHAPES)
@torch.inference_mode()
def test_a_token(rows, columns, bits):
    layer, weight = layer_and_truth(rows, columns, bits)
    x = torch.randn(1, 1, columns)
    assert layer(x).shape == (1, 1, rows)
    assert off(layer(x), x @ weight.T) < 1e-5


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize(("rows", "columns"), SHAPES)
@torch.inference_mode()
def test_a_prompt(rows, columns, bits):
    """The input's rounding to 8 bits is all that differs: half a step of 127 at most, about 0.7 % of a Gaussian row."""
    layer, weight = layer_and_truth(rows, columns, bits)
    x = torch.randn(2, 20, columns)
    assert layer(x).shape == (2, 20, rows)
    assert off(layer(x), x @ weight.T) < 0.012


@pytest.mark.parametrize("bits", [8, 4])
@torch.inference_mode()
def test_a_prompt_of_whole_numbers_is_exact(bits):
    """Inputs that 8 bits hold leave nothing to round: the widened weights are the packed ones."""
    layer, weight = layer_and_truth(128, 96, bits)
    x = torch.randint(-127, 128, (40, 96)).float()
    x[:, 0] = 127
    torch.testing.assert_close(layer(x), x @ weight.T, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("bits", [8, 4])
@torch.inference_mode()
def test_a_row_is_the_same_in_any_company(bits):
    layer, _ = layer_and_truth(96, 192, bits)
    x = torch.randn(40, 192)
    assert torch.equal(layer(x)[7:20], layer(x[7:20]))
    assert torch.equal(layer(x[:FEW_ROWS])[1], layer(x[1:2])[0])


@pytest.mark.parametrize("bits", [8, 4])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("count", [1, 30])
@torch.inference_mode()
def test_half_types(bits, dtype, count):
    layer, weight = layer_and_truth(96, 192, bits, dtype)
    x = torch.randn(count, 192).to(dtype)
    assert layer(x).dtype is dtype
    assert off(layer(x), x.float() @ weight.T) < 0.02


def test_no_input_at_all_is_no_output():
    layer, _ = layer_and_truth(64, 64, 4)
    assert float(layer(torch.zeros(1, 20, 64)).abs().max()) == 0


@pytest.mark.parametrize("rows", [64, 192])
def test_rows_are_packed_as_torch_packs_them(rows):
    q = torch.randint(0, 256, (rows, 48), dtype=torch.uint8)
    theirs = torch.ops.aten._convert_weight_to_int4pack_for_cpu(nibbles(q).to(torch.int32), 1)
    assert torch.equal(packed_rows(q, packed_layout()), theirs)


def test_rows_in_another_order_are_put_back(monkeypatch):
    """A processor whose packed block is not in the rows' order: a prompt gives the same numbers."""
    layer, _ = layer_and_truth(128, 64, 4)
    order = torch.randperm(64, generator=torch.Generator().manual_seed(1))
    plain = quantized_linear._pack

    def shuffled(steps):
        return plain(steps.view(-1, 64, steps.shape[1])[:, order].reshape(steps.shape))

    packed_layout.cache_clear()
    monkeypatch.setattr(quantized_linear, "_pack", shuffled)
    try:
        shuffled_layer, _ = layer_and_truth(128, 64, 4)
        assert shuffled_layer.layout != layer.layout
        assert not torch.equal(shuffled_layer.packed, layer.packed)
        x = torch.randn(30, 64)
        assert torch.equal(shuffled_layer(x), layer(x))
    finally:
        packed_layout.cache_clear()


def test_a_layout_that_is_not_known(monkeypatch):
    packed_layout.cache_clear()
    monkeypatch.setattr(quantized_linear, "_pack", lambda steps: torch.zeros(64, 2, dtype=torch.uint8))
    with pytest.raises(RuntimeError, match="layout"):
        packed_layout()
    packed_layout.cache_clear()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_groups_come_back_as_whole_numbers(dtype):
    weight = torch.randn(64, 256, generator=torch.Generator().manual_seed(3)) * 0.02
    made = Scheme(4, 32).quantize(weight)
    layer = Int4Linear(made, dtype)
    scale, offset = (layer._in_order(part).flatten(1).T for part in layer._groups(slice(0, 64)))
    assert torch.equal(scale, made.group_scale)
    assert torch.equal(offset, made.group_offset - 8 * made.group_scale)
