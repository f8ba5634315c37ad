"""An arm of a study that the model writes on the spot; torch is imported for the first film, not before."""

from pathlib import Path

from cxrviewer.cli import drafting
from cxrviewer.cli.inputs import shown
from cxrviewer.cli.output import Progress, complain
from cxrviewer.imaging.reading import read_radiograph
from cxrviewer.inference.checkpoint import resolve
from cxrviewer.inference.engine import ReportEngine
from cxrviewer.reporting import prompts
from cxrviewer.reporting.draft import Sampling


class ArmDrafter:
    """Loads the model for the first film and drafts one report a film."""

    def __init__(self, model: str, prompt: str, progress: Progress) -> None:
        self._checkpoint = resolve(model)
        self._prompt = prompt
        self._sampling = Sampling()
        self._progress = progress
        self._engine: ReportEngine | None = None

    def draft(self, image: Path) -> str:
        """The report of the arm. Raises ModelError, RadiographError."""
        film = read_radiograph(image)
        if self._engine is None:
            from cxrviewer.inference.cxr_llava import load_engine

            self._engine = load_engine(
                self._checkpoint, progress=lambda done, total: self._progress.step("loading the model", done, total)
            )
        task = drafting.Task(
            prompt=self._prompt,
            opening=prompts.opening(self._prompt),
            questions=(),
            sampling=self._sampling,
            confirm=False,
        )
        drafted = drafting.draft_film(self._engine, film, task, on_text=_ignore, on_question=_ignore)
        for warning in drafted.warnings:
            complain(f"{shown(image)}: warning: {warning}")
        return drafted.first.text

    @property
    def provenance(self) -> dict[str, object]:
        """What is needed to draft the same again."""
        assert self._engine is not None
        identity = self._engine.identity
        return {
            "model": identity.name,
            "digest": identity.digest,
            "dtype": identity.dtype,
            "device": identity.device,
            "prompt": prompts.PROMPTS[self._prompt],
            "temperature": self._sampling.temperature,
            "top_p": self._sampling.top_p,
            "top_k": self._sampling.top_k,
            "seed": self._sampling.seed,
            "max_new_tokens": self._sampling.max_new_tokens,
        }


def _ignore(_text: str) -> None:
    """Nothing is printed while a draft is written."""
