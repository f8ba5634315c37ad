"""Kills a reading again and again and counts what was lost: it has to be nothing. Knows no window.

Each round starts a process that reads on, kills it (``SIGKILL``) at a random moment, and looks: every answer that was
said to be saved is in the journal, the chain holds, and the next item is the first without an answer.
"""

import multiprocessing
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

from cxrviewer.bench.measurement import Measurement
from cxrviewer.bench.scripted_reader import read_until_killed
from cxrviewer.bench.small_study import READER, make_study
from cxrviewer.study.study import open_study
from cxrviewer.study.verifying import verify

_LONGEST_S = 0.15  # a process is killed at most so long after its first words; an answer takes a few milliseconds


@dataclass(frozen=True, slots=True)
class Kills:
    """What a run of kills came to."""

    kills: int
    """Processes that were killed before they had finished."""
    acknowledged: int
    """Answers said to be saved, over all rounds."""
    lost: int
    """Of these, how many were not in the journal afterwards."""
    broken: int
    """Rounds after which the study did not verify."""
    wrong_case: int
    """Rounds after which the reader would not have gone on at the right item."""
    saved_unsaid: int
    """Answers saved whose acknowledgement the kill cut off; the reader goes on after them."""


def kill_reading(folder: Path, kills: int, *, seed: int = 0, progress: Callable[[int], None] | None = None) -> Kills:
    """Kill ``kills`` readings, in a new study whenever one is read to its end."""
    context = _context()
    rng = random.Random(seed)
    killed = acknowledged = lost = broken = wrong = unsaid = study_number = 0
    study = make_study(folder / "study_0", cases=40)
    said: dict[str, str] = {}  # item -> answer, of the study that is being read
    while killed < kills:
        theirs = _round(context, study, rng)
        finished = theirs[-1:] == [None]
        killed += not finished
        words = [word for word in theirs if word is not None]
        said |= {item: answer for _, item, answer in words}
        acknowledged += len(words)
        missing, surplus, sound, right = _look(study, said)
        lost, unsaid, broken, wrong = lost + missing, unsaid + surplus, broken + (not sound), wrong + (not right)
        if progress is not None:
            progress(killed)
        if finished:
            study_number += 1
            study, said = make_study(folder / f"study_{study_number}", cases=40), {}
    return Kills(killed, acknowledged, lost, broken, wrong, unsaid)


def _round(context: BaseContext, study: Path, rng: random.Random) -> list[tuple[int, str, str] | None]:
    """Start a reading, kill it, and return what it said."""
    ear, mouth = context.Pipe(duplex=False)
    process = context.Process(target=read_until_killed, args=(study, READER, mouth))  # type: ignore[attr-defined]
    process.start()
    mouth.close()
    words = []
    after = rng.uniform(0, _LONGEST_S)
    # A third die before they have said a word: while the file is opened, checked or first written to.
    if rng.random() < 2 / 3:
        words += _heard(ear)
    process.join(timeout=after)
    process.kill()
    process.join()
    while found := _heard(ear):
        words += found
    ear.close()
    process.close()
    return words


def _heard(ear: Connection) -> list[tuple[int, str, str] | None]:
    try:
        return [ear.recv()]
    except (EOFError, OSError):
        return []


def _look(folder: Path, said: dict[str, str]) -> tuple[int, int, bool, bool]:
    """Answers missing, answers saved but not said, whether the study is sound, whether it goes on at the right item."""
    with open_study(folder) as study:
        kept = {row.content()["item"]: row.identifier for row in study.journal(READER) if row.kind == "answer"}
        sound = not verify(study, films=False).problems
        order = [slot.item for slot in study.blinded.orders[READER]]
        first_open = next((item for item in order if item not in kept), None)
        with study.session(READER) as session:
            current = session.current()
    missing = sum(kept.get(item) != answer for item, answer in said.items())
    surplus = len(set(kept) - set(said))
    right = (None if current is None else current.identifier) == first_open and list(kept) == order[: len(kept)]
    said |= kept  # what was saved without a word is expected from now on
    return missing, surplus, sound, right


def _context() -> BaseContext:
    """A new process each time, forked from a small server that has imported what it needs, where that exists."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["cxrviewer.bench.scripted_reader"])
    return context


def measure_kills(folder: Path, kills: int, progress: Callable[[int], None] | None = None) -> Measurement:
    """The figure: kills after which nothing was lost, of all kills."""
    began = datetime.now(UTC)
    found = kill_reading(folder, kills, progress=progress)
    seconds = (datetime.now(UTC) - began).total_seconds()
    good = not (found.lost or found.broken or found.wrong_case)
    return Measurement(
        name="study_kills",
        ours=found.lost,
        peer=0,
        unit="answers lost",
        ratio=None,
        how=(
            f"{found.kills} readings killed (SIGKILL) at random moments in {seconds:.0f} s: "
            f"{found.acknowledged} answers acknowledged, {found.lost} lost, {found.broken} chains broken, "
            f"{found.wrong_case} resumed at the wrong "
            f"case; {found.saved_unsaid} saved before they could be acknowledged; peer: what it has to be"
        ),
        good=good,
    )
