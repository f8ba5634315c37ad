"""A tuning of a tiny random checkpoint on pairs written by hand: it learns, goes on, and can be written down."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

pytest.importorskip("trl")

from peft import PeftModel
from transformers import TrainerCallback

from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.generation import positions_of
from cxrviewer.phantom.truth import Truth
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import Sampling
from cxrviewer.training.preference import tuning
from cxrviewer.training.preference.adapter import merge, old_names, seeing
from cxrviewer.training.preference.films import Films
from cxrviewer.training.preference.pairs import Pair, Sample
from cxrviewer.training.preference.plan import PreferencePlan
from cxrviewer.training.preference.run import load_writer
from cxrviewer.training.preference.sampling import Writer, sample_reports
from cxrviewer.training.preference.tuning import kept_adapters, make_trainer, steps_of, train
from tests.inference.tiny_checkpoint import make_config, write_checkpoint

FILMS = 4
OPENING = prompts.opening(prompts.DEFAULT)


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    config = make_config(llama={"initializer_range": 0.1})
    return write_checkpoint(tmp_path_factory.mktemp("checkpoints") / "tiny", config=config)


@pytest.fixture
def writer(folder: Path) -> Writer:
    return load_writer(open_checkpoint(folder))


@pytest.fixture(scope="module")
def films() -> Films:
    pixels = np.random.default_rng(3).integers(0, 256, (FILMS, 32, 32), dtype=np.uint8)
    return Films(pixels, (Truth(()),) * FILMS)


def pairs(writer: Writer) -> list[Pair]:
    def sample(film: int, text: str, penalty: float) -> Sample:
        ids = (*writer.tokenizer.continuation(OPENING, text), writer.tokenizer.end_id)
        return Sample(film, ids, text, penalty)

    return [
        Pair(
            sample(film, "The lungs are clear.", 0.0),
            sample(film, "There is a consolidation.", 1.0),
        )
        for film in range(FILMS)
    ]


def plan(out: Path, **changes: object) -> PreferencePlan:
    usual = PreferencePlan(model=out, out=out, films=FILMS, samples=3, batch=2, epochs=2, rank=2, rate=2e-2, adapters=4)
    return replace(usual, **changes)  # type: ignore[arg-type]


def tuned(writer: Writer, films: Films, made: PreferencePlan) -> tuple[list[Path], list[dict[str, float]]]:
    logs: list[dict[str, float]] = []
    trainer = make_trainer(writer, films, pairs(writer), made, lambda done, of, seen: logs.append(seen))
    return train(trainer), logs


def weights(adapter: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(adapter / "adapter_model.safetensors")


def test_the_film_stands_where_the_prompt_has_its_image(writer: Writer, films: Films) -> None:
    image = writer.encode(films.pixels[:2])
    prompt = writer.prompt
    before, after = (torch.tensor([ids]).expand(2, -1) for ids in (prompt.before, prompt.after))
    ids = torch.tensor([positions_of(prompt, image.shape[1])]).expand(2, -1)
    with torch.no_grad():
        wanted = writer.network.language_model(inputs_embeds=writer.network.splice(before, image, after)).logits
        seen = seeing(writer.network)(input_ids=ids, image_tokens=image).logits
    torch.testing.assert_close(seen, wanted, atol=1e-4, rtol=1e-4)


def test_the_margin_rises_from_nothing(writer: Writer, films: Films, tmp_path: Path) -> None:
    adapters, logs = tuned(writer, films, plan(tmp_path, epochs=3))
    margins = [seen["rewards/margins"] for seen in logs if "rewards/margins" in seen]
    assert margins[0] == 0.0
    assert logs[0]["loss"] == pytest.approx(np.log(2.0), abs=1e-4)
    assert margins[-1] > 0.05
    assert [steps_of(adapter) for adapter in adapters] == [2, 4, 6]


def test_encoder_and_projector_stay(writer: Writer, films: Films, tmp_path: Path) -> None:
    trainer = make_trainer(writer, films, pairs(writer), plan(tmp_path), lambda *_: None)
    moving = [name for name, parameter in trainer.model.named_parameters() if parameter.requires_grad]
    assert moving
    assert all("lora_" in name for name in moving)
    assert not any(parameter.requires_grad for parameter in writer.network.vision_tower.parameters())


def test_the_trainer_talks_to_no_network(
    writer: Writer, films: Films, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("trl.trainer.base_trainer.send_telemetry", lambda **what: told.append(what))
    make_trainer(writer, films, pairs(writer), plan(tmp_path), lambda *_: None)
    assert told == []


def test_a_tuning_that_was_killed_ends_with_the_same_adapter(folder: Path, films: Films, tmp_path: Path) -> None:
    whole, _ = tuned(load_writer(open_checkpoint(folder)), films, plan(tmp_path / "whole"))

    class Killed(Exception):
        pass

    class Kill(TrainerCallback):
        def on_save(self, args: object, state: object, control: object, **_: object) -> None:
            if state.global_step == 2:  # type: ignore[attr-defined]
                raise Killed

    writer = load_writer(open_checkpoint(folder))
    stopped = plan(tmp_path / "stopped")
    trainer = make_trainer(writer, films, pairs(writer), stopped, lambda *_: None)
    trainer.add_callback(Kill())
    with pytest.raises(Killed):
        train(trainer)
    assert [steps_of(path) for path in kept_adapters(stopped.trainer_folder)] == [1, 2]
    # A third state was being written when the machine went off.
    (stopped.trainer_folder / "checkpoint-3").mkdir()
    (stopped.trainer_folder / "checkpoint-3" / tuning.STATE_FILE).write_text('{"global_st')

    resumed, _ = tuned(load_writer(open_checkpoint(folder)), films, stopped)
    assert [steps_of(path) for path in resumed] == [steps_of(path) for path in whole] == [1, 2, 3, 4]
    for name, value in weights(whole[-1]).items():
        assert torch.equal(value, weights(resumed[-1])[name]), name


def test_the_merged_model_is_the_model_with_its_adapter(folder: Path, films: Films, tmp_path: Path) -> None:
    adapters, _ = tuned(load_writer(open_checkpoint(folder)), films, plan(tmp_path))
    plain, adapted, merged = (load_writer(open_checkpoint(folder)).network for _ in range(3))
    merge(merged, adapters[-1])
    embeddings = torch.randn(1, 9, 32, generator=torch.Generator().manual_seed(1))
    with torch.no_grad(), old_names():
        before = plain.language_model(inputs_embeds=embeddings).logits
        wanted = PeftModel.from_pretrained(adapted.language_model, adapters[-1])(inputs_embeds=embeddings).logits
        after = merged.language_model(inputs_embeds=embeddings).logits
    torch.testing.assert_close(after, wanted, atol=1e-5, rtol=1e-5)
    assert not torch.allclose(after, before, atol=1e-3)
    assert [name for name, _ in merged.named_parameters()] == [name for name, _ in plain.named_parameters()]


def test_samples_follow_from_the_seed_and_are_not_made_twice(
    writer: Writer, films: Films, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[int] = []

    def write(
        _: Writer, images: torch.Tensor, samplings: Sequence[Sampling]
    ) -> list[tuple[str, tuple[int, ...] | None]]:
        assert len(images) == len(samplings)
        seeds.extend(sampling.seed for sampling in samplings)
        texts = ("There is cardiomegaly.", "The heart is not enlarged.", "The heart is not enlarged.", "The heart")
        return [(texts[at % 4], (5, 2) if at % 4 < 3 else None) for at in range(len(samplings))]

    monkeypatch.setattr(Writer, "write", write)
    monkeypatch.setattr("cxrviewer.training.preference.sampling.ROWS", 8)
    made, file = plan(tmp_path, samples=4), tmp_path / "samples.jsonl"
    first = sample_reports(writer, films, made, file, lambda *_: None)
    assert len(set(seeds)) == FILMS * 4
    # Each text once, and none that did not end.
    assert [(one.film, one.text, one.penalty) for one in first[2]] == [
        (2, "There is cardiomegaly.", 1.0),
        (2, "The heart is not enlarged.", 0.0),
    ]

    whole = file.read_bytes()
    lines = whole.splitlines(keepends=True)
    assert [json.loads(line)["film"] for line in lines] == list(range(FILMS))
    file.write_bytes(b"".join(lines[:2]) + lines[2][:20])  # killed within a line
    assert sample_reports(writer, films, made, file, lambda *_: None) == first
    assert file.read_bytes() == whole
    assert seeds[FILMS * 4 :] == seeds[8 : FILMS * 4]  # the two films that were lost, with the seeds they had


def test_many_reports_at_once_are_those_of_one_at_a_time(
    writer: Writer, films: Films, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cxrviewer.training.preference.sampling.MOST_TOKENS", 12)
    samplings = [Sampling(temperature=1.0, seed=seed) for seed in range(4)]
    images = writer.encode(films.pixels)
    together = writer.write(images, samplings)
    assert len({text for text, _ in together}) > 1
    assert together == [writer.write(images[row : row + 1], [samplings[row]])[0] for row in range(4)]


def test_reports_are_sampled_as_the_program_writes_drafts() -> None:
    made = PreferencePlan(model=Path(), out=Path())
    assert (made.temperature, made.top_p) == (Sampling().temperature, Sampling().top_p)
