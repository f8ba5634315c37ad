"""Weights in 8 and 4 bits: what is lost, what is not, and what is stored."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cxrviewer.inference.quantization import Int8Weight, Scheme, dequantized, quantize_int4, quantize_int8, widened


def matrix(rows=48, columns=200, seed=0):
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed)) * 0.02


def test_int8_by_hand():
    made = quantize_int8(torch.tensor([[127.0, -63.5, 1.0, 0.5], [0.0, 0.0, 0.0, 0.0]]))
    assert made.q.tolist() == [[127, -64, 1, 0], [0, 0, 0, 0]]  # half to even
    assert made.scale[0] == 1
    assert dequantized(made)[1].tolist() == [0, 0, 0, 0]


def test_int4_by_hand():
    """Row scale 1; the first group spans 0..30, so its step is 2 around the offset 16: -8..7 are 0..30."""
    weight = torch.zeros(1, 64)
    weight[0, :16] = torch.arange(0, 32, 2)
    weight[0, 32:] = 127
    made = quantize_int4(weight, 32)
    assert made.scale.tolist() == [1]
    assert made.group_scale.tolist() == [[2, 1]]
    assert made.group_offset[0, 0] == 16
    assert made.q[0, :8].tolist() == [2 * byte | (2 * byte + 1) << 4 for byte in range(8)]
    assert torch.equal(dequantized(made), weight)


@pytest.mark.parametrize("group_size", [32, 64, 128])
def test_int4_is_off_by_half_a_step_at_most(group_size):
    weight = matrix()
    made = quantize_int4(weight, group_size)
    step = (made.group_scale.float() * made.scale[:, None]).repeat_interleave(group_size, 1)[:, :200]
    off = (dequantized(made)[:, :200] - weight).abs()
    assert bool((off <= step * 0.5 + made.scale[:, None] * 0.5 + 1e-7).all())


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.integers(1, 90), st.sampled_from([32, 64]), st.floats(1e-6, 1e6), st.integers(0, 10**6))
def test_int4_widens_to_int8_exactly_whatever_the_weights(rows, columns, group_size, size, seed):
    weight = matrix(rows, columns, seed) * size
    weight[0, 0] *= 1000  # an outlier presses its row's grid together
    made = quantize_int4(weight, group_size)
    steps = torch.stack((made.q & 15, made.q >> 4), 2).flatten(1).double() - 8
    groups = [part.double().repeat_interleave(group_size, 1) for part in (made.group_scale, made.group_offset)]
    grid = steps * groups[0] + groups[1]
    assert grid.abs().max() <= 128
    assert torch.equal(widened(made).q.double(), grid)
    assert bool(dequantized(made).isfinite().all())


def test_outliers_leave_the_rest_within_the_grid():
    weight = matrix(1, 64)
    weight[0, 3] = 1
    made = quantize_int4(weight, 64)
    assert float(dequantized(made)[0, 3]) == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("scheme", [Scheme(8), Scheme(4, 32), Scheme(4, 64)])
def test_the_parts_are_as_announced(scheme):
    made = scheme.quantize(matrix(6, 70))
    names = {torch.int8: "I8", torch.uint8: "U8", torch.float32: "F32"}
    found = {name: (names[part.dtype], tuple(part.shape)) for name, part in made.parts.items()}
    assert found == scheme.parts(6, 70)
    again = Scheme.assembled(made.parts)
    assert type(again) is type(made)
    assert torch.equal(dequantized(again), dequantized(made))


def test_a_scheme_from_what_a_copy_says():
    assert Scheme.from_json({}) is None
    assert Scheme.from_json({"scheme": "int8", "group_size": None}) == Scheme(8)
    assert Scheme.from_json({"scheme": "int4", "group_size": 128}) == Scheme(4, 128)
    for said in ({"scheme": "int2"}, {"scheme": "int4", "group_size": 100}, {"scheme": "int4", "group_size": [1]}):
        with pytest.raises((ValueError, TypeError)):
            Scheme.from_json(said)


def test_half_the_bits_cost_more():
    weight = matrix()
    errors = [
        float((dequantized(made)[:, :200] - weight).norm() / weight.norm())
        for made in (quantize_int8(weight), quantize_int4(weight, 32), quantize_int4(weight, 128))
    ]
    assert errors == sorted(errors)
    assert errors[0] < 0.01 < errors[1] < errors[2] < 0.13
    assert isinstance(quantize_int8(weight), Int8Weight)
