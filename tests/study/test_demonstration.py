"""The study to try: ten phantoms, two arms, begun."""

from pathlib import Path

from cxrviewer.study.demonstration import READER, demo_study
from cxrviewer.study.study import open_study
from cxrviewer.study.verifying import verify


def test_a_reader_goes_on_at_the_third_item(tmp_path: Path) -> None:
    drafted: list[str] = []

    def draft(film: Path) -> str:
        drafted.append(film.name)
        return f"The lungs of draft {len(drafted)} are clear."

    demo_study(tmp_path, draft, cases=3, size=64, provenance=lambda: {"model": f"wrote {len(drafted)}"}).close()
    with open_study(tmp_path / "study") as study:
        with study.session(READER) as session:
            item = session.current()
            assert item is not None
            assert (item.position, item.of) == (2, 6)
        assert set(study.protocol.arms) == {"reference", "model"}
        assert study.key().provenance["model"] == {"model": "wrote 3"}
        assert verify(study).problems == ()
