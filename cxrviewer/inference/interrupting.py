"""Stopping a pass through the network between two of its layers; knows nothing of what is computed."""

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn

from cxrviewer.inference.engine import CancelToken
from cxrviewer.inference.network.cxr_llava import CxrLlava


class Cancelled(Exception):
    """The cancel token was set while something was computed."""


@contextmanager
def interruptible(network: CxrLlava, cancel: CancelToken) -> Iterator[None]:
    """Inside, every layer of encoder and language model first looks at the token, and raises Cancelled where it is set.

    On two cores a pass of the published model over a long prompt takes half a minute, one layer of it a second.
    """

    def look(_module: nn.Module, _arguments: object) -> None:
        if cancel.cancelled:
            raise Cancelled

    layers = (*network.vision_tower.steps, *network.language_model.model.layers)
    hooks = [layer.register_forward_pre_hook(look) for layer in layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
