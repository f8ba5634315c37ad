"""The demo checkpoint's model card: what it is, what it is not, how it was made and how well it does.

Knows the plan, the curve and the figures; computes none of them.
"""

import csv
from pathlib import Path

from cxrviewer.training.evaluate import Evaluation, as_table
from cxrviewer.training.plan import IMAGE_SIZE, LLAMA, PATCH_SIZE, VISION, VOCABULARY, Plan
from cxrviewer.training.pool import SHARD

_HEAD = """---
license: apache-2.0
language: en
library_name: cxrviewer
pipeline_tag: image-to-text
tags:
- chest-x-ray
- synthetic-data
- demo
---

# cxrviewer demo: a small CXR-LLaVA that has seen synthetic phantoms only

**Trained on synthetic phantoms; means nothing on a patient.** It is here so that the program can be tried, tested and
shown with a model that really looks at its film. Not a medical device, not for diagnosis, not a basis for research on
patients.

"""

_BODY = """## What it is

The architecture of CXR-LLaVA-v2 (Eur Radiol 2025, doi 10.1007/s00330-024-11339-6) made small, in the published file
layout: a vision transformer ({layers} layers, width {width}, patch {patch}, {image} pixels, one channel), one linear
projector, a Llama ({llama_layers} layers, width {hidden}) and a vocabulary of {vocabulary} pieces made from the
phantoms' own language. bfloat16, {megabytes:.1f} MB. All weights start at random; nothing of the published checkpoint
is in them.

## What it learned from

{films} phantoms of seed {train_seed} that `cxrviewer phantom` draws: projected attenuation through a simple chest, 12
bits, with noise, exposure and build varied, and atelectasis, cardiomegaly, consolidation, pulmonary edema, pleural
effusion and pneumothorax varied in side, place and size. **The phantoms were made legible**: a pleural line is at
least 1.5 pixels wide at {image} pixels and its gap at least a tenth of the lung, a plate of atelectasis at least 3
pixels thick, and local findings are placed outside the heart's shadow, effusions and pleural air. Films without this
floor would give lower figures. Reports and answers are rules in varied words.

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
only, the encoder at a lower rate. Minutes are wall-clock on cores that other work shared, so a second run takes other
step counts and gives other weights.{note}

## How well it does

Of {tested} phantoms of seed {test_seed}, never trained on and never used to choose anything. Greedy reports to the
prompt `specific`, labels read back by `cxrviewer.reporting.labeller`. "Shuffled" pairs each report with another film's
truth: a report that did not look at its film would score that.

{table}

```
cxrviewer train evaluate --model model_weights/demo --count {tested} --seed {test_seed}
```

## The curve

On phantoms of seed {watch_seed}, watched during training. F1 of the encoder's heads first, then of generated reports.

| step | films | seconds | macro F1 |
|---|---|---|---|
{curve}
"""


def model_card(plan: Plan, curve: Path, evaluation: Evaluation | None, megabytes: float, *, note: str = "") -> str:
    """The whole card; ``note`` is what was particular about this run. Without an evaluation its figures are missing."""
    with curve.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    last = {row["stage"]: row for row in rows}
    steps = [
        f"| {name} | {float(row['seconds']) / 60:.1f} | {int(row['step']):,} | {int(row['films']):,} |"
        for name, row in last.items()
    ]
    points = [
        f"| {row['stage']} | {int(row['films']):,} | {row['seconds']} | {row['macro']} |"
        for row in rows
        if row["macro"]
    ]
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
        train_seed=plan.train_seed,
        watch_seed=plan.watch_seed,
        seed=plan.seed,
        processes=plan.processes,
        steps="\n".join(steps),
        tested=evaluation.reports.films if evaluation else 0,
        test_seed=plan.test_seed,
        table="\n".join(as_table(evaluation)) if evaluation else "(not measured)",
        curve="\n".join(points),
    )
    return _HEAD + body
