"""Which device each part of a network is on, and a network whose layers are spread over two; reads no file."""

from dataclasses import dataclass
from typing import Self

import torch

from cxrviewer.inference.network.cxr_llava import CxrLlava

_LAYERS = "language_model.model.layers."


@dataclass(frozen=True, slots=True)
class Places:
    """The device of each module; what is not named is on ``main``."""

    main: torch.device
    layers: tuple[torch.device, ...] = ()
    """Of the language model's layers, where they are not all on one."""

    @classmethod
    def on(cls, device: torch.device, network: CxrLlava, gpu_layers: int | None) -> Self:
        """The first ``gpu_layers`` on the device and the rest on the CPU; all on the device where it is None."""
        count = int(network.language_model.config.num_hidden_layers)
        if gpu_layers is None:
            return cls(device)
        cpu = torch.device("cpu")
        return cls(device, tuple(device if index < gpu_layers else cpu for index in range(count)))

    def of(self, name: str) -> torch.device:
        """Where a parameter belongs."""
        if not self.layers or not name.startswith(_LAYERS):
            return self.main
        return self.layers[int(name.removeprefix(_LAYERS).partition(".")[0])]

    def device_map(self) -> dict[str, torch.device]:
        """As ``accelerate`` takes it; every parameter lies in one of these modules."""
        whole = ("vision_tower", "mm_projector", "language_model.lm_head")
        model = tuple(f"language_model.model.{part}" for part in ("embed_tokens", "norm", "rotary_emb"))
        return {
            **dict.fromkeys((*whole, *model), self.main),
            **{f"{_LAYERS}{index}": device for index, device in enumerate(self.layers)},
        }

    def joined(self, network: CxrLlava) -> CxrLlava:
        """The network as it can be called: accelerate brings each layer that waits in memory to the GPU in turn."""
        if not self.layers:
            return network
        from accelerate import dispatch_model

        joined: CxrLlava = dispatch_model(network, device_map=self.device_map(), main_device=self.main)
        return joined
