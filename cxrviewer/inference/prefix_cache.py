"""Keys and values of the conversation computed last, so that the next one pays only for what is new.

Knows positions, ids and tensors, not text, films or files.
"""

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from transformers.cache_utils import Cache, DynamicLayer

STRIDE = 256
"""Buffers are made in whole multiples of so many positions."""


class GrowingLayer(DynamicLayer):  # type: ignore[misc]  # transformers is not typed
    """Keys and values of one layer in buffers with room to spare, each (batch, heads, capacity, head width).

    A step writes behind what is there and copies nothing else: at the published size a ``DynamicLayer``, which
    concatenates, would copy 0.6 GB for every token. Buffers grow only where ``reserve`` was too small.
    """

    def __init__(self) -> None:
        super().__init__()
        self.length = 0
        self._wanted = STRIDE

    def reserve(self, positions: int) -> None:
        """Make room for so many positions when the next ones come."""
        self._wanted = -(-positions // STRIDE) * STRIDE

    def lazy_initialization(self, key_states: Tensor, value_states: Tensor) -> None:
        """Take type, device and widths from the first keys and values."""
        self.dtype, self.device = key_states.dtype, key_states.device
        self.keys, self.values = key_states[:, :, :0], value_states[:, :, :0]
        self.is_initialized = True

    def update(
        self, key_states: Tensor, value_states: Tensor, *_args: object, **_options: object
    ) -> tuple[Tensor, Tensor]:
        """Write (batch, heads, new, head width) behind what is there; all keys and all values, as views."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        first, end = self.length, self.length + key_states.shape[2]
        if end > self.keys.shape[2]:
            capacity = max(self._wanted, -(-end // STRIDE) * STRIDE)
            self.keys, self.values = (self._grown(kept, capacity) for kept in (self.keys, self.values))
        self.keys[:, :, first:end] = key_states
        self.values[:, :, first:end] = value_states
        self.length = end
        return self.keys[:, :, :end], self.values[:, :, :end]

    def _grown(self, kept: Tensor, capacity: int) -> Tensor:
        batch, heads, _, width = kept.shape
        grown = kept.new_zeros(batch, heads, capacity, width)  # zeros: attention reads beyond the end
        grown[:, :, : self.length] = kept[:, :, : self.length]
        return grown

    def get_seq_length(self) -> int:
        """Positions held."""
        return self.length

    def truncate(self, length: int) -> None:
        """Forget the positions from ``length`` on; the buffers stay."""
        self.length = min(self.length, length)

    def select(self, rows: Sequence[int]) -> None:
        """Keep these rows of the batch."""
        self.keys, self.values = self.keys[list(rows)], self.values[list(rows)]

    @property
    def buffer_bytes(self) -> int:
        """Memory of both buffers."""
        return int(self.keys.nbytes + self.values.nbytes) if self.is_initialized else 0


class KeysAndValues(Cache):  # type: ignore[misc]
    """The layers of one network in ``GrowingLayer`` buffers, as transformers wants them."""

    def __init__(self, layers: int) -> None:
        super().__init__(layers=[GrowingLayer() for _ in range(layers)])

    def reserve(self, positions: int) -> None:
        """Make room for so many positions."""
        for layer in self.layers:
            layer.reserve(positions)

    def truncate(self, length: int) -> None:
        """Forget the positions from ``length`` on, also where a pass was stopped between two layers."""
        for layer in self.layers:
            layer.truncate(length)

    def select(self, rows: Sequence[int]) -> None:
        """Keep these rows of the batch."""
        for layer in self.layers:
            layer.select(rows)

    @property
    def buffer_bytes(self) -> int:
        """Memory of all buffers."""
        return sum(layer.buffer_bytes for layer in self.layers)


class PrefixCache:
    """One conversation about one image: what was computed of it, position by position.

    A prompt that begins like it goes on from there. It goes on only where a pass ended: so the prefill of a prompt
    always has the same passes, and its numbers are the same bit for bit whether its beginning was kept or not. Only
    the positions of an answer come from passes of one token where a recomputation would have longer ones; that moves
    the last digits of a float.

    Another image forgets everything. Of another network there is another ``PrefixCache``.
    """

    def __init__(self, layers: int) -> None:
        self._layers = layers
        self.clear()

    def clear(self) -> None:
        """Forget everything and give its memory back."""
        self.keys_and_values = KeysAndValues(self._layers)
        self._image = ""
        self._positions: list[int] = []
        self._ends: list[int] = []  # where a pass ended, ascending
        self._logits: dict[int, Tensor] = {}  # (vocabulary,) by the length of the prompt that ended there

    @property
    def length(self) -> int:
        """Positions held."""
        return len(self._positions)

    @property
    def buffer_bytes(self) -> int:
        """Memory held."""
        return int(self.keys_and_values.buffer_bytes)

    def resume(self, image: str, positions: Sequence[int]) -> tuple[int, Tensor | None]:
        """How many of these positions need not be computed again; everything else is forgotten.

        Where that is all of them, the logits of the last one come too.
        """
        common = self.common_prefix(image, positions)
        whole = self._logits.get(common) if common == len(positions) else None
        if whole is None:
            common = self.last_end(min(common, len(positions) - 1))  # the last one is computed for its logits
        self.truncate(common)
        self._image = image
        return common, whole

    def last_end(self, limit: int) -> int:
        """The last place, at most ``limit``, where a pass ended."""
        return max((end for end in self._ends if end <= limit), default=0)

    def common_prefix(self, image: str, positions: Sequence[int]) -> int:
        """How many positions of a prompt about ``image`` are held here, whether or not a pass ended there."""
        if image != self._image:
            return 0
        shorter = min(self.length, len(positions))
        return next((at for at in range(shorter) if self._positions[at] != positions[at]), shorter)

    def extend(self, ids: Sequence[int]) -> None:
        """A pass over these has ended."""
        self._positions += ids
        self._ends.append(self.length)

    def keep_logits(self, logits: Tensor) -> None:
        """What the prompt that ends here said of its next token, for the day it is asked again."""
        self._logits[self.length] = logits

    def truncate(self, length: int) -> None:
        """Forget the positions from ``length`` on."""
        del self._positions[length:]
        self._ends = [end for end in self._ends if end <= length]
        self._logits = {end: logits for end, logits in self._logits.items() if end <= length}
        self.keys_and_values.truncate(length)


def bytes_per_position(config: Any, item_bytes: int) -> int:  # noqa: ANN401 - a LlamaConfig, or what reads like one
    """Memory of one position's keys and values in all layers."""
    heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
    width = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
    return int(2 * config.num_hidden_layers * heads * width * item_bytes)
