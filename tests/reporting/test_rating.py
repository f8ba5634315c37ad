"""The four grades in the paper's words and order."""

from cxrviewer.reporting.rating import Acceptability


def test_the_grades_are_the_papers():
    assert [(int(grade), grade.label) for grade in Acceptability] == [
        (1, "totally acceptable without any revision"),
        (2, "acceptable with minor revision"),
        (3, "acceptable with major revision"),
        (4, "unacceptable"),
    ]
