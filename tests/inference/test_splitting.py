"""Layers over two devices, with a stand-in for accelerate's dispatch: this machine has one device."""

import torch

from cxrviewer.inference import loading, splitting
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.splitting import Places

META, CPU = torch.device("meta"), torch.device("cpu")


def test_every_parameter_has_a_place_in_the_map(tiny):
    network = loading.build_empty(tiny)
    places = Places.on(META, network, 1)
    mapped = places.device_map()
    for name, _ in network.named_parameters():
        owners = [module for module in mapped if name.startswith(f"{module}.")]
        assert len(owners) == 1
        assert mapped[owners[0]] == places.of(name)
    assert places.of("language_model.model.layers.0.mlp.up_proj.weight") == META
    assert places.of("language_model.model.layers.1.mlp.up_proj.weight") == CPU
    assert places.of("language_model.lm_head.weight") == META


def test_tensors_go_straight_to_their_place_and_accelerate_gets_the_map(tiny, monkeypatch):
    given = {}

    def dispatch(network, *, device_map, main_device):
        given.update(device_map=device_map, main_device=main_device)
        return network

    monkeypatch.setattr("accelerate.dispatch_model", dispatch)
    network = loading.load_network(tiny, torch.float32, META, gpu_layers=1)
    devices = {name: parameter.device for name, parameter in network.named_parameters()}
    assert {name for name, device in devices.items() if device == CPU} == {
        name for name in devices if name.startswith("language_model.model.layers.1.")
    }
    assert given["main_device"] == META
    assert given["device_map"]["language_model.model.layers.1"] == CPU


def test_accelerate_takes_the_map_and_the_network_still_computes(tiny):
    network = loading.load_network(tiny, torch.float32, CPU)
    embeddings = torch.randn(1, 5, 32)
    with torch.inference_mode():
        before = network.language_model.model(inputs_embeds=embeddings).last_hidden_state
    joined = Places(CPU, (CPU, CPU)).joined(network)
    with torch.inference_mode():
        after = joined.language_model.model(inputs_embeds=embeddings).last_hidden_state
    assert isinstance(joined, CxrLlava)
    assert torch.equal(before, after)


def test_whole_on_one_device_is_left_alone(tiny):
    network = loading.build_empty(tiny)
    assert splitting.Places.on(CPU, network, None).joined(network) is network
