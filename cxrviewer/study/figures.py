"""The three figures of a reader study as matplotlib draws them: grades, agreement, time. Writes no file.

Colours are told apart by colour-blind readers, and nothing is said by colour alone.
"""

from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import boxplot_stats
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.arm_results import ArmResults, Counts
from cxrviewer.study.estimate import NotEstimable
from cxrviewer.study.reading_time import times_of
from cxrviewer.study.readings import Reading
from cxrviewer.study.results import StudyResults
from cxrviewer.study.typefaces import drawable

GRADE_COLOURS = ("#2166ac", "#92c5de", "#f4a582", "#b2182b")
"""Blue for success, red for failure, the stronger the surer (ColorBrewer RdBu, colour-blind safe)."""
_TEXT_ON = ("white", "#1a1a1a", "#1a1a1a", "white")
_INK = "#1a1a1a"
_SOFT = "#5a5f66"
_LONGEST_NAME = 24
_WIDTH = 8.6  # inches


def grades_figure(results: StudyResults) -> Figure | None:
    """Stacked bars of the grades, per arm and per reader in it; None without a reading."""
    arms = [arm for arm in results.arms if arm.success.of]
    if not arms:
        return None
    rows: list[tuple[float, float, str, Counts]] = []  # place, thickness, name, counts
    place = 0.0
    headings: list[tuple[float, str]] = []
    for arm in arms:
        headings.append((place, _name(arm.arm)))
        rows.append((place + 0.95, 0.8, "all readers", arm.counts))
        place += 1.75
        if arm.readers > 1:
            for reader in results.readers:
                if sum(reader.counts[arm.arm]):
                    rows.append((place, 0.52, _name(reader.reader), reader.counts[arm.arm]))
                    place += 0.68
        place += 0.55
    height = 1.75 + 0.43 * place
    figure = Figure(figsize=(_WIDTH, height))
    margin = _margin(name for _, _, name, _ in rows)
    axes = figure.add_axes((margin / _WIDTH, 0.62 / height, 1 - (margin + 1.1) / _WIDTH, 1 - 1.85 / height))
    for at, thickness, _, counts in rows:
        _stack(axes, at, thickness, counts)
    for at, heading in headings:
        axes.text(0, at + 0.18, heading, weight="bold", va="center", color=_INK)
    axes.set_yticks([at for at, *_ in rows], [name for _, _, name, _ in rows])
    axes.set_ylim(place - 0.45, -0.25)
    axes.set_xlim(0, 100)
    axes.set_xticks(range(0, 101, 20), [f"{tick} %" for tick in range(0, 101, 20)])
    axes.set_xlabel("share of readings; in the bars: how many", color=_SOFT)
    axes.text(103, -0.25, "grade 1 or 2", va="bottom", color=_SOFT, fontsize=9)
    _bare(axes)
    figure.text(
        0.02, 1 - 0.3 / height, "Grades given to the reports of each arm", weight="bold", fontsize=13, color=_INK
    )
    handles = [
        Patch(facecolor=colour, label=f"{int(grade)}  {grade.label}")
        for grade, colour in zip(Acceptability, GRADE_COLOURS, strict=True)
    ]
    # matplotlib fills columns first: 1 and 2 in the first, 3 and 4 in the second.
    figure.legend(
        handles=handles,
        ncols=2,
        loc="upper left",
        bbox_to_anchor=(0.012, 1 - 0.42 / height),
        frameon=False,
        handlelength=1.1,
        columnspacing=2.5,
        fontsize=9.5,
    )
    return figure


def _stack(axes: Axes, at: float, thickness: float, counts: Counts) -> None:
    total = sum(counts)
    left = 0.0
    for count, colour, ink in zip(counts, GRADE_COLOURS, _TEXT_ON, strict=True):
        share = 100 * count / total
        axes.barh(at, share, thickness, left=left, color=colour, edgecolor="white", linewidth=0.8)
        if share >= 1.7 * len(str(count)):  # narrower than its own number otherwise
            axes.text(left + share / 2, at, str(count), ha="center", va="center_baseline", color=ink, fontsize=9)
        left += share
    success = counts[0] + counts[1]
    axes.text(103, at, f"{100 * success / total:.1f} %", va="center_baseline", color=_INK, fontsize=9.5)


def agreement_figure(results: StudyResults) -> Figure | None:
    """Cohen's kappa with quadratic weights of every two readers, a matrix per arm; None where no two read."""
    arms = [arm for arm in results.arms if arm.readers > 1]
    if not arms:
        return None
    readers = [reader.reader for reader in results.readers]
    longest = max(_inches(_name(reader)) for reader in readers)
    side = max(1.3, 0.62 * (len(readers) - 1))
    turned = longest > 0.9 * side / (len(readers) - 1)
    left_of, below = longest + 0.35, 0.2 + (longest if turned else 0.25)
    panel = left_of + max(side, 2.3)
    width, height = max(6.6, len(arms) * panel + 0.3), side + below + 1.5
    figure = Figure(figsize=(width, height))
    for index, arm in enumerate(arms):
        axes = figure.add_axes(((left_of + index * panel) / width, below / height, side / width, side / height))
        _matrix(axes, arm, readers, turned=turned)
    left = 0.17 / width
    figure.text(left, 1 - 0.32 / height, "Agreement of every two readers", weight="bold", fontsize=13, color=_INK)
    scale = "Cohen's kappa of the four grades, quadratic weights (1: complete, 0: as by chance)"
    figure.text(left, 1 - 0.6 / height, scale, fontsize=9.5, color=_SOFT)
    return figure


def _matrix(axes: Axes, arm: ArmResults, readers: Sequence[str], *, turned: bool) -> None:
    for pair in arm.cohen:
        one, other = sorted(readers.index(reader) for reader in pair.readers)
        kappa = pair.quadratic
        missing = isinstance(kappa, NotEstimable)
        shade = 0.0 if isinstance(kappa, NotEstimable) else min(1.0, max(0.0, kappa))
        # One hue from white to blue: order survives any colour vision and a black-and-white printer.
        colour = "#eeeeee" if missing else tuple(np.array([1, 1, 1]) + shade * np.array([-0.87, -0.6, -0.33]))
        axes.add_patch(Rectangle((one - 0.5, other - 0.5), 1, 1, facecolor=colour, edgecolor="white", linewidth=1.5))
        text = "n.e." if isinstance(kappa, NotEstimable) else f"{kappa:.2f}"
        axes.text(one, other, text, ha="center", va="center", color="white" if shade > 0.6 else _INK, fontsize=10)
    last = len(readers) - 1
    names = [_name(reader) for reader in readers]
    # Below the diagonal only: the other half would say the same again.
    axes.set_xticks(range(last), names[:-1], rotation=90 if turned else 0)
    axes.set_yticks(range(1, last + 1), names[1:])
    axes.set_xlim(-0.5, last - 0.5)
    axes.set_ylim(last + 0.5, 0.5)
    axes.set_title(_name(arm.arm), fontsize=11, weight="bold", color=_INK, loc="left", pad=20)
    alpha, fleiss = (
        "n.e." if isinstance(value, NotEstimable) else f"{value:.2f}"
        for value in (arm.krippendorff_ordinal, arm.fleiss_kappa)
    )
    axes.annotate(
        f"all: ordinal alpha {alpha}, Fleiss {fleiss}",
        (0, 1),
        (0, 7),
        "axes fraction",
        "offset points",
        fontsize=8.5,
        color=_SOFT,
    )
    _bare(axes)


def time_figure(results: StudyResults, readings: Sequence[Reading]) -> Figure | None:
    """Boxes of the active seconds per case, per reader in each arm, every case a dot; None where none was timed."""
    rows: list[tuple[str, str, list[float]]] = [
        (arm.arm, reader.reader, times)
        for arm in results.arms
        for reader in results.readers
        if (times := times_of(readings, arm.arm, reader.reader))
    ]
    if not rows:
        return None
    height = 1.3 + 0.42 * len(rows) + 0.4 * len({arm for arm, *_ in rows})
    figure = Figure(figsize=(_WIDTH, height))
    margin = _margin(_name(name) for arm, reader, _ in rows for name in (arm, reader))
    axes = figure.add_axes((margin / _WIDTH, 0.7 / height, 1 - (margin + 0.35) / _WIDTH, 1 - 1.25 / height))
    place, ticks, arm_before = -0.4, [], None
    for arm, reader, times in rows:
        if arm != arm_before:
            place += 0.5
            axes.annotate(
                _name(arm),
                (0, place),
                (-4, 0),
                axes.get_yaxis_transform(),
                "offset points",
                weight="bold",
                ha="right",
                va="center",
                color=_INK,
            )
            place += 0.75
        arm_before = arm
        # Dots are spread by the golden ratio: evenly, and the same in every drawing.
        spread = (np.arange(len(times)) * 0.618033988749895 % 1 - 0.5) * 0.42
        axes.plot(times, place + spread, "o", color="#2166ac", alpha=0.28, markersize=3.2, markeredgewidth=0)
        _box(axes, place, times)
        ticks.append((place, _name(reader)))
        place += 1
    axes.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
    axes.set_ylim(place - 0.3, -0.35)
    axes.set_xlim(left=0)
    axes.set_xlabel("seconds, idle time left out; a dot is a case, a box the quartiles, red the median", color=_SOFT)
    axes.grid(axis="x", color="#e3e5e8", linewidth=0.8)
    axes.set_axisbelow(True)
    _bare(axes)
    figure.text(0.02, 1 - 0.32 / height, "Time per case", weight="bold", fontsize=13, color=_INK)
    return figure


def _box(axes: Axes, place: float, times: list[float]) -> None:
    """Tukey's box, whiskers to the last case within 1.5 of its width.

    WORKAROUND: ``Axes.boxplot`` looks through every setting, and looking at "backend" loads pyplot and chooses one.
    """
    (found,) = boxplot_stats(times)
    q1, median, q3 = found["q1"], found["med"], found["q3"]
    axes.add_patch(Rectangle((q1, place - 0.275), q3 - q1, 0.55, fill=False, edgecolor=_INK))
    axes.hlines([place, place], [found["whislo"], q3], [q1, found["whishi"]], color=_INK, linewidth=1)
    axes.vlines([found["whislo"], found["whishi"]], place - 0.13, place + 0.13, color=_INK, linewidth=1)
    axes.vlines(median, place - 0.275, place + 0.275, color="#b2182b", linewidth=2)


def _bare(axes: Axes) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelcolor=_INK, labelsize=9.5)


def _margin(names: Iterable[str]) -> float:
    return max(1.4, 0.25 + max(map(_inches, names)))


def _inches(name: str) -> float:
    """About how wide a name stands at 9.5 points; Korean and Hanja are as wide as high."""
    return sum(0.132 if east_asian_width(one) in "WF" else 0.085 for one in name)


def _name(name: str) -> str:
    line = drawable(name)
    # The middle goes: names that are alike at first mostly differ at their end.
    return line if len(line) <= _LONGEST_NAME else f"{line[:14]}…{line[-(_LONGEST_NAME - 15) :]}"
