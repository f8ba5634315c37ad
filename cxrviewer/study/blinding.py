"""Did blinding hold: how often readers guessed the arm right, against chance. Knows no grade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cxrviewer.study.arm_results import Draw
from cxrviewer.study.bootstrap import Bootstrapped, bootstrap_rate
from cxrviewer.study.estimate import Interval, NotEstimable, TestResult, Tree, json_of_interval, json_of_test
from cxrviewer.study.grade_table import in_natural_order
from cxrviewer.study.proportions import binomial_test, rate, wilson
from cxrviewer.study.readings import Reading

_NOT_ASKED = NotEstimable("no reader was asked to guess the arm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """Right guesses of all guesses, with the exact binomial test against chance."""

    right: int
    of: int
    share: float | NotEstimable
    wilson: Interval | NotEstimable
    test: TestResult | NotEstimable

    @classmethod
    def of_readings(cls, readings: Sequence[Reading], chance: float) -> "Guesses":
        """Of the readings that hold a guess."""
        right, of = sum(reading.guessed_arm == reading.arm for reading in readings), len(readings)
        if not of:
            return cls(right=0, of=0, share=_NOT_ASKED, wilson=_NOT_ASKED, test=_NOT_ASKED)
        test = binomial_test(right, of, chance) if chance < 1 else NotEstimable("with one arm every guess is right")
        return cls(right=right, of=of, share=rate(right, of), wilson=wilson(right, of), test=test)

    def to_json(self) -> dict[str, Tree]:
        """Counts, share, interval, test."""
        return {
            "right": self.right,
            "of": self.of,
            "share": self.share,
            "wilson": json_of_interval(self.wilson),
            "binomial": json_of_test(self.test, df=False),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Blinding:
    """All guesses, then per reader and per arm."""

    chance: float | NotEstimable
    """1 / number of arms."""
    undecided: int
    """Guesses that name no arm of the study; they are in no share."""
    overall: Guesses
    clustered: Bootstrapped | NotEstimable
    """The overall share, resampling images."""
    readers: Mapping[str, Guesses]
    arms: Mapping[str, Guesses]
    """How often the reports of an arm were taken for what they are."""

    @property
    def asked(self) -> bool:
        """Whether there is any guess."""
        return self.overall.of + self.undecided > 0

    def to_json(self) -> Tree:
        """The whole, or that nobody was asked."""
        if not self.asked:
            return _NOT_ASKED
        interval = self.clustered if isinstance(self.clustered, NotEstimable) else self.clustered.interval
        return {
            "chance": self.chance,
            "undecided": self.undecided,
            **self.overall.to_json(),
            "clustered": json_of_interval(interval),
            "readers": {reader: guesses.to_json() for reader, guesses in self.readers.items() if guesses.of},
            "arms": {arm: guesses.to_json() for arm, guesses in self.arms.items() if guesses.of},
        }


def blinding(readings: Sequence[Reading], arms: Sequence[str], readers: Sequence[str], draw: Draw) -> Blinding:
    """The guesses of first readings."""
    given = [reading for reading in readings if reading.guessed_arm is not None and not reading.repeat]
    guessed = [reading for reading in given if reading.guessed_arm in arms]
    chance = 1 / len(arms) if arms else 1.0
    cases = in_natural_order(reading.case for reading in guessed)
    place = {case: index for index, case in enumerate(cases)}
    right, asked = np.zeros((2, len(cases)), dtype=np.int64)
    for reading in guessed:
        asked[place[reading.case]] += 1
        right[place[reading.case]] += reading.guessed_arm == reading.arm
    return Blinding(
        chance=chance if arms else NotEstimable("the study has no arm"),
        undecided=len(given) - len(guessed),
        overall=Guesses.of_readings(guessed, chance),
        clustered=bootstrap_rate(right, asked, draw(max(1, len(cases)))),
        readers={
            reader: Guesses.of_readings([one for one in guessed if one.reader == reader], chance) for reader in readers
        },
        arms={arm: Guesses.of_readings([one for one in guessed if one.arm == arm], chance) for arm in arms},
    )
