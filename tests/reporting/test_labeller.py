import pytest

from cxrviewer.reporting.findings import Finding, Side
from cxrviewer.reporting.labeller import Label, Presence, answers_yes, label_report

PRESENT, ABSENT, UNCERTAIN, SILENT = Presence.PRESENT, Presence.ABSENT, Presence.UNCERTAIN, Presence.NOT_MENTIONED


@pytest.mark.parametrize(
    ("text", "finding", "label"),
    [
        ("There is a small left pleural effusion.", Finding.PLEURAL_EFFUSION, Label(PRESENT, Side.LEFT)),
        ("Small bilateral pleural effusions are present.", Finding.PLEURAL_EFFUSION, Label(PRESENT, Side.BILATERAL)),
        ("Blunting of the right costophrenic angle.", Finding.PLEURAL_EFFUSION, Label(PRESENT, Side.RIGHT)),
        ("No pleural effusion or pneumothorax.", Finding.PLEURAL_EFFUSION, Label(ABSENT)),
        ("No pleural effusion or pneumothorax.", Finding.PNEUMOTHORAX, Label(ABSENT)),
        ("No focal consolidation, effusion, or pneumothorax is seen.", Finding.PNEUMOTHORAX, Label(ABSENT)),
        ("No effusion, but a large right pneumothorax.", Finding.PNEUMOTHORAX, Label(PRESENT, Side.RIGHT)),
        ("A right pneumothorax is not seen.", Finding.PNEUMOTHORAX, Label(ABSENT)),
        ("A left effusion with no pneumothorax.", Finding.PLEURAL_EFFUSION, Label(PRESENT, Side.LEFT)),
        ("A left effusion with no pneumothorax.", Finding.PNEUMOTHORAX, Label(ABSENT)),
        ("Possible left basilar atelectasis.", Finding.ATELECTASIS, Label(UNCERTAIN, Side.LEFT)),
        ("Atelectasis in both lower zones.", Finding.ATELECTASIS, Label(PRESENT, Side.BILATERAL)),
        ("Consolidation cannot be excluded.", Finding.CONSOLIDATION, Label(UNCERTAIN)),
        ("Right upper zone airspace disease.", Finding.CONSOLIDATION, Label(PRESENT, Side.RIGHT)),
        ("The heart is moderately enlarged.", Finding.CARDIOMEGALY, Label(PRESENT)),
        ("The cardiac silhouette is enlarged.", Finding.CARDIOMEGALY, Label(PRESENT)),
        ("The heart size is normal.", Finding.CARDIOMEGALY, Label(ABSENT)),
        ("The heart is not enlarged.", Finding.CARDIOMEGALY, Label(ABSENT)),
        ("Cardiomediastinal silhouette is within normal limits.", Finding.CARDIOMEGALY, Label(ABSENT)),
        ("There is no evidence of pulmonary oedema.", Finding.EDEMA, Label(ABSENT)),
        ("Moderate perihilar pulmonary edema.", Finding.EDEMA, Label(PRESENT)),
        ("The lungs are clear.", Finding.CONSOLIDATION, Label(ABSENT)),
        ("The lungs are clear.", Finding.PNEUMOTHORAX, Label(SILENT)),
        ("", Finding.EDEMA, Label(SILENT)),
    ],
)
def test_common_phrasings(text: str, finding: Finding, label: Label) -> None:
    assert label_report(text)[finding] == label


def test_an_affirmation_outweighs_a_doubt_and_a_doubt_a_denial() -> None:
    assert label_report("No effusion. Possible effusion.")[Finding.PLEURAL_EFFUSION].presence is UNCERTAIN
    assert label_report("Possible effusion. There is an effusion.")[Finding.PLEURAL_EFFUSION].presence is PRESENT


def test_two_sentences_with_one_side_each_make_it_bilateral() -> None:
    labels = label_report("There is a right pleural effusion. There is a left pleural effusion.")
    assert labels[Finding.PLEURAL_EFFUSION] == Label(PRESENT, Side.BILATERAL)


def test_a_side_denied_does_not_count() -> None:
    labels = label_report("No right pleural effusion. Small left pleural effusion.")
    assert labels[Finding.PLEURAL_EFFUSION] == Label(PRESENT, Side.LEFT)


@pytest.mark.parametrize(
    ("text", "yes"),
    [("Yes.", True), ("no, there is none", False), (" Yes, it is.", True), ("Perhaps.", None), ("", None)],
)
def test_yes_and_no(text: str, yes: bool | None) -> None:
    assert answers_yes(text) is yes
