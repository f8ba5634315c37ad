"""The built wheel, installed somewhere else, is the whole program: it finds its resources and drafts the demo."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def run(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DISPLAY")}
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, env=clean | environment, text=True, capture_output=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources without the network."""
    out = tmp_path_factory.mktemp("dist")
    built = run(
        sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out, HOME=str(out)
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (found,) = out.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment elsewhere holding the wheel; its dependencies are those of the environment that runs the tests."""
    folder = tmp_path_factory.mktemp("elsewhere") / "environment"
    assert run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent).returncode == 0
    python = folder / "bin" / "python"
    put = run(
        sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel, cwd=folder.parent
    )
    assert put.returncode == 0, put.stderr
    (site,) = (folder / "lib").glob("python*/site-packages")
    # A path named in a .pth file is searched, but .pth files inside it are not read: the source tree stays unseen.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_wheel_carries_resources_and_the_demo_checkpoint(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "cxrviewer/model_weights/demo/model.safetensors" in names
    assert any(name.startswith("cxrviewer/resources/demo_cases/") for name in names)
    assert not any(name.startswith(("tests/", "installer/")) for name in names)


def test_the_installed_program_drafts_the_demo(installed: Path, tmp_path: Path):
    picture = tmp_path / "window.png"
    done = run(
        installed / "bin" / "cxrviewer",
        "demo",
        "--screenshot",
        picture,
        cwd=tmp_path,
        CXRVIEWER_DATA=str(tmp_path / "data"),
        CXRVIEWER_CONFIG=str(tmp_path / "config"),
        QT_QPA_PLATFORM="offscreen",
    )
    assert done.returncode == 0, done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert len(done.stdout.split()) > 5, "the report is printed"
    where = run(installed / "bin" / "python", "-c", "import cxrviewer; print(cxrviewer.__file__)", cwd=tmp_path)
    assert str(installed) in where.stdout
