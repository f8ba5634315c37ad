"""A reader in a process of its own: answers item after item and says each answer that was saved. Knows no arm.

It is what the kill benchmark kills. ``answer`` returning is the acknowledgement; only then is the identifier sent.
"""

import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.answer import Answer, Item
from cxrviewer.study.study import open_study


def scripted_answer(item: Item) -> Answer:
    """An answer as a window would give it, its grade from the item."""
    now, clock = datetime.now(UTC), time.monotonic_ns()
    return Answer(
        item=item.identifier,
        grade=Acceptability(1 + int(item.identifier[:2], 16) % 4),
        comment="as read",
        shown_at=now,
        submitted_at=now,
        shown_ns=clock,
        submitted_ns=clock,
        active_ms=0,
        display={"window": [2048, 4096], "zoom": 1.0},
    )


def read_until_killed(folder: Path, reader: str, said: Connection) -> None:
    """Read to the end, sending ``(position, item, answer)`` for every answer once it is saved; then None."""
    with open_study(folder) as study, study.session(reader) as session:
        while (item := session.current()) is not None:
            answer = scripted_answer(item)
            session.answer(answer)
            said.send((item.position, item.identifier, answer.identifier))
    said.send(None)
