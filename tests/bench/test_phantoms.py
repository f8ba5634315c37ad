"""The benchmark on a few phantoms and the bundled checkpoint, and what its figures have to be."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cxrviewer import paths
from cxrviewer.bench.phantoms import measurements
from cxrviewer.cli.main import main
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference.checkpoint import resolve
from cxrviewer.inference.cxr_llava import load_engine
from cxrviewer.inference.engine import CancelToken, GenerationRequest
from cxrviewer.inference.preprocess import model_input
from cxrviewer.phantom.case import draw_phantom
from cxrviewer.phantom.unreadable import Unreadable
from cxrviewer.phantom.writing import write_cases
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import Sampling
from cxrviewer.reporting.findings import Finding
from cxrviewer.training.evaluate import Judgement, Test, judge
from cxrviewer.training.robustness import UnreadableFigures
from cxrviewer.training.speaker import ALONE, Speaker, load_speaker

FILMS = 6


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return load_speaker(paths.bundled_checkpoints() / "demo")


@pytest.fixture(scope="module")
def judgement(speaker: Speaker) -> Judgement:
    return judge(speaker, Test(seed=31, count=FILMS, rendered=256), lambda what, done, of: None, hard=draw_phantom)


def test_every_figure_of_the_contract_is_there(judgement: Judgement) -> None:
    found = {one.name: one for one in measurements(judgement, 2)}
    for where in ("standard", "hard"):
        for finding in Finding:
            assert f"phantoms_f1 {finding.phrase}, {where}" in found
            assert f"phantoms_calibration_error {finding.phrase}, {where}" in found
        for name in ("macro_f1", "macro_f1_body", "invented", "shuffled_macro_f1", "yes_no_accuracy", "like_report"):
            assert f"phantoms_{name}, {where}" in found
    assert {f"phantoms_confident_findings, {kind.value}" for kind in Unreadable} <= found.keys()
    assert found["phantoms_f1 atelectasis, standard"].peer == 0.80
    assert found["phantoms_f1 atelectasis, hard"].peer is None
    assert all(one.good for one in found.values() if one.name.endswith(", hard"))
    json.dumps([one.to_json() for one in found.values()], allow_nan=False)


def test_a_figure_that_is_not_what_it_has_to_be_is_bad(judgement: Judgement) -> None:
    reports = replace(judgement.standard.reports, invented=0.2, side=0.94)
    sure = UnreadableFigures(Unreadable.NOISE, 5, 0, 1, 1, 0.6, "No pneumothorax.")
    worse = replace(judgement, standard=replace(judgement.standard, reports=reports), unreadable=(sure,))
    found = {one.name: one.good for one in measurements(worse, 0)}
    assert not found["phantoms_invented, standard"]
    assert not found["phantoms_side, standard"]
    assert not found["phantoms_confident_findings, noise"]


def test_p_yes_is_what_the_program_shows(speaker: Speaker, tmp_path: Path) -> None:
    write_cases(tmp_path, [(31, 0), (31, 1)], size=256, done=lambda made, of: None)
    engine = load_engine(resolve("demo"), dtype="float32", device="cpu")
    seen = engine.input_format
    films = [read_radiograph(path) for path in sorted(tmp_path.glob("*.dcm"))]
    grey = [model_input(film, size=seen.size, mean=seen.mean, std=seen.std).grey for film in films]
    ours = speaker.confirm(speaker.encode(grey), [ALONE] * 2)
    for film, row in zip(films, ours, strict=True):
        requests = [
            GenerationRequest(
                radiograph=film,
                conversation=prompts.opening("none").ask(prompts.confirmation(finding.phrase)),
                sampling=Sampling(),
            )
            for finding in Finding
        ]
        assert np.allclose(row, engine.probabilities_of_yes(requests, CancelToken()), atol=1e-5)


def test_films_from_several_processes_are_those_of_one(speaker: Speaker, judgement: Judgement) -> None:
    """The second process is not there for speed: its films must be the same, in the same order."""
    from cxrviewer.training.unseen import unseen_films

    several, _ = unseen_films(31, 3, speaker.size, lambda done, of: None, rendered=96, processes=2)
    one, truths = unseen_films(31, 3, speaker.size, lambda done, of: None, rendered=96)
    assert all(np.array_equal(a, b) for a, b in zip(several, one, strict=True))
    assert truths == [draw_phantom(31, index).truth for index in range(3)]


def test_arguments_that_make_no_sense(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["bench", "phantoms", "--count", "1"])
    assert "at least 2" in capsys.readouterr().err


def test_a_checkpoint_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "phantoms", "--model", str(tmp_path / "none"), "--count", "2"]) == 1
    assert "there is no checkpoint" in capsys.readouterr().err
