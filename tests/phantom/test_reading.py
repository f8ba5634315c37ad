import pytest

from cxrviewer.phantom.reading import Place, body_and_impression, places_said
from cxrviewer.phantom.truth import Zone
from cxrviewer.reporting.findings import Finding, Side

RIGHT, LEFT, BOTH = frozenset({Side.RIGHT}), frozenset({Side.LEFT}), frozenset({Side.RIGHT, Side.LEFT})


def place(sides: frozenset[Side] = frozenset(), *zones: Zone) -> Place:
    return Place(sides, frozenset(zones))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Consolidation in the right middle lobe.", {Finding.CONSOLIDATION: place(RIGHT, Zone.MID)}),
        ("Lingular consolidation.", {Finding.CONSOLIDATION: place(LEFT, Zone.MID)}),
        ("There is bibasilar atelectasis.", {Finding.ATELECTASIS: place(BOTH, Zone.LOWER)}),
        ("A pneumothorax at the left apex.", {Finding.PNEUMOTHORAX: place(LEFT, Zone.APICAL)}),
        ("Pulmonary edema throughout both lungs.", {Finding.EDEMA: place(BOTH, Zone.DIFFUSE)}),
        ("Blunting of the left costophrenic angle.", {Finding.PLEURAL_EFFUSION: place(LEFT)}),
        ("The heart is enlarged.", {Finding.CARDIOMEGALY: place()}),
        ("No left pneumothorax. No effusion in the right lower zone.", {}),
        (
            "Right lower lobe consolidation, small left pleural effusion and cardiomegaly.",
            {
                Finding.CARDIOMEGALY: place(),
                Finding.CONSOLIDATION: place(RIGHT, Zone.LOWER),
                Finding.PLEURAL_EFFUSION: place(LEFT),
            },
        ),
        (
            "Consolidation in the left upper zone, and a nodule in the right lower zone.",
            {Finding.CONSOLIDATION: place(LEFT, Zone.UPPER)},
        ),
        ("Possible right effusion. Indication: left consolidation.", {Finding.PLEURAL_EFFUSION: place(RIGHT)}),
    ],
)
def test_places_are_read_with_the_finding_they_stand_beside(text: str, wanted: dict[Finding, Place]) -> None:
    assert places_said(text) == wanted


def test_a_place_has_the_side_of_the_truth() -> None:
    assert place(BOTH).side is Side.BILATERAL
    assert place(LEFT).side is Side.LEFT
    assert place().side is None


def test_a_report_is_parted_at_its_impression() -> None:
    assert body_and_impression("No effusion. Impression: Normal.") == ("No effusion.", "Normal.")
    assert body_and_impression("No effusion.") == ("No effusion.", "")
    assert body_and_impression("FINDINGS: Clear.\nIMPRESSION:\nNormal.") == ("FINDINGS: Clear.", "Normal.")
