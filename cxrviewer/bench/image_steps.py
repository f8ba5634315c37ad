"""How long one step of the hand takes to be on the screen: window/level, pan and zoom, beside two other ways.

Knows the steps and the clock; ``image_contenders`` knows who is measured. Every frame is looked at: a step that
changes nothing would cost nothing.
"""

import time
from collections.abc import Callable
from hashlib import blake2b

from PySide6.QtWidgets import QApplication, QWidget

from cxrviewer.bench.image_contenders import VIEW, Contender, FullFrame, ImageItem, Ours
from cxrviewer.bench.large_film import COLUMNS, ROWS, large_film
from cxrviewer.bench.measurement import Measurement
from cxrviewer.bench.spread import Spread
from cxrviewer.errors import CxrViewerError

WINDOW_LEVEL_P95_MS = 8.0
TIMES_FASTER_THAN_SMOOTH = 5.0
_ROUNDS = 3  # each contender in turn, so that what else the machine does meets all of them
_CLOSER = 1.03
_SMOOTH = "ImageItem drawn smoothly"

Step = Callable[[Contender, int], None]


def _window_level(contender: Contender, number: int) -> None:
    contender.set_window(26000 + 97 * number, 40000 + 173 * number)


def _pan(contender: Contender, number: int) -> None:
    contender.pan(*((7, 5) if number % 20 < 10 else (-7, -5)))


def _zoom(contender: Contender, number: int) -> None:
    contender.zoom(_CLOSER if number % 30 < 15 else 1 / _CLOSER)


_STEPS: dict[str, Step] = {"window/level": _window_level, "pan": _pan, "zoom": _zoom}


def measure_steps(steps: int, progress: Callable[[int, int], None]) -> list[Measurement]:
    """Every kind of step, ours beside each of the others; ``steps`` of each kind in each round."""
    film = large_film()
    contenders: dict[str, Contender] = {
        "ours": Ours(film),
        _SMOOTH: ImageItem(film, smooth=True),
        "ImageItem drawn to the nearest pixel": ImageItem(film, smooth=False),
        "numpy over the full frame": FullFrame(film),
    }
    taken: dict[tuple[str, str], list[float]] = {(kind, who): [] for kind in _STEPS for who in contenders}
    for turn in range(_ROUNDS):
        for place, (kind, step) in enumerate(_STEPS.items()):
            for who, contender in contenders.items():
                taken[kind, who] += _timed(contender, step, steps)
            progress(turn * len(_STEPS) + place + 1, _ROUNDS * len(_STEPS))
    for contender in contenders.values():
        contender.window.close()
    spreads = {key: Spread.of(seconds) for key, seconds in taken.items()}
    return [
        measurement
        for kind in _STEPS
        for who in contenders
        if who != "ours"
        for measurement in _compared(kind, who, spreads[kind, "ours"], spreads[kind, who])
    ]


def _timed(contender: Contender, step: Step, count: int) -> list[float]:
    QApplication.processEvents()
    contender.repaint()
    frame = _frame(contender.window)
    taken = []
    for number in range(count):
        began = time.perf_counter()
        step(contender, number)
        contender.repaint()
        taken.append(time.perf_counter() - began)
        before, frame = frame, _frame(contender.window)
        if frame == before:
            raise CxrViewerError(
                f"{type(contender).__name__} drew the same frame twice, so that its time means nothing; "
                "report this with the versions that `cxrviewer doctor` prints"
            )
    return taken


def _frame(window: QWidget) -> bytes:
    """A digest of what is on the screen now, without another painting."""
    image = window.screen().grabWindow(window.winId()).toImage()
    return blake2b(image.constBits(), digest_size=16).digest()


def _compared(kind: str, who: str, ours: Spread, peer: Spread) -> list[Measurement]:
    found = []
    for name in ("p50", "p95"):
        mine, other = float(getattr(ours, name)), float(getattr(peer, name))
        ratio = round(other / mine, 2)
        aimed = kind == "window/level" and name == "p95" and who == _SMOOTH
        found.append(
            Measurement(
                name=f"{kind} step {name}, beside {who}",
                ours=mine,
                peer=other,
                unit="ms",
                ratio=ratio,
                how=f"{ours.count} steps, {COLUMNS} x {ROWS} of 16 bits in {VIEW} x {VIEW}, from the change to the "
                f"painted frame, off-screen raster, every frame another; peer: {who}"
                + (
                    f"; has to be under {WINDOW_LEVEL_P95_MS:g} ms and {TIMES_FASTER_THAN_SMOOTH:g} times faster"
                    if aimed
                    else ""
                ),
                good=not aimed or (mine < WINDOW_LEVEL_P95_MS and ratio >= TIMES_FASTER_THAN_SMOOTH),
            )
        )
    return found
