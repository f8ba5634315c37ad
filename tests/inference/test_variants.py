"""Networks of other shapes: each option of the configuration against an identity that must hold for it."""

import pytest
import torch
from torch.nn import functional

from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.loading import load_network
from tests.inference.tiny_checkpoint import make_config, random_tensors, write_checkpoint

PIXELS = torch.rand(1, 1, 32, 32, generator=torch.Generator().manual_seed(1))


def load(folder, config, tensors):
    return load_network(
        open_checkpoint(write_checkpoint(folder, config=config, tensors=tensors)), torch.float32, torch.device("cpu")
    )


@torch.inference_mode()
def vision(folder, config, tensors):
    return load(folder, config, tensors).vision_tower(PIXELS)


def test_layer_scale_is_the_files_and_scales_the_output_projections(tmp_path):
    scaled = make_config(vision={"ls_init_value": 0.1})
    tensors = random_tensors(scaled)
    folded = {name: tensor for name, tensor in tensors.items() if not name.endswith("gamma")}
    for layer in range(2):
        block = f"vision_tower.transformer.resblocks.{layer}"
        for scale, linear in (("ls_1", "attn.out_proj"), ("ls_2", "mlp.c_proj")):
            gamma = tensors[f"{block}.{scale}.gamma"]
            folded[f"{block}.{linear}.weight"] = gamma[:, None] * tensors[f"{block}.{linear}.weight"]
            folded[f"{block}.{linear}.bias"] = gamma * tensors[f"{block}.{linear}.bias"]
    ours = vision(tmp_path / "scaled", scaled, tensors)
    assert torch.allclose(ours, vision(tmp_path / "folded", make_config(), folded), atol=1e-5)
    # With the initial value instead, as one version of transformers had it, another image would be seen.
    wrong = {name: torch.full_like(t, 0.1) if name.endswith("gamma") else t for name, t in tensors.items()}
    assert not torch.allclose(ours, vision(tmp_path / "wrong", scaled, wrong), atol=0.1)


def test_final_ln_after_pool_leaves_the_tokens_as_they_are(tmp_path):
    tensors = random_tensors(make_config())
    plain = vision(tmp_path / "plain", make_config(), tensors)
    raw = vision(tmp_path / "raw", make_config(vision={"final_ln_after_pool": True}), tensors)
    weight, bias = tensors["vision_tower.ln_post.weight"], tensors["vision_tower.ln_post.bias"]
    assert torch.allclose(functional.layer_norm(raw, (32,), weight, bias, 1e-5), plain, atol=1e-5)
    assert not torch.allclose(raw, plain, atol=0.1)


def test_no_ln_pre_has_no_such_tensors_and_does_not_norm(tmp_path):
    config = make_config(vision={"no_ln_pre": True, "layers": 0})
    tensors = random_tensors(config)
    assert not any("ln_pre" in name for name in tensors)
    patches = functional.conv2d(PIXELS, tensors["vision_tower.conv1.weight"], stride=8).flatten(2).transpose(1, 2)
    embedded = patches + tensors["vision_tower.positional_embedding"][1:]
    weight, bias = tensors["vision_tower.ln_post.weight"], tensors["vision_tower.ln_post.bias"]
    expected = functional.layer_norm(embedded, (32,), weight, bias, 1e-5)
    assert torch.allclose(vision(tmp_path / "model", config, tensors), expected, atol=1e-5)


@pytest.mark.parametrize("option", [{"norm_kwargs": {"eps": 0.5}}, {"act_kwargs": {"approximate": "tanh"}}])
def test_an_option_that_changes_the_numbers_is_read(tmp_path, option):
    tensors = random_tensors(make_config())
    plain = vision(tmp_path / "plain", make_config(), tensors)
    assert not torch.equal(vision(tmp_path / "other", make_config(vision=option), tensors), plain)


def test_mlp_ratio_is_read(tmp_path):
    config = make_config(vision={"mlp_ratio": 3})
    tensors = random_tensors(config)
    assert tensors["vision_tower.transformer.resblocks.0.mlp.c_fc.weight"].shape == (96, 32)
    assert vision(tmp_path / "model", config, tensors).shape == (1, 16, 32)


@torch.inference_mode()
def test_grouped_query_heads_are_shared_heads(tmp_path):
    grouped = make_config(llama={"num_key_value_heads": 2})
    tensors = random_tensors(grouped)
    repeated = dict(tensors)
    for layer in range(2):
        for projection in ("k_proj", "v_proj"):
            name = f"llama.layers.{layer}.self_attn.{projection}.weight"
            heads = tensors[name].view(2, 8, 32).repeat_interleave(2, dim=0)  # (4 heads, head width, hidden)
            repeated[name] = heads.reshape(32, 32)
    ids = torch.arange(5, 25)[None]
    ours = load(tmp_path / "grouped", grouped, tensors).language_model(ids).logits
    assert torch.allclose(ours, load(tmp_path / "full", make_config(), repeated).language_model(ids).logits, atol=1e-4)


@torch.inference_mode()
def test_tied_embeddings_without_a_head_of_their_own(tmp_path):
    tensors = random_tensors(make_config())
    tensors["lm_head.weight"] = tensors["llama.embed_tokens.weight"].clone()
    ids = torch.arange(5, 25)[None]
    expected = load(tmp_path / "untied", make_config(), tensors).language_model(ids).logits
    del tensors["lm_head.weight"]
    tied = load(tmp_path / "tied", make_config(llama={"tie_word_embeddings": True}), tensors)
    assert torch.equal(tied.language_model(ids).logits, expected)
