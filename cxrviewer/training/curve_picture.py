"""The curve of a training as a small picture: macro F1 of the watched films over the hours, the steps side by side.

Knows the columns of the curve's rows, not how they came about.
"""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

_INCHES = (7.0, 3.0)
_RESOLUTION = 110  # dots per inch


def save_curve(rows: Sequence[Mapping[str, str]], file: Path) -> None:
    """Write a PNG of the rows that have a macro F1; nothing where none has. Raises OSError."""
    points = _points([row for row in rows if row["macro"]], rows)
    if not points:
        return
    figure = Figure(figsize=_INCHES, layout="constrained")  # without pyplot: no window, no backend
    axes = figure.subplots()
    for stage, (hours, scores) in points.items():
        axes.plot(hours, scores, marker=".", label=stage)
    axes.set(xlabel="hours of training", ylabel="macro F1 of watched films", ylim=(0.0, 1.0))
    axes.grid(visible=True, alpha=0.3)
    axes.legend(loc="lower right")
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_RESOLUTION, metadata={"Software": None})
    file.write_bytes(buffer.getvalue())


def _points(
    measured: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, str]]
) -> dict[str, tuple[list[float], list[float]]]:
    """Stage to its hours and scores; each stage counts its seconds anew and begins where the one before it ended."""
    ended: dict[str, float] = {}
    for row in rows:
        ended[row["stage"]] = float(row["seconds"])
    began, total = {}, 0.0
    for stage, seconds in ended.items():
        began[stage], total = total, total + seconds
    points: dict[str, tuple[list[float], list[float]]] = {}
    for row in measured:
        hours, scores = points.setdefault(row["stage"], ([], []))
        hours.append((began[row["stage"]] + float(row["seconds"])) / 3600.0)
        scores.append(float(row["macro"]))
    return points
