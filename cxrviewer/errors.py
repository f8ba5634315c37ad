"""Every error this program raises on purpose, in one tree.

::

    CxrViewerError
    ├── RadiographError              an image file
    │   ├── UnreadableFile             cannot be opened, is empty or cut short
    │   ├── NotARadiograph             opens, but holds no single grey-scale image
    │   └── UnsupportedPixelData       an image in an encoding no decoder here knows
    ├── ModelError                   a checkpoint or what it computes
    │   ├── WeightsMissing             a folder or a file of the checkpoint is not there
    │   ├── WeightsCorrupt             a file is there, but is not what the layout says
    │   ├── OutOfMemory                the machine has too little memory
    │   ├── GenerationFailed           a draft or an answer could not be written
    │   ├── FetchFailed                a checkpoint could not be fetched whole
    │   └── CheckpointStays            a checkpoint that may not be added or removed
    ├── StoreError                   the database of cases, drafts and ratings, or of a reader study
    ├── StudyError                   a reader study: its design, its reading, its results
    │   ├── RowsRefused                rows of a manifest or of a file of ratings
    │   └── StillBlinded               arms are asked for before two people have agreed
    ├── DatasetError                 a folder that should hold a public data set to train on
    ├── TrainingError                a training cannot be begun or gone on with as asked
    └── SettingsError                the settings file

Each room turns the exceptions of its libraries into these at its edge. The message is one sentence for the
person at the screen: what is wrong, then what to do. It never holds a patient's name or a report's text.
Cancelling is not an error.
"""


class CxrViewerError(Exception):
    """The root of every expected error; its text may be shown as it stands."""


class RadiographError(CxrViewerError):
    """A file that should hold a radiograph cannot be used as one."""


class UnreadableFile(RadiographError):
    """The file cannot be opened, is empty, or is cut short or damaged."""


class NotARadiograph(RadiographError):
    """The file was read, but holds no single grey-scale image."""


class UnsupportedPixelData(RadiographError):
    """The pixel data is in an encoding that no installed decoder knows."""


class ModelError(CxrViewerError):
    """A checkpoint cannot be loaded or used."""


class WeightsMissing(ModelError):
    """The checkpoint folder, or a file that its layout requires, is not there."""


class WeightsCorrupt(ModelError):
    """A checkpoint file is damaged or does not fit the others."""


class OutOfMemory(ModelError):
    """The machine has too little memory for what was asked."""


class GenerationFailed(ModelError):
    """The model could not write a draft or an answer."""


class FetchFailed(ModelError):
    """A published checkpoint could not be fetched whole; what there is of it is kept for the next attempt."""


class CheckpointStays(ModelError):
    """A checkpoint cannot be added or removed as asked."""


class StoreError(CxrViewerError):
    """The database cannot be opened, read or written."""


class StudyError(CxrViewerError):
    """A reader study cannot be designed, read or evaluated as asked."""


class RowsRefused(StudyError):
    """Rows of a table cannot be used; nothing was made of any. The header is row 1, as a spreadsheet counts."""

    def __init__(self, file: str, rows: tuple[str, ...]) -> None:
        self.rows = tuple(f"{file}: {row}" for row in rows)
        """One sentence for each row."""
        more = f" (and {len(rows) - 1} more like it)" if len(rows) > 1 else ""
        super().__init__(f"{self.rows[0]}{more}")


class StillBlinded(StudyError):
    """What was asked for names the arms, and the study is not unblinded yet."""


class DatasetError(CxrViewerError):
    """A folder does not hold the data set it should, or one of the data set's tables is damaged."""


class TrainingError(CxrViewerError):
    """A training cannot be begun, or gone on with, as asked."""


class SettingsError(CxrViewerError):
    """The settings file cannot be read or holds something unknown."""
