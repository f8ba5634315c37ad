"""How a linear layer's weights are written in 8 or 4 bits, and read back; knows no file and no kernel.

int8: each row of the matrix has one scale; a weight is ``q * scale``.
int4: groups of a row's weights share a scale and an offset, themselves 8-bit numbers of that row's int8 grid:
``((q - 8) * group_scale + group_offset) * scale``. So the 4-bit weights widen to 8-bit ones exactly, and a long
prompt goes through the integer matrix product (progressive group quantization, Lin et al., QServe, 2024).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor
from torch.nn import functional

GROUP_SIZES: Final = (32, 64, 128, 256)
"""Weights that may share a scale: what torch's packed kernel knows."""

GROUP_SIZE: Final = 64

ROWS_AT_A_TIME: Final = 64

_LEAST = 1e-12  # a row of zeros still has a scale to divide by


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a smaller copy's linear layers are written in."""

    bits: int
    group_size: int | None = None
    """Of int4; int8 has a scale for each row alone."""

    @property
    def name(self) -> str:
        """int8 or int4."""
        return f"int{self.bits}"

    @classmethod
    def named(cls, name: str, group_size: int = GROUP_SIZE) -> "Scheme":
        """Raises ValueError for a name or a group size that is not known."""
        if name == "int8":
            return cls(8)
        if name == "int4" and group_size in GROUP_SIZES:
            return cls(4, group_size)
        raise ValueError(f"{name}, {group_size}")

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Scheme | None":
        """The scheme that a copy's ``config.json`` names; None where it names none. Raises ValueError or TypeError."""
        return cls.named(str(said.get("scheme")), int(said.get("group_size") or GROUP_SIZE)) if said else None

    def parts(self, rows: int, columns: int) -> dict[str, tuple[str, tuple[int, ...]]]:
        """What is stored for a (rows, columns) matrix: safetensors' type and the shape of each part by its name."""
        if self.group_size is None:
            return {"weight": ("I8", (rows, columns)), "weight_scale": ("F32", (rows,))}
        groups = -(-columns // self.group_size)
        return {
            "weight": ("U8", (rows, groups * self.group_size // 2)),
            "weight_scale": ("F32", (rows,)),
            "group_scale": ("I8", (rows, groups)),
            "group_offset": ("I8", (rows, groups)),
        }

    def quantize(self, weight: Tensor) -> "Int8Weight | Int4Weight":
        """A (rows, columns) matrix made small, some rows at a time: what is between stays in the cache."""
        made = [
            quantize_int8(rows) if self.group_size is None else quantize_int4(rows, self.group_size)
            for rows in rows_of(weight, ROWS_AT_A_TIME)
        ]
        return self.assembled({name: torch.cat([each.parts[name] for each in made]) for name in made[0].parts})

    @staticmethod
    def assembled(parts: Mapping[str, Tensor]) -> "Int8Weight | Int4Weight":
        """The matrix from its parts by name, as they are stored."""
        if "group_scale" not in parts:
            return Int8Weight(parts["weight"], parts["weight_scale"])
        return Int4Weight(parts["weight"], parts["weight_scale"], parts["group_scale"], parts["group_offset"])


@dataclass(frozen=True, slots=True)
class Int8Weight:
    """A (rows, columns) matrix in 8 bits."""

    q: Tensor  # (rows, columns) int8, -127..127
    scale: Tensor  # (rows,) float32

    @property
    def parts(self) -> dict[str, Tensor]:
        """As ``Scheme.parts`` names them."""
        return {"weight": self.q, "weight_scale": self.scale}


@dataclass(frozen=True, slots=True)
class Int4Weight:
    """A (rows, columns) matrix in 4 bits; columns filled up with zeros to whole groups."""

    q: Tensor  # (rows, columns / 2) uint8; the even column in the low half
    scale: Tensor  # (rows,) float32
    group_scale: Tensor  # (rows, groups) int8, 1..127
    group_offset: Tensor  # (rows, groups) int8

    @property
    def parts(self) -> dict[str, Tensor]:
        """As ``Scheme.parts`` names them."""
        return {
            "weight": self.q,
            "weight_scale": self.scale,
            "group_scale": self.group_scale,
            "group_offset": self.group_offset,
        }


def rows_of(matrix: Tensor, count: int) -> list[Tensor]:
    """The matrix cut into pieces of ``count`` rows."""
    return [matrix[first : first + count] for first in range(0, len(matrix), count)]


def quantize_int8(weight: Tensor) -> Int8Weight:
    """Round a (rows, columns) matrix to 8 bits, half to even."""
    scale = weight.abs().amax(1).float().clamp_min(_LEAST) / 127
    return Int8Weight(torch.round(weight.float() / scale[:, None]).to(torch.int8), scale)


def quantize_int4(weight: Tensor, group_size: int) -> Int4Weight:
    """Round a (rows, columns) matrix to 4 bits: to the row's int8 grid first, then each group to 16 of its steps."""
    rows, columns = weight.shape
    scale = weight.abs().amax(1).float().clamp_min(_LEAST) / 127
    # The remainder of a last group is zero and is read as zero: its input is zero too.
    grid = functional.pad(weight.float() / scale[:, None], (0, -columns % group_size)).view(rows, -1, group_size)
    low, high = grid.amin(2), grid.amax(2)
    group_scale = torch.ceil((high - low) / 15).clamp(1, 17)
    # The sixteen steps lie -8..7 around the offset, so its middle is half a step below it. None of them may leave the
    # int8 grid, or it would not widen exactly; moved inwards they still span the group.
    group_offset = torch.round((low + high + group_scale) / 2)
    group_offset = torch.minimum(torch.maximum(group_offset, 8 * group_scale - 128), 127 - 7 * group_scale)
    steps = torch.round((grid - group_offset[..., None]) / group_scale[..., None]).clamp(-8, 7)
    q = (steps + 8).to(torch.uint8).view(rows, -1)
    return Int4Weight(q[:, 0::2] | q[:, 1::2] << 4, scale, group_scale.to(torch.int8), group_offset.to(torch.int8))


def nibbles(q: Tensor) -> Tensor:
    """(rows, columns / 2) uint8 -> (rows, columns) uint8 of 0..15."""
    return torch.stack((q & 15, q >> 4), dim=2).flatten(1)


def widened(weight: Int4Weight) -> Int8Weight:
    """The same numbers in 8 bits, exactly."""
    rows, groups = weight.group_scale.shape
    steps = (nibbles(weight.q).view(torch.int8) - 8).view(rows, groups, -1)
    grid = steps * weight.group_scale[..., None] + weight.group_offset[..., None]
    return Int8Weight(grid.view(rows, -1), weight.scale)


def dequantized(weight: Int8Weight | Int4Weight) -> Tensor:
    """(rows, columns) float32: the numbers that the small weights stand for."""
    wide = widened(weight) if isinstance(weight, Int4Weight) else weight
    return wide.q.float() * wide.scale[:, None]
