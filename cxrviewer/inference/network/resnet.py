"""The image encoder of the first CXR-LLaVA: a ResNet with attention pooling, with open_clip's names, from its facts.

It differs from the usual ResNet in three places: three convolutions stand before the blocks; where a convolution would
stride, an average is taken before it instead; and the last feature map is pooled by one attention, whose query is the
map's mean. Knows nothing of files or text.
"""

from collections import OrderedDict

import torch
from torch import Tensor, nn
from torch.nn import functional

from cxrviewer.inference.network.image_encoder import RESNET_STRIDE, ResNetConfig

_EXPANSION = 4


class Bottleneck(nn.Module):
    """Three convolutions around a shortcut; ``stride`` is an average over so many pixels to a side."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        out = width * _EXPANSION
        self.conv1 = nn.Conv2d(channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.avgpool: nn.Module = nn.AvgPool2d(stride) if stride > 1 else nn.Identity()
        self.conv3 = nn.Conv2d(width, out, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out)
        self.downsample: nn.Module = nn.Identity()
        if stride > 1 or channels != out:
            self.downsample = nn.Sequential(
                OrderedDict(
                    [
                        ("-1", nn.AvgPool2d(stride)),  # so that the names of the other two are open_clip's
                        ("0", nn.Conv2d(channels, out, 1, bias=False)),
                        ("1", nn.BatchNorm2d(out)),
                    ]
                )
            )

    def forward(self, x: Tensor) -> Tensor:
        """(batch, channels, rows, columns) -> (batch, 4 width, rows / stride, columns / stride)."""
        out = functional.relu(self.bn1(self.conv1(x)))
        out = functional.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(self.avgpool(out)))
        return functional.relu(out + self.downsample(x))


class AttentionPool2d(nn.Module):
    """One attention over all places of a feature map; only the query of their mean is ever asked for."""

    def __init__(self, side: int, width: int, heads: int, output_width: int) -> None:
        super().__init__()
        self.heads = heads
        self.positional_embedding = nn.Parameter(torch.randn(side**2 + 1, width) * width**-0.5)
        self.k_proj = nn.Linear(width, width)
        self.q_proj = nn.Linear(width, width)
        self.v_proj = nn.Linear(width, width)
        self.c_proj = nn.Linear(width, output_width)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, width, side, side) -> (batch, output width)."""
        x = x.flatten(2).transpose(1, 2)  # (batch, places, width)
        x = torch.cat([x.mean(dim=1, keepdim=True), x], dim=1) + self.positional_embedding.to(x.dtype)
        query, key, value = self.q_proj(x[:, :1]), self.k_proj(x), self.v_proj(x)
        split = (self.heads, x.shape[2] // self.heads)
        q, k, v = (each.unflatten(2, split).transpose(1, 2) for each in (query, key, value))
        mixed = functional.scaled_dot_product_attention(q, k, v)  # (batch, heads, 1, head width)
        out: Tensor = self.c_proj(mixed.flatten(1))
        return out


class ModifiedResNet(nn.Module):
    """Three channels in, one vector out."""

    def __init__(self, config: ResNetConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.conv1 = nn.Conv2d(config.channels, width // 2, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width // 2)
        self.conv2 = nn.Conv2d(width // 2, width // 2, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width // 2)
        self.conv3 = nn.Conv2d(width // 2, width, 3, padding=1, bias=False)
        self.bn3 = nn.BatchNorm2d(width)
        self.avgpool = nn.AvgPool2d(2)
        first, second, third, fourth = config.layers
        self.layer1 = _stage(width, width, first, stride=1)
        self.layer2 = _stage(width * 4, width * 2, second, stride=2)
        self.layer3 = _stage(width * 8, width * 4, third, stride=2)
        self.layer4 = _stage(width * 16, width * 8, fourth, stride=2)
        self.attnpool = AttentionPool2d(
            config.image_size // RESNET_STRIDE, config.feature_width, config.heads, config.output_width
        )

    @property
    def steps(self) -> tuple[nn.Module, ...]:
        """What a pass goes through one after the other, and can be stopped between."""
        return (*self.layer1, *self.layer2, *self.layer3, *self.layer4, self.attnpool)

    def stem(self, pixel_values: Tensor) -> Tensor:
        """(batch, 3, image_size, image_size) -> (batch, width, image_size / 4, image_size / 4)."""
        x = functional.relu(self.bn1(self.conv1(pixel_values)))
        x = functional.relu(self.bn2(self.conv2(x)))
        x = functional.relu(self.bn3(self.conv3(x)))
        out: Tensor = self.avgpool(x)
        return out

    def forward(self, pixel_values: Tensor) -> Tensor:
        """(batch, 3, image_size, image_size) -> (batch, 1, output_width): the image's one token."""
        x = self.stem(pixel_values)
        for step in self.steps:
            x = step(x)
        return x[:, None]


def _stage(channels: int, width: int, blocks: int, *, stride: int) -> nn.Sequential:
    """Blocks of one width; the first one strides."""
    rest = (Bottleneck(width * _EXPANSION, width, 1) for _ in range(1, blocks))
    return nn.Sequential(Bottleneck(channels, width, stride), *rest)
