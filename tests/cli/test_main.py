"""The frame of the command line: help, version, exit statuses, one line a failure."""

import pytest

from cxrviewer import __version__
from cxrviewer.cli import main as cli
from cxrviewer.errors import WeightsMissing


@pytest.fixture
def command(monkeypatch):
    """A command whose work the test chooses, reached as ``cxrviewer doctor``."""

    class Fake:
        def add_arguments(self, parser):
            parser.add_argument("--loud", action="store_true")

        def run(self, arguments):
            return self.work()

    fake = Fake()
    monkeypatch.setattr(cli.importlib, "import_module", lambda name: fake)
    return fake


def test_help_names_every_command(capsys):
    assert cli.main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"\n  {name} " in text for name in cli.COMMANDS)


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"cxrviewer {__version__}\n"


def test_an_expected_error_is_one_line_and_status_1(command, capsys):
    def work():
        raise WeightsMissing("there is no\ncheckpoint; add one")

    command.work = work
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().err == "there is no checkpoint; add one\n"


def test_interruption_is_status_130(command):
    def work():
        raise KeyboardInterrupt

    command.work = work
    assert cli.main(["doctor"]) == 130


def test_wrong_usage_is_status_2(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["doctor", "--quick"])
    assert stopped.value.code == 2
    assert "--quick" in capsys.readouterr().err


def test_words_that_are_no_command_are_paths_for_the_viewer(monkeypatch):
    seen = []
    monkeypatch.setattr(
        cli.importlib, "import_module", lambda name: seen.append(name) or pytest.skip("the viewer was found")
    )
    with pytest.raises(pytest.skip.Exception):
        cli.main(["film.dcm"])
    assert seen == ["cxrviewer.cli.view"]
