"""Writes a study's figures as PNG and SVG, the same bytes for the same results. Knows formats, not what is drawn."""

import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from cxrviewer.study.figures import agreement_figure, grades_figure, time_figure
from cxrviewer.study.readings import Reading
from cxrviewer.study.results import StudyResults
from cxrviewer.study.typefaces import families

_RESOLUTION = 200  # dots per inch of a PNG


def save_plots(
    results: StudyResults, readings: Sequence[Reading], folder: Path, formats: Sequence[str] = ("png", "svg")
) -> tuple[Path, ...]:
    """Write ``grades``, ``agreement`` and ``time`` in each format into ``folder``, which is made if need be.

    A figure for which the study has no data is not written. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in rendered(results, readings, formats).items():
        file = folder / name
        file.write_bytes(content)
        written.append(file)
    return tuple(written)


def rendered(results: StudyResults, readings: Sequence[Reading], formats: Sequence[str]) -> dict[str, bytes]:
    """File name to content, of every figure the study has data for."""
    # The figures are drawn without pyplot: no window, no backend, nothing that outlives the call.
    with matplotlib.rc_context(
        {
            "font.family": list(families()),
            "text.parse_math": False,  # a reader may be called $
            "svg.hashsalt": "cxrviewer",
            "svg.fonttype": "path",
        }
    ):
        figures = {
            "grades": grades_figure(results),
            "agreement": agreement_figure(results),
            "time": time_figure(results, readings),
        }
        return {
            f"{name}.{kind}": _bytes(figure, kind)
            for name, figure in figures.items()
            if figure is not None
            for kind in formats
        }


def _bytes(figure: Figure, kind: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}.get(kind)
    figure.savefig(buffer, format=kind, dpi=_RESOLUTION, facecolor="white", metadata=metadata)
    return buffer.getvalue()
