import json
import os

import pytest

from cxrviewer.ui.recent import KEPT, RecentPlaces


@pytest.fixture
def places(tmp_path):
    made = RecentPlaces()
    made.keep_in(tmp_path / "config" / "recent.json")
    return made


def folders(tmp_path, count):
    made = [tmp_path / f"{number:02}" for number in range(count)]
    for folder in made:
        folder.mkdir()
    return made


def again(tmp_path):
    made = RecentPlaces()
    made.keep_in(tmp_path / "config" / "recent.json")
    return made


def test_the_latest_ten_come_back_the_latest_first(places, tmp_path):
    some = folders(tmp_path, KEPT + 2)
    for folder in (*some, some[5]):
        places.add([folder])
    wanted = (some[5], *[folder for folder in reversed(some) if folder != some[5]][: KEPT - 1])
    assert places.paths == wanted
    assert again(tmp_path).paths == wanted


def test_what_is_gone_is_not_offered(places, tmp_path):
    kept, gone = folders(tmp_path, 2)
    places.add([kept, gone])
    gone.rmdir()
    assert places.paths == (kept,)


def test_forgetting_leaves_nothing_on_the_disk(places, tmp_path):
    places.add(folders(tmp_path, 1))
    places.forget()
    assert places.paths == ()
    assert json.loads((tmp_path / "config" / "recent.json").read_text()) == {"recent": []}


@pytest.mark.skipif(os.name != "posix", reason="permissions of files")
def test_names_are_for_their_owner_alone(places, tmp_path):
    places.add(folders(tmp_path, 1))
    assert (tmp_path / "config" / "recent.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["{", "[]", '{"recent": 3}', "\x00", '{"recent": [3, null]}'])
def test_a_damaged_file_is_an_empty_list(tmp_path, content, expected_warnings):
    file = tmp_path / "config" / "recent.json"
    file.parent.mkdir()
    file.write_text(content)
    assert again(tmp_path).paths == ()


def test_a_folder_that_cannot_be_written_disturbs_nobody(tmp_path, expected_warnings):
    (tmp_path / "config").write_text("not a folder")
    places = RecentPlaces()
    places.keep_in(tmp_path / "config" / "recent.json")
    folder = folders(tmp_path, 1)[0]
    places.add([folder])
    assert places.paths == (folder,)
    assert expected_warnings
    assert all(str(tmp_path) not in record.getMessage() for record in expected_warnings)
