"""``kill -9`` while a reader reads: nothing that was acknowledged is lost. The benchmark does it 200 times."""

from pathlib import Path

import pytest

from cxrviewer.bench import study_kills
from cxrviewer.bench.study_answers import measure_answers
from cxrviewer.bench.study_kills import kill_reading, measure_kills


def test_fifteen_kills_lose_no_acknowledged_answer(tmp_path: Path) -> None:
    found = kill_reading(tmp_path, 15, seed=3)
    assert found.kills == 15
    assert found.acknowledged > 0
    assert (found.lost, found.broken, found.wrong_case) == (0, 0, 0)


def test_an_answer_that_was_not_kept_would_be_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The benchmark itself: it is told of answers that were never saved."""
    heard = study_kills._round

    def boast(*arguments):
        said = [word for word in heard(*arguments) if word is not None]
        return [*said, (len(said), f"item {len(said)}", "answer that was never saved")]

    monkeypatch.setattr(study_kills, "_round", boast)
    found = measure_kills(tmp_path, 1)
    assert found.ours >= 1
    assert not found.good


def test_the_objects_are_those_of_the_contract(tmp_path: Path) -> None:
    made = measure_answers(tmp_path, 6).to_json()
    assert list(made) == ["name", "ours", "peer", "unit", "ratio", "how"]
    assert (made["name"], made["unit"]) == ("study_answer", "ms")
    assert made["ours"] > 0
