"""The committed demo checkpoint does what its model card says, on phantoms of a seed used nowhere else."""

import csv

import pytest

from cxrviewer import paths
from cxrviewer.imaging.grayscale import render
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference.checkpoint import open_checkpoint
from cxrviewer.inference.preprocess import resize_and_crop
from cxrviewer.reporting import prompts
from cxrviewer.reporting.findings import Finding
from cxrviewer.reporting.labeller import Presence, label_report
from cxrviewer.training.evaluate import Evaluation, evaluate, load_speaker, unseen_films

FOLDER = paths.bundled_checkpoints() / "demo"
SEED, COUNT = 4242, 120
RENDERED = 384


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    speaker = load_speaker(FOLDER)
    size = speaker.network.config.vision.image_size
    films, truths = unseen_films(SEED, COUNT, size, lambda done, of: None, rendered=RENDERED)
    return evaluate(speaker, films, truths, with_questions=False)


@pytest.mark.slow
def test_its_reports_name_the_findings(evaluation: Evaluation) -> None:
    assert evaluation.reports.macro_f1 >= 0.95
    assert min(evaluation.reports.f1.values()) >= 0.90
    assert evaluation.reports.side >= 0.95
    assert evaluation.reports.invented <= 0.05


@pytest.mark.slow
def test_its_reports_depend_on_the_film(evaluation: Evaluation) -> None:
    assert evaluation.shuffled.macro_f1 < 0.45 * evaluation.reports.macro_f1


def test_it_is_marked_small_and_carries_a_model_card() -> None:
    checkpoint = open_checkpoint(FOLDER)
    assert checkpoint.is_demo
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 25_000_000
    card = (FOLDER / "README.md").read_text()
    assert card.startswith("---\n")
    assert "means nothing on a patient" in card


def test_it_drafts_every_bundled_case_rightly() -> None:
    folder = paths.resources() / "demo_cases"
    with (folder / "truth.csv").open(newline="", encoding="utf-8") as stream:
        truths = list(csv.DictReader(stream))
    speaker = load_speaker(FOLDER)
    size = speaker.network.config.vision.image_size
    films = [resize_and_crop(render(read_radiograph(folder / row["file"])), size) for row in truths]
    for row, report in zip(truths, speaker.answer(speaker.encode(films), prompts.opening("specific")), strict=True):
        labels = label_report(report)
        for finding in Finding:
            there = labels[finding].presence is Presence.PRESENT
            assert there is (row[finding.value] == "1"), (row["file"], report)
            if there and labels[finding].side:
                assert labels[finding].side.value == row[f"{finding.value}_side"], (row["file"], report)
