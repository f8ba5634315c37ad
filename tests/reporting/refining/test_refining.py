"""Reports refined as the papers train on them: sentences as radiologists write them, and what is left of each."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxrviewer.reporting.labelling import Observation, Presence, label_report
from cxrviewer.reporting.refining import refine, refine_fields
from cxrviewer.reporting.refining.words import FORBIDDEN

SENTENCES = [
    # What states a finding keeps it, without its past.
    ("Unchanged small left pleural effusion.", "Small left pleural effusion."),
    ("Small left pleural effusion, unchanged.", "Small left pleural effusion."),
    ("The left pleural effusion is unchanged.", "There is a left pleural effusion."),
    ("Bilateral pleural effusions are stable in size.", "There are bilateral pleural effusions."),
    ("Cardiomegaly is stable.", "There is cardiomegaly."),
    ("There is persistent left lower lobe atelectasis.", "There is left lower lobe atelectasis."),
    ("Again seen is a right upper lobe nodule.", "There is a right upper lobe nodule."),
    ("Interval development of left lower lobe consolidation.", "Left lower lobe consolidation."),
    ("Worsening pulmonary edema.", "Pulmonary edema."),
    ("Lung volumes are decreased.", "Lung volumes are low."),
    ("Increased interstitial markings bilaterally.", "Prominent interstitial markings bilaterally."),
    ("Heart size remains normal.", "Heart size is normal."),
    (
        "The mediastinal contours are stable and within normal limits.",
        "The mediastinal contours is within normal limits.",
    ),
    ("Mild cardiomegaly, similar to the prior study from ___.", "Mild cardiomegaly."),
    (
        "As compared to the previous radiograph, there is a small right pneumothorax.",
        "There is a small right pneumothorax.",
    ),
    ("Large hiatal hernia, increased in size from prior exam.", "Large hiatal hernia."),
    ("There has been interval development of several nodules.", "There are several nodules."),
    # What is gone by comparison is not on this film.
    ("Interval resolution of the right pleural effusion.", "No right pleural effusion."),
    ("The right pneumothorax has resolved.", "No right pneumothorax."),
    # What only compares says nothing of this film.
    ("Heart size is unchanged.", ""),
    ("The cardiomediastinal silhouette is stable.", ""),
    ("No significant interval change.", ""),
    ("On the prior study, the right upper lobe was consolidated.", ""),
    # Devices.
    ("Right PICC line terminates in the mid SVC.", ""),
    ("The endotracheal tube ends 4 cm above the carina.", ""),
    ("Median sternotomy wires are intact.", ""),
    ("Mild cardiomegaly and a left pectoral pacemaker.", "Mild cardiomegaly."),
    ("Right chest tube in place with a small right apical pneumothorax.", "A small right apical pneumothorax."),
    # The lateral view, numbers, dates, blanks, persons.
    ("PA and lateral views of the chest were obtained.", ""),
    ("A small effusion is seen on the lateral view.", "There is a small pleural effusion."),
    ("There is a 5 mm nodule in the right upper lobe.", "There is a nodule in the right upper lobe."),
    ("There is a nodule measuring 1.2 x 1.5 cm in the left lung.", "There is a nodule in the left lung."),
    ("Blunting of the right lateral costophrenic angle.", "Blunting of the right lateral costophrenic angle."),
    ("Findings were discussed with Dr. ___ by telephone at 3:45 PM on ___.", ""),
    ("This ___-year-old woman has pneumonia.", "There is pneumonia."),
    ("Right lower lobe pneumonia in a patient with a history of lung cancer.", "Right lower lobe pneumonia."),
    ("A moderate pneumothorax along the left lateral chest wall is seen.",) * 2,
    # What is asked for denies nothing.
    ("Recommend follow-up until cleared to ensure that there is no underlying mass.", ""),
    ("Recommend CT to exclude a mass.", "Recommend CT to exclude a mass."),
    # Nothing to do.
    ("The lungs are clear.", "The lungs are clear."),
    ("No pleural effusion or pneumothorax.", "No pleural effusion or pneumothorax."),
    ("Degenerative changes of the thoracic spine.", "Degenerative changes of the thoracic spine."),
    ("", ""),
    ("___", ""),
]


@pytest.mark.parametrize(("sentence", "wanted"), SENTENCES)
def test_one_sentence(sentence, wanted):
    assert refine(sentence) == wanted


MIMIC = """                                 FINAL REPORT
 EXAMINATION:  CHEST (PORTABLE AP)

 INDICATION:  ___ year old man with chest tube.  // pneumothorax?

 COMPARISON:  ___

 FINDINGS:

 As compared to the previous radiograph, the right chest tube has been removed.
 There is a new small right apical pneumothorax.  The left pleural effusion
 is unchanged.  No new focal consolidation.  Heart size is top normal.

 IMPRESSION:

 1.  New small right apical pneumothorax.
 2.  Recommend follow-up chest radiograph in 4 hours to ensure stability.
"""


def test_a_whole_report_in_its_three_fields():
    fields = refine_fields(MIMIC)
    assert fields.report == (
        "There is a small right apical pneumothorax. There is a left pleural effusion. No focal consolidation. "
        "Heart size is top normal."
    )
    assert fields.conclusion == "Small right apical pneumothorax."
    assert fields.further_study == "Recommend follow-up chest radiograph."
    assert refine(MIMIC) == f"{fields.report} {fields.further_study}"  # the conclusion says nothing more


def test_nothing_new_does_not_deny_what_is_there():
    text = refine("FINDINGS: There is right lower lobe consolidation. No new consolidation. No effusion.")
    assert text == "There is right lower lobe consolidation. No effusion."


def test_indication_and_comparison_are_not_read():
    assert refine("INDICATION: Pneumonia?\nCOMPARISON: None.\nFINDINGS: The lungs are clear.") == "The lungs are clear."


SOME = """the a no there is are has been small left right effusion opacity nodule heart size stable unchanged new prior
study compared to ___ XXXX 5 mm 3.2 cm tube line catheter increased decreased improved resolved on lateral view and with
, . ; FINDINGS: IMPRESSION: in from since again seen pneumothorax edema interval change 12/3 3:45 PM year-old man"""
WORDS = st.sampled_from(SOME.split())


@given(st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=200)))
@settings(max_examples=300, deadline=None)
def test_no_forbidden_word_survives(text):
    refined = refine(text)
    assert FORBIDDEN.search(refined) is None
    assert "  " not in refined


@pytest.mark.shared
def test_real_reports_keep_their_labels(shared_data):
    """Of the Open-I reports at least 97 in 100 keep all labels but Support Devices, and every one is clean."""
    with (shared_data / "data/reports/openi_reports_shared.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if (row["findings"] + row["impression"]).strip()][::6]
    same = affirmed = 0
    for row in rows:
        report = f"FINDINGS: {row['findings']}\n\nIMPRESSION: {row['impression']}"
        text = refine(report)
        before, after = label_report(report), label_report(text)
        assert FORBIDDEN.search(text) is None
        wanted = [one for one in Observation if one is not Observation.SUPPORT_DEVICES]
        same += all(before[one] is after[one] for one in wanted)
        affirmed += sum(before[one] is Presence.PRESENT for one in wanted)
    assert affirmed > len(rows) / 2
    assert same / len(rows) >= 0.97
