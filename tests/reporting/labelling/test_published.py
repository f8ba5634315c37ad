"""Against labels that others made: CheXpert's own four reports."""

import csv
from pathlib import Path

import pytest

from cxrviewer.reporting.labelling import Observation, label_report


@pytest.mark.shared
def test_the_four_reports_published_with_chexperts_labeller(shared_data: Path) -> None:
    path = shared_data / "data" / "reports" / "chexpert_labeler_labeled_reports.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    for row in rows:
        found = label_report(row["Reports"])
        for observation in Observation:
            assert found[observation].code == row[observation.value].removesuffix(".0"), observation
