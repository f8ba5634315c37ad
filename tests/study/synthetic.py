"""The synthetic study of the journal paper's shape: 50 images, two arms, three readers, every grade by a formula."""

from dataclasses import replace

import numpy as np

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.readings import Reading

ARMS = ("model", "truth")
READERS = ("r1", "r2", "r3")

_image, _arm, _reader = np.ogrid[:50, :2, :3]
_score = (_image * 37 + 11) % 50 + 9 * (1 - _arm) + (_image * 7 + _reader * 13) % 9
GRADES = 1 + (_score >= 38).astype(int) + (_score >= 46) + (_score >= 54)  # (50 images, 2 arms, 3 readers)
SUCCESSES = (GRADES <= 2).astype(int)


def readings():
    """One row per grade; the images are named so that order by text is not order by number."""
    return [
        Reading(reader=reader, case=f"image {image}", arm=arm, grade=Acceptability(int(GRADES[image, a, r])))
        for image in range(50)
        for a, arm in enumerate(ARMS)
        for r, reader in enumerate(READERS)
    ]


def timed_readings():
    """The same with Korean readers, times, guesses that are right two times of three, and repeats of every tenth."""
    names = {"r1": "김민수", "r2": "Park & <Lee>", "r3": "이서연"}
    firsts = [
        replace(
            reading,
            reader=names[reading.reader],
            active_s=round(20 + (index * 37 % 61) * (1.0 + 0.4 * (index % 3)) + (index % 11) ** 1.7, 1),
            position=index,
            guessed_arm=reading.arm if index % 3 else ARMS[1 - ARMS.index(reading.arm)],
        )
        for index, reading in enumerate(readings())
    ]
    again = [
        replace(
            reading,
            repeat=True,
            grade=Acceptability(min(4, reading.grade + (index % 3 == 0))),
        )
        for index, reading in enumerate(firsts[::10])
    ]
    return firsts + again
