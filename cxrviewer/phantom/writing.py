"""Phantoms as files: films, masks, and the table of their truth. Knows formats; draws nothing itself."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cxrviewer.imaging.picture import PHANTOM_KEY, PHANTOM_TEXT
from cxrviewer.phantom.case import Film, Phantom, draw_phantom, render, words_rng
from cxrviewer.phantom.dicom import Identity, dicom_dataset, usual_identity, write_dicom
from cxrviewer.phantom.language import report
from cxrviewer.reporting.findings import Finding

TRUTH_FILE = "truth.csv"
MASKS = "masks"
COLUMNS = (
    *("file", "view", "sex", "age", "report"),
    *(f"{finding.value}{suffix}" for finding in Finding for suffix in ("", "_side", "_zone")),
)

Report = Callable[[int, int], None]
"""Told how many of how many are done."""


def write_phantoms(
    out: Path, phantoms: Iterable[Phantom], count: int, *, png: bool, masks: bool, size: int, done: Report
) -> None:
    """Films, their masks if wanted, and ``truth.csv``. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, phantom in enumerate(phantoms):
        film = render(phantom, size)
        name = f"phantom_{phantom.index:04d}.{'png' if png else 'dcm'}"
        if png:
            write_film_png(film, phantom.exposure.max_value, out / name)
        else:
            write_dicom(dicom_dataset(phantom, film, usual_identity(phantom)), str(out / name))
        if masks:
            write_masks(film, out / MASKS, Path(name).stem)
        rows.append(truth_row(phantom, name))
        done(number + 1, count)
    write_truth(out / TRUTH_FILE, rows)


def write_cases(out: Path, cases: Iterable[tuple[int, int]], *, size: int, done: Report, hard: bool = False) -> None:
    """Named cases, (seed, index) each, as compressed DICOM: case_1.dcm and so on. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = list(cases)
    rows = []
    for number, (seed, index) in enumerate(wanted, start=1):
        phantom = draw_phantom(seed, index, hard=hard)
        identity = Identity(
            f"Phantom^{_ORDINALS[number - 1] if number <= len(_ORDINALS) else number}", f"CASE-{number}"
        )
        dataset = dicom_dataset(phantom, render(phantom, size), identity, compress=True)
        name = f"case_{number}.dcm"
        write_dicom(dataset, str(out / name))
        rows.append(truth_row(phantom, name))
        done(number, len(wanted))
    write_truth(out / TRUTH_FILE, rows)


_ORDINALS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def write_film_png(film: Film, max_value: int, path: Path) -> None:
    """16 bits, the stored values spread over the whole range; the file says that it is a phantom."""
    spread = (film.pixels.astype(np.uint32) * 0xFFFF + max_value // 2) // max_value
    info = PngInfo()
    info.add_text(PHANTOM_KEY, PHANTOM_TEXT)
    Image.fromarray(spread.astype(np.uint16)).save(path, format="PNG", pnginfo=info)


def write_masks(film: Film, folder: Path, stem: str) -> None:
    """One 8-bit PNG a finding that is there: 255 where it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    for finding, mask in film.masks.items():
        Image.fromarray(np.rint(mask * 255).astype(np.uint8)).save(folder / f"{stem}_{finding.value}.png")


def truth_row(phantom: Phantom, file: str) -> dict[str, str | int]:
    """One line of the table."""
    anatomy = phantom.anatomy
    row: dict[str, str | int] = {"file": file, "view": anatomy.view, "sex": anatomy.sex, "age": anatomy.age}
    row["report"] = report(phantom.truth, words_rng(phantom))
    for finding in Finding:
        lesion = phantom.truth.lesion(finding)
        row[finding.value] = int(lesion is not None)
        row[f"{finding.value}_side"] = lesion.side.value if lesion is not None and lesion.side else ""
        row[f"{finding.value}_zone"] = lesion.zone.value if lesion is not None else ""
    return row


def write_truth(path: Path, rows: Iterable[dict[str, str | int]]) -> None:
    """The table of all films, in their order."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
