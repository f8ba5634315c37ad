"""What the report of a reader study says, section by section, in the journal paper's table layout.

Knows no HTML and no PDF.
"""

from collections.abc import Callable

from cxrviewer.reporting.rating import Acceptability
from cxrviewer.study.arm_results import ArmResults
from cxrviewer.study.blinding import Guesses
from cxrviewer.study.comparisons import PairedTests, PairResults
from cxrviewer.study.estimate import NotEstimable
from cxrviewer.study.reading_time import Timed
from cxrviewer.study.report_content import Document, Kind, Row, Section, Table
from cxrviewer.study.report_numbers import (
    Reasons,
    chi_squared,
    p_value,
    percent,
    percent_bootstrap,
    percent_interval,
    points,
    share,
    three_places,
)
from cxrviewer.study.results import StudyResults, software


def document(
    results: StudyResults, *, title: str, study_hash: str | None = None, journal_head: str | None = None
) -> Document:
    """The whole report; a section without data is left out or says so."""
    facts = [
        ("Cases", str(results.cases)),
        ("Readers", str(len(results.readers))),
        ("Arms", ", ".join(arm.arm for arm in results.arms) or "none"),
        ("Readings", f"{results.readings}" + (f" and {results.repeats} repeats" if results.repeats else "")),
    ]
    if results.missing:
        facts.append(("Missing readings", str(results.missing)))
    facts += [
        (label, value) for label, value in (("Study", study_hash), ("Journal head", journal_head)) if value is not None
    ]
    sections = [_grades(results), *map(_comparison, results.pairs), _readers(results), _agreement(results)]
    sections += [_intra(results), _time(results), _blinding(results), _methods(results)]
    return Document(title=title, facts=tuple(facts), sections=tuple(sections))


def _grades(results: StudyResults) -> Section:
    why = Reasons()
    arms = results.arms
    rows = [
        Row(
            (
                f"({int(grade)}) {grade.label[0].upper()}{grade.label[1:]}",
                *(share(arm.counts[grade - 1], arm.success.of) for arm in arms),
            )
        )
        for grade in Acceptability
    ]
    rows += [
        Row(
            ("Success in autonomous reporting (grade 1 or 2)", *(share(arm.success.n, arm.success.of) for arm in arms)),
            "strong",
        ),
        Row(("95% CI, Wilson", *(why.show(arm.success.wilson, percent_interval) for arm in arms))),
        Row(("95% CI, image-clustered bootstrap", *(why.show(arm.clustered, percent_bootstrap) for arm in arms))),
        Row(("Cochran's Q between readers", *(why.show(arm.cochran_q, chi_squared) for arm in arms))),
    ]
    header = ("Grade", *(f"{arm.arm} (n = {arm.success.of})" for arm in arms))
    return Section(
        title="Acceptability of the reports",
        tables=(Table(header=header, rows=tuple(rows), footnotes=why.footnotes()),),
        paragraphs=("Number of readings (share of the arm).",),
        figure="grades",
        figure_says="Stacked bars of the four grades per arm and reader; the numbers are in the tables.",
    )


def _comparison(pair: PairResults) -> Section:
    why = Reasons()
    first, second = pair.arms
    rows = [_paired_row(reader, tests, why) for reader, tests in pair.mcnemar.items()]
    if len(rows) > 1:
        rows.append(_paired_row("All readers, pooled", pair.pooled, why, "strong"))
    header = ("Reader", "Both", f"Only {first}", f"Only {second}", "Neither", "Exact p", "Corrected chi-squared, p")
    difference = why.show(
        pair.difference,
        lambda found: (
            f"{points(found.estimate)} percentage points (95% CI, image-clustered bootstrap: "
            f"{points(found.interval.low)} to {points(found.interval.high)})"
        ),
    )
    return Section(
        title=f"{first} against {second}",
        paragraphs=(
            f"Difference in success, {first} less {second}: {difference}.",
            "McNemar's test of success on the same images; the counts are images with success in both arms, in one "
            "alone, in neither.",
        ),
        tables=(Table(header=header, rows=tuple(rows), footnotes=why.footnotes()),),
    )


def _paired_row(name: str, tests: PairedTests, why: Reasons, kind: Kind = "plain") -> Row:
    (both, first), (second, neither) = tests.table
    counts = (str(count) for count in (both, first, second, neither))
    return Row(
        (
            name,
            *counts,
            why.show(tests.exact, lambda test: p_value(test.p)),
            why.show(tests.corrected, lambda test: f"{test.statistic:.2f}, {p_value(test.p)}"),
        ),
        kind,
    )


def _readers(results: StudyResults) -> Section:
    why = Reasons()
    rows = [
        Row(
            (
                reader.reader if index == 0 else "",
                arm,
                *(str(count) for count in reader.counts[arm]),
                share(success.n, success.of),
                why.show(success.wilson, percent_interval),
            ),
            "group" if index == 0 else "plain",
        )
        for reader in results.readers
        for index, (arm, success) in enumerate(reader.success.items())
    ]
    header = ("Reader", "Arm", "(1)", "(2)", "(3)", "(4)", "Success", "95% CI, Wilson")
    return Section(
        title="Readers",
        tables=(Table(header=header, rows=tuple(rows), footnotes=why.footnotes(), text_columns=(0, 1)),)
        if rows
        else (),
    )


def _agreement(results: StudyResults) -> Section:
    why = Reasons()
    arms = results.arms
    measures: tuple[tuple[str, Callable[[ArmResults], float | NotEstimable], Callable[[float], str]], ...] = (
        ("Raw agreement of pairs of readers", lambda arm: arm.raw_agreement, percent),
        ("Krippendorff's alpha, ordinal", lambda arm: arm.krippendorff_ordinal, three_places),
        ("Fleiss' kappa, four grades as mere names", lambda arm: arm.fleiss_kappa, three_places),
        ("Fleiss' kappa, success or not", lambda arm: arm.fleiss_kappa_success, three_places),
        ("Randolph's free-marginal kappa", lambda arm: arm.randolph_kappa, three_places),
    )
    rows = [Row((name, *(why.show(value(arm), how) for arm in arms))) for name, value, how in measures]
    rows.append(Row(("Cases graded by all readers", *(f"{arm.complete_cases} of {arm.cases}" for arm in arms))))
    overall = Table(header=("All readers", *(arm.arm for arm in arms)), rows=tuple(rows), footnotes=why.footnotes())
    reasons = Reasons()
    pairs = [
        Row(
            (
                arm.arm if index == 0 else "",
                " and ".join(pair.readers),
                str(pair.cases),
                reasons.show(pair.agreement, percent),
                *(reasons.show(kappa, three_places) for kappa in (pair.unweighted, pair.linear, pair.quadratic)),
            ),
            "group" if index == 0 else "plain",
        )
        for arm in arms
        for index, pair in enumerate(arm.cohen)
    ]
    header = ("Arm", "Two readers", "Cases", "Same grade", "Cohen's kappa", "linear", "quadratic")
    by_pair = Table(header=header, rows=tuple(pairs), footnotes=reasons.footnotes(), text_columns=(0, 1))
    return Section(
        title="Agreement between readers",
        paragraphs=(
            "The grades are ordered: the ordinal alpha and the weighted kappas count how far two grades lie apart. "
            "Fleiss' kappa of four grades does not, and takes a step of one grade for full disagreement.",
        ),
        tables=(overall, by_pair) if pairs else (overall,),
        figure="agreement",
        figure_says="Matrices of Cohen's quadratically weighted kappa; the numbers are in the table.",
    )


def _intra(results: StudyResults) -> Section:
    title = "Agreement of each reader with themselves"
    repeated = [one for one in results.intra_reader if one.pairs]
    if not repeated:
        return Section(title=title, paragraphs=("No report was shown twice.",))
    why = Reasons()
    rows = [
        Row(
            (
                one.reader,
                str(one.pairs),
                share(one.same, one.pairs),
                why.show(one.wilson, percent_interval),
                *(why.show(kappa, three_places) for kappa in (one.unweighted, one.linear, one.quadratic)),
            )
        )
        for one in repeated
    ]
    header = ("Reader", "Shown twice", "Same grade", "95% CI, Wilson", "Cohen's kappa", "linear", "quadratic")
    return Section(title=title, tables=(Table(header=header, rows=tuple(rows), footnotes=why.footnotes()),))


def _time(results: StudyResults) -> Section:
    title = "Time per case"
    time = results.time
    if not any(timed.n for timed in time.arms.values()):
        return Section(title=title, paragraphs=("No reading was timed.",))
    why = Reasons()

    def shown(timed: Timed) -> str:
        return why.show(timed.seconds, lambda one: f"{one.median:.1f} ({one.q1:.1f} to {one.q3:.1f})")

    rows = [Row((reader, *(shown(timed) for timed in arms.values()))) for reader, arms in time.readers.items()]
    rows.append(Row(("All readers", *(shown(timed) for timed in time.arms.values())), "strong"))
    return Section(
        title=title,
        paragraphs=("Median (quartiles) of the seconds of reading, idle time left out.",),
        tables=(Table(header=("Reader", *time.arms), rows=tuple(rows), footnotes=why.footnotes()),),
        figure="time",
        figure_says="Boxes of reading times per reader and arm; the numbers are in the table.",
    )


def _blinding(results: StudyResults) -> Section:
    title = "Did blinding hold?"
    blinding = results.blinding
    if not blinding.asked:
        return Section(title=title, paragraphs=("Readers were not asked to guess the arm.",))
    why = Reasons()
    named = [
        *((f"Reader {reader}", guesses) for reader, guesses in blinding.readers.items()),
        *((f"Reports of {arm}", guesses) for arm, guesses in blinding.arms.items()),
    ]
    rows = [_guesses_row(name, guesses, why) for name, guesses in named if guesses.of]
    rows.append(_guesses_row("All guesses", blinding.overall, why, "strong"))
    clustered = why.show(blinding.clustered, percent_bootstrap)
    chance = why.show(blinding.chance, percent)
    undecided = f" {blinding.undecided} guesses named no arm and are left out." if blinding.undecided else ""
    return Section(
        title=title,
        paragraphs=(
            f"How often readers named the arm rightly; by chance {chance}. Image-clustered 95% CI of all guesses: "
            f"{clustered}.{undecided}",
        ),
        tables=(
            Table(
                header=("Guesses", "Right", "95% CI, Wilson", "Binomial p"),
                rows=tuple(rows),
                footnotes=why.footnotes(),
            ),
        ),
    )


def _guesses_row(name: str, guesses: Guesses, why: Reasons, kind: Kind = "plain") -> Row:
    return Row(
        (
            name,
            share(guesses.right, guesses.of),
            why.show(guesses.wilson, percent_interval),
            why.show(guesses.test, lambda test: p_value(test.p)),
        ),
        kind,
    )


def _methods(results: StudyResults) -> Section:
    bootstrap = results.bootstrap
    across = results.across_arms
    why = Reasons()
    pooled = (
        f"Cochran's Q over all arms: {why.show(across.by_reading, chi_squared)} with the {across.readings} complete "
        f"readings as rows; {why.show(across.by_image, chi_squared)} with the {across.images} complete images as rows "
        "and every reader in every arm as a column."
    )
    return Section(
        title="Methods and notes",
        paragraphs=(
            *results.remarks,
            *((pooled,) if len(results.arms) > 1 else ()),
            *why.footnotes(),
            f"Every bootstrap: {bootstrap.method} interval, {bootstrap.resamples} resamples of images, "
            f"{bootstrap.generator}, started afresh from seed {bootstrap.seed}. Times: quartiles by linear "
            "interpolation. Grades of repeated reports enter the agreement of a reader with themselves alone.",
            "Computed with " + ", ".join(f"{name} {version}" for name, version in software().items()) + ".",
        ),
    )
