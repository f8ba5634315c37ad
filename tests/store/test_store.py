import sqlite3
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cxrviewer.errors import StoreError
from cxrviewer.imaging.annotation import Annotation, Figure
from cxrviewer.imaging.radiograph import Patient, Study
from cxrviewer.reporting.chat import Exchange
from cxrviewer.reporting.draft import Draft, FinishReason, Provenance, Sampling
from cxrviewer.reporting.rating import Acceptability, Rating
from cxrviewer.store.store import Store
from tests.factories import make_draft, make_identity, make_radiograph

FILM = make_radiograph(
    "film.dcm", patient=Patient(name="홍길동^길동", identifier="병원-1"), study=Study(date="20260102")
)


def grade(draft: Draft, acceptability: Acceptability = Acceptability.ACCEPTABLE, **changes: str) -> Rating:
    return Rating(**({"reader": "김영희", "draft_identifier": draft.identifier} | changes), acceptability=acceptability)


def ask(report: Draft, position: int, question: str, film=FILM) -> Exchange:
    return Exchange(
        draft_identifier=report.identifier,
        position=position,
        question=question,
        answer=make_draft(film, text=f"About: {question}"),
    )


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "data") as opened:
        opened.record_case(FILM)
        yield opened


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "cxrviewer.sqlite")) as database:
        return database.execute(query).fetchall()


def test_a_draft_comes_back_equal_with_all_its_provenance(tmp_path: Path, store: Store) -> None:
    draft = Draft(
        text="폐는 깨끗합니다.\r\n\tNo effusion. \x00 🫁",
        finish_reason=FinishReason.LENGTH,
        created_at=datetime(2026, 1, 2, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9))),
        provenance=Provenance(
            model=make_identity(name="demo", dtype="bfloat16", device="cuda:1", is_demo=True),
            prompt="Write. 써 주세요.",
            sampling=Sampling(temperature=0.1 + 0.2, top_p=1 / 3, top_k=7, seed=2**62, max_new_tokens=99),
            radiograph_digest=FILM.digest,
            input_sha256="f" * 64,
            app_version="9.9",
        ),
    )
    store.save_draft(draft)
    store.close()
    with Store.open(tmp_path / "data") as again:
        assert again.drafts_of(FILM.digest) == (draft,)
    assert rows(tmp_path / "data", "SELECT created_at FROM drafts") == [("2026-01-02T03:00:00.123456+00:00",)]


def test_after_a_restart_a_film_has_all_it_had(tmp_path: Path, store: Store) -> None:
    first, second = make_draft(FILM, "One."), make_draft(FILM, "Two.")
    store.save_draft(first)
    store.save_draft(second)
    chat = [ask(second, 0, "늑막삼출?"), ask(second, 1, "And the heart?")]
    for exchange in chat:
        store.save_exchange(exchange)
    grades = [grade(second, Acceptability.UNACCEPTABLE, comment="틀림"), grade(second, Acceptability.MINOR_REVISION)]
    for rating in grades:
        store.save_rating(rating)
    store.close()
    with Store.open(tmp_path / "data") as again:
        assert again.drafts_of(FILM.digest) == (first, second)
        assert again.exchanges_of(second.identifier) == tuple(chat)
        assert again.exchanges_of(first.identifier) == ()
        assert again.ratings_of(second.identifier) == tuple(grades)


def test_the_order_is_that_of_saving_whatever_the_clock_says(store: Store) -> None:
    late = make_draft(FILM, "One.", created_at=datetime(2030, 1, 1, tzinfo=UTC))
    early = make_draft(FILM, "Two.", created_at=datetime(2020, 1, 1, tzinfo=UTC))
    store.save_draft(late)
    store.save_draft(early)
    assert store.drafts_of(FILM.digest) == (late, early)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(), prompt=st.text(), question=st.text(), comment=st.text(), reader=st.text())
def test_any_text_survives(store: Store, text: str, prompt: str, question: str, comment: str, reader: str) -> None:
    provenance = make_draft(FILM).provenance
    draft = make_draft(
        FILM,
        text,
        provenance=Provenance(
            model=provenance.model,
            prompt=prompt,
            sampling=provenance.sampling,
            radiograph_digest=FILM.digest,
            input_sha256="e" * 64,
            app_version="0",
        ),
    )
    store.save_draft(draft)
    exchange = ask(draft, 0, question)
    store.save_exchange(exchange)
    rating = grade(draft, comment=comment, reader=reader)
    store.save_rating(rating)
    assert store.drafts_of(FILM.digest)[-1] == draft
    assert store.exchanges_of(draft.identifier) == (exchange,)
    assert store.latest_rating(draft.identifier, reader) == rating


def test_a_question_asked_again_supersedes_what_followed_and_loses_nothing(tmp_path: Path, store: Store) -> None:
    report = make_draft(FILM)
    store.save_draft(report)
    old = [ask(report, position, f"old {position}") for position in range(3)]
    for exchange in old:
        store.save_exchange(exchange)
    new = ask(report, 1, "new 1")
    store.save_exchange(new)
    assert store.exchanges_of(report.identifier) == (old[0], new)
    newer = ask(report, 2, "new 2")
    store.save_exchange(newer)
    assert store.exchanges_of(report.identifier) == (old[0], new, newer)
    assert store.drafts_of(FILM.digest) == (report,)  # answers are no reports
    store.close()
    kept = rows(tmp_path / "data", "SELECT question, superseded_at IS NULL FROM exchanges ORDER BY number")
    assert kept == [("old 0", 1), ("old 1", 0), ("old 2", 0), ("new 1", 1), ("new 2", 1)]


def test_ratings_are_added_never_overwritten(store: Store) -> None:
    report = make_draft(FILM)
    store.save_draft(report)
    first = grade(report, Acceptability.ACCEPTABLE)
    other = grade(report, Acceptability.MAJOR_REVISION, reader="Other")
    second = grade(report, Acceptability.UNACCEPTABLE)
    for rating in (first, second, other):
        store.save_rating(rating)
    assert store.ratings_of(report.identifier) == (first, second, other)
    assert store.latest_rating(report.identifier, "김영희") == second
    assert store.latest_rating(report.identifier, "Other") == other
    assert store.latest_rating(report.identifier, "Nobody") is None


def test_saving_the_same_value_again_is_one_row(store: Store) -> None:
    report = make_draft(FILM)
    exchange, rating = ask(report, 0, "Effusion?"), grade(report)
    for _ in range(2):
        store.record_case(FILM)
        store.save_draft(report)
        store.save_exchange(exchange)
        store.save_rating(rating)
    assert store.drafts_of(FILM.digest) == (report,)
    assert store.exchanges_of(report.identifier) == (exchange,)
    assert store.ratings_of(report.identifier) == (rating,)


def test_another_value_under_a_kept_identifier_is_refused(store: Store) -> None:
    report = make_draft(FILM)
    store.save_draft(report)
    rating = grade(report)
    store.save_rating(rating)
    with pytest.raises(StoreError, match="another draft"):
        store.save_draft(make_draft(FILM, "Changed.", identifier=report.identifier))
    with pytest.raises(StoreError, match="another rating"):
        store.save_rating(grade(report, Acceptability.UNACCEPTABLE, identifier=rating.identifier))
    exchange = ask(report, 0, "Effusion?")
    store.save_exchange(exchange)
    with pytest.raises(StoreError, match="another question"):
        store.save_exchange(
            Exchange(draft_identifier=report.identifier, position=0, question="Heart?", answer=exchange.answer)
        )
    assert store.drafts_of(FILM.digest) == (report,)
    assert store.ratings_of(report.identifier) == (rating,)
    assert store.exchanges_of(report.identifier) == (exchange,)


def test_an_answer_about_another_film_is_refused(store: Store) -> None:
    other = make_radiograph("other.dcm")
    store.record_case(other)
    report = make_draft(FILM)
    store.save_draft(report)
    with pytest.raises(StoreError, match="another film"):
        store.save_exchange(ask(report, 0, "Effusion?", film=other))
    assert store.exchanges_of(report.identifier) == ()


def test_what_hangs_on_nothing_is_refused(store: Store) -> None:
    report = make_draft(FILM)
    with pytest.raises(StoreError, match="open the film again"):
        store.save_draft(make_draft(make_radiograph("never opened.dcm")))
    with pytest.raises(StoreError, match="save the report first"):
        store.save_exchange(ask(report, 0, "Effusion?"))
    with pytest.raises(StoreError, match="nothing was saved"):
        store.save_rating(grade(report))
    store.save_draft(report)
    with pytest.raises(StoreError, match="ask again from there"):
        store.save_exchange(ask(report, 1, "Effusion?"))
    assert store.exchanges_of(report.identifier) == ()
    store.save_exchange(ask(report, 0, "Effusion?"))  # the refused answer left no transaction open


def test_half_a_character_is_refused_without_quoting_the_text(store: Store) -> None:
    report = make_draft(FILM)
    store.save_draft(report)
    with pytest.raises(StoreError, match="half a character") as caught:
        store.save_rating(grade(report, comment="secret \ud800"))
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert store.ratings_of(report.identifier) == ()


def test_a_case_keeps_when_it_was_first_and_last_opened(store: Store) -> None:
    first = store.case(FILM.digest)
    assert first is not None
    store.record_case(make_radiograph("film.dcm", source=Path("/moved/film.dcm"), patient=FILM.patient))
    second = store.case(FILM.digest)
    assert second is not None
    assert (first.patient_name, first.patient_identifier, first.study_date) == ("홍길동^길동", "병원-1", "20260102")
    assert second.first_opened_at == first.first_opened_at
    assert second.last_opened_at > first.last_opened_at
    assert second.source == "/moved/film.dcm"
    assert store.case("0" * 64) is None


def test_two_films_with_one_sop_instance_uid_are_two_cases(store: Store) -> None:
    twin = make_radiograph("twin.dcm", patient=Patient(name="Other^Person"))
    assert twin.sop_instance_uid == FILM.sop_instance_uid
    store.record_case(twin)
    store.save_draft(make_draft(twin))
    assert store.drafts_of(FILM.digest) == ()
    kept = [store.case(film.digest) for film in (FILM, twin)]
    assert [case.patient_name for case in kept if case] == ["홍길동^길동", "Other^Person"]


def test_a_path_or_a_name_of_odd_bytes_does_not_stop_a_film(store: Store) -> None:
    odd = make_radiograph("odd", source=Path("/films/\udcff.dcm"), patient=Patient(name="A\udc80"))
    store.record_case(odd)
    store.save_draft(make_draft(odd))
    case = store.case(odd.digest)
    assert case is not None
    assert (case.source, case.patient_name) == ("/films/\\udcff.dcm", "A\\udc80")


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.save_draft(make_draft(FILM))


def test_no_exception_quotes_what_was_to_be_saved(store: Store) -> None:
    with pytest.raises(StoreError) as caught:
        store.save_rating(grade(make_draft(FILM), comment="secret words", reader="secret name"))
    error: BaseException | None = caught.value
    while error is not None:
        assert "secret" not in "".join(traceback.format_exception_only(error))
        error = error.__cause__ or error.__context__


def test_another_thread_is_refused_and_harms_nothing(store: Store) -> None:
    report = make_draft(FILM)
    with ThreadPoolExecutor(1) as other, pytest.raises(StoreError):
        other.submit(store.save_draft, report).result()
    store.save_draft(report)
    assert store.drafts_of(FILM.digest) == (report,)


def line(*points: tuple[float, float], **changes: str) -> Annotation:
    return Annotation(Figure.LENGTH, points or ((0.1 + 0.2, 1 / 3), (1e6, -0.0)), **changes)


def test_annotations_come_back_equal_in_the_order_of_drawing(tmp_path: Path, store: Store) -> None:
    first, note = line(), Annotation(Figure.TEXT, ((3.0, 4.0),), "결절? 🫁")
    store.put_annotation(FILM.digest, first)
    store.put_annotation(FILM.digest, note)
    changed = first.moved(5, 6)
    store.put_annotation(FILM.digest, changed)
    store.close()
    with Store.open(tmp_path / "data") as again:
        assert again.annotations_of(FILM.digest) == (changed, note)
        again.delete_annotation(FILM.digest, note.identifier)
        assert again.annotations_of(FILM.digest) == (changed,)
    assert rows(tmp_path / "data", "SELECT action FROM annotation_edits ORDER BY number") == [
        ("put",),
        ("put",),
        ("put",),
        ("deleted",),
    ]


def test_annotations_of_two_films_with_one_sop_instance_uid_are_never_shared(store: Store) -> None:
    other = make_radiograph("other.dcm", sop_instance_uid=FILM.sop_instance_uid)
    store.record_case(other)
    mine = line(identifier="same")
    store.put_annotation(FILM.digest, mine)
    assert store.annotations_of(other.digest) == ()
    store.delete_annotation(other.digest, "same")
    assert store.annotations_of(FILM.digest) == (mine,)


def test_an_annotation_of_a_film_that_was_never_opened_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="open the film again"):
        store.put_annotation("f" * 64, line())


def test_an_annotation_that_cannot_be_read_is_said_plainly(tmp_path: Path, store: Store) -> None:
    store.put_annotation(FILM.digest, line())
    store.close()
    with closing(sqlite3.connect(tmp_path / "data" / "cxrviewer.sqlite")) as database:
        database.execute("UPDATE annotation_edits SET points = '[[1, 2]]'")
        database.commit()
    with Store.open(tmp_path / "data") as again, pytest.raises(StoreError, match="cannot be read; restore a backup"):
        again.annotations_of(FILM.digest)


def test_the_grades_of_many_films_come_with_one_question(store: Store) -> None:
    graded, drafted, unread = FILM, make_radiograph("drafted.dcm"), make_radiograph("unread.dcm")
    for film in (drafted, unread):
        store.record_case(film)
    first, second = make_draft(graded), make_draft(graded)
    for draft in (first, second, make_draft(drafted)):
        store.save_draft(draft)
    store.save_exchange(ask(first, 0, "Why?"))
    for acceptability in (Acceptability.ACCEPTABLE, Acceptability.MAJOR_REVISION):
        store.save_rating(grade(second, acceptability))
    unknown = [make_radiograph(f"{number}").digest for number in range(1200)]
    counts = store.grades_of_cases([unread.digest, drafted.digest, *unknown, graded.digest])
    assert counts == {graded.digest: 2, drafted.digest: 0}
    assert store.grades_of_cases([]) == {}
