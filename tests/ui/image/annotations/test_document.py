"""Whatever is drawn, undone or refused by the disk: what is shown as drawn is what is kept."""

from hypothesis import given
from hypothesis import strategies as st

from cxrviewer.errors import StoreError
from cxrviewer.imaging.annotation import Annotation, Figure, with_put, without
from cxrviewer.ui.image.annotations.document import FilmAnnotations
from tests.factories import make_radiograph

FILM = make_radiograph()


class Journal:
    """A film's edits in order; refuses the ones that it is told to."""

    def __init__(self):
        self.kept = ()
        self.refusals = []

    def put_annotation(self, case_digest, annotation):
        self._refuse(case_digest)
        self.kept = with_put(self.kept, annotation)

    def delete_annotation(self, case_digest, identifier):
        self._refuse(case_digest)
        self.kept = without(self.kept, identifier)

    def annotations_of(self, case_digest):
        return self.kept if case_digest == FILM.digest else ()

    def _refuse(self, case_digest):
        assert case_digest == FILM.digest
        if self.refusals and self.refusals.pop():
            raise StoreError("the disk is full")


probes = st.builds(
    lambda name, x: Annotation(Figure.PROBE, ((float(x), 0.0),), identifier=name),
    st.sampled_from("abc"),
    st.integers(0, 3),
)
sets = st.lists(probes, max_size=3, unique_by=lambda each: each.identifier).map(tuple)


@given(st.lists(st.tuples(sets, st.lists(st.booleans(), max_size=4)), max_size=8))
def test_what_is_shown_as_drawn_is_what_is_kept(steps):
    journal, annotations = Journal(), FilmAnnotations()
    annotations.keep_in(journal)
    annotations.show_film(FILM)
    edits, troubles = [], []
    annotations.edited.connect(lambda: edits.append(annotations.current))
    annotations.trouble.connect(troubles.append)
    for wanted, refusals in steps:
        before, told, failed = annotations.current, len(edits), len(troubles)
        journal.refusals = list(refusals)
        done = annotations.become(wanted)
        assert set(annotations.current) == set(journal.kept)
        assert done == (len(troubles) == failed)
        if done:
            assert annotations.current == wanted
        assert (annotations.current != before) == (len(edits) > told)
    again = FilmAnnotations()
    again.keep_in(journal)
    again.show_film(FILM)
    assert set(again.current) == set(annotations.current)
    again.show_film(make_radiograph("other.dcm"))
    assert again.current == ()
