"""The whole training of the demo checkpoint: the paper's steps in order, each resumable, in several processes.

Knows the order and what is kept; the losses are the steps' own modules.
"""

import csv
import logging
import time
from pathlib import Path
from typing import Any

import torch
from torch import multiprocessing, nn

from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.training.batches import Batch, load_batch, step_rng
from cxrviewer.training.classification import ClassificationHeads, classification_loss, head_f1
from cxrviewer.training.loop import Watch, Work, make_optimizer, run_stage
from cxrviewer.training.network import new_network
from cxrviewer.training.parallel import Crew, join, leave
from cxrviewer.training.plan import Plan, Stage
from cxrviewer.training.pool import Pool, open_pool
from cxrviewer.training.state import Progress, load_state, save_state

_log = logging.getLogger(__name__)
CURVE_FILE = "curve.csv"
CURVE_COLUMNS = ("stage", "step", "films", "seconds", "progress", "loss", "macro", "figures")


class Training:
    """The network, the heads that are thrown away, and where the training stands."""

    def __init__(self, plan: Plan, crew: Crew) -> None:
        self.plan, self.crew = plan, crew
        torch.manual_seed(plan.seed)
        self.network: CxrLlava = new_network()
        self.heads: dict[str, nn.Module] = {"classification": ClassificationHeads(self.network.config.vision.width)}
        self.progress = Progress()
        self._optimizer_state: dict[str, Any] | None = None
        stored = load_state(plan.out)
        if stored is not None:
            self.progress, parts = stored
            self.network.load_state_dict(parts["network"])
            for name, head in self.heads.items():
                if name in parts["heads"]:
                    head.load_state_dict(parts["heads"][name])
            self._optimizer_state = parts["optimizer"]
        self._watched: list[Batch] = []

    def run(self) -> None:
        """All stages that are left."""
        while self.progress.stage < len(self.plan.stages):
            stage = self.plan.stages[self.progress.stage]
            work = self._work(stage)
            optimizer = make_optimizer(stage, work)
            if self._optimizer_state is not None:
                optimizer.load_state_dict(self._optimizer_state)
                self._optimizer_state = None
            self.network.train()
            run_stage(
                self.plan, stage, work, self._pool, self.crew, self.progress, optimizer, Watch(self._report, self._save)
            )
            self.progress.stage, self.progress.step, self.progress.elapsed_s = self.progress.stage + 1, 0, 0.0
            if self.crew.leads:
                self._save(self.progress, None)
            if stage.name == self.plan.stop_after:
                return

    def _pool(self) -> Pool:
        return open_pool(self.plan.pool, self.plan.train_seed, self.plan.shards)

    def _work(self, stage: Stage) -> Work:
        tower = self.network.vision_tower
        encoder = tuple(tower.parameters())
        if stage.name == "classification":
            heads = self.heads["classification"]
            assert isinstance(heads, ClassificationHeads)
            return Work(
                lambda batch: classification_loss(tower, heads, batch), encoder, tuple(heads.parameters())
            )
        raise ValueError(f"no such stage: {stage.name}")

    def _save(self, progress: Progress, optimizer: dict[str, Any] | None) -> None:
        heads = {name: head.state_dict() for name, head in self.heads.items()}
        parts = {"network": self.network.state_dict(), "heads": heads, "optimizer": optimizer}
        save_state(self.plan.out, progress, parts)

    def _report(self, stage: Stage, step: int, done: float, loss: float) -> None:
        figures = self._figures(stage)
        films = step * stage.batch * self.crew.count
        spent = self.progress.elapsed_s
        left = spent / max(done, 1e-6) * (1.0 - done)
        words = " ".join(f"{name}={value:.3f}" for name, value in figures.items())
        _log.info("%s %3.0f %% step %d loss %.4f %s (%.0f s left in the step)", stage.name, done * 100, step, loss, words, left)
        path = self.plan.out / CURVE_FILE
        new = not path.exists()
        with path.open("a", newline="") as stream:
            writer = csv.writer(stream)
            if new:
                writer.writerow(CURVE_COLUMNS)
            macro = f"{figures['macro']:.4f}" if "macro" in figures else ""
            writer.writerow((stage.name, step, films, round(spent), f"{done:.4f}", f"{loss:.5f}", macro, words))

    def _figures(self, stage: Stage) -> dict[str, float]:
        if stage.name != "classification":
            return {}
        if not self._watched:
            pool = open_pool(self.plan.pool, self.plan.watch_seed)
            rng = step_rng(0, "watch", 0, 0)
            self._watched = [load_batch(pool, list(range(i, i + 50)), rng, augment=False) for i in range(0, 400, 50)]
        heads = self.heads["classification"]
        assert isinstance(heads, ClassificationHeads)
        self.network.eval()
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            figures = head_f1(self.network.vision_tower, heads, self._watched)
        self.network.train()
        return figures


def train_demo(plan: Plan) -> None:
    """Train, or go on with a training that was stopped; the state lies in ``plan.out``."""
    plan.out.mkdir(parents=True, exist_ok=True)
    meeting = plan.out / f"meeting_{time.time_ns()}"
    if plan.processes == 1:
        _member(0, plan, str(meeting))
        return
    try:
        multiprocessing.start_processes(_member, (plan, str(meeting)), plan.processes, start_method="spawn")
    finally:
        meeting.unlink(missing_ok=True)


def _member(rank: int, plan: Plan, meeting: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    crew = join(rank, plan.processes, str(Path(meeting).resolve()))
    Training(plan, crew).run()
    leave(crew)
