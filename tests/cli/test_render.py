"""``cxrviewer render``: what the viewer would show, file by file, and one line for each that cannot be."""

import numpy as np
import pytest
from PIL import Image

from cxrviewer.cli.main import main
from cxrviewer.imaging.display_function import from_gamma
from cxrviewer.imaging.grayscale import automatic_window, render
from cxrviewer.imaging.presets import voi_choices
from cxrviewer.imaging.radiograph import Window
from cxrviewer.imaging.reading import read_radiograph
from tests.imaging.dicom_files import make_dataset, make_dicom, to_bytes

PIXELS = np.linspace(0, 4095, 40 * 30).astype(np.uint16).reshape(40, 30)


@pytest.fixture
def films(tmp_path):
    """A folder with two films, one text file and one hidden file."""
    folder = tmp_path / "films"
    (folder / "more").mkdir(parents=True)
    (folder / "Example^Ann.dcm").write_bytes(make_dicom(PIXELS, WindowCenter=1000, WindowWidth=500))
    (folder / "more" / "other.dcm").write_bytes(make_dicom(PIXELS, PhotometricInterpretation="MONOCHROME1"))
    (folder / "letter.txt").write_text("no film")
    (folder / ".hidden").write_text("no film")
    return folder


def command(*words):
    return main(["render", *map(str, words)])


def grey(path):
    with Image.open(path) as image:
        assert image.mode == "L"
        return np.asarray(image)


def test_what_the_viewer_opens_with_is_written_one_to_one(films, tmp_path, capsys):
    source = films / "Example^Ann.dcm"
    assert command(source, "--out", tmp_path / "out") == 0
    assert np.array_equal(grey(tmp_path / "out" / "radiograph_0001.png"), render(read_radiograph(source)))
    assert capsys.readouterr().out == f"{tmp_path / 'out' / 'radiograph_0001.png'}\n"


def test_a_folder_is_walked_in_order_and_failures_keep_their_numbers(films, tmp_path, capsys):
    assert command(films, "--out", tmp_path / "out") == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["radiograph_0001.png", "radiograph_0003.png"]
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert errors[0].startswith(f"{films / 'letter.txt'}: this is a text file")


def test_file_names_identify_nobody_unless_asked(films, tmp_path):
    command(films, "--out", tmp_path / "plain")
    assert not [path for path in (tmp_path / "plain").iterdir() if "Ann" in path.name]
    command(films, "--out", tmp_path / "named", "--with-names")
    assert sorted(path.name for path in (tmp_path / "named").iterdir()) == ["Example^Ann.png", "other.png"]


def test_films_of_one_name_do_not_overwrite_each_other(films, tmp_path):
    source = films / "more" / "other.dcm"
    assert command(source, source, "--out", tmp_path / "out", "--with-names") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["other.png", "other_2.png"]


@pytest.mark.parametrize(
    ("words", "voi"),
    [
        (["--voi", "1"], Window(1000, 500)),
        (["--voi", "2"], Window(2048, 4096)),
        (["--voi", "500,200.5"], Window(500, 200.5)),
        (["--voi=-5,200"], Window(-5, 200)),
    ],
)
def test_the_voi_can_be_chosen(films, tmp_path, words, voi):
    source = films / "Example^Ann.dcm"
    assert command(source, "--out", tmp_path / "out", *words) == 0
    assert np.array_equal(grey(tmp_path / "out" / "radiograph_0001.png"), render(read_radiograph(source), voi))


def test_auto_is_the_automatic_window_even_where_the_file_has_its_own(films, tmp_path):
    source = films / "Example^Ann.dcm"
    assert command(source, "--out", tmp_path / "out", "--voi", "auto") == 0
    film = read_radiograph(source)
    shown = grey(tmp_path / "out" / "radiograph_0001.png")
    assert np.array_equal(shown, render(film, automatic_window(film)))
    assert not np.array_equal(shown, render(film))


@pytest.mark.parametrize(
    ("word", "name"), [("auto", "Automatic"), ("lungs", "Lungs"), ("bone", "Bone"), ("lines", "Lines and tubes")]
)
def test_a_preset_can_be_named(films, tmp_path, word, name):
    source = films / "more" / "other.dcm"
    assert command(source, "--out", tmp_path / "out", "--voi", word) == 0
    film = read_radiograph(source)
    assert np.array_equal(grey(tmp_path / "out" / "radiograph_0001.png"), render(film, dict(voi_choices(film))[name]))


def test_a_film_of_one_value_has_no_lungs(tmp_path, capsys):
    (tmp_path / "film.dcm").write_bytes(make_dicom(np.full((4, 4), 7, np.uint16)))
    assert command(tmp_path / "film.dcm", "--out", tmp_path / "out", "--voi", "lungs") == 1
    assert "one value only" in capsys.readouterr().err


def test_the_shutter_is_drawn_and_overlays_where_asked(tmp_path):
    dataset = make_dataset(
        PIXELS,
        ShutterShape="RECTANGULAR",
        ShutterLeftVerticalEdge=3,
        ShutterRightVerticalEdge=30,
        ShutterUpperHorizontalEdge=1,
        ShutterLowerHorizontalEdge=40,
    )
    for element, vr, value in (
        (0x10, "US", 40),
        (0x11, "US", 30),
        (0x50, "SS", [1, 1]),
        (0x3000, "OW", b"\xff\xff" + b"\0" * 148),
    ):
        dataset.add_new((0x6000, element), vr, value)
    (tmp_path / "film.dcm").write_bytes(to_bytes(dataset))
    film = read_radiograph(tmp_path / "film.dcm")
    for words, drawn in (([], False), (["--overlays"], True)):
        command(tmp_path / "film.dcm", "--out", tmp_path / "out", *words)
        written = grey(tmp_path / "out" / "radiograph_0001.png")
        assert np.array_equal(written, render(film, shutter=True, overlays=drawn))
        assert not written[1:, :2].any()
        assert (written[0, :16] == 255).all() == drawn


@pytest.mark.parametrize(("words", "ambient"), [("0.4,350", 0.0), ("0.4,350,1.5", 1.5)])
def test_a_display_is_driven_only_where_asked(films, tmp_path, words, ambient):
    source = films / "Example^Ann.dcm"
    film = read_radiograph(source)
    assert command(source, "--out", tmp_path / "out", "--gsdf", words) == 0
    display = from_gamma(darkest=0.4, brightest=350, gamma=2.2, ambient=ambient)
    driven = grey(tmp_path / "out" / "radiograph_0001.png")
    assert np.array_equal(driven, render(film, display=display))
    assert not np.array_equal(driven, render(film))


def test_a_voi_that_a_film_does_not_have_names_its_choices(films, tmp_path, capsys):
    assert command(films / "Example^Ann.dcm", "--out", tmp_path / "out", "--voi", "9") == 1
    line = capsys.readouterr().err
    assert "no VOI number 9; choose one of: 1 Window 1, 2 Full range, 3 Automatic" in line


@pytest.mark.parametrize(
    "words",
    [
        ["--voi", "0"],
        ["--voi", "wide"],
        ["--voi", "5,0"],
        ["--voi", "1,2,3"],
        ["--max-size", "0"],
        ["--gsdf", "300,1"],
        ["--gsdf", "dark"],
        ["--gsdf", "1,2,3,4"],
        ["--gsdf", "1"],
    ],
)
def test_wrong_usage_is_told(films, tmp_path, words, capsys):
    with pytest.raises(SystemExit) as leaving:
        command(films, "--out", tmp_path / "out", *words)
    assert leaving.value.code == 2
    assert words[1] in capsys.readouterr().err


def test_a_smaller_picture_is_averaged(films, tmp_path):
    source = films / "Example^Ann.dcm"
    assert command(source, "--out", tmp_path / "out", "--max-size", "20") == 0
    small = grey(tmp_path / "out" / "radiograph_0001.png")
    whole = render(read_radiograph(source)).astype(float)
    assert small.shape == (20, 15)
    averages = whole.reshape(20, 2, 15, 2).mean(axis=(1, 3))
    assert np.abs(small - averages).max() <= 1


def test_what_was_passed_over_is_told(tmp_path, capsys):
    (tmp_path / "film.dcm").write_bytes(make_dicom(PIXELS, WindowCenter=9, WindowWidth=0))
    assert command(tmp_path / "film.dcm", "--out", tmp_path / "out") == 0
    assert "film.dcm: warning: Window 1 has a width" in capsys.readouterr().err


def test_an_output_folder_that_cannot_be_is_told(films, tmp_path, capsys):
    assert command(films, "--out", films / "letter.txt") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_picture_that_cannot_be_written_is_told(films, tmp_path, capsys):
    (tmp_path / "out" / "radiograph_0001.png").mkdir(parents=True)
    assert command(films / "Example^Ann.dcm", "--out", tmp_path / "out") == 1
    assert "cannot be written; " in capsys.readouterr().err


@pytest.mark.shared
def test_every_malformed_file_gives_one_line_and_status_one(shared_data, tmp_path, capsys):
    assert command(shared_data / "data" / "dicom_malformed", "--out", tmp_path / "out") == 1
    assert len(capsys.readouterr().err.splitlines()) == 10
    assert list((tmp_path / "out").iterdir()) == []
