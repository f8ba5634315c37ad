"""A whole preference tuning, each step kept: films, samples, pairs, training, choice, export, figures.

Knows the order. Whatever is there already is not computed again, so a tuning that was stopped goes on.
"""

import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cxrviewer.errors import WeightsCorrupt
from cxrviewer.inference.checkpoint import Checkpoint, open_checkpoint
from cxrviewer.inference.checkpoint_digest import file_digest
from cxrviewer.inference.loading import load_network
from cxrviewer.inference.tokenizer import Tokenizer
from cxrviewer.phantom.exposure import FULL_SIZE
from cxrviewer.training.export import write_weights
from cxrviewer.training.preference.adapter import merge
from cxrviewer.training.preference.factuality import Factuality, measure, words
from cxrviewer.training.preference.films import Films, films_of
from cxrviewer.training.preference.outcome import Outcome, State, as_section, best_state
from cxrviewer.training.preference.pairs import Pair, pairs_of
from cxrviewer.training.preference.plan import PreferencePlan
from cxrviewer.training.preference.sampling import Writer, sample_reports
from cxrviewer.training.preference.tuning import make_trainer, steps_of, train

_log = logging.getLogger(__name__)

Told = Callable[[str, int, int], None]
"""What is being done, how much of it is done, and how much there is."""

LEARNED_FROM = 4 / 3
"""Films to learn from and to choose on are rendered at so many times the network's size, as those it was trained on."""


def prefer(plan: PreferencePlan, told: Told) -> Outcome:
    """Tune, or go on with a tuning that was stopped. Raises ModelError."""
    checkpoint = open_checkpoint(plan.model)
    if checkpoint.quantization:
        raise WeightsCorrupt(f"{checkpoint.name} is a smaller copy; tune the checkpoint that it was made from")
    _same_plan(plan, checkpoint)
    writer = load_writer(checkpoint)
    pairs = _pairs(writer, plan, told)
    states = _states(checkpoint, writer, pairs, plan, told)
    best = best_state(states)
    _write_checkpoint(checkpoint, plan, best.steps)
    test = _films(plan, plan.test_seed, plan.test_films, writer, told, full=True)
    before = _measured(checkpoint, plan, "before", test, told)
    after = _measured(open_checkpoint(plan.checkpoint_folder), plan, f"after_{best.steps}", test, told)
    outcome = Outcome(
        pairs=len(pairs),
        chosen_words=_mean_words([pair.chosen.text for pair in pairs]),
        rejected_words=_mean_words([pair.rejected.text for pair in pairs]),
        states=tuple(states),
        best=best,
        before=before,
        after=after,
    )
    card = checkpoint.folder / "README.md"
    text = card.read_text(encoding="utf-8").rstrip() + "\n\n" if card.is_file() else ""
    (plan.checkpoint_folder / "README.md").write_text(text + as_section(outcome, plan), encoding="utf-8")
    return outcome


def load_writer(checkpoint: Checkpoint) -> Writer:
    """The checkpoint in float32 on the CPU. Raises ModelError."""
    return Writer(load_network(checkpoint, torch.float32, torch.device("cpu")), Tokenizer(checkpoint))


def _same_plan(plan: PreferencePlan, checkpoint: Checkpoint) -> None:
    """The folder belongs to one plan on one checkpoint. Raises WeightsCorrupt for another."""
    plan.out.mkdir(parents=True, exist_ok=True)
    whole = {key: str(value) for key, value in asdict(plan).items() if key not in ("model", "out", "processes")}
    whole |= {f"model/{file.name}": file_digest(file) for file in checkpoint.files}
    file = plan.out / "plan.json"
    if not file.exists():
        _write_json(file, whole)
    kept = json.loads(file.read_text(encoding="utf-8"))
    changed = [key for key in whole if kept.get(key) != whole[key]]
    if changed:
        raise WeightsCorrupt(
            f"{plan.out} holds a tuning with another {changed[0].replace('_', ' ')}; name another folder, or empty it"
        )


def _films(plan: PreferencePlan, seed: int, count: int, writer: Writer, told: Told, *, full: bool = False) -> Films:
    size = writer.network.config.vision.image_size
    rendered = FULL_SIZE if full else round(size * LEARNED_FROM)
    return films_of(
        plan.out,
        seed,
        count,
        size,
        lambda done, of: told(f"films of seed {seed}", done, of),
        rendered=rendered,
        processes=plan.processes,
    )


def _pairs(writer: Writer, plan: PreferencePlan, told: Told) -> list[Pair]:
    films = _films(plan, plan.film_seed, plan.films, writer, told)
    samples = sample_reports(
        writer, films, plan, plan.out / "samples.jsonl", lambda done, of: told("films reported on", done, of)
    )
    pairs = list(pairs_of(samples, plan.margin, plan.length_ratio))
    with plan.pairs_file.open("w", encoding="utf-8") as stream:
        for pair in pairs:
            chosen, rejected = ({"text": one.text, "penalty": one.penalty} for one in (pair.chosen, pair.rejected))
            line = {"film": pair.chosen.film, "chosen": chosen, "rejected": rejected}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    _log.info("%d pairs from %d films", len(pairs), len(films))
    return pairs


def _states(checkpoint: Checkpoint, writer: Writer, pairs: list[Pair], plan: PreferencePlan, told: Told) -> list[State]:
    """Train, and measure every kept state on the validation phantoms, the model as it was first."""
    validation = _films(plan, plan.validation_seed, plan.validation_films, writer, told)
    states = [State(0, _measured(checkpoint, plan, "validation_0", validation, told))]
    if not pairs:
        return states
    films = _films(plan, plan.film_seed, plan.films, writer, told)

    def step(done: int, of: int, logs: dict[str, float]) -> None:
        told("steps", done, of)
        if "rewards/margins" in logs:
            _log.info("step %d: loss %.4f, margin %.3f", done, logs["loss"], logs["rewards/margins"])

    for adapter in train(make_trainer(writer, films, pairs, plan, step)):
        steps = steps_of(adapter)
        states.append(
            State(steps, _measured(checkpoint, plan, f"validation_{steps}", validation, told, adapter=adapter))
        )
    for state in states:
        figures = state.figures
        _log.info(
            "%d steps: penalty %.3f, invented %.3f, missed %.3f, %.1f words",
            state.steps, figures.penalty, figures.invented, figures.missed, figures.words,
        )  # fmt: skip
    return states


def _measured(
    checkpoint: Checkpoint, plan: PreferencePlan, name: str, films: Films, told: Told, *, adapter: Path | None = None
) -> Factuality:
    """The greedy reports of a checkpoint, with an adapter or without; measured once and kept under the name."""
    file = plan.out / "figures.json"
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if name not in kept:
        writer = load_writer(checkpoint)
        if adapter is not None:
            merge(writer.network, adapter)
        reports = writer.greedy(films, lambda done, of: told(f"reports ({name.replace('_', ' ')})", done, of))
        kept[name] = asdict(measure(reports, films.truths))
        _write_json(file, kept)
    return Factuality(**kept[name])


def _write_checkpoint(checkpoint: Checkpoint, plan: PreferencePlan, steps: int) -> None:
    """The model after that many steps in the published layout, every other file as it was; the card comes later."""
    writer = load_writer(checkpoint)
    if steps:
        merge(writer.network, plan.trainer_folder / f"checkpoint-{steps}")
    out = plan.checkpoint_folder
    out.mkdir(parents=True, exist_ok=True)
    for file in checkpoint.folder.iterdir():
        if file.is_file() and not file.name.startswith(("model", "README")):
            shutil.copyfile(file, out / file.name)
    write_weights(writer.network, out)


def _mean_words(reports: list[str]) -> float:
    return float(np.mean([words(report) for report in reports])) if reports else 0.0


def _write_json(file: Path, value: dict[str, Any]) -> None:
    partial = file.with_suffix(".part")
    partial.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    partial.replace(file)
