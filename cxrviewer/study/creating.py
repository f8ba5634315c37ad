"""Makes a study from a manifest and a protocol, whole or not at all, and locks it. Knows no window.

The folder is made under another name beside its place and renamed last; a study on a server is one transaction.
"""

import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cxrviewer import __version__
from cxrviewer.errors import RowsRefused, StudyError
from cxrviewer.store.chain import Entry
from cxrviewer.store.postgres import Server, server
from cxrviewer.store.study_store import StudyStore
from cxrviewer.study.allocation import allocate
from cxrviewer.study.anchors import add_anchor, make_key
from cxrviewer.study.design import Blinded, CaseFacts, Key, Original, Slot, StudyFilm, StudyReport, lock_hash
from cxrviewer.study.manifest import ManifestCase
from cxrviewer.study.normalising import Normalised, normalise
from cxrviewer.study.protocol import Protocol
from cxrviewer.study.study import SERVER_FILE, Study, open_study

LOCKED = "locked"


def design_study(
    protocol: Protocol,
    cases: Sequence[ManifestCase],
    manifest: str,
    provenance: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[Blinded, Key]:
    """Draw the orders and write the reports as they will be shown. ``provenance`` is of an arm drafted for this study.

    Raises StudyError where the protocol is impossible for these cases; RowsRefused, naming ``manifest``, where
    nothing is left of a report.
    """
    placements = allocate(
        protocol, [case.case for case in cases if not case.training], [case.case for case in cases if case.training]
    )
    films, facts, film_of = {}, {}, {}
    for case in cases:
        film = str(uuid.uuid4())
        film_of[case.case] = film
        films[film] = StudyFilm(identifier=film, path=str(case.image), sha256=case.sha256)
        facts[film] = CaseFacts(case=case.case, truth=case.truth, strata=case.strata)
    reports, arms, originals, report_of = {}, {}, {}, {}
    refused = []
    for case in cases:
        for arm, text in case.reports.items():
            shown = normalise(text) if protocol.normalised else Normalised(text.strip(), ())
            if not shown.text:
                refused.append(f"case {case.case!r}: nothing of the report of {arm!r} is about the film; correct it")
            identifier = str(uuid.uuid4())
            report_of[case.case, arm] = identifier
            reports[identifier] = StudyReport(identifier=identifier, film=film_of[case.case], text=shown.text)
            arms[identifier] = arm
            originals[identifier] = Original(text=text, changes=shown.changes)
    if refused:
        raise RowsRefused(manifest, tuple(refused))
    orders: dict[str, tuple[Slot, ...]] = {}
    repeats = set()
    for reader, placed in placements.items():
        slots = []
        for placement in placed:
            item = str(uuid.uuid4())
            report = report_of[placement.case, placement.arm]
            slots.append(Slot(item=item, report=report, sitting=placement.sitting, training=placement.training))
            if placement.repeat:
                repeats.add(item)
        orders[reader] = tuple(slots)
    blinded = Blinded(
        study=str(uuid.uuid4()),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        app_version=__version__,
        protocol=protocol,
        films=films,
        reports=dict(sorted(reports.items())),  # random identifiers: their order tells nothing
        orders=orders,
    )
    return blinded, Key(
        cases=facts, arms=arms, originals=originals, repeats=frozenset(repeats), provenance=provenance or {}
    )


def create_study(
    folder: Path, blinded: Blinded, key: Key | None, *, copy_images: bool = False, postgres: str | None = None
) -> Study:
    """Make the study in ``folder`` and lock it; a package is made without key.

    Raises StudyError where the folder is taken or cannot be made, StoreError where the database cannot be. Then
    nothing is left behind.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder}: there is something here already; name a new folder for the study")
    database = None if postgres is None else server(postgres, f"study_{uuid.UUID(blinded.study).hex}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise StudyError(f"{folder}: the folder cannot be made ({error.strerror}); name another") from error
    try:
        _fill(making, folder, blinded, key, database, copy_images=copy_images)
        try:
            making.rename(folder)
        except OSError:
            if database is not None:
                StudyStore.drop_on_server(database)
            raise
    except OSError as error:
        raise StudyError(f"{folder}: the study cannot be written ({error.strerror}); make room there") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return open_study(folder) if database is None else _opened(folder, database)


def _opened(folder: Path, database: Server) -> Study:
    # With the password that came with the address and is not kept.
    return Study(folder, StudyStore.open_on_server(database))


def _fill(
    making: Path, folder: Path, blinded: Blinded, key: Key | None, database: Server | None, *, copy_images: bool
) -> None:
    films = {}
    for film in blinded.films.values():
        path = _copied(film, making) if copy_images else _seen_from(folder, film)
        films[film.identifier] = StudyFilm(identifier=film.identifier, path=path, sha256=film.sha256)
    locked = Blinded(**{name: getattr(blinded, name) for name in Blinded.__dataclass_fields__} | {"films": films})
    parts = locked.parts() | ({} if key is None else {"key": key.part()})
    genesis = lock_hash(parts)
    signing = make_key(making)
    if database is None:
        store = StudyStore.create(making, parts, genesis)
    else:
        address = {"url": database.shown, "schema": database.schema, "study": blinded.study}
        (making / SERVER_FILE).write_text(json.dumps(address, indent=2) + "\n", encoding="utf-8")
        store = StudyStore.create_on_server(database, parts, genesis)
    with store:
        body = {"app": __version__, "lock": genesis, "protocol": blinded.protocol.protocol_hash}
        add_anchor(making, signing, store.append([Entry(kind=LOCKED, body=body)]))


def _copied(film: StudyFilm, making: Path) -> str:
    # Named by hash: the manifest's file names may identify a patient. What is inside the file stays inside it.
    images = making / "images"
    images.mkdir(exist_ok=True)
    source = Path(film.path)
    target = images / f"{film.sha256[:16]}{source.suffix.lower()}"
    shutil.copyfile(source, target)
    return f"images/{target.name}"


def _seen_from(folder: Path, film: StudyFilm) -> str:
    """Relative where the film lies in or beside the study's folder, so that both can move together."""
    path = Path(film.path)
    return os.path.relpath(path, folder) if path.is_relative_to(folder.parent) else str(path)
