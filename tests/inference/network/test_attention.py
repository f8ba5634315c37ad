"""Attention of a single token beside torch's fused kernel."""

import pytest
import torch
from torch import nn
from transformers.integrations.sdpa_attention import sdpa_attention_forward

from cxrviewer.inference.network.attention import _whole, attend


class Layer(nn.Module):
    num_key_value_groups = 2
    is_causal = True


def both(new, dtype, *, masked=False, batch=2):
    generator = torch.Generator().manual_seed(0)
    query, key, value = (
        torch.randn(batch, heads, length, 16, generator=generator).to(dtype)
        for heads, length in ((4, new), (2, 30), (2, 30))
    )
    mask = None
    if masked:
        mask = torch.ones(batch, 1, new, 30, dtype=torch.bool)
        mask[0, ..., 5:11] = False
    layer = Layer().eval()
    return tuple(
        work(layer, query, key, value, mask, scaling=16**-0.5, dropout=0.0)[0]
        for work in (attend, sdpa_attention_forward)
    )


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_a_single_token(dtype, masked):
    ours, fused = both(1, dtype, masked=masked)
    assert ours.shape == fused.shape
    assert ours.dtype is dtype
    torch.testing.assert_close(ours, fused, rtol=0.03, atol=0.02)


@pytest.mark.parametrize(("new", "dtype"), [(1, torch.float32), (7, torch.bfloat16)])
def test_all_else_is_the_fused_kernel(new, dtype):
    ours, fused = both(new, dtype)
    assert torch.equal(ours, fused)


def test_what_is_masked_is_not_seen():
    seen, _ = both(1, torch.bfloat16, masked=True)
    unmasked, _ = both(1, torch.bfloat16)
    assert not torch.equal(seen[0], unmasked[0])
    assert torch.equal(seen[1], unmasked[1])


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_a_buffer_with_room_for_more_is_read_as_it_lies(dtype):
    """The first positions of a buffer, as the kept prefix gives them: the same as packed ones, and nothing copied."""
    generator = torch.Generator().manual_seed(0)
    query = torch.randn(1, 4, 1, 16, generator=generator).to(dtype)
    buffers = [torch.zeros(1, 2, 64, 16, dtype=dtype) for _ in range(2)]
    for buffer in buffers:
        buffer[:, :, :30] = torch.randn(1, 2, 30, 16, generator=generator).to(dtype)
    key, value = (buffer[:, :, :30] for buffer in buffers)
    layer = Layer().eval()
    lying = attend(layer, query, key, value, None, scaling=0.25)[0]
    packed = attend(layer, query, key.contiguous(), value.contiguous(), None, scaling=0.25)[0]
    torch.testing.assert_close(lying, packed, rtol=0.03, atol=0.02)
    assert _whole(key).data_ptr() == key.data_ptr()
    assert _whole(key).shape == (1, 2, 64, 16)


def test_what_is_no_beginning_of_a_buffer_is_left_as_it_is():
    plain = torch.zeros(1, 2, 30, 16)
    tail = torch.zeros(1, 2, 64, 16)[:, :, 34:]
    batch = torch.zeros(2, 2, 64, 16)[:, :, :30]
    for kept in (plain, tail, batch):
        assert _whole(kept) is kept
