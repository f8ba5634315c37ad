"""PadChest's 174 findings and 19 diagnoses among CheXpert's 14 labels, and its localizations in English. A table only.

================================  ==============================================================================
here                              PadChest (lower-case)
================================  ==============================================================================
Cardiomegaly                      cardiomegaly
Enlarged Cardiomediastinum        mediastinal enlargement, superior mediastinal enlargement (part: the heart is
                                  not named so)
Lung Opacity (part)               infiltrates; alveolar, interstitial, reticular and reticulonodular interstitial and
                                  ground glass patterns; increased density; miliary opacities
Lung Lesion                       nodule, multiple nodules, mass, pulmonary mass, lung metastasis, lepidic
                                  adenocarcinoma, cavitation. A granuloma, a pseudonodule and masses of pleura, breast,
                                  mediastinum and soft tissue are none
Edema                             pulmonary edema. Kerley lines, hilar congestion and heart insufficiency are none
Consolidation                     consolidation; an air bronchogram is part of one
Pneumonia                         pneumonia, atypical pneumonia
Atelectasis                       atelectasis and its kinds: basal, laminar, lobar, round, segmental, total. Volume
                                  loss and hypoexpansion are none
Pneumothorax                      pneumothorax, hydropneumothorax
Pleural Effusion                  pleural effusion, loculated pleural and fissural effusion, empyema;
                                  hydropneumothorax (counted with pneumothorax alone: a name has one label). A blunted
                                  costophrenic angle is none
Pleural Other                     pleural thickening (apical, calcified) and plaques; fissures are none
Fracture (part)                   fractures of rib, callus, clavicle, humerus, vertebra. A compressed vertebra is none
Support Devices (never denied)    tubes, catheters, pacemakers and their chambers, valves, stents, endoprostheses
No Finding                        ``normal`` with nothing beside it but what is no finding
left out: no finding              surgery, sutures, sternotomy, metal, prostheses of joints and breast, obesity,
                                  nipple shadow, end-on vessel, azygos lobe, cervical rib
left out: no film                 ``exclude``, ``suboptimal study``; ``unchanged`` alone, since it names nothing
any other name                    an abnormality outside the 14
================================  ==============================================================================
"""

from collections.abc import Sequence

from cxrviewer.training.datasets.labels import Vocabulary

NORMAL = "normal"
UNUSABLE = frozenset({"exclude", "suboptimal study"})

_WHOLE = {
    "Cardiomegaly": "cardiomegaly",
    "Lung Lesion": "nodule|multiple nodules|mass|pulmonary mass|lung metastasis|lepidic adenocarcinoma|cavitation",
    "Edema": "pulmonary edema",
    "Consolidation": "consolidation|air bronchogram",
    "Pneumonia": "pneumonia|atypical pneumonia",
    "Atelectasis": "atelectasis|atelectasis basal|laminar atelectasis|lobar atelectasis|round atelectasis"
    "|segmental atelectasis|total atelectasis",
    "Pneumothorax": "pneumothorax|hydropneumothorax",
    "Pleural Effusion": "pleural effusion|loculated pleural effusion|loculated fissural effusion|empyema",
    "Pleural Other": "pleural thickening|apical pleural thickening|calcified pleural thickening|pleural plaques"
    "|calcified pleural plaques",
}
_PART = {
    "Enlarged Cardiomediastinum": "mediastinal enlargement|superior mediastinal enlargement",
    "Lung Opacity": "infiltrates|alveolar pattern|interstitial pattern|reticular interstitial pattern"
    "|reticulonodular interstitial pattern|ground glass pattern|increased density|miliary opacities",
    "Fracture": "fracture|rib fracture|callus rib fracture|clavicle fracture|humeral fracture|vertebral fracture",
    "Support Devices": "nsg tube|endotracheal tube|tracheostomy tube|chest drain tube|gastrostomy tube|nephrostomy tube"
    "|ventriculoperitoneal drain tube|catheter|central venous catheter|central venous catheter via jugular vein"
    "|central venous catheter via subclavian vein|central venous catheter via umbilical vein"
    "|reservoir central venous catheter|pacemaker|dual chamber device|single chamber device|electrical device|dai"
    "|artificial heart valve|artificial mitral heart valve|artificial aortic heart valve|double j stent"
    "|endoprosthesis|aortic endoprosthesis|osteosynthesis material|abnormal foreign body|external foreign body",
}
_NEUTRAL = (
    "normal|unchanged|surgery|surgery neck|surgery lung|surgery heart|surgery breast|surgery humeral|sternotomy"
    "|suture material|metal|prosthesis|humeral prosthesis|mammary prosthesis|mastectomy|bone cement|obesity"
    "|nipple shadow|end on vessel|azygos lobe|cervical rib"
)


def _flat(table: dict[str, str]) -> dict[str, str]:
    return {name: label for label, names in table.items() for name in names.split("|")}


LABEL_OF = {**_flat(_WHOLE), **_flat(_PART)}
VOCABULARY = Vocabulary(whole=_flat(_WHOLE), part=_flat(_PART), neutral=_NEUTRAL.split("|"))

_LOBES = {
    "right upper lobe": "in the right upper lobe",
    "middle lobe": "in the right middle lobe",
    "right lower lobe": "in the right lower lobe",
    "left upper lobe": "in the left upper lobe",
    "lingula": "in the lingula",
    "left lower lobe": "in the left lower lobe",
}
_BOTH = {"bilateral", "basal bilateral", "diffuse bilateral", "bilateral costophrenic angle", "hilar bilateral"}
_BASAL = {"basal", "basal bilateral", "lower lobe", "lower lung field"}


def place(names: Sequence[str]) -> str:
    """Localizations (without ``loc``) of one label as the end of a sentence; empty where they name no side."""
    lobes = [words for name, words in _LOBES.items() if name in names]
    if len(lobes) == 1:
        return lobes[0]
    right = any(name.startswith("right") for name in names)
    left = any(name.startswith("left") for name in names)
    if _BOTH.intersection(names) or (right and left):
        return "at both lung bases" if _BASAL.intersection(names) else "on both sides"
    if not right and not left:
        return ""
    side = "right" if right else "left"
    return f"at the {side} lung base" if _BASAL.intersection(names) else f"on the {side}"
