import re

import pytest

from cxrviewer import paths
from cxrviewer.ui.theme import load_theme

SURFACES = ("surround", "window", "panel", "field", "raised", "pressed")
TEXTS = ("text", "secondary", "machine", "verified", "error")
WHERE = {  # on which surfaces each text is put
    "text": SURFACES,
    "secondary": ("surround", "window", "panel", "field", "raised"),
    "machine": ("window", "panel", "raised"),
    "verified": ("panel", "raised"),
    "error": ("panel",),
}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_every_surface_it_is_put_on(text):
    colours = load_theme().colours
    for surface in WHERE[text]:
        assert contrast(colours[text], colours[surface]) >= 4.5, surface


@pytest.mark.parametrize("edge", ["focus", "edge"])
def test_focus_ring_and_outlines_can_be_seen(edge):
    colours = load_theme().colours
    for surface in ("panel", "field", "surround"):
        assert contrast(colours[edge], colours[surface]) >= (3 if edge == "focus" else 2.5)


def test_no_surface_is_brighter_than_the_film_allows():
    colours = load_theme().colours
    assert max(luminance(colours[surface]) for surface in SURFACES) <= luminance("#2a2f36")


def test_the_style_sheet_is_built_from_tokens_alone():
    template = (paths.resources() / "theme.qss").read_text(encoding="utf-8")
    without_comments = re.sub(r"/\*.*?\*/", "", template, flags=re.DOTALL)
    assert not re.search(r"#[0-9a-fA-F]{6}\b|rgba?\(", without_comments)
    assert "$" not in load_theme().style_sheet


def test_all_text_follows_the_readers_size():
    sizes = load_theme(text_size=20).sizes
    assert sizes["text"] == 20
    assert sizes["label"] == 16
