"""The synthetic study of the journal paper's shape: 50 images, two arms, three readers, every grade by a formula."""

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
