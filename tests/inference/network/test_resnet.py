"""The first version's image encoder: open_clip's numbers, stage by stage, from open_clip's weights by their names."""

import importlib
import importlib.metadata
import sys
from types import ModuleType

import pytest
import torch

from cxrviewer.inference.network.image_encoder import ResNetConfig, VisionConfig, image_encoder_of
from cxrviewer.inference.network.resnet import ModifiedResNet


@pytest.fixture
def open_clip_resnet(monkeypatch):
    """open_clip's own class, from its own file.

    The rest of that package is not imported: it wants torchvision, whose compiled part fits one build of torch alone.
    Of torchvision this file takes only the frozen batch norm, which no forward pass uses.
    """
    package = ModuleType("open_clip")
    package.__path__ = [str(importlib.metadata.distribution("open_clip_torch").locate_file("open_clip"))]
    frozen = ModuleType("torchvision.ops.misc")
    frozen.FrozenBatchNorm2d = torch.nn.Identity
    unused = {name: ModuleType(name) for name in ("torchvision", "torchvision.ops")}
    own = ("open_clip.modified_resnet", "open_clip.utils")
    for name, module in {**unused, frozen.__name__: frozen, "open_clip": package, **dict.fromkeys(own)}.items():
        # Set first, so that what importing puts there is taken away again.
        monkeypatch.setitem(sys.modules, name, module)
    for name in own:
        del sys.modules[name]
    return importlib.import_module("open_clip.modified_resnet").ModifiedResNet


def both(theirs_class, size, layers=(1, 1, 1, 1), width=8, output_width=16):
    """Theirs with random weights and running statistics, and ours with the same by name."""
    torch.manual_seed(0)
    vision = {"image_size": size, "layers": list(layers), "width": width}
    config = image_encoder_of({"clip_vision_cfg": vision, "clip_embed_dim": output_width})
    assert isinstance(config, ResNetConfig)
    theirs = theirs_class(list(layers), output_width, config.heads, size, width)
    for name, parameter in theirs.named_parameters():
        if parameter.dim() == 1:
            torch.nn.init.normal_(parameter, mean=float(name.endswith("weight")), std=0.3)
    for module in theirs.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 1.0
    with torch.no_grad():
        theirs(torch.randn(2, 3, size, size))  # in training, so that the running statistics are those of images
    state = theirs.eval().state_dict()
    ours = ModifiedResNet(config).eval()
    ours.load_state_dict(state)  # strict: the same names and shapes, none left over
    return ours, theirs


@torch.inference_mode()
@pytest.mark.parametrize(("size", "layers", "width"), [(64, (1, 1, 1, 1), 8), (160, (2, 1, 3, 2), 16)])
def test_every_stage_has_open_clips_numbers(open_clip_resnet, size, layers, width):
    ours, theirs = both(open_clip_resnet, size, layers, width)
    x = torch.randn(2, 3, size, size)
    ours_x, theirs_x = ours.stem(x), theirs.stem(x)
    for stage in ("layer1", "layer2", "layer3", "layer4", "attnpool"):
        assert torch.allclose(ours_x, theirs_x, rtol=1e-5, atol=1e-5), f"before {stage}"
        assert (ours_x[0] - ours_x[1]).std() > 0.1 * ours_x.std()  # the image is still in it
        ours_x, theirs_x = getattr(ours, stage)(ours_x), getattr(theirs, stage)(theirs_x)
    assert torch.allclose(ours_x, theirs_x, rtol=1e-5, atol=1e-5)
    assert torch.equal(ours(x)[:, 0], ours_x)
    assert torch.allclose(ours(x)[:, 0], theirs(x), rtol=1e-5, atol=1e-5)


@torch.inference_mode()
def test_resnet_50_at_its_own_size(open_clip_resnet):
    ours, theirs = both(open_clip_resnet, 224, (3, 4, 6, 3), 64, 1024)
    x = torch.randn(1, 3, 224, 224)
    assert ours(x).shape == (1, 1, 1024)
    assert torch.allclose(ours(x)[:, 0], theirs(x), rtol=1e-5, atol=2e-5)


def test_the_encoder_is_chosen_by_the_kind_of_layers():
    resnet = image_encoder_of({"clip_vision_cfg": {"image_size": 512, "layers": [3, 4, 6, 3]}, "clip_embed_dim": 1024})
    assert resnet == ResNetConfig(image_size=512, layers=(3, 4, 6, 3), output_width=1024, width=64, head_width=64)
    assert (resnet.channels, resnet.tokens, resnet.heads, resnet.feature_width) == (3, 1, 32, 2048)
    assert resnet.words == "ResNet-50 with attention pooling, one image token"
    vision = {"image_size": 512, "layers": 24, "patch_size": 16, "width": 1024}
    transformer = image_encoder_of({"clip_vision_cfg": vision, "clip_embed_dim": 128})
    assert isinstance(transformer, VisionConfig)
    assert (transformer.channels, transformer.tokens, transformer.output_width) == (1, 1024, 1024)
    assert transformer.words == "vision transformer of 24 blocks, 1,024 image tokens"


@pytest.mark.parametrize(
    "change",
    [
        {"layers": [3, 4, 6]},
        {"layers": [3, 4, 6, 0]},
        {"layers": [3, 4, 6, "many"]},
        {"image_size": 100},
        {"image_size": 0},
        {"width": 3, "head_width": 7},
        {"head_width": 4096},
    ],
)
def test_sizes_that_make_no_network(change):
    vision = {"image_size": 224, "layers": [3, 4, 6, 3], "width": 64, **change}
    with pytest.raises(ValueError, match=r".+"):
        image_encoder_of({"clip_vision_cfg": vision, "clip_embed_dim": 1024})
