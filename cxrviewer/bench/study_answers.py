"""How long a reader's answer takes until it is on the disk. Knows no window."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from cxrviewer.bench.measurement import Measurement
from cxrviewer.bench.scripted_reader import scripted_answer
from cxrviewer.bench.small_study import READER, make_study
from cxrviewer.store.chain import canonical_json
from cxrviewer.study.study import open_study


def measure_answers(folder: Path, answers: int = 100) -> Measurement:
    """Answers of a session, one by one in turn with bare rows written with what SQLite does by itself."""
    ours, peer = [], []
    with (
        open_study(make_study(folder / "answers", cases=answers // 2)) as study,
        study.session(READER) as session,
        closing(sqlite3.connect(folder / "bare.sqlite")) as bare,
    ):
        bare.execute("CREATE TABLE answers (number INTEGER PRIMARY KEY, body TEXT)")
        while (item := session.current()) is not None:
            answer = scripted_answer(item)
            began = time.perf_counter()
            session.answer(answer)
            ours.append(time.perf_counter() - began)
            began = time.perf_counter()
            with bare:
                bare.execute("INSERT INTO answers (body) VALUES (?)", (canonical_json(answer.body()),))
            peer.append(time.perf_counter() - began)
    mine, theirs = 1000 * median(ours), 1000 * median(peer)
    return Measurement(
        name="study_answer",
        ours=round(mine, 3),
        peer=round(theirs, 3),
        unit="ms",
        ratio=round(theirs / mine, 3),
        how=(
            f"median of {len(ours)} answers: checked, chained, synced with its folder, anchored; "
            "peer, in turn with ours: a bare row in SQLite as it comes, neither chained nor anchored"
        ),
    )
