"""The whole training of the demo checkpoint: the paper's steps in order, each resumable, in several processes.

Knows the order and what is kept; the losses are the steps' own modules.
"""

import csv
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.multiprocessing.spawn import start_processes

from cxrviewer.errors import WeightsMissing
from cxrviewer.inference.network.cxr_llava import CxrLlava
from cxrviewer.inference.pieces import SentencePieces
from cxrviewer.phantom.case import draw_hard_phantom
from cxrviewer.training.batches import Batch, load_batch, step_rng
from cxrviewer.training.card import CURVE_PICTURE, model_card, read_curve
from cxrviewer.training.classification import ClassificationHeads, classification_loss, head_f1
from cxrviewer.training.contrast import ContrastHeads, contrast_loss
from cxrviewer.training.curve_picture import save_curve
from cxrviewer.training.evaluate import Judgement, Step, Test, judge, load_speaker
from cxrviewer.training.export import export
from cxrviewer.training.instruction import instruction_loss, language_loss
from cxrviewer.training.loop import Watch, Work, make_optimizer, run_stage
from cxrviewer.training.network import new_network
from cxrviewer.training.parallel import Crew, join, leave
from cxrviewer.training.plan import VOCABULARY, Plan, Stage
from cxrviewer.training.pool import Pool, fill_pool, make_shard, make_unreadable, open_pool
from cxrviewer.training.state import Progress, load_state, save_state
from cxrviewer.training.vocabulary import TOKENIZER_FILE, train_vocabulary
from cxrviewer.training.watching import report_f1

_log = logging.getLogger(__name__)
CONTRAST_WEIGHT, LOCATED_WEIGHT = 0.2, 0.5
TESTED = 1000
WATCHED = 400
WATCHED_REPORTS = 100
CURVE_FILE = "curve.csv"
CURVE_COLUMNS = ("stage", "step", "films", "seconds", "progress", "loss", "macro", "figures")


class Training:
    """The network, the heads that are thrown away, and where the training stands."""

    def __init__(self, plan: Plan, crew: Crew) -> None:
        self.plan, self.crew = plan, crew
        torch.manual_seed(plan.seed)
        self.network: CxrLlava = new_network()
        width = self.network.config.vision.width
        self.classification = ClassificationHeads(width)
        self.contrast = ContrastHeads(width, VOCABULARY)
        self.heads: dict[str, nn.Module] = {"classification": self.classification, "contrast": self.contrast}
        self.pieces = SentencePieces(plan.out / TOKENIZER_FILE, legacy=False)
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
            # What does not move needs no gradient, and the encoder then keeps nothing for one.
            moving = {id(p) for p in (*work.encoder, *work.others)}
            for parameter in (
                *self.network.parameters(),
                *(p for head in self.heads.values() for p in head.parameters()),
            ):
                parameter.requires_grad_(id(parameter) in moving)
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
        network, pieces, tower = self.network, self.pieces, self.network.vision_tower
        encoder = tuple(tower.parameters())
        projector = tuple(network.mm_projector.parameters())
        speaker = tuple(network.language_model.parameters())
        match stage.name:
            case "classification":
                return Work(
                    lambda batch: classification_loss(tower(batch.pixel_values), self.classification, batch),
                    encoder,
                    tuple(self.classification.parameters()),
                )
            case "contrast":
                both = (*self.classification.parameters(), *self.contrast.parameters())
                return Work(self._contrast_loss, encoder, both)
            case "language":
                return Work(lambda batch: language_loss(network, pieces, batch), (), speaker)
            case "alignment":
                return Work(
                    lambda batch: instruction_loss(network, pieces, batch, tower(batch.pixel_values)), (), projector
                )
            case "instruction":
                heads = tuple(self.classification.parameters())
                return Work(self._instruction_loss, encoder, projector + speaker + heads)
        raise ValueError(f"no such stage: {stage.name}")

    def _contrast_loss(self, batch: Batch) -> Tensor:
        """With the first step's loss beside it: joined labels alone let the encoder forget where things lie."""
        tokens = self.network.vision_tower(batch.pixel_values)
        located = classification_loss(tokens, self.classification, batch)
        return located + CONTRAST_WEIGHT * contrast_loss(tokens, self.contrast, self.pieces, batch)

    def _instruction_loss(self, batch: Batch) -> Tensor:
        """With the first step's loss beside it: a report says little of where a faint finding lies."""
        tokens = self.network.vision_tower(batch.pixel_values)
        located = classification_loss(tokens, self.classification, batch)
        return instruction_loss(self.network, self.pieces, batch, tokens) + LOCATED_WEIGHT * located

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
        _log.info(
            "%s %3.0f %% step %d loss %.4f %s (%.0f s left in the step)",
            stage.name,
            done * 100,
            step,
            loss,
            words,
            left,
        )
        path = self.plan.out / CURVE_FILE
        new = not path.exists()
        with path.open("a", newline="") as stream:
            writer = csv.writer(stream)
            if new:
                writer.writerow(CURVE_COLUMNS)
            macro = f"{figures['macro']:.4f}" if "macro" in figures else ""
            writer.writerow((stage.name, step, films, round(spent), f"{done:.4f}", f"{loss:.5f}", macro, words))

    def _figures(self, stage: Stage) -> dict[str, float]:
        """Of the watched phantoms: the heads' F1 while the encoder learns, the reports' F1 once there are reports."""
        if stage.name not in ("classification", "contrast", "instruction"):
            return {}
        if not self._watched:
            pool = open_pool(self.plan.pool, self.plan.watch_seed)
            rng, count = step_rng(0, "watch", 0, 0), min(len(pool), WATCHED)
            self._watched = [
                load_batch(pool, list(range(first, min(first + 50, count))), rng, augment=False)
                for first in range(0, count, 50)
            ]
        self.network.eval()
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            if stage.name == "instruction":
                figures = report_f1(self.network, self.pieces, self._watched[: WATCHED_REPORTS // 50])
            else:
                figures = head_f1(self.network.vision_tower, self.classification, self._watched)
        self.network.train()
        return figures


def prepare(plan: Plan, done: Callable[[int, int], None]) -> None:
    """Make what is missing of the pool: the phantoms to train on and those to watch."""
    fill_pool(plan.pool, plan.train_seed, plan.shards, plan.processes, done)
    make_shard(plan.pool, plan.watch_seed, 0, WATCHED)
    make_unreadable(plan.pool, plan.train_seed)


def finish(plan: Plan, step: Step, count: int = TESTED) -> Path:
    """Write the checkpoint with its model card, once measured on ``count`` unseen phantoms; returns its folder."""
    stored = load_state(plan.out)
    if stored is None:
        raise WeightsMissing(f"{plan.out} holds no trained state; train first")
    network = new_network()
    network.load_state_dict(stored[1]["network"])
    folder = plan.out / "checkpoint"
    export(network, plan.out / TOKENIZER_FILE, folder, "")
    test = Test(plan.test_seed, count, processes=plan.processes)
    write_card(plan, folder, judge(load_speaker(folder), test, step, hard=draw_hard_phantom))
    return folder


def write_card(plan: Plan, folder: Path, judgement: Judgement, *, note: str = "") -> None:
    """Model card and picture of the curve beside the checkpoint; ``note`` is what was particular about this run."""
    curve = read_curve(plan.out / CURVE_FILE)
    save_curve(curve, folder / CURVE_PICTURE)
    megabytes = (folder / "model.safetensors").stat().st_size / 1e6
    card = model_card(plan, curve, judgement, megabytes, note=note)
    (folder / "README.md").write_text(card, encoding="utf-8")


def train_demo(plan: Plan) -> None:
    """Train, or go on with a training that was stopped; the state lies in ``plan.out``."""
    plan.out.mkdir(parents=True, exist_ok=True)
    if not (plan.out / TOKENIZER_FILE).exists():
        train_vocabulary(plan.out / TOKENIZER_FILE, plan.train_seed)
    meeting = plan.out / f"meeting_{time.time_ns()}"
    if plan.processes == 1:
        _member(0, plan, str(meeting))
        return
    try:
        start_processes(_member, (plan, str(meeting)), plan.processes, start_method="spawn")  # type: ignore[no-untyped-call]
    finally:
        meeting.unlink(missing_ok=True)


def _member(rank: int, plan: Plan, meeting: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    crew = join(rank, plan.processes, str(Path(meeting).resolve()))
    Training(plan, crew).run()
    leave(crew)
