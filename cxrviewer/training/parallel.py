"""Several processes that train one network: gradients are averaged after every step. Knows no loss."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import distributed, nn


@dataclass(frozen=True, slots=True)
class Crew:
    """This process among its fellows."""

    rank: int = 0
    count: int = 1

    @property
    def leads(self) -> bool:
        """Whether this process writes files and speaks."""
        return self.rank == 0


def join(rank: int, count: int, meeting: str) -> Crew:
    """Meet the other processes at the file ``meeting``."""
    if count > 1:
        distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=count)
    return Crew(rank, count)


def leave(crew: Crew) -> None:
    """Part from the other processes."""
    if crew.count > 1:
        distributed.destroy_process_group()


def average_gradients(crew: Crew, parameters: Sequence[nn.Parameter]) -> None:
    """Replace every gradient by the mean over the processes."""
    if crew.count == 1:
        return
    gradients = [p.grad for p in parameters if p.grad is not None]
    flat = torch.cat([g.reshape(-1) for g in gradients])
    distributed.all_reduce(flat)
    flat /= crew.count
    offset = 0
    for gradient in gradients:
        gradient.copy_(flat[offset : offset + gradient.numel()].view_as(gradient))
        offset += gradient.numel()
