from pathlib import Path

from cxrviewer.ui.film_sources import film_files


def touch(folder, name, content=b"x"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_a_folder_gives_what_may_be_films_in_order(tmp_path):
    wanted = [
        touch(tmp_path, "a.png"),
        touch(tmp_path, "b/IM0001", b"\0" * 128 + b"DICM"),
        touch(tmp_path, "c.DCM"),
    ]
    for name in ("notes.txt", ".hidden.png", "DICOMDIR", "README"):
        touch(tmp_path, name)
    assert list(film_files([tmp_path])) == wanted


def test_a_dicomdir_stands_for_its_folder(tmp_path):
    film = touch(tmp_path, "a.dcm")
    assert list(film_files([touch(tmp_path, "DICOMDIR")])) == [film]


def test_a_file_named_by_hand_is_never_left_out(tmp_path):
    assert list(film_files([Path("missing.txt")])) == [Path("missing.txt")]
