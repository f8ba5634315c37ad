"""The typefaces of plots and documents: matplotlib's own sans, and the program's for what it lacks, such as Korean.

Knows which characters they draw, not what is written.
"""

import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

from cxrviewer import paths

SANS = "DejaVu Sans"
_MISSING = "□"


def sans_file(*, bold: bool = False) -> Path:
    """DejaVu Sans, which matplotlib brings along."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf"


def fallback_file() -> Path | None:
    """The program's typeface for Korean and Hanja."""
    return min((paths.resources() / "fonts").glob("*.ttf"), default=None)


@cache
def families() -> tuple[str, ...]:
    """The families to draw with in matplotlib, in their order; the program's own is made known to it."""
    fallback = fallback_file()
    if fallback is None:
        return (SANS,)
    known = font_manager.fontManager.ttflist
    font_manager.fontManager.addfont(fallback)
    # It has one weight: entered as bold too, or matplotlib would log that it finds no bold one.
    known.append(replace(known[-1], weight=700))
    return SANS, known[-1].name


def drawable(text: str) -> str:
    """One line that both typefaces together can draw: a character neither has is a box, a control one a space."""
    composed = unicodedata.normalize("NFC", text)  # Hangul may come as single letters, which are not joined here
    line = " ".join("".join(" " if unicodedata.category(one) in _UNSEEN else one for one in composed).split())
    return "".join(
        one if ord(one) in _drawn_by_sans() or ord(one) in _drawn_by_fallback() else _MISSING for one in line
    )


def runs(text: str) -> list[tuple[bool, str]]:
    """Drawable text in pieces of one typeface each; True where it is the fallback."""
    pieces: list[tuple[bool, str]] = []
    for one in drawable(text):
        other = ord(one) not in _drawn_by_sans()
        if pieces and pieces[-1][0] == other:
            pieces[-1] = other, pieces[-1][1] + one
        else:
            pieces.append((other, one))
    return pieces


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, format, surrogate and unassigned characters: drawn they are nothing, or turn the line about."""


@cache
def _drawn_by_sans() -> frozenset[int]:
    return frozenset(FT2Font(sans_file()).get_charmap())


@cache
def _drawn_by_fallback() -> frozenset[int]:
    fallback = fallback_file()
    return frozenset(FT2Font(fallback).get_charmap()) if fallback else frozenset()
