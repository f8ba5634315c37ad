"""``cxrviewer demo --study``: the demonstration study, made at first use, open where its reader stopped.

Knows where it is kept; making it is the study room's work, reading it the window's.
"""

from cxrviewer import paths
from cxrviewer.cli.output import Progress
from cxrviewer.cli.study_drafting import ArmDrafter
from cxrviewer.cli.view import require_libraries
from cxrviewer.errors import CxrViewerError, StudyError
from cxrviewer.reporting.prompts import DEFAULT
from cxrviewer.study.demonstration import READER, demo_study
from cxrviewer.system_libraries import has_display

FOLDER = "demo_study"
"""In the user's data folder."""


def run(checkpoint: str) -> int:
    """Read it; made with this checkpoint where it is not there yet, which takes a minute."""
    if not has_display():
        raise CxrViewerError("there is no display to open a window on; read the study on a computer with a screen")
    require_libraries(on_screen=True)
    folder = paths.data_folder() / FOLDER
    if not (folder / "study").is_dir():
        progress = Progress()
        drafter = ArmDrafter(checkpoint, DEFAULT, progress)
        try:
            demo_study(
                folder,
                drafter.draft,
                provenance=lambda: drafter.provenance,
                done=lambda made, of: progress.step("films", made, of),
            ).close()
        except OSError as error:
            raise StudyError(f"{folder}: cannot be written ({error.strerror}); make room there") from error
    from cxrviewer import app

    return app.read_study(folder / "study", READER)
