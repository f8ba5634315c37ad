"""Values for tests, built in code: no patient's file is in the repository."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cxrviewer.imaging.radiograph import Patient, Radiograph, Study, Window
from cxrviewer.reporting.draft import Draft, FinishReason, ModelIdentity, Provenance, Sampling


def make_pixels(rows: int = 96, columns: int = 80, *, seed: int = 0, largest: int = 4095) -> npt.NDArray[np.uint16]:
    """A gradient with a little noise, (rows, columns) uint16 from 0 to ``largest``."""
    ramp = np.linspace(0, largest, rows * columns).reshape(rows, columns)
    noise = np.random.default_rng(seed).normal(0, largest / 100, ramp.shape)
    return np.clip(ramp + noise, 0, largest).astype(np.uint16)


def make_radiograph(name: str = "film.dcm", **changes: Any) -> Radiograph:
    """A valid 12-bit radiograph; two names are two cases. Any field of Radiograph can be changed by keyword."""
    fields: dict[str, Any] = {
        "pixels": make_pixels(seed=len(name)),
        "source": Path(name),
        "digest": hashlib.sha256(name.encode()).hexdigest(),
        "bits_stored": 12,
        "voi": (Window(center=2048, width=4096),),
        "patient": Patient(name="Example^Ann", identifier="E-001", birth_date="19500102", sex="F", age="070Y"),
        "study": Study(date="20260102", description="Chest PA", modality="DX"),
        "view_position": "PA",
        "sop_instance_uid": "1.2.826.0.1.3680043.10.1",
    }
    return Radiograph(**(fields | changes))


def make_identity(**changes: Any) -> ModelIdentity:
    """A model's identity."""
    fields = {"name": "example", "digest": "d" * 64, "dtype": "float32", "device": "cpu"}
    return ModelIdentity(**(fields | changes))


def make_draft(radiograph: Radiograph | None = None, text: str = "The lungs are clear.", **changes: Any) -> Draft:
    """A finished draft of the radiograph."""
    film = radiograph or make_radiograph()
    provenance = Provenance(
        model=make_identity(),
        prompt="Write a radiologic report on the given chest radiograph.",
        sampling=Sampling(),
        radiograph_digest=film.digest,
        input_sha256="e" * 64,
        app_version="0",
    )
    fields: dict[str, Any] = {"text": text, "provenance": provenance, "finish_reason": FinishReason.STOP}
    return Draft(**(fields | changes))
