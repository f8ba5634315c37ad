import os

import pytest

from cxrviewer import app, paths
from cxrviewer.cli.main import main
from cxrviewer.errors import WeightsMissing
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.store.store import Store
from tests.engines import GatedEngine, failing_loader, loader_of
from tests.factories import make_identity, make_pixels

pytest.importorskip("PySide6")
from PIL import Image
from PySide6.QtGui import QImage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def demo(monkeypatch, tmp_path, qapp):
    """Two films and a model that writes at once, in place of the bundled ones."""
    folder = tmp_path / "films"
    folder.mkdir()
    for name in ("a.png", "b.png"):
        Image.fromarray((make_pixels(seed=ord(name[0])) >> 4).astype("uint8")).save(folder / name)
    engine = GatedEngine(identity=make_identity(name="demo", is_demo=True))
    engine.release_all()
    monkeypatch.setattr(app, "demo_films", lambda: folder)
    monkeypatch.setattr(app, "load_model", lambda window, *_: window.load_model(loader_of(engine)))
    monkeypatch.setitem(os.environ, "QT_QPA_PLATFORM", "offscreen")
    return folder


def test_a_picture_of_the_window_and_the_report(demo, tmp_path, capsys):
    picture = tmp_path / "out.png"
    assert main(["demo", "--screenshot", str(picture), "--size", "1100x700"]) == 0
    said = capsys.readouterr()
    assert said.out == "The heart is normal. The lungs are clear.\n"
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1100, 700)
    with Store.open(paths.data_folder()) as store:
        (draft,) = store.drafts_of(read_radiograph(demo / "a.png").digest)
        (exchange,) = store.exchanges_of(draft.identifier)
    assert exchange.answer.text == draft.text


def test_without_a_display_a_picture_is_taken_all_the_same(demo, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["demo"]) == 0
    assert (tmp_path / "cxrviewer-demo.png").is_file()


def test_a_second_demo_drafts_again(demo, tmp_path, capsys):
    for _ in range(2):
        assert main(["demo", "--screenshot", str(tmp_path / "out.png")]) == 0
    with Store.open(paths.data_folder()) as store:
        assert len(store.drafts_of(read_radiograph(demo / "a.png").digest)) == 2


def test_without_the_checkpoint_the_demo_fails_with_a_sentence(demo, tmp_path, monkeypatch, capsys):
    missing = failing_loader(WeightsMissing("there is no checkpoint demo; install again"))
    monkeypatch.setattr(app, "load_model", lambda window, *_: window.load_model(missing))
    assert main(["demo", "--screenshot", str(tmp_path / "out.png")]) == 1
    assert "there is no checkpoint demo; install again" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", None], ids=["unreadable film", "no film"])
def test_without_a_film_the_demo_fails_with_a_sentence(demo, tmp_path, capsys, content):
    for film in demo.iterdir():
        film.unlink()
    if content is not None:
        (demo / "a.png").write_bytes(content)
    assert main(["demo", "--screenshot", str(tmp_path / "out.png")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_picture_that_cannot_be_written_fails_with_a_sentence(demo, tmp_path, capsys):
    assert main(["demo", "--screenshot", str(tmp_path / "no" / "folder" / "out.png")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_size_that_is_none_is_wrong_usage(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--size", "large"])
    assert ended.value.code == 2


def test_the_viewer_without_a_display_says_what_else_there_is(monkeypatch, capsys):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert main(["film.dcm"]) == 1
    assert "there is no display" in capsys.readouterr().err
