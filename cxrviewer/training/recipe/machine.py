"""The processes and devices of a training, by accelerate: one, several that each hold the network, or that share it.

Knows nothing of films and losses. Who starts the processes is accelerate's launcher or torchrun; alone there is one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState, GradientState
from torch import Tensor, distributed, nn

from cxrviewer.errors import TrainingError


class Machine:
    """This process among the others."""

    def __init__(self, precision: str, *, shard: bool) -> None:
        on_gpu = torch.cuda.is_available() or torch.backends.mps.is_available()
        self._accelerator = Accelerator(mixed_precision=precision, cpu=not on_gpu)
        self.shard = shard
        if shard and not distributed.is_initialized():
            self.leave()
            raise TrainingError("--shard spreads the network over processes; start several with accelerate launch")
        if shard and precision == "fp16":
            self.leave()
            raise TrainingError("--shard does not scale losses as fp16 needs; say --precision bf16")
        self.device: torch.device = self._accelerator.device
        self.process: int = self._accelerator.process_index
        self.count: int = self._accelerator.num_processes
        self.frozen = torch.bfloat16 if precision == "bf16" else torch.float32
        """What weights that do not move are kept in."""

    @property
    def leads(self) -> bool:
        """Whether this process writes files and speaks."""
        return self.process == 0

    def joined(self, module: nn.Module) -> nn.Module:
        """The module as it is called in a training: gradients are averaged over the processes."""
        if self.shard:
            return module
        joined: nn.Module = self._accelerator.prepare_model(module)
        return joined

    def scaled(self, optimizer: torch.optim.Optimizer) -> torch.optim.Optimizer:
        """The optimizer as it is stepped: passes over a step whose gradients fp16 could not hold."""
        scaled: torch.optim.Optimizer = self._accelerator.prepare_optimizer(optimizer)
        return scaled

    @property
    def scaler(self) -> torch.amp.GradScaler | None:
        """The loss scale of fp16; None otherwise."""
        scaler: torch.amp.GradScaler | None = self._accelerator.scaler
        return scaler

    @contextmanager
    def one_pass(self, module: nn.Module, *, last: bool) -> Iterator[None]:
        """In mixed precision; gradients are exchanged only in the last pass of a step."""
        apart = nullcontext() if last or self.shard else self._accelerator.no_sync(module)
        with apart, self._accelerator.autocast():
            yield

    @contextmanager
    def mixed(self) -> Iterator[None]:
        """Mixed precision, for what needs no gradient."""
        with self._accelerator.autocast():
            yield

    def backward(self, loss: Tensor) -> None:
        """Add the loss's gradients."""
        self._accelerator.backward(loss)

    def clip(self, parameters: Sequence[nn.Parameter], largest: float) -> None:
        """Shorten the gradient of all parameters together to a norm."""
        self._accelerator.clip_grad_norm_(parameters, largest)

    def summed(self, value: Tensor) -> Tensor:
        """The sum over all processes."""
        total: Tensor = self._accelerator.reduce(value, "sum")
        return total

    def gathered(self, value: Tensor) -> Tensor:
        """The rows of all processes."""
        rows: Tensor = self._accelerator.gather(value)
        return rows

    def wait(self) -> None:
        """Until all processes are here."""
        self._accelerator.wait_for_everyone()

    def leave(self) -> None:
        """Part from the others; the next training in this process may have another precision."""
        self._accelerator.end_training()
        if distributed.is_initialized():
            distributed.destroy_process_group()
        AcceleratorState._reset_state(reset_partial_state=True)
        GradientState._reset_state()
