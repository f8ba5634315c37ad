import os
import zipfile
from pathlib import Path

from cxrviewer.imaging.containers import Contents
from cxrviewer.ui.film_sources import Missing, film_files


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


def test_folders_come_between_files_by_name(tmp_path):
    wanted = [touch(tmp_path, name) for name in ("a.png", "b/c/1.png", "b/d.png", "b.png", "c.png")]
    assert list(film_files([tmp_path])) == wanted


def test_a_folder_that_cannot_be_opened_stands_for_itself(tmp_path, monkeypatch):
    first, closed, last = touch(tmp_path, "a.png"), touch(tmp_path, "b/film.png").parent, touch(tmp_path, "c.png")
    scandir = os.scandir

    def refusing(folder):
        if folder == closed:
            raise PermissionError
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    assert list(film_files([tmp_path])) == [first, closed, last]


def test_nothing_more_is_looked_at_once_it_is_stopped(tmp_path):
    for number in range(10):
        touch(tmp_path, f"{number}.png")
    found = []
    for file in film_files([tmp_path], stopped=lambda: len(found) == 3):
        found.append(file)
    assert len(found) == 3


def test_a_zip_stands_for_its_films_and_a_damaged_one_for_itself(tmp_path):
    good, bad = tmp_path / "good.zip", touch(tmp_path, "bad.zip", b"PK\x03\x04 and no more")
    with zipfile.ZipFile(good, "w") as archive:
        for name in ("inner/b.dcm", "a.png", "notes.txt"):
            archive.writestr(name, b"x")
    assert list(film_files([good, bad])) == [good / "a.png", good / "inner/b.dcm", bad]


def test_what_a_disc_lacks_is_told(tmp_path):
    index, film = touch(tmp_path, "DICOMDIR"), touch(tmp_path, "A")
    told = []
    look = Contents((film,), ("B", "C"))
    assert list(film_files([index], lambda _path: look, missed=told.append)) == [film]
    assert told == [Missing(index, ("B", "C"), 3)]
