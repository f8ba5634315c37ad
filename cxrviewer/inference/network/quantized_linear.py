"""Linear layers whose weights stay in 8 or 4 bits on a CPU; knows no file.

A few rows of input (a token being written) are bound by reading the weights, so torch's packed kernels read them as
they are. Many rows (a prompt) are bound by arithmetic: the input is rounded to 8 bits row by row, 4-bit weights are
widened to 8 bits a slice at a time, and the integer matrix product does the work; it is twice as fast as bfloat16's
and several times as fast as the packed kernels.
"""

from functools import lru_cache
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

from cxrviewer.inference.quantization import Int4Weight, Int8Weight

FEW_ROWS: Final = 8
"""Up to so many rows the packed kernels are quicker than the integer product."""

_SLICE = 1024
"""Output columns computed at a time: the slice of weights and its sums stay in the cache."""

_ROUNDED_AT_A_TIME = 64
"""Rows of input: what is between stays in the cache. All at once took three times as long, in new memory each time."""

_ROW_BLOCK = 64
"""Rows are filled up to a multiple of it: the packed layout of a smaller rest would be another one."""


class Int8Linear(nn.Module):
    """``x @ weight.T`` with 8-bit weights; x (..., columns), any floating type."""

    weight: Tensor
    scale: Tensor

    def __init__(self, weight: Int8Weight) -> None:
        super().__init__()
        self.register_buffer("weight", weight.q)
        self.register_buffer("scale", weight.scale)

    def forward(self, x: Tensor) -> Tensor:
        """(..., columns) -> (..., rows) in the type of x."""
        flat = x.reshape(-1, x.shape[-1])
        if len(flat) <= FEW_ROWS:
            out = torch._weight_int8pack_mm(flat, self.weight, self.scale.to(x.dtype))
        else:
            q, x_scale = _rounded(flat)
            out = flat.new_empty(len(flat), len(self.weight))
            for first in range(0, len(self.weight), _SLICE):
                piece = slice(first, first + _SLICE)
                out[:, piece] = _product(q, x_scale, self.weight[piece].t(), self.scale[piece])
        return out.view(*x.shape[:-1], -1)


class Int4Linear(nn.Module):
    """``x @ weight.T`` with 4-bit weights; x (..., columns), any floating type."""

    packed: Tensor  # (rows, columns / 2) uint8, in the layout of torch's kernel on this processor
    scale: Tensor  # (rows,)
    scale_and_offset: Tensor  # (groups, rows, 2) for the packed kernel

    def __init__(self, weight: Int4Weight, dtype: torch.dtype) -> None:
        super().__init__()
        self.rows, groups = weight.group_scale.shape
        self.columns = 2 * weight.q.shape[1]
        self.group_size = self.columns // groups
        self.layout = packed_layout()
        more = -self.rows % _ROW_BLOCK
        scale = functional.pad(weight.scale, (0, more))
        group_scale, group_offset = (
            functional.pad(part, (0, 0, 0, more)) for part in (weight.group_scale, weight.group_offset)
        )
        both = torch.stack((group_scale, group_offset), dim=2).float() * scale[:, None, None]
        self.register_buffer("packed", packed_rows(functional.pad(weight.q, (0, 0, 0, more)), self.layout))
        self.register_buffer("scale", scale)
        self.register_buffer("scale_and_offset", both.transpose(0, 1).to(dtype).contiguous())

    def forward(self, x: Tensor) -> Tensor:
        """(..., columns) -> (..., rows) in the type of x."""
        flat = x.reshape(-1, x.shape[-1])
        if flat.shape[1] < self.columns:
            flat = functional.pad(flat, (0, self.columns - flat.shape[1]))
        if len(flat) <= FEW_ROWS:
            out: Tensor = torch.ops.aten._weight_int4pack_mm_for_cpu(
                flat, self.packed, self.group_size, self.scale_and_offset.to(x.dtype)
            )
        else:
            q, x_scale = _rounded(flat)
            out = flat.new_empty(len(flat), len(self.scale))
            for first in range(0, len(self.scale), _SLICE):
                piece = slice(first, first + _SLICE)
                scale = self._by_halves(self.scale[None, piece])[0]
                product = _product(q, x_scale, self._widened(piece), scale)
                out[:, piece].view(len(flat), -1, 2, len(self.layout) // 2).copy_(self._in_order(product))
        return out[:, : self.rows].reshape(*x.shape[:-1], self.rows)

    def _by_halves(self, rows: Tensor) -> Tensor:
        """(n, rows) -> the same in the order of ``_widened``: the low half-bytes of all blocks, then the high ones."""
        block = len(self.layout)
        blocks = rows.view(len(rows), -1, block)
        if not self._is_natural:
            blocks = blocks[..., list(self.layout)]
        return blocks.view(len(rows), -1, 2, block // 2).transpose(1, 2).reshape(len(rows), -1)

    def _in_order(self, rows: Tensor) -> Tensor:
        """(n, rows) in the order of ``_widened`` -> (n, blocks, 2, half a block) in the order that they have."""
        half = len(self.layout) // 2
        blocks = rows.view(len(rows), 2, -1, half).transpose(1, 2)
        if not self._is_natural:
            back = torch.tensor(self.layout).argsort()
            blocks = blocks.flatten(2)[..., back].view(len(rows), -1, 2, half)
        return blocks

    @property
    def _is_natural(self) -> bool:
        """Whether a block holds its rows one after the other, as with AVX-512."""
        return self.layout == tuple(range(len(self.layout)))

    def _groups(self, piece: slice) -> tuple[Tensor, Tensor]:
        """Scales and offsets of some rows as whole numbers, each (groups, rows) in the order of ``_widened``.

        What the packed kernel has of them is their product with the row's scale; whole numbers up to 127 come back from
        it exactly, also where it was rounded to bfloat16.
        """
        both = self.scale_and_offset[:, piece].float() / self.scale[piece, None].clamp_min(1e-30)
        whole = both.round_().to(torch.int8)
        scale, offset = (self._by_halves(whole[..., part]) for part in (0, 1))
        # The steps lie 0..15 here and -8..7 in the scheme. This may wrap around; the sum wraps back.
        return scale, offset - 8 * scale

    def _widened(self, piece: slice) -> Tensor:
        """The 8-bit weights of some rows, (columns, rows), the rows in an order of their own (``_in_order``).

        The blocks are laid side by side first: then scales and offsets, which belong to rows, meet runs of 512 bytes
        rather than of 32, which halves the time.
        """
        half = len(self.layout) // 2
        packed = self.packed[piece].reshape(-1, self.columns, half).transpose(0, 1).flatten(1)
        group_scale, group_offset = (part.view(len(part), 2, 1, -1) for part in self._groups(piece))
        wide = torch.empty(self.columns, 2, packed.shape[1], dtype=torch.int8)
        by_group = wide.view(-1, self.group_size, 2, packed.shape[1])
        for side, steps in enumerate((packed & 15, packed >> 4)):
            grouped = steps.view(torch.int8).view(-1, self.group_size, packed.shape[1])
            grouped.mul_(group_scale[:, side])
            torch.add(grouped, group_offset[:, side], out=by_group[:, :, side])
        return wide.flatten(1)


def _rounded(x: Tensor) -> tuple[Tensor, Tensor]:
    """(n, columns) -> the same in int8 with a scale for each row, (n, 1) float32."""
    q, scale = torch.empty(x.shape, dtype=torch.int8), torch.empty(len(x), 1)
    for first in range(0, len(x), _ROUNDED_AT_A_TIME):
        rows = slice(first, first + _ROUNDED_AT_A_TIME)
        wide = x[rows].float()
        scale[rows] = wide.abs().amax(1, keepdim=True).clamp_min_(1e-12).div_(127)
        q[rows] = torch.div(wide, scale[rows]).round_()  # not in place: a wide input is not copied
    return q, scale


def _product(q: Tensor, x_scale: Tensor, weight: Tensor, scale: Tensor) -> Tensor:
    """(n, columns) int8 @ (columns, rows) int8 -> (n, rows) float32."""
    return torch._int_mm(q, weight).float().mul_(scale).mul_(x_scale)


def packed_rows(q: Tensor, layout: tuple[int, ...]) -> Tensor:
    """(rows, columns / 2) half-bytes as stored -> the same in the kernel's layout.

    What torch's own ``_convert_weight_to_int4pack_for_cpu`` gives, in a fifth of its time: that wants the steps as
    32-bit numbers.
    """
    half = len(layout) // 2
    blocks = q.view(-1, len(layout), q.shape[1])
    if layout != tuple(range(len(layout))):
        blocks = blocks[:, list(layout)]
    columns = blocks.transpose(1, 2).contiguous()  # (blocks, columns / 2, block)
    low, high = columns[..., :half], columns[..., half:]
    even, odd = (low & 15) | (high << 4), (low >> 4) | (high & 0xF0)
    return torch.stack((even, odd), dim=2).view(q.shape)


def _pack(steps: Tensor) -> Tensor:
    packed: Tensor = torch.ops.aten._convert_weight_to_int4pack_for_cpu(steps, 1)
    return packed


@lru_cache(maxsize=1)
def packed_layout() -> tuple[int, ...]:
    """Which row of a block each half-byte of a packed column holds, the low halves first.

    The layout belongs to the processor's vector width, and torch keeps it to itself; so it is looked up by packing
    numbered rows. A block of 64 rows lies as (columns, 32) bytes with AVX-512, of 32 rows as (columns, 16) elsewhere.
    Raises RuntimeError where the layout is of no such kind.
    """
    columns = 4
    row = torch.arange(_ROW_BLOCK, dtype=torch.int32)[:, None].expand(-1, columns).contiguous()
    column = torch.arange(columns, dtype=torch.int32).expand(_ROW_BLOCK, -1).contiguous()
    for block in (64, 32, 16):
        low, high, where = (_unpacked(_pack(probe), block) for probe in (row & 15, row >> 4, column))
        rows = (low + 16 * high)[0, 0]
        starts = block * torch.arange(_ROW_BLOCK // block)[:, None, None]
        same = bool(((low + 16 * high) == rows + starts).all()) and set(rows.tolist()) == set(range(block))
        if same and bool((where == torch.arange(columns)[:, None]).all()):
            return tuple(rows.tolist())
    raise RuntimeError("torch packs 4-bit weights in a layout that is not known")


def _unpacked(packed: Tensor, block: int) -> Tensor:
    """(blocks, columns, block) half-bytes, the low halves of a column first."""
    bytes_ = packed.reshape(_ROW_BLOCK // block, -1, block // 2).int()
    return torch.cat((bytes_ & 15, bytes_ >> 4), dim=2)
