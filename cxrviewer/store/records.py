"""How a value becomes a row and a row the same value again; knows the columns, not the database."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from cxrviewer.imaging.annotation import Annotation, Annotations, Figure, with_put, without
from cxrviewer.imaging.radiograph import Radiograph
from cxrviewer.reporting.draft import Draft, FinishReason, ModelIdentity, Provenance, Sampling
from cxrviewer.reporting.rating import Acceptability, Rating

Values = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A film that was opened: where it came from and when."""

    digest: str
    source: str
    patient_name: str
    patient_identifier: str
    study_date: str
    sop_instance_uid: str | None
    first_opened_at: datetime
    last_opened_at: datetime


def case_values(radiograph: Radiograph, opened_at: datetime) -> Values:
    """The row of a film, but for when it was first opened."""
    # What a file says may be any bytes, and a path too: kept readable, for it must not stop the film's drafts.
    return {
        "digest": radiograph.digest,
        "source": _storable(str(radiograph.source)),
        "patient_name": _storable(radiograph.patient.name),
        "patient_identifier": _storable(radiograph.patient.identifier),
        "study_date": _storable(radiograph.study.date),
        "sop_instance_uid": None if radiograph.sop_instance_uid is None else _storable(radiograph.sop_instance_uid),
        "last_opened_at": opened_at,
    }


def case_from(row: Row[Any]) -> Case:
    """The film of a row."""
    return Case(**row._mapping)  # the columns are named as the fields


def draft_values(draft: Draft, kind: str) -> Values:
    """The row of a draft; ``kind`` is ``report`` or ``answer``."""
    provenance = draft.provenance
    return {
        "identifier": draft.identifier,
        "case_digest": provenance.radiograph_digest,
        "kind": kind,
        "text": draft.text,
        "finish_reason": draft.finish_reason.value,
        "created_at": draft.created_at,
        "model_name": provenance.model.name,
        "model_digest": provenance.model.digest,
        "model_dtype": provenance.model.dtype,
        "model_device": provenance.model.device,
        "model_is_demo": int(provenance.model.is_demo),
        "prompt": provenance.prompt,
        "temperature": provenance.sampling.temperature,
        "top_p": provenance.sampling.top_p,
        "top_k": provenance.sampling.top_k,
        "seed": provenance.sampling.seed,
        "max_new_tokens": provenance.sampling.max_new_tokens,
        "input_sha256": provenance.input_sha256,
        "app_version": provenance.app_version,
    }


def draft_from(row: Row[Any]) -> Draft:
    """The draft of a row."""
    return Draft(
        identifier=row.identifier,
        text=row.text,
        finish_reason=FinishReason(row.finish_reason),
        created_at=row.created_at,
        provenance=Provenance(
            model=ModelIdentity(
                name=row.model_name,
                digest=row.model_digest,
                dtype=row.model_dtype,
                device=row.model_device,
                is_demo=bool(row.model_is_demo),
            ),
            prompt=row.prompt,
            sampling=Sampling(
                temperature=row.temperature,
                top_p=row.top_p,
                top_k=row.top_k,
                seed=row.seed,
                max_new_tokens=row.max_new_tokens,
            ),
            radiograph_digest=row.case_digest,
            input_sha256=row.input_sha256,
            app_version=row.app_version,
        ),
    )


def rating_values(rating: Rating) -> Values:
    """The row of a rating."""
    return {
        "identifier": rating.identifier,
        "draft_identifier": rating.draft_identifier,
        "reader": rating.reader,
        "acceptability": int(rating.acceptability),
        "comment": rating.comment,
        "rated_at": rating.rated_at,
    }


def rating_from(row: Row[Any]) -> Rating:
    """The rating of a row."""
    return Rating(
        identifier=row.identifier,
        draft_identifier=row.draft_identifier,
        reader=row.reader,
        acceptability=Acceptability(row.acceptability),
        comment=row.comment,
        rated_at=row.rated_at,
    )


def annotation_values(case_digest: str, annotation: Annotation, edited_at: datetime) -> Values:
    """The row of an annotation as it now is."""
    return {
        "case_digest": case_digest,
        "annotation_identifier": annotation.identifier,
        "action": "put",
        "figure": annotation.figure.value,
        "points": json.dumps(annotation.points),
        "text": annotation.text,
        "edited_at": edited_at,
    }


def deletion_values(case_digest: str, identifier: str, edited_at: datetime) -> Values:
    """The row that takes an annotation away."""
    return {
        "case_digest": case_digest,
        "annotation_identifier": identifier,
        "action": "deleted",
        "figure": "",
        "points": "",
        "text": "",
        "edited_at": edited_at,
    }


def annotations_from(rows: Iterable[Row[Any]]) -> Annotations:
    """What all the edits of a film, oldest first, come to. Raises ValueError where a row is no annotation."""
    found: Annotations = ()
    for row in rows:
        if row.action == "deleted":
            found = without(found, row.annotation_identifier)
            continue
        annotation = Annotation(
            figure=Figure(row.figure),
            points=tuple((float(x), float(y)) for x, y in json.loads(row.points)),
            text=row.text,
            identifier=row.annotation_identifier,
        )
        found = with_put(found, annotation)
    return found


def _storable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
