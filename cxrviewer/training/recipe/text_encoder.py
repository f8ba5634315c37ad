"""A given text encoder for ``contrast``, a folder as transformers saves it. Nothing is fetched, no code of it run."""

from collections.abc import Callable
from pathlib import Path

from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from cxrviewer.errors import TrainingError


class GivenTextEncoder(nn.Module):
    """The mean of a transformer's last hidden states over the words. It stays as it was given."""

    def __init__(self, model: nn.Module, width: int, pad_id: int) -> None:
        super().__init__()
        self.model, self.width, self._pad_id = model.eval().requires_grad_(False), width, pad_id  # noqa: FBT003

    def train(self, mode: bool = True) -> "GivenTextEncoder":  # noqa: FBT001, FBT002 - torch's own signature
        """As torch's, but the encoder does not change its mode."""
        super().train(mode)
        self.model.eval()
        return self

    def forward(self, ids: Tensor) -> Tensor:
        """(batch, length) padded with 0 on the right -> (batch, width)."""
        # 0 ends a text in the teacher's rows, whatever the encoder pads with; only ids after the last count as padding.
        real = ids.flip(1).cumsum(1).flip(1) > 0
        hidden = self.model(
            input_ids=ids.masked_fill(~real, self._pad_id), attention_mask=real.long()
        ).last_hidden_state
        mean: Tensor = (hidden * real[:, :, None]).sum(dim=1) / real.sum(dim=1, keepdim=True)
        return mean


def open_text_encoder(folder: Path) -> tuple[GivenTextEncoder, Callable[[str], list[int]]]:
    """The encoder and how a text becomes ids. Raises TrainingError."""
    if not (folder / "config.json").is_file():
        raise TrainingError(f"{folder}: is no folder of a text encoder (config.json, model.safetensors, tokenizer)")
    try:
        model = AutoModel.from_pretrained(folder, local_files_only=True, use_safetensors=True, trust_remote_code=False)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError) as error:
        raise TrainingError(
            f"{folder}: holds no text encoder that transformers opens ({str(error).splitlines()[0][:120]}); "
            "save it as safetensors with its tokenizer"
        ) from error

    def encode(text: str) -> list[int]:
        ids: list[int] = tokenizer(text)["input_ids"]
        return ids

    return GivenTextEncoder(model.float(), int(model.config.hidden_size), tokenizer.pad_token_id or 0), encode
