"""The curve of a training as a table and as a picture. Knows files, not what is trained."""

import csv
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

CURVE_FILE, PICTURE_FILE = "curve.csv", "curve.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One look at a training."""

    step: int
    epoch: float
    seconds: int
    rate: float
    """The learning rate of what moves at the full rate."""
    train_loss: float
    """Mean over the steps since the last point."""
    valid_loss: float
    auroc: float | None
    """Of "abnormal" on the validation films, where that is learnt and both kinds are among them."""


def read_curve(out: Path, until: int) -> list[Point]:
    """The points up to a step; those that a killed process wrote after its last state are dropped."""
    try:
        with (out / CURVE_FILE).open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
    except FileNotFoundError:
        return []
    return [_point(row) for row in rows if int(row["step"]) <= until]


def write_curve(out: Path, points: Sequence[Point]) -> None:
    """The table, whole or not at all. Raises OSError."""
    partial = out / f"{CURVE_FILE}.part"
    with partial.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, [field.name for field in fields(Point)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(point) for point in points)
    partial.replace(out / CURVE_FILE)


def draw_curve(out: Path, points: Sequence[Point], best_step: int | None) -> None:
    """The losses over the steps, the AUROC where there is one, and a line at the best state. Raises OSError."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    steps = [point.step for point in points]
    axes.plot(steps, [point.train_loss for point in points], marker=".", label="training loss")
    axes.plot(steps, [point.valid_loss for point in points], marker=".", label="validation loss")
    axes.set_xlabel("step")
    axes.set_ylabel("loss")
    if best_step is not None:
        axes.axvline(best_step, linestyle=":", color="grey", label="best state")
    measured = {point.step: point.auroc for point in points if point.auroc is not None}
    if measured:
        beside = axes.twinx()
        beside.plot(list(measured), list(measured.values()), color="green", label="AUROC")
        beside.set_ylabel("AUROC of abnormal")
        beside.set_ylim(0, 1)
    axes.legend(loc="upper right")
    canvas.print_png(out / PICTURE_FILE)


def _point(row: dict[str, str]) -> Point:
    values = {name: float(value) if value else None for name, value in row.items()}
    whole = {name: int(row[name]) for name in ("step", "seconds")}
    return Point(**{**values, **whole})  # type: ignore[arg-type]
