"""The demo checkpoint's model card: what it is, what it is for and what not, how it was made and how well it does.

Knows the plan, the curve and the figures; computes none of them.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from cxrviewer.phantom.exposure import FULL_SIZE
from cxrviewer.phantom.visibility import AREA_CM2, FLOOR, PLATE_FLOOR, PLATE_SURE, SURE
from cxrviewer.training.batches import UNREADABLE_SHARE
from cxrviewer.training.card_metadata import card_metadata
from cxrviewer.training.card_tables import figures_tables
from cxrviewer.training.evaluate import Judgement
from cxrviewer.training.plan import IMAGE_SIZE, LLAMA, PATCH_SIZE, VISION, VOCABULARY, Plan
from cxrviewer.training.pool import SHARD

CURVE_PICTURE = "curve.png"
WORST = 3
"""Drafts shown in the card."""

_HEAD = """
# cxrviewer demo: a small CXR-LLaVA that has seen synthetic phantoms only

**Trained on synthetic phantoms; means nothing on a patient.** It is here so that the program can be tried, tested and
shown with a model that really looks at its film. Not a medical device.

## Intended use

Trying, testing and teaching cxrviewer on its own phantoms, and repeating its training.

**Out of scope**: any film of a patient, diagnosis, triage, a comparison with models for patients, a start for training
one. On a film that is no phantom the program says so.

"""

_BODY = """## What it is

The architecture of CXR-LLaVA-v2 (Eur Radiol 2025, doi 10.1007/s00330-024-11339-6) made small, in the published file
layout: a vision transformer ({layers} layers, width {width}, patch {patch}, {image} pixels, one channel), one linear
projector, a Llama ({llama_layers} layers, width {hidden}) and a vocabulary of {vocabulary} pieces made from the
phantoms' own language. bfloat16, {megabytes:.1f} MB. All weights start at random; nothing of the published checkpoint
is in them.

## What it learned from

{films} phantoms of seed {train_seed} that `cxrviewer phantom` draws: rays cast through a chest in three dimensions,
with scatter, noise, exposure, console and build varied, PA and AP, nodules, masses, lines, tubes and pacemakers, and
atelectasis, cardiomegaly, consolidation, pulmonary edema, pleural effusion and pneumothorax varied in side, place
and size. **A visibility floor holds**: a finding that changes less than {floor:.1%} of the grey scale over
{area:g} cm² of its own film is neither drawn nor labelled, one below {sure:.1%} is labelled with doubt. A plate-like
atelectasis must also stand out from the bones and vessels around it: with a signal-to-noise ratio of a matched filter
below {plate_floor:g} it is neither drawn nor labelled, below {plate_sure:g} it is labelled with doubt (after A. Rose,
J Opt Soc Am 1948;38:196). Between a normal and an enlarged heart lies a gap (cardiothoracic ratio 0.475 to 0.515). The
hard set has none of this: every amount of a finding, down to next to nothing, and every heart beyond one half is
labelled. One film in {unreadable:.0f} shows nothing that could be read: blank, noise, or a thorax cut out. Reports and
answers are rules in varied words.

## How it was trained

```
cxrviewer train demo --out runs/demo --seed {seed}
```

in the paper's order, on {processes} CPU cores:

| step | minutes | steps | films |
|---|---|---|---|
{steps}

Step 1 is normal/abnormal with the place of each finding (heads thrown away), step 2 image-text contrast with the
labels joined by commas. "language" is the phantoms' conversations without films and stands for the pretraining that
Llama brings along; alignment moves the projector alone; instruction is reports and conversations, loss on answers
only, the encoder at a lower rate. Contrast and instruction keep the first step's loss beside their own. Minutes are
wall-clock on cores that other work shared.{note}

## How well it does

{figures}

## Limits

It knows six findings, one view of an upright chest and the manner of one drawing program. It has no prior film, no
lateral and no history. Its P(yes) is calibrated, if at all, on phantoms with as many findings as these have. What it
learned about a phantom's nodules, lines and tubes is in none of the figures.

## The curve

On phantoms of seed {watch_seed}, watched during training. F1 of the encoder's heads first, then of generated reports.

![macro F1 of the watched films over the hours of training]({picture})

| step | films | seconds | macro F1 |
|---|---|---|---|
{curve}
"""

_FIGURES = """Of {count:,} phantoms of seed {seed}, never trained on and never used to choose anything{hard}. Greedy
reports to the prompt `specific`, labels read back by `cxrviewer.reporting.labeller`, a doubt counted as positive.
P(yes) is P(yes) / (P(yes) + P(no)) of the first word of the answer to "Respond with yes or no. Is there any ...?",
asked without a report, as `cxrviewer draft --confirm` does; calibration error is the expected one over 10 bins of equal
width. 95 % intervals resample films 1,000 times.

{tables}

{worst}

```
cxrviewer bench phantoms --model model_weights/demo --count {count} --seed {seed}{size} --worst 10
```"""


def read_curve(file: Path) -> list[dict[str, str]]:
    """The rows of a training's curve."""
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def model_card(
    plan: Plan, curve: Sequence[Mapping[str, str]], judgement: Judgement | None, megabytes: float, *, note: str = ""
) -> str:
    """The whole card; ``note`` is what was particular about this run. Without a judgement its figures are missing."""
    body = _BODY.format(
        layers=VISION["layers"],
        width=VISION["width"],
        patch=PATCH_SIZE,
        image=IMAGE_SIZE,
        llama_layers=LLAMA["num_hidden_layers"],
        hidden=LLAMA["hidden_size"],
        vocabulary=VOCABULARY,
        megabytes=megabytes,
        note=f" {note}" if note else "",
        films=f"{plan.shards * SHARD:,}",
        floor=FLOOR,
        sure=SURE,
        plate_floor=PLATE_FLOOR,
        plate_sure=PLATE_SURE,
        area=AREA_CM2,
        unreadable=1.0 / UNREADABLE_SHARE,
        train_seed=plan.train_seed,
        watch_seed=plan.watch_seed,
        seed=plan.seed,
        processes=plan.processes,
        steps="\n".join(_steps(curve)),
        figures=_figures(judgement) if judgement else "(not measured)",
        picture=CURVE_PICTURE,
        curve="\n".join(_points(curve)),
    )
    return card_metadata(judgement) + _HEAD + body


def _figures(judgement: Judgement) -> str:
    return _FIGURES.format(
        count=judgement.test.count,
        seed=judgement.test.seed,
        size="" if judgement.test.rendered == FULL_SIZE else f" --size {judgement.test.rendered}",
        hard=", and as many of the hard set, which has no visibility floor" if judgement.hard else "",
        tables=figures_tables(judgement),
        worst=_worst(judgement),
    )


def _worst(judgement: Judgement) -> str:
    """The drafts furthest from the truth, so that a reader sees what an error looks like."""
    worst = judgement.standard.worst[:WORST]
    if not worst:
        return "No draft of the standard set has an error."
    lines = [
        f"- phantom {judgement.test.seed}:{draft.index}, {', '.join(draft.wrong)}. There is: {draft.truth}. "
        f"Draft: {draft.draft}"
        for draft in worst
    ]
    return "\n".join(["The worst drafts of the standard set:", "", *lines])


def _steps(curve: Sequence[Mapping[str, str]]) -> list[str]:
    last = {row["stage"]: row for row in curve}
    return [
        f"| {name} | {float(row['seconds']) / 60:.1f} | {int(row['step']):,} | {int(row['films']):,} |"
        for name, row in last.items()
    ]


def _points(curve: Sequence[Mapping[str, str]]) -> list[str]:
    return [
        f"| {row['stage']} | {int(row['films']):,} | {row['seconds']} | {row['macro']} |"
        for row in curve
        if row["macro"]
    ]
