"""From manifest to locked study: every bad row is named, and nothing is half made."""

import json
from pathlib import Path

import pytest

from cxrviewer.errors import RowsRefused, StoreError, StudyError
from cxrviewer.study.creating import create_study, design_study
from cxrviewer.study.manifest import Columns, read_manifest
from cxrviewer.study.protocol import Protocol
from cxrviewer.study.study import open_study
from tests.study.studies import make_study, write_films, write_manifest

COLUMNS = Columns(truth="truth", training="training")


def refused(file: Path, columns: Columns = COLUMNS) -> tuple[str, ...]:
    with pytest.raises(RowsRefused) as error:
        read_manifest(file, columns)
    return tuple(row.removeprefix(f"{file}: ") for row in error.value.rows)


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("image_3", "films/gone.png", "row 3: image films/gone.png: there is no such file; check the name"),
        ("image_3", "", "row 3: no image is named"),
        ("image_3", "manifest.csv", "row 3: image manifest.csv: this is a text file, not a radiograph"),
        ("image_3", "films/film_00.png", "row 3: image films/film_00.png: the same film is in row 2 already"),
        ("model_4", " \t", "row 4: the report of 'model' is empty; fill it in"),
        ("case_3", "case 0", "row 3: the case 'case 0' is in row 2 already"),
        ("case_3", "  ", "row 3: the case has no usable name"),
        ("training_2", "perhaps", "row 2: 'perhaps' does not say whether this is a training case"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, cell: str, value: str, message: str) -> None:
    (found,) = refused(write_manifest(tmp_path, 3, **{cell: value}))
    assert found.startswith(message)


def test_all_bad_rows_are_named_at_once(tmp_path: Path) -> None:
    file = write_manifest(tmp_path, 4, image_3="gone.png", model_5="", reference_5="")
    assert [row.split(":")[0] for row in refused(file)] == ["row 3", "row 5", "row 5"]


def test_a_wrong_encoding_is_named_by_its_row(tmp_path: Path) -> None:
    file = write_manifest(tmp_path, 3, model_2="two\nlines")
    file.write_bytes(file.read_bytes().replace(b"clear in film 1", "gröößer".encode("latin-1")))
    (found,) = refused(file)
    assert found == "row 3: this is not UTF-8; save the table as CSV UTF-8"


def test_a_table_that_is_none(tmp_path: Path) -> None:
    file = write_manifest(tmp_path, 2)
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "a,b\n", encoding="utf-8")
    assert refused(file) == ("row 4: it has 2 cells, the header 6; correct it",)
    file.write_text(text + 'case 9,"films/film_00.png" x,a,b,0,0\n', encoding="utf-8")
    assert refused(file)[0].startswith("row 4: this is no CSV")
    file.write_text(text.replace("image", "picture"), encoding="utf-8")
    with pytest.raises(StudyError, match="there is no column 'image'"):
        read_manifest(file, COLUMNS)
    file.write_text("case,image,truth,training\n", encoding="utf-8")
    with pytest.raises(StudyError, match="no column of reports"):
        read_manifest(file, COLUMNS)
    file.write_text("case,image,truth,training,model\n", encoding="utf-8")
    with pytest.raises(StudyError, match="no row below its header"):
        read_manifest(file, COLUMNS)
    file.write_text("case,image,a,a\n", encoding="utf-8")
    with pytest.raises(StudyError, match="two columns have the same name"):
        read_manifest(file)
    with pytest.raises(StudyError, match="cannot be read"):
        read_manifest(tmp_path / "absent.csv")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_spreadsheets_own_delimiter_and_byte_order_mark(tmp_path: Path, delimiter: str) -> None:
    file = write_manifest(tmp_path, 2, reference_2="plain")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_text(encoding="utf-8").replace(",", delimiter).encode())
    arms, cases = read_manifest(file, COLUMNS)
    assert arms == ("model", "reference")
    assert [case.case for case in cases] == ["case 0", "case 1"]
    assert cases[0].reports["reference"] == "plain"


def test_an_arm_can_be_drafted_on_the_spot(tmp_path: Path) -> None:
    drafted: list[str] = []

    def draft(image: Path) -> str:
        drafted.append(image.name)
        return f"A draft of {image.stem}."

    file = write_manifest(tmp_path, 2)
    arms, cases = read_manifest(file, COLUMNS, {"demo": draft})
    assert arms == ("model", "reference", "demo")
    assert cases[1].reports["demo"] == "A draft of film_01."
    assert drafted == ["film_00.png", "film_01.png"]
    with pytest.raises(StudyError, match="an arm to be drafted is a column"):
        read_manifest(file, COLUMNS, {"model": draft})


def test_nothing_is_drafted_for_a_manifest_that_is_refused(tmp_path: Path) -> None:
    def draft(image: Path) -> str:
        pytest.fail("a draft was written")

    with pytest.raises(RowsRefused):
        read_manifest(write_manifest(tmp_path, 1, model_2=""), COLUMNS, {"demo": draft})


def test_a_report_of_which_nothing_is_left_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    file = write_manifest(tmp_path, 2, reference_3="COMPARISON: None. XXXX")
    arms, cases = read_manifest(file, COLUMNS)
    protocol = Protocol(arms=arms, readers=("A",), seed=1)
    with pytest.raises(
        RowsRefused, match=r"manifest.csv: case 'case 1': nothing of the report of 'reference' is about"
    ):
        design_study(protocol, cases, str(file))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["films", "manifest.csv"]


def test_a_study_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("copyfile", "rename"):
        target = "cxrviewer.study.creating.shutil.copyfile" if name == "copyfile" else "pathlib.Path.rename"
        with monkeypatch.context() as patch:
            patch.setattr(target, fail)
            arms, cases = read_manifest(write_manifest(tmp_path, 2), COLUMNS)
            designed = design_study(Protocol(arms=arms, readers=("A",), seed=1), cases, "manifest.csv")
            with pytest.raises(StudyError, match=r"cannot be written \(No space left on device\)"):
                create_study(tmp_path / "study", *designed, copy_images=True)
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["films", "manifest.csv"]
    create_study(tmp_path / "study", *designed).close()


def test_a_folder_that_is_taken_is_left_alone(tmp_path: Path) -> None:
    make_study(tmp_path).close()
    before = {file.name: file.read_bytes() for file in (tmp_path / "study").iterdir()}
    with pytest.raises(StudyError, match="something here already; name a new folder"):
        make_study(tmp_path)
    assert {file.name: file.read_bytes() for file in (tmp_path / "study").iterdir()} == before


def test_a_network_drive_is_refused_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxrviewer.store.database.network_file_system", lambda _: "nfs4")
    with pytest.raises(StoreError, match=r"network drive \(nfs4\).*name a folder on this computer for the study"):
        make_study(tmp_path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["films", "manifest.csv"]


def test_films_travel_with_the_study_under_names_that_tell_nothing(tmp_path: Path) -> None:
    arms, cases = read_manifest(write_manifest(tmp_path, 2), COLUMNS)
    designed = design_study(Protocol(arms=arms, readers=("A",), seed=1), cases, "manifest.csv")
    create_study(tmp_path / "study", *designed, copy_images=True).close()
    (tmp_path / "study").rename(tmp_path / "elsewhere")
    for film in (tmp_path / "films").iterdir():
        film.unlink()
    with open_study(tmp_path / "elsewhere") as study:
        item = study.session("A").current()
        assert item is not None
        assert item.film.parent == tmp_path / "elsewhere" / "images"
        assert "film" not in item.film.name


def test_a_study_beside_its_films_can_move_with_them(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    make_study(tmp_path / "old").close()
    (tmp_path / "old").rename(tmp_path / "new")
    with open_study(tmp_path / "new" / "study") as study:
        assert study.session("A").current() is not None


def test_the_order_and_the_key_are_stored_in_full(tmp_path: Path) -> None:
    with make_study(tmp_path, training=1, repeats=2) as study:
        parts = study.store.design()
        orders, key = json.loads(parts["orders"]), json.loads(parts["key"])
        for reader in ("A", "B"):
            assert len(orders[reader]) == 1 + 8 + 2
            assert all(slot["report"] in key["arms"] for slot in orders[reader])
        assert len(key["repeats"]) == 4
        assert study.genesis == study.computed_lock
        text = parts["study"] + parts["protocol"] + parts["films"] + parts["reports"] + parts["orders"]
        assert "case 0" not in text  # what a window opens names no case
        reference = next(report for report, arm in key["arms"].items() if arm == "reference")
        assert key["originals"][reference]["text"].startswith("FINDINGS:")
        assert key["originals"][reference]["changes"][0]["rule"] == "section header"


def test_the_same_film_twice_is_found_by_content(tmp_path: Path) -> None:
    first, second = write_films(tmp_path / "films", 2)
    second.write_bytes(first.read_bytes())
    file = tmp_path / "manifest.csv"
    file.write_text("case,image,a\n1,films/film_00.png,Clear.\n2,films/film_01.png,Clear.\n", encoding="utf-8")
    assert refused(file, Columns()) == (
        "row 3: image films/film_01.png: the same film is in row 2 already; remove one",
    )
