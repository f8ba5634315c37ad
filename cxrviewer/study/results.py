"""The results of a reader study: from readings to every statistic of it, and to JSON. Draws and writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import combinations

from cxrviewer import __version__
from cxrviewer.errors import StudyError
from cxrviewer.study.arm_results import ArmResults, Counts, Success, arm_results
from cxrviewer.study.blinding import Blinding, blinding
from cxrviewer.study.bootstrap import GENERATOR, RESAMPLES, SEED, Bootstrapped, draw_indices
from cxrviewer.study.comparisons import AcrossArms, PairResults, across_arms, pair_results
from cxrviewer.study.estimate import CONFIDENCE, NotEstimable, resolved
from cxrviewer.study.grade_table import grade_counts, grade_table
from cxrviewer.study.intra_reader import IntraReader, intra_reader
from cxrviewer.study.reading_time import ReadingTime, reading_time
from cxrviewer.study.readings import Reading

SUCCESS = "Success in autonomous reporting is grade 1 or 2: acceptable without revision or with minor revision."
INTERVALS = (
    "Wilson's interval takes all readings of an arm as independent. They are not: the readers of one image share what "
    "makes it easy or hard. The clustered interval resamples images with all their readings; it is usually the wider "
    "one, and the one to rely on while neither all readings nor none succeeded."
)
MCNEMAR = (
    "McNemar per reader: statistic and p are the exact test's (the smaller discordant count, two-sided binomial p); "
    "the chi-squared forms, with and without continuity correction, stand beside it."
)
POOLED = (
    "Tests that pool the readers' readings (McNemar pooled, Cochran's Q by reading) take readings that share an image "
    "as independent; as a rule their p values are too small. They are given for comparison with published numbers."
)
UNADJUSTED = "No p value is adjusted for the number of tests."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderResults:
    """One reader's grades per arm. Images are independent within a reader: Wilson's interval holds."""

    reader: str
    counts: Mapping[str, Counts]
    success: Mapping[str, Success]


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapMethod:
    """What is needed to repeat every clustered interval of the results."""

    seed: int
    resamples: int
    method: str = "percentile"
    generator: str = GENERATOR
    unit: str = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyResults:
    """Every statistic of a reader study; a value that cannot be estimated says why in its place."""

    arms: tuple[ArmResults, ...]
    readers: tuple[ReaderResults, ...]
    pairs: tuple[PairResults, ...]
    across_arms: AcrossArms
    intra_reader: tuple[IntraReader, ...]
    time: ReadingTime
    blinding: Blinding
    bootstrap: BootstrapMethod
    cases: int
    readings: int
    """Repeats left out."""
    repeats: int
    missing: int
    """Grades that a study of these cases with every reader in every arm would have beyond these."""
    remarks: tuple[str, ...]
    """How to read the numbers, in sentences."""

    def to_json(self) -> dict[str, object]:
        """The object of ``study results --json``: null where nothing could be estimated, the reason in ``notes``."""
        values, reasons = resolved(
            {
                "arms": {arm.arm: arm.to_json() for arm in self.arms},
                "readers": {
                    reader.reader: {arm: list(counts) for arm, counts in reader.counts.items()}
                    for reader in self.readers
                },
                "pairs": [pair.to_json() for pair in self.pairs],
                "across_arms": self.across_arms.to_json(),
                "reader_success": {
                    reader.reader: {arm: success.to_json() for arm, success in reader.success.items()}
                    for reader in self.readers
                },
                "intra_reader": {one.reader: one.to_json() for one in self.intra_reader if one.pairs}
                or NotEstimable("no report was shown twice"),
                "time": self.time.to_json(),
                "blinding": self.blinding.to_json(),
                "cases": self.cases,
                "readings": self.readings,
                "repeats": self.repeats,
                "missing": self.missing,
                "bootstrap": {
                    "method": self.bootstrap.method,
                    "unit": self.bootstrap.unit,
                    "seed": self.bootstrap.seed,
                    "resamples": self.bootstrap.resamples,
                    "generator": self.bootstrap.generator,
                },
                "confidence": CONFIDENCE,
                "software": software(),
            }
        )
        assert isinstance(values, dict)
        return {**values, "notes": [*self.remarks, *reasons]}


def results(
    readings: Sequence[Reading],
    *,
    seed: int = SEED,
    resamples: int = RESAMPLES,
    arms: Sequence[str] | None = None,
) -> StudyResults:
    """All statistics of the readings. ``arms`` gives the arms' order, else they stand by name.

    Every bootstrap starts afresh from ``seed``, so that each interval can be repeated by itself; where the images are
    the same, arms and differences see the same resamples. Raises StudyError as ``grade_table`` does, and for a
    negative seed.
    """
    if seed < 0 or resamples < 1:
        raise StudyError("a bootstrap takes a seed from 0 and one resample or more; correct them")
    table = grade_table(readings, arms)
    draw = partial(draw_indices, seed=seed, resamples=resamples)
    by_arm = tuple(arm_results(table, arm, draw) for arm in table.arms)
    pairs = tuple(pair_results(table, pair, draw) for pair in combinations(table.arms, 2))
    guesses = blinding(readings, table.arms, table.readers, draw)
    firsts = sum(not reading.repeat for reading in readings)
    return StudyResults(
        arms=by_arm,
        readers=tuple(
            ReaderResults(
                reader=reader,
                counts={arm: grade_counts(table.grades[:, a, r]) for a, arm in enumerate(table.arms)},
                success={arm: Success.in_grades(table.grades[:, a, r]) for a, arm in enumerate(table.arms)},
            )
            for r, reader in enumerate(table.readers)
        ),
        pairs=pairs,
        across_arms=across_arms(table),
        intra_reader=tuple(intra_reader(readings, reader) for reader in table.readers),
        time=reading_time(readings, table.arms, table.readers),
        blinding=guesses,
        bootstrap=BootstrapMethod(seed=seed, resamples=resamples),
        cases=len(table.cases),
        readings=firsts,
        repeats=len(readings) - firsts,
        missing=table.missing,
        remarks=(
            SUCCESS,
            INTERVALS,
            *([MCNEMAR, POOLED] if pairs else []),
            UNADJUSTED,
            *_about_missing(table.missing, by_arm),
            *_about_resamples(by_arm, pairs),
        ),
    )


def software() -> dict[str, str]:
    """The versions of what computed the numbers."""
    libraries = {name: version(name) for name in ("statsmodels", "scipy", "krippendorff", "numpy")}
    return {"cxrviewer": __version__, **libraries}


def _about_missing(missing: int, arms: Sequence[ArmResults]) -> list[str]:
    if not missing:
        return []
    return [
        f"The design is incomplete: {missing} of the grades that every reader of every case in every arm would give "
        "are missing. McNemar uses the pairs that are there, Krippendorff's alpha every case with two grades.",
        *(
            f"{arm.arm}: Cochran's Q and Fleiss' kappa use the {arm.complete_cases} cases that all {arm.readers} "
            f"readers graded; left out: {arm.cases - arm.complete_cases}."
            for arm in arms
            if arm.complete_cases < arm.cases
        ),
    ]


def _about_resamples(arms: Sequence[ArmResults], pairs: Sequence[PairResults]) -> list[str]:
    named = [(arm.arm, arm.clustered) for arm in arms] + [(" - ".join(pair.arms), pair.difference) for pair in pairs]
    return [
        *(
            f"{name}: every resample gives {found.estimate:.0%}, so that the clustered interval has no width; "
            "it does not say that the rate is certain."
            for name, found in named
            if isinstance(found, Bootstrapped) and not found.interval.width
        ),
        *(
            f"{name}: {found.left_out} of {found.resamples} resamples held no grade of one side and were left out."
            for name, found in named
            if isinstance(found, Bootstrapped) and found.left_out
        ),
    ]
