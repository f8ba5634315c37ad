"""The vision transformer of CXR-LLaVA-v2, with open_clip's parameter names, written from its facts.

Every patch token of the last block comes out; the class token is dropped. Knows nothing of files or text.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from cxrviewer.inference.network.image_encoder import VisionConfig


class LayerScale(nn.Module):
    """A learned factor per channel."""

    def __init__(self, width: int, initial: float) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.full((width,), initial))

    def forward(self, x: Tensor) -> Tensor:
        """(..., width) -> the same shape."""
        return x * self.gamma


class Attention(nn.Module):
    """Self-attention with the packed parameters of ``nn.MultiheadAttention``."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, tokens, width) -> the same shape."""
        batch, tokens, width = x.shape
        packed = functional.linear(x, self.in_proj_weight, self.in_proj_bias)
        q, k, v = packed.view(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        if self.training:
            # On a CPU the fused kernel's backward pass takes three times as long as the plain products
            # (145 tokens, 4 heads, batch 32, bfloat16: 103 ms against 32 ms a layer).
            weights = torch.softmax(q @ k.transpose(-2, -1) * (width // self.heads) ** -0.5, dim=-1)
            mixed = weights @ v
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v)
        out: Tensor = self.out_proj(mixed.transpose(1, 2).reshape(batch, tokens, width))
        return out


class Mlp(nn.Module):
    """Two linear layers around GELU (the exact one unless told); ``clip_quick_gelu`` was never read by the original."""

    def __init__(self, width: int, hidden: int, *, gelu: str = "none") -> None:
        super().__init__()
        self.gelu = gelu
        self.c_fc = nn.Linear(width, hidden)
        self.c_proj = nn.Linear(hidden, width)

    def forward(self, x: Tensor) -> Tensor:
        """(..., width) -> the same shape."""
        out: Tensor = self.c_proj(functional.gelu(self.c_fc(x), approximate=self.gelu))
        return out


class ResidualBlock(nn.Module):
    """A pre-norm transformer block."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        width, eps = config.width, config.layer_norm_eps
        self.ln_1 = nn.LayerNorm(width, eps=eps)
        self.attn = Attention(width, width // config.head_width)
        self.ln_2 = nn.LayerNorm(width, eps=eps)
        self.mlp = Mlp(width, int(width * config.mlp_ratio), gelu=config.gelu)
        scale = config.ls_init_value
        self.ls_1: nn.Module = nn.Identity() if scale is None else LayerScale(width, scale)
        self.ls_2: nn.Module = nn.Identity() if scale is None else LayerScale(width, scale)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, tokens, width) -> the same shape."""
        x = x + self.ls_1(self.attn(self.ln_1(x)))
        out: Tensor = x + self.ls_2(self.mlp(self.ln_2(x)))
        return out


class Transformer(nn.Module):
    """The stack of blocks."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.resblocks = nn.ModuleList(ResidualBlock(config) for _ in range(config.layers))

    def forward(self, x: Tensor) -> Tensor:
        """(batch, tokens, width) -> the same shape."""
        for block in self.resblocks:
            x = block(x)
        return x


class VisionTransformer(nn.Module):
    """One grey channel in, every patch token out."""

    def __init__(self, config: VisionConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        scale = width**-0.5
        self.class_embedding = nn.Parameter(scale * torch.randn(width))
        self.positional_embedding = nn.Parameter(scale * torch.randn(config.tokens + 1, width))
        self.conv1 = nn.Conv2d(1, width, config.patch_size, stride=config.patch_size, bias=False)
        self.ln_pre: nn.Module = nn.Identity() if config.no_ln_pre else nn.LayerNorm(width, eps=config.layer_norm_eps)
        self.transformer = Transformer(config)
        self.ln_post = nn.LayerNorm(width, eps=config.layer_norm_eps)

    @property
    def steps(self) -> tuple[nn.Module, ...]:
        """What a pass goes through one after the other, and can be stopped between."""
        return tuple(self.transformer.resblocks)

    def forward(self, pixel_values: Tensor) -> Tensor:
        """(batch, 1, image_size, image_size) -> (batch, tokens, width).

        ``ln_post`` is applied to all tokens unless ``final_ln_after_pool`` says that it belongs to the pooled
        vector, which the language model never sees.
        """
        x = self.conv1(pixel_values).flatten(2).transpose(1, 2)  # (batch, tokens, width)
        first = self.class_embedding.to(x.dtype).expand(x.shape[0], 1, -1)
        x = torch.cat([first, x], dim=1) + self.positional_embedding.to(x.dtype)
        x = self.transformer(self.ln_pre(x))
        if not self.config.final_ln_after_pool:
            x = self.ln_post(x)
        patches: Tensor = x[:, 1:]
        return patches
