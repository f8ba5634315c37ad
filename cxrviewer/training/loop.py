"""One stage of training from where it stands to its end: rates, steps, averaging, saving.

Knows no loss: a stage brings a function from a batch to a loss.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from cxrviewer.training.batches import Batch, draw_batch, step_rng
from cxrviewer.training.parallel import Crew, average_gradients
from cxrviewer.training.plan import Plan, Stage
from cxrviewer.training.pool import Pool
from cxrviewer.training.schedule import rate_factor
from cxrviewer.training.state import Progress
from cxrviewer.training.workers import is_orphan

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """What a stage trains: the loss of a batch and the parameters that move."""

    loss: Callable[[Batch], Tensor]
    encoder: tuple[nn.Parameter, ...]
    others: tuple[nn.Parameter, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """What the leader is told while a stage runs."""

    each: Callable[[Stage, int, float, float], None]
    """Stage, steps done, progress 0..1 and mean loss since the last call."""
    save: Callable[[Progress, dict[str, Any]], None]


def make_optimizer(stage: Stage, work: Work) -> torch.optim.AdamW:
    """Two groups, the encoder's and the others'; gains and biases are not decayed."""
    groups: list[dict[str, Any]] = []
    for parameters, rate in ((work.encoder, stage.encoder_rate), (work.others, stage.rate)):
        for decayed in (True, False):
            chosen = [p for p in parameters if (p.ndim > 1) is decayed]
            if chosen and rate > 0:
                decay = stage.weight_decay if decayed else 0.0
                groups.append({"params": chosen, "lr": rate, "peak": rate, "weight_decay": decay})
    return torch.optim.AdamW(groups, betas=stage.betas)


def run_stage(
    plan: Plan,
    stage: Stage,
    work: Work,
    pools: Callable[[], Pool],
    crew: Crew,
    progress: Progress,
    optimizer: torch.optim.AdamW,
    watch: Watch,
) -> None:
    """Train until the stage is done; ``progress`` is moved along. ``pools`` opens the pool, which may still grow."""
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    pool = pools()
    last = saved = time.monotonic()
    total, counted = 0.0, 0
    done = stage.progress(progress.step)
    while done < 1.0:
        if is_orphan():
            raise SystemExit(f"{stage.name}: the process that started this training is gone; start it again to go on")
        if progress.step % 200 == 0:
            pool = pools()
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate_factor(progress.step, stage.steps, stage.warm_up)
        batch = draw_batch(pool, step_rng(plan.seed, stage.name, progress.step, crew.rank), stage.batch)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = work.loss(batch)
        torch.autograd.backward(loss)
        now = time.monotonic()
        average_gradients(crew, parameters)
        progress.elapsed_s, last = progress.elapsed_s + now - last, now
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        progress.step += 1
        total, counted = total + float(loss.detach()), counted + 1
        done = stage.progress(progress.step)
        if crew.leads and (progress.step % plan.watch_every == 0 or done >= 1.0):
            watch.each(stage, progress.step, done, total / counted)
            total, counted = 0.0, 0
        if crew.leads and now - saved > plan.save_every_s:
            watch.save(progress, optimizer.state_dict())
            saved = now
    if crew.leads:
        _log.info("stage %s done after %d steps", stage.name, progress.step)
