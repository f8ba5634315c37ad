from pathlib import Path

from cxrviewer.imaging.radiograph import Patient
from cxrviewer.ui.compare.candidates import candidates
from cxrviewer.ui.worklist.entry import Entry
from tests.factories import make_radiograph

ANN = make_radiograph().patient


def entry(name, person, date="", **changes):
    return Entry(Path(name), digest=name * 8, person=person, study_date=date, **changes)


def test_the_latest_before_comes_first_and_other_people_last():
    current = make_radiograph("now.dcm")  # of 2026-01-02
    entries = [
        entry("ann-2020", ANN, "20200101"),
        entry("bob", Patient(name="Bob", identifier="B"), "20251231"),
        Entry(Path("now.dcm"), digest=current.digest, person=ANN),
        entry("ann-2027", ANN, "20270101"),
        entry("ann-2025", ANN, "20250101"),
        entry("ann-broken", ANN, "20251101", trouble="the file is damaged"),
        Entry(Path("the same bytes.dcm"), digest=current.digest, person=ANN),
        entry("nobody.png", Patient()),
    ]
    found = candidates(current, Path("now.dcm"), entries)
    assert [one.path.name for one in found.same_patient] == ["ann-2025", "ann-2020", "ann-2027"]
    assert [one.path.name for one in found.others] == ["bob", "nobody.png"]
    stepped, path = [], None
    for _ in range(4):
        path = found.next_after(path).path
        stepped.append(path.name)
    assert stepped == ["ann-2025", "ann-2020", "ann-2027", "ann-2025"]


def test_of_a_long_list_the_nearest_are_offered():
    entries = [entry(f"{number}.png", Patient()) for number in range(1000)]
    found = candidates(make_radiograph(), Path("500.png"), entries)
    assert found.same_patient == ()
    assert found.next_after(None) is None
    assert {one.path.name for one in found.others} == {f"{n}.png" for n in range(490, 511) if n != 500}
