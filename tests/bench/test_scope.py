"""The measurement of the scope check: counts worked by hand on three films."""

import shutil

import pytest

from cxrviewer import paths
from cxrviewer.bench.scope import measure_scope, read_expected
from cxrviewer.errors import CxrViewerError
from cxrviewer.imaging.scope import ScopeKind


@pytest.fixture
def folder(tmp_path):
    for case in (2, 3):
        shutil.copy(paths.resources() / "demo_cases" / f"case_{case}.dcm", tmp_path)
    return tmp_path


def table(folder, *lines):
    made = folder / "films.csv"
    made.write_text("\n".join(("file,kinds", *lines)))
    return made


def test_hits_misses_and_false_alarms_are_counted(folder):
    # The second is said to be a child, which nobody can see: one miss.
    seen = []
    films = table(folder, "case_2.dcm,", "case_3.dcm,child;too small", "gone.dcm,child")
    measured = {one.name: one for one in measure_scope(folder, films, lambda done, all_: seen.append((done, all_)))}
    assert seen == [(1, 3), (2, 3), (3, 3)]
    child = measured["scope child"]
    assert (child.ours, child.peer, child.ratio) == (0, 1, 0)
    assert child.how == "2 films: 1 missed (case_3.dcm); no false alarms"
    frontal = measured["scope not a frontal chest (or lateral)"]
    assert (frontal.ours, frontal.peer, frontal.ratio) == (0, 0, None)
    assert frontal.how == "2 films: no missed; no false alarms"
    assert measured["scope wrong polarity, frontal films altered"].peer == 2
    turned = measured["scope turned, frontal films altered"]
    assert (turned.ours, turned.peer) == (6, 6)


def test_a_table_of_other_words_is_refused(folder):
    with pytest.raises(CxrViewerError, match="the kinds are: not a frontal chest"):
        read_expected(table(folder, "case_2.dcm,upside-down"))
    with pytest.raises(CxrViewerError, match="holds none of the films"):
        measure_scope(folder, table(folder, "gone.dcm,"), lambda done, all_: None)


def test_kinds_are_read_with_their_spaces(folder):
    assert read_expected(table(folder, "a.png,child; 8-bit export")) == {
        "a.png": {ScopeKind.CHILD, ScopeKind.EIGHT_BIT}
    }
