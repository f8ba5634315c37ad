"""A reader's session: what it shows, what it keeps, where it goes on."""

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from cxrviewer.errors import StoreError, StudyError
from cxrviewer.study.protocol import Question, QuestionKind
from cxrviewer.study.standing import standing_answers
from cxrviewer.study.study import open_study
from tests.study.studies import MOMENT, answer_to, make_study, read_all


def test_what_the_window_gets_names_neither_arm_nor_case(tmp_path: Path) -> None:
    with make_study(tmp_path) as study, study.session("A") as session:
        for item in read_all(session):
            shown = {field.name: str(getattr(item, field.name)) for field in fields(item)}
            del shown["report"], shown["film"]
            assert not any(word in value for value in shown.values() for word in ("model", "reference", "case"))
            assert set(shown) == {"identifier", "position", "of", "is_training", "sitting"}


def test_a_reader_reads_the_stored_order_and_resumes_after_what_is_answered(tmp_path: Path) -> None:
    with make_study(tmp_path, training=1) as study:
        order = [slot.item for slot in study.blinded.orders["A"]]
        with study.session("A") as session:
            seen = read_all(session, limit=3)
            assert (session.progress.done, session.progress.of) == (3, 9)
            assert [item.is_training for item in seen] == [True, False, False]
    with open_study(tmp_path / "study") as study:
        with study.session("B") as other:
            assert other.progress.done == 0
        with study.session("A") as session:
            seen += read_all(session)
            assert session.current() is None
    assert [item.identifier for item in seen] == order
    assert [item.position for item in seen] == list(range(9))


def test_all_that_an_answer_says_is_kept(tmp_path: Path) -> None:
    questions = (
        Question("hallucination", "Does it tell of what is not there?", QuestionKind.YES_NO, required=True),
        Question("radpeer", "RADPEER?", QuestionKind.RADPEER),
        Question("where", "Where?", QuestionKind.MARK),
    )
    with make_study(tmp_path, guess_arm=True, questions=questions) as study, study.session("A") as session:
        item = session.current()
        assert item is not None
        given = answer_to(
            item,
            3,
            comment="심장 \ud800 =1+1\n\x00",
            guessed_arm="model",
            answers={"hallucination": False, "radpeer": "2b", "where": [[1.5, 2]]},
        )
        session.answer(given)
        second = session.current()
        session.answer(answer_to(second, answers={"hallucination": True}))
        row, *_ = [row for row in study.journal("A") if row.kind == "answer"]
    content = row.content()
    assert content.items() >= given.body().items()
    assert (content["position"], content["supersedes"]) == (0, None)
    assert content["protocol"] == study.protocol.protocol_hash
    assert (content["shown_at"], content["active_ms"]) == ("2026-03-01T09:00:00.000000+00:00", 2000)


def test_a_step_back_supersedes_and_overwrites_nothing(tmp_path: Path) -> None:
    with make_study(tmp_path, back_allowed=2) as study, study.session("A") as session:
        first, second, third = read_all(session, grade=1, limit=3)
        assert session.back() == third
        assert session.back() == second
        assert not session.can_go_back
        with pytest.raises(StudyError, match="does not allow to go further back"):
            session.back()
        earlier = session.earlier_answer()
        assert earlier is not None
        assert earlier.grade == 1
        session.answer(answer_to(second, 4))
        item = session.current()
        assert item is not None
        assert item.position == 3  # on where the reader was
        rows = study.journal("A")
        answers = [row.content() for row in rows if row.kind == "answer" and row.content()["item"] == second.identifier]
        assert [content["grade"] for content in answers] == [1, 4]
        assert answers[1]["supersedes"] == next(
            row.identifier for row in rows if row.content().get("item") == second.identifier
        )
        standing = standing_answers(rows)
        assert [standing[item.identifier].content["grade"] for item in (first, second, third)] == [1, 4, 1]


def test_no_step_back_where_the_protocol_has_none(tmp_path: Path) -> None:
    with make_study(tmp_path) as study, study.session("A") as session:
        assert not session.can_go_back
        read_all(session, limit=1)
        assert not session.can_go_back


def test_going_forward_gives_up_a_step_back(tmp_path: Path) -> None:
    with make_study(tmp_path, back_allowed=1) as study, study.session("A") as session:
        read_all(session, limit=2)
        front = session.current()
        assert session.back() != front
        session.forward()
        assert session.current() == front


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"grade": 4}, "grade 4 needs a comment"),
        ({"grade": 3, "comment": " \n"}, "grade 3 needs a comment"),
        ({"guessed_arm": "model"}, "no such arm to guess"),
        ({"answers": {"colour": "red"}}, "does not ask for 'colour'"),
        ({"answers": {"score": "7"}}, "no answer to: Score"),
        ({"answers": {"free": 3}}, "no answer to: Free"),
        ({"submitted_ns": 1}, "times run backwards"),
        ({"display": {"zoom": float("nan")}}, "number that cannot be kept"),
    ],
)
def test_an_answer_that_the_protocol_does_not_allow_is_refused_and_nothing_moves(tmp_path, changes, message) -> None:
    questions = (Question("score", "Score", QuestionKind.RADPEER), Question("free", "Free", QuestionKind.TEXT))
    with make_study(tmp_path, comment_required_for=(3, 4), questions=questions) as study:
        session = study.session("A")
        item = session.current()
        with pytest.raises(StudyError, match=message):
            session.answer(answer_to(item, **changes))
        assert session.current() == item
        assert session.progress.done == 0
        session.answer(answer_to(item, 4, comment="wrong side"))
        assert session.progress.done == 1


def test_a_required_question_needs_an_answer(tmp_path: Path) -> None:
    asked = Question("mark", "Where is it?", QuestionKind.MARK, required=True)
    with make_study(tmp_path, questions=(asked,)) as study:
        session = study.session("A")
        for answers in ({}, {"mark": []}):
            with pytest.raises(StudyError, match="needs an answer to: Where is it"):
                session.answer(answer_to(session.current(), answers=answers))
        for places in (3, [[1]], [["a", 1]], [[True, 1]]):
            with pytest.raises(StudyError, match="no answer to: Where is it"):
                session.answer(answer_to(session.current(), answers={"mark": places}))


def test_an_answer_to_another_item_is_refused_and_the_same_answer_again_is_not(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        session = study.session("A")
        first = session.current()
        given = answer_to(first)
        session.answer(given)
        session.answer(given)
        assert session.progress.done == 1
        with pytest.raises(StudyError, match="not for the item on the screen"):
            session.answer(answer_to(first))
        assert len([row for row in study.journal() if row.kind == "answer"]) == 1


def test_a_film_changed_after_locking_is_named(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        for film in study.blinded.films.values():
            with study.film_path(film).open("ab") as content:
                content.write(b"x")
        session = study.session("A")
        with pytest.raises(StudyError, match=r"film_0\d\.png: the film was changed after the study was locked"):
            session.current()
        for film in study.blinded.films.values():
            study.film_path(film).unlink()
        with pytest.raises(StudyError, match=r"film_0\d\.png: the film cannot be read"):
            session.current()


def test_the_second_sitting_waits_for_its_day(tmp_path: Path) -> None:
    now = [MOMENT]
    with make_study(tmp_path, days_apart=28, separation=1, back_allowed=3) as study:
        with study.session("A", now=lambda: now[0]) as session:
            read_all(session, limit=4)
            with pytest.raises(StudyError, match=r"begins 28 days after the last, on 2026-03-29 09:00 UTC"):
                session.current()
        now[0] += timedelta(days=27, hours=23)
        session = study.session("A", now=lambda: now[0])
        with pytest.raises(StudyError, match="come back then"):
            session.current()
        now[0] += timedelta(hours=1)
        item = session.current()
        assert item is not None
        assert (item.sitting, item.position) == (1, 4)
        assert not session.can_go_back  # an earlier sitting is over


def test_events_and_the_session_itself_are_in_the_journal(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        with study.session("A") as session:
            session.event("paused")
            session.event("display", {"monitor": "EIZO"})
            with pytest.raises(ValueError, match="no such event"):
                session.event("answer")
        assert [row.kind for row in study.journal("A")] == ["opened", "paused", "display", "closed"]


def test_an_unknown_reader_is_told_who_reads(tmp_path: Path) -> None:
    with make_study(tmp_path) as study, pytest.raises(StudyError, match="no reader 'Z'; choose one of: A, B"):
        study.session("Z")


def test_a_second_instance_is_told_at_once(tmp_path: Path) -> None:
    with make_study(tmp_path), pytest.raises(StoreError, match="another cxrviewer is using the database"):
        open_study(tmp_path / "study")


def test_a_folder_without_a_study(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no study here; make one"):
        open_study(tmp_path)


def test_a_database_that_was_moved_away_is_said_and_no_answer_counts_as_saved(tmp_path: Path) -> None:
    with make_study(tmp_path) as study:
        session = study.session("A")
        read_all(session, limit=1)
        item = session.current()
        assert item is not None
        (tmp_path / "study" / "study.sqlite").rename(tmp_path / "elsewhere.sqlite")
        given = answer_to(item)
        with pytest.raises(StoreError, match="moved or deleted while it was open"):
            session.answer(given)
        assert session.current() == item
        (tmp_path / "elsewhere.sqlite").rename(tmp_path / "study" / "study.sqlite")
        session.answer(given)
        assert session.progress.done == 2
