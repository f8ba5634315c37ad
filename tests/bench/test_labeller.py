"""The labeller's figures: how they are counted, and the floor under those on Open-I's labels."""

import json
from pathlib import Path

import pytest

from cxrviewer.bench import labeller
from cxrviewer.bench.labeller import GOLD, Count, measure_labeller, read_labelled, score, total
from cxrviewer.cli.main import main
from cxrviewer.errors import CxrViewerError
from cxrviewer.reporting.labelling import Observation

HEADER = ("id", "findings", "impression", *GOLD.values())


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join(",".join(row) for row in (HEADER, *rows)) + "\n", encoding="utf-8")
    return path


def row(number: int, text: str, *positives: Observation, labelled: bool = True) -> tuple[str, ...]:
    codes = [str(int(finding in positives)) if labelled else "" for finding in GOLD]
    return (f"R{number}", text, "", *codes)


def test_what_is_found_false_missed_and_doubted_is_counted(tmp_path: Path) -> None:
    edema = Observation.EDEMA
    path = write(
        tmp_path / "r.csv",
        row(1, "Edema.", edema),
        row(2, "Possible edema.", edema),
        row(3, "Edema.", labelled=True),
        row(4, "Possible edema."),
        row(5, "No edema.", edema),
        row(6, "No edema."),
        row(7, "Edema.", labelled=False),
    )
    reports = read_labelled(path)
    assert len(reports) == 6
    count = score(reports)[edema]
    assert (count.true, count.false, count.missed, count.true_doubts, count.false_doubts) == (2, 2, 1, 1, 1)
    assert count.f1 == pytest.approx(4 / 7)
    assert count.f1_without_doubts == pytest.approx(2 / 4)
    assert count.examples == ["R3 false (Edema)", "R5 missed (edema)"]
    assert total([count, Count(true=1)]).f1 == pytest.approx(6 / 9)
    names = [one.name for one in measure_labeller(path)]
    assert names[0] == "labeller_speed"
    assert "labeller_f1 micro, held out" in names
    assert len(names) == 15


def test_the_command_prints_each_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labeller, "REPORTS_A_MINUTE", 1)
    path = write(tmp_path / "r.csv", row(1, "Edema.", Observation.EDEMA))
    assert main(["bench", "labeller", str(path)]) == 0
    assert "labeller_f1 Edema, " in capsys.readouterr().out
    assert main(["bench", "labeller", str(path), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 15
    monkeypatch.setattr(labeller, "REPORTS_A_MINUTE", 10**12)
    assert main(["bench", "labeller", str(path)]) == 1


@pytest.mark.parametrize("text", ["", "id,findings\nR1,Edema.\n", None])
def test_a_file_without_labels_is_refused_in_one_line(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "r.csv"
    if text is not None:
        path.write_text(text)
    with pytest.raises(CxrViewerError, match=r"r\.csv: is no table of labelled reports; name a CSV with gold_ columns"):
        read_labelled(path)


@pytest.mark.shared
@pytest.mark.parametrize(("held_out", "micro", "plain"), [(False, 0.91, 0.97), (True, 0.90, 0.95)])
def test_f1_on_open_i_stays_where_it_was_measured(
    shared_data: Path, held_out: bool, micro: float, plain: float
) -> None:
    reports = read_labelled(shared_data / "data" / "reports" / "openi_reports_shared.csv")
    assert len(reports) > 2000
    counts = score(report for report in reports if report.held_out is held_out)
    together = total(counts.values())
    assert together.f1 >= micro
    assert together.f1_without_doubts >= plain
    floors = {"Atelectasis": 0.90, "Cardiomegaly": 0.93, "Consolidation": 0.86, "Edema": 0.67, "Pleural Effusion": 0.85}
    for finding, floor in floors.items():
        assert counts[Observation(finding)].f1 >= floor, finding
