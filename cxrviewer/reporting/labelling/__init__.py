"""CheXpert's 14 observations from free text, with the words that say them. Standard library only; rules, no model.

``label_report(text)`` is the whole of it. Sentences are judged one by one, without what other sentences say.
"""

from cxrviewer.reporting.labelling.labels import label_report
from cxrviewer.reporting.labelling.observation import Mention, Observation, Presence, ReportLabels, Severity

__all__ = ["Mention", "Observation", "Presence", "ReportLabels", "Severity", "label_report"]
