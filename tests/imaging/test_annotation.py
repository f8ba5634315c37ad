import pytest

from cxrviewer.imaging.annotation import POINTS, Annotation, Figure, with_put, without

LINE = Annotation(Figure.LENGTH, ((0.0, 0.0), (3.0, 4.0)))


@pytest.mark.parametrize("figure", list(Figure))
def test_a_figure_has_as_many_points_as_it_needs(figure):
    text = "nodule" if figure is Figure.TEXT else ""
    points = tuple((float(i), float(i)) for i in range(POINTS[figure]))
    assert Annotation(figure, points, text).points == points
    with pytest.raises(ValueError, match="points"):
        Annotation(figure, (*points, (0.0, 0.0)), text)


def test_what_is_no_annotation_is_refused():
    for points in (((0.0, float("nan")),), ((float("inf"), 0.0),)):
        with pytest.raises(ValueError, match="numbers"):
            Annotation(Figure.PROBE, points)
    with pytest.raises(ValueError, match="carries no text"):
        Annotation(Figure.PROBE, ((0.0, 0.0),), "text")
    with pytest.raises(ValueError, match="needs text"):
        Annotation(Figure.TEXT, ((0.0, 0.0),), "  ")


def test_a_changed_annotation_is_the_same_one_elsewhere():
    moved = LINE.moved(1, -1)
    assert moved.points == ((1.0, -1.0), (4.0, 3.0))
    assert moved.identifier == LINE.identifier
    assert with_put((LINE,), moved) == (moved,)
    other = Annotation(Figure.PROBE, ((0.0, 0.0),))
    assert with_put((LINE, other), moved) == (moved, other)
    assert without((LINE, other), LINE.identifier) == (other,)
    assert with_put((LINE,), other) == (LINE, other)
