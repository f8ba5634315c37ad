"""A whole stage: data sets read, network filled, trained, the best state exported. Each part does its own work."""

import shutil
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from cxrviewer.errors import TrainingError
from cxrviewer.inference.checkpoint import Checkpoint, open_checkpoint
from cxrviewer.inference.network.cxr_llava import CxrLlavaConfig
from cxrviewer.inference.preprocess import InputFormat
from cxrviewer.training.datasets import read_dataset
from cxrviewer.training.datasets.conversation import conversation_of
from cxrviewer.training.datasets.example import Example
from cxrviewer.training.recipe.exporting import Origin, export_checkpoint
from cxrviewer.training.recipe.filling import fill, new_values, place
from cxrviewer.training.recipe.loading import Lot, Teacher
from cxrviewer.training.recipe.machine import Machine
from cxrviewer.training.recipe.plan import Recipe, Source, fixed_values
from cxrviewer.training.recipe.stages import Lesson, build_lesson
from cxrviewer.training.recipe.starting import Beginning, make_checkpoint
from cxrviewer.training.recipe.states import moved_weights
from cxrviewer.training.recipe.training import Course, Report, Training
from cxrviewer.training.vocabulary import learn_vocabulary

CHECKPOINT, START = "checkpoint", "start"
_NAMES_OF_PLACES = ("data", "out", "start", "tokenizer", "text_encoder", "workers", "keep")


def run_recipe(recipe: Recipe, report: Report, command: str, beginning: Beginning | None = None) -> Path:
    """Train, or go on with a training that was stopped; the folder of the checkpoint it ends with.

    ``beginning`` is what to make the first checkpoint of, where ``recipe.start`` is not there yet. Raises
    CxrViewerError.
    """
    machine = Machine(recipe.precision, shard=recipe.shard)
    try:
        recipe.out.mkdir(parents=True, exist_ok=True)
        checkpoint = _start(recipe, machine, beginning)
        lesson = build_lesson(recipe, checkpoint, machine.device)
        films, valid = (_lot(recipe, lesson.teacher, checkpoint, split, machine.count) for split in ("train", "valid"))
        training = Training(recipe, _course(recipe, lesson, checkpoint, machine, films, valid), machine, report)
        training.run()
        folder = recipe.out / CHECKPOINT
        if machine.leads:
            best = training.progress.best_step
            assert best is not None  # the last step is always looked at
            origin = _origin(recipe, training, command, films, valid)
            export_checkpoint(checkpoint, moved_weights(recipe.out, best), recipe.lora_alpha, origin, folder)
        machine.wait()
    finally:
        machine.leave()
    return folder


def vocabulary_of(recipe: Recipe) -> Iterable[str]:
    """The texts that a new vocabulary is made from: what the stages say about the films trained on."""
    for source in recipe.data:
        for number, example in enumerate(read_dataset(source.layout, source.folder, "train")):
            conversation = conversation_of(example, np.random.default_rng(number))
            if conversation is not None:
                yield conversation.system
                yield from (turn.text for turn in conversation.turns)


def _start(recipe: Recipe, machine: Machine, beginning: Beginning | None) -> Checkpoint:
    if beginning is not None and machine.leads and not recipe.start.exists():

        def write_tokenizer(file: Path, size: int) -> None:
            if recipe.tokenizer is not None:
                shutil.copyfile(recipe.tokenizer, file)
            else:
                try:
                    learn_vocabulary(file, vocabulary_of(recipe), size)
                except RuntimeError as error:
                    raise TrainingError(
                        f"the data's texts have too few words for a vocabulary of {size}; give a --tokenizer"
                    ) from error

        make_checkpoint(beginning, recipe.start, write_tokenizer)
    machine.wait()
    return open_checkpoint(recipe.start)


def _lot(recipe: Recipe, teacher: Teacher, checkpoint: Checkpoint, split: str, processes: int) -> Lot:
    trains = split == "train"
    usable = [example for source in recipe.data for example in _usable(recipe, source, split, teacher)]
    if not trains:
        chosen = np.random.default_rng(recipe.seed).permutation(len(usable))[: recipe.valid_films]
        chosen = chosen[: len(chosen) - len(chosen) % processes]
        usable = [usable[number] for number in chosen]
    if not usable:
        raise TrainingError(f"there are too few films in the {split} parts of the data; add a data set")
    config = CxrLlavaConfig.from_json(checkpoint.config)
    return Lot(
        tuple(usable),
        teacher,
        InputFormat(config.vision.image_size, config.image_mean, config.image_std),
        stage=recipe.stage if trains else split,
        seed=recipe.seed,
        augment=recipe.augment and trains,
        in_order=not trains,
        skip_unreadable=recipe.skip_unreadable,
    )


def _usable(recipe: Recipe, source: Source, split: str, teacher: Teacher) -> list[Example]:
    examples = [one for one in read_dataset(source.layout, source.folder, split) if teacher.usable(one)]
    if not examples:
        raise TrainingError(
            f"{source.folder}: no film of its {split} part has what {recipe.stage} needs; leave this data set out"
        )
    return examples


def _course(recipe: Recipe, lesson: Lesson, checkpoint: Checkpoint, machine: Machine, films: Lot, valid: Lot) -> Course:
    values = new_values(lesson.module)
    place(lesson.module, machine.device, shard=machine.shard, frozen=machine.frozen)
    fill(lesson.module, values, checkpoint, machine.device)
    encoder = frozenset(id(parameter) for parameter in lesson.tower.parameters())
    fixed = {**fixed_values(recipe), "from": checkpoint.name, "films": str(len(films.examples))}
    return Course(lesson.module, encoder, films, valid, fixed)


def _origin(recipe: Recipe, training: Training, command: str, films: Lot, valid: Lot) -> Origin:
    data: list[dict[str, str | int]] = []
    for source in recipe.data:
        counts = {
            split: sum(example.image.is_relative_to(source.folder) for example in lot.examples)
            for split, lot in (("train", films), ("valid", valid))
        }
        data.append({"layout": source.layout, "folder": source.folder.name, **counts})
    settings = {name: str(value) for name, value in asdict(recipe).items() if name not in _NAMES_OF_PLACES}
    progress = training.progress
    assert progress.best_step is not None  # the last step is always looked at
    return Origin(
        settings=settings,
        data=tuple(data),
        command=command,
        step=progress.best_step,
        steps=training.steps,
        chosen_by="the highest validation AUROC" if recipe.choose == "auroc" else "the lowest validation loss",
        valid=progress.best,
        only_phantoms=all(source.layout == "phantom" for source in recipe.data),
    )
