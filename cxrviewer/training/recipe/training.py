"""One stage from where it stands to its end: steps, looks at the validation films, states, the curve.

Knows neither the stage's loss nor its data sets.
"""

import math
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from scipy.stats import mannwhitneyu
from torch import Tensor, nn

from cxrviewer.errors import TrainingError
from cxrviewer.inference.loading import raise_if_out_of_memory
from cxrviewer.training.recipe.curve import Point, draw_curve, read_curve, write_curve
from cxrviewer.training.recipe.loading import Batch, Lot, batches, validation_passes
from cxrviewer.training.recipe.machine import Machine
from cxrviewer.training.recipe.order import Share, steps_in
from cxrviewer.training.recipe.plan import Recipe
from cxrviewer.training.recipe.states import Progress, load_progress, load_state, prune, save_state, saved_steps
from cxrviewer.training.schedule import rate_factor

Report = Callable[[int, int, Point | None], None]
"""Told the steps done, the steps in all, and the newest point of the curve."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What is trained on what: the module with its weights, and the films."""

    module: nn.Module
    encoder: frozenset[int]
    """``id`` of each of the encoder's parameters, which have a rate of their own."""
    films: Lot
    valid: Lot
    fixed: Mapping[str, str]
    """What must be the same when the training goes on."""


class Training:
    """A module on its way through the steps."""

    def __init__(self, recipe: Recipe, course: Course, machine: Machine, report: Report) -> None:
        self._recipe, self._course, self._machine, self._report = recipe, course, machine, report
        self._share = Share(machine.process, machine.count, recipe.batch, recipe.accumulate)
        self.steps = steps_in(recipe.epochs, len(course.films.examples), self._share.films, recipe.max_steps)
        self._raw = make_optimizer(recipe, course)
        self._model = machine.joined(course.module)
        self._optimizer = machine.scaled(self._raw)
        fixed = {**course.fixed, "films a step": str(self._share.films), "steps": str(self.steps)}
        self.progress = Progress(fixed=fixed)
        self._points: list[Point] = []
        if saved := saved_steps(recipe.out):
            self.progress = load_progress(recipe.out, saved[-1], fixed)
            load_state(recipe.out, saved[-1], course.module, self._raw)
            if machine.scaler is not None:
                machine.scaler.load_state_dict(self.progress.scaler)
            self._points = read_curve(recipe.out, saved[-1])

    def run(self) -> None:
        """All steps that are left. Raises TrainingError or ModelError."""
        try:
            self._run()
        except (MemoryError, RuntimeError) as error:
            raise_if_out_of_memory(error)
            raise

    def _run(self) -> None:
        recipe, progress, share = self._recipe, self.progress, self._share
        passes = (places for step in range(progress.step, self.steps) for places in share.places(step))
        films = batches(self._course.films, passes, recipe.workers, self._machine.device)
        self._model.train()
        total, since = torch.tensor(progress.loss_sum, device=self._machine.device), progress.loss_steps
        began = time.monotonic()
        while progress.step < self.steps:
            total, since = total + self._step([next(films) for _ in range(recipe.accumulate)]), since + 1
            progress.step += 1
            now = time.monotonic()
            progress.elapsed_s, began = progress.elapsed_s + now - began, now
            ends = progress.step == self.steps
            looked = ends or progress.step % recipe.watch_every == 0
            if looked:
                self._look(float(total) / since)
                total, since = torch.zeros_like(total), 0
            if looked or progress.step % recipe.save_every == 0:
                progress.loss_sum, progress.loss_steps = float(total), since
                self._save()
            self._report(progress.step, self.steps, self._points[-1] if looked else None)
            began = time.monotonic()  # the looks are not counted: what is left is reckoned from the steps

    def _step(self, step_batches: Sequence[Batch]) -> Tensor:
        """One step; returns the mean loss of all processes' films."""
        recipe, machine, progress = self._recipe, self._machine, self.progress
        torch.manual_seed(zlib.crc32(f"{recipe.seed} {progress.step} {machine.process}".encode()))
        factor = rate_factor(progress.step, self.steps, recipe.warm_up)
        for group, peak in zip(self._raw.param_groups, self._peaks(), strict=True):
            group["lr"] = peak * factor
        counts = [self._course.films.teacher.count(batch) for batch in step_batches]
        count = machine.summed(torch.stack(counts).sum()).clamp(min=1.0)
        total = torch.zeros_like(count)
        for number, batch in enumerate(step_batches, start=1):
            with machine.one_pass(self._model, last=number == len(step_batches)):
                loss, _ = self._model(**batch)
                # The processes' gradients are averaged; this makes them those of the mean over all answers.
                machine.backward(loss * (machine.count / count))
            total += loss.detach()
        machine.clip(self._moving(), recipe.clip)
        self._optimizer.step()
        self._optimizer.zero_grad()
        return machine.summed(total) / count

    def _moving(self) -> list[nn.Parameter]:
        return [parameter for group in self._raw.param_groups for parameter in group["params"]]

    def _peaks(self) -> list[float]:
        return [peak for peak, _, _ in _groups(self._recipe, self._course)]

    def _look(self, train_loss: float) -> None:
        """Validate, and add a point to the curve."""
        recipe, progress = self._recipe, self.progress
        if not math.isfinite(train_loss):
            raise TrainingError(
                f"the loss is no longer a number at step {progress.step}; lower --rate, or say --precision bf16 or no"
            )
        valid_loss, auroc = self._validate()
        figure = auroc if recipe.choose == "auroc" else valid_loss
        if figure is None:
            raise TrainingError("the validation films are all normal or all abnormal; choose by the loss instead")
        better = progress.best is None or (
            figure > progress.best if recipe.choose == "auroc" else figure < progress.best
        )
        if better:
            progress.best, progress.best_step = figure, progress.step
        rate = recipe.rate * rate_factor(progress.step - 1, self.steps, recipe.warm_up)
        seen = progress.step * self._share.films / len(self._course.films.examples)
        self._points.append(
            Point(
                step=progress.step,
                epoch=round(seen, 4),
                seconds=round(progress.elapsed_s),
                rate=rate,
                train_loss=train_loss,
                valid_loss=valid_loss,
                auroc=auroc,
            )
        )

    @torch.no_grad()
    def _validate(self) -> tuple[float, float | None]:
        """The mean loss of the validation films, and the AUROC of "abnormal" where it is asked and can be had."""
        machine, lot = self._machine, self._course.valid
        self._model.eval()
        total = torch.zeros(2, device=machine.device)
        scores, wanted = [], []
        for batch in batches(
            lot, validation_passes(self._share, len(lot.examples)), self._recipe.workers, machine.device
        ):
            with machine.mixed():
                loss, score = self._model(**batch)
            total += torch.stack([loss.float(), lot.teacher.count(batch)])
            if "wanted" in batch:
                scores.append(score)
                wanted.append(batch["wanted"][:, 0])
        self._model.train()
        loss_sum, count = machine.summed(total).tolist()
        if not scores:
            return loss_sum / max(count, 1.0), None
        return loss_sum / max(count, 1.0), auroc(
            machine.gathered(torch.cat(scores)), machine.gathered(torch.cat(wanted))
        )

    def _save(self) -> None:
        recipe, progress, machine = self._recipe, self.progress, self._machine
        if machine.scaler is not None:
            progress.scaler = machine.scaler.state_dict()
        if machine.leads:
            write_curve(recipe.out, self._points)
        save_state(recipe.out, progress, self._course.module, self._raw, machine.wait)
        if machine.leads:
            prune(recipe.out, recipe.keep, progress.best_step)
            if self._points:
                draw_curve(recipe.out, self._points, progress.best_step)
        machine.wait()


def make_optimizer(recipe: Recipe, course: Course) -> torch.optim.Optimizer:
    """The encoder's parameters and the others', those with decay and those without: gains and biases."""
    groups = [{"params": chosen, "lr": peak, "weight_decay": decay} for peak, decay, chosen in _groups(recipe, course)]
    match recipe.optimizer:
        case "sgd":
            return torch.optim.SGD(groups, momentum=0.9)
        case "adam":
            return torch.optim.Adam(groups)
        case "adamw":
            return torch.optim.AdamW(groups, betas=(0.9, 0.95))
    raise ValueError(f"no such optimizer: {recipe.optimizer}")


def auroc(scores: Tensor, wanted: Tensor) -> float | None:
    """The area under the ROC curve; None where all films are of one kind."""
    there, absent = scores[wanted > 0.5].float().cpu().numpy(), scores[wanted <= 0.5].float().cpu().numpy()
    if not len(there) or not len(absent):
        return None
    return float(mannwhitneyu(there, absent).statistic) / (len(there) * len(absent))


def _groups(recipe: Recipe, course: Course) -> Iterator[tuple[float, float, list[nn.Parameter]]]:
    moving = [parameter for parameter in course.module.parameters() if parameter.requires_grad]
    for of_encoder, peak in ((True, recipe.encoder_rate), (False, recipe.rate)):
        for decayed in (True, False):
            chosen = [p for p in moving if (id(p) in course.encoder) is of_encoder and (p.ndim > 1) is decayed]
            if chosen:
                yield peak, recipe.weight_decay if decayed else 0.0, chosen
