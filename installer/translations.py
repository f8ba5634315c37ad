"""Brings the texts of the window into ``resources/translations``: ``make translations`` runs it.

Collects the texts (pyside6-lupdate), says which have no translation yet, and writes what the window reads
(pyside6-lrelease). With ``--into FOLDER`` it works on a copy there. Knows no language.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"


def sources() -> list[str]:
    """The modules whose texts are shown, in a fixed order, relative to the root."""
    modules = [ROOT / "cxrviewer" / "app.py", *(ROOT / "cxrviewer" / "ui").rglob("*.py")]
    return sorted(str(module.relative_to(ROOT)) for module in modules)


def update(texts: Path) -> None:
    """Collect the texts of the sources into a ``.ts``, keeping the translations of those that stay."""
    _run("pyside6-lupdate", *sources(), "-locations", "none", "-no-obsolete", "-silent", "-ts", str(texts))


def release(texts: Path, target: Path) -> None:
    """Write the ``.qm`` of a ``.ts``."""
    _run("pyside6-lrelease", str(texts), "-silent", "-qm", str(target))


def untranslated(texts: Path) -> list[str]:
    """The texts of a ``.ts`` that have no translation."""
    return [
        message.findtext("source", "")
        for message in ElementTree.parse(texts).iter("message")
        if message.find("translation[@type]") is not None
    ]


def main() -> int:
    """Update and release every language; 1 where a text has no translation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, help="work on a copy in this folder")
    folder = parser.parse_args().into or FOLDER
    missing = 0
    for texts in sorted(FOLDER.glob("*.ts")):
        working = folder / texts.name
        if working != texts:
            shutil.copy(texts, working)
        update(working)
        release(working, working.with_suffix(".qm"))
        for text in untranslated(working):
            missing += 1
            sys.stderr.write(f"{texts.name}: not translated: {text!r}\n")
    return 1 if missing else 0


def _run(tool: str, *arguments: str) -> None:
    program = shutil.which(tool, path=str(Path(sys.executable).parent)) or tool
    subprocess.run([program, *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
