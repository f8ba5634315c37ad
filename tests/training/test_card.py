"""The model card says what was measured, in the hub's own format."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from huggingface_hub import ModelCard
from PIL import Image

from cxrviewer.phantom.truth import Lesion, Size, Truth, Zone
from cxrviewer.phantom.unreadable import Unreadable
from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.training.card import model_card
from cxrviewer.training.curve_picture import save_curve
from cxrviewer.training.evaluate import Evaluation, Judgement, Questions, Test
from cxrviewer.training.figures import chance, compare, count
from cxrviewer.training.intervals import auroc_intervals, intervals
from cxrviewer.training.plan import Plan
from cxrviewer.training.probabilities import judge_probabilities
from cxrviewer.training.robustness import UnreadableFigures
from cxrviewer.training.sheet import read_sheet
from cxrviewer.training.worst import worst_drafts

AIR = Truth((Lesion(Finding.PNEUMOTHORAX, Side.RIGHT, Zone.APICAL, Size.SMALL),))
TRUTHS = [AIR, AIR, Truth(()), Truth(())]
CURVE = [
    {"stage": "classification", "step": "10", "films": "200", "seconds": "1800", "macro": "0.5"},
    {"stage": "classification", "step": "20", "films": "400", "seconds": "3600", "macro": "0.7"},
    {"stage": "language", "step": "7", "films": "70", "seconds": "600", "macro": ""},
    {"stage": "instruction", "step": "30", "films": "1600", "seconds": "7200", "macro": "0.9"},
]


def evaluation(reports: list[str]) -> Evaluation:
    sheet = read_sheet(reports, TRUTHS)
    p_yes = np.where(sheet.there, 0.9, 0.1)
    figures = judge_probabilities(p_yes, sheet.there, sheet.said)
    return Evaluation(
        reports=count(sheet),
        intervals=intervals(sheet),
        shuffled=compare(reports[2:] + reports[:2], TRUTHS),
        chance=chance(sheet),
        questions=Questions(figures, figures, auroc_intervals(p_yes, sheet.there)),
        worst=worst_drafts(sheet, reports, TRUTHS, 10),
    )


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    right = ["There is a right apical pneumothorax."] * 2 + ["No pneumothorax."] * 2
    wrong = [right[0], "No pneumothorax.", *right[2:]]
    return Judgement(
        test=Test(seed=77, count=4),
        standard=evaluation(right),
        hard=evaluation(wrong),
        unreadable=(UnreadableFigures(Unreadable.BLANK, 5, 1, 2, 3, 0.71, "No pneumothorax."),),
    )


def test_the_head_is_what_the_hub_reads(judgement: Judgement) -> None:
    card = ModelCard(model_card(Plan(out=Path(), pool=Path()), CURVE, judgement, 13.0))
    assert card.data.license == "apache-2.0"
    found = {(one.dataset_split, one.metric_name): one for one in card.data.eval_results or []}
    assert found["standard", "F1, pneumothorax"].metric_value == 1.0
    assert found["hard", "F1, pneumothorax"].metric_value == pytest.approx(2 / 3, abs=1e-4)
    assert found["hard", "side right in true positives"].metric_value == 1.0
    assert found["standard", "F1, pneumothorax"].metric_type == "f1"
    assert found["hard", "macro F1"].dataset_args == {"seed": 77, "count": 4, "hard": True}
    assert all(not math.isnan(one.metric_value) for one in found.values())
    assert ("standard", "AUROC of P(yes), atelectasis") not in found  # no film shows it
    assert ModelCard(str(card)).data.to_dict() == card.data.to_dict()


def test_standard_and_hard_stand_side_by_side(judgement: Judgement) -> None:
    card = model_card(Plan(out=Path(), pool=Path()), CURVE, judgement, 13.0, note="It was warm.")
    (row,) = (line for line in card.splitlines() if line.startswith("| pneumothorax |"))
    assert [cell.split()[0] for cell in row.strip("| ").split(" | ")][1:3] == ["1.000", "0.667"]
    assert "| labels right [reports that deny everything] | 1.000 [0.917] | 0.958 [0.917] |" in card
    assert "| blank | 5 | 3 | 0.710 | No pneumothorax. |" in card
    assert "cxrviewer bench phantoms --model model_weights/demo --count 4 --seed 77 --worst 10" in card
    assert "No draft of the standard set has an error." in card
    assert "| classification | 60.0 | 20 | 400 |" in card
    assert "It was warm." in card
    assert "Out of scope" in card


def test_the_worst_drafts_are_shown(judgement: Judgement) -> None:
    alone = replace(judgement, standard=judgement.hard, hard=None)
    card = model_card(Plan(out=Path(), pool=Path()), CURVE, alone, 13.0)
    assert (
        "- phantom 77:1, pneumothorax missed. There is: small right apical pneumothorax. Draft: No pneumothorax."
        in card
    )
    assert "as many of the hard set" not in card
    assert ", hard |" not in card


def test_a_card_without_figures_says_so() -> None:
    card = model_card(Plan(out=Path(), pool=Path()), CURVE, None, 13.0)
    assert "(not measured)" in card
    assert ModelCard(card).data.eval_results is None


def test_the_curve_is_a_small_picture(tmp_path: Path) -> None:
    save_curve(CURVE, tmp_path / "curve.png")
    with Image.open(tmp_path / "curve.png") as picture:
        assert picture.width < 1000
        assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 20
    assert (tmp_path / "curve.png").stat().st_size < 60_000
    save_curve([row for row in CURVE if not row["macro"]], tmp_path / "none.png")
    assert not (tmp_path / "none.png").exists()
