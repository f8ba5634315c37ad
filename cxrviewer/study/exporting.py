"""Writes a study's readings for other programs: CSV with its dictionary, JSON lines, iMRMC, SPSS and R syntax.

De-identified unless asked otherwise: cases and readers are numbered, comments, free text and file names are left out.
Asked otherwise, the journal itself goes along, row by row with its hashes, so that others can follow the chain.
Every file names the journal's end. Knows no statistics.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from cxrviewer import __version__
from cxrviewer.errors import StudyError
from cxrviewer.store.chain import Entry, Head, canonical_json
from cxrviewer.study import syntax
from cxrviewer.study.design import Key
from cxrviewer.study.evaluating import Reported, end_of, reported
from cxrviewer.study.protocol import QuestionKind
from cxrviewer.study.study import Study
from cxrviewer.study.tables import csv_text
from cxrviewer.study.unblinding import is_unblinded

EXPORTED = "exported"

COLUMNS: Mapping[str, str] = {
    "reader": "the reader (numbered R1, R2, ... in a de-identified export)",
    "case": "the case, that is the film (numbered C001, C002, ... in a de-identified export)",
    "arm": "where the report comes from; empty while the study is blinded",
    "grade": "acceptability: 1 totally acceptable, 2 minor revision, 3 major revision, 4 unacceptable",
    "success": "1 where the grade is 1 or 2, else 0",
    "training": "1 for a training case, which no statistic counts",
    "repeat": "1 where the same report was read before by this reader; empty while the study is blinded",
    "position": "place in the reader's order, from 0",
    "sitting": "sitting, from 0",
    "truth": "the manifest's truth; empty while the study is blinded",
    "strata": "the manifest's strata; empty while the study is blinded",
    "guessed_arm": "which arm the reader took the report for",
    "shown_at": "when the item was shown, UTC",
    "first_input_at": "the first key or button after that, UTC",
    "submitted_at": "when the answer was given, UTC",
    "elapsed_s": "seconds from shown to submitted, by the monotonic clock",
    "active_s": "seconds of reading: idle time and other windows left out",
    "superseded": "how many earlier answers of this reader to this item the answer replaced",
    "comment": "the reader's comment; only in an identified export",
    "item": "the item's identifier in the journal",
    "answer": "the answer's identifier in the journal",
    "app_version": "the program that took the answer",
    "protocol": "SHA-256 of the protocol",
    "journal_count": "how many rows the journal had at the export",
    "journal_head": "the hash of the last of them (cxrviewer study verify --against)",
}
"""The columns of ``readings.csv``, each with its meaning; further questions follow as ``answer_NAME``."""


def export_study(study: Study, out: Path, *, with_names: bool = False) -> tuple[Path, ...]:
    """Write all files into ``out`` (made if need be) and note it in the journal. Returns the files.

    While the study is blinded, arms, repeats, truth and strata are left empty and no iMRMC file is made. Raises
    StudyError where the files cannot be written.
    """
    key = study.key()
    unblinded = is_unblinded(study.journal())
    study.append([Entry(kind=EXPORTED, body={"with_names": with_names, "unblinded": unblinded, "app": __version__})])
    rows = study.journal()
    end = end_of(study, rows)
    lines = _lines(study, key, reported(study, rows, key), end, unblinded=unblinded, with_names=with_names)
    columns = {**COLUMNS, **_questions(study, with_names=with_names)}
    if not with_names:
        del columns["comment"]
    text_columns = [name for name in columns if name not in syntax.NUMBERS]
    dictionary: list[dict[str, object]] = [
        {
            "column": name,
            "meaning": meaning,
            "type": "text" if name in text_columns else "number",
            "journal_count": end.count,
            "journal_head": end.hash,
        }
        for name, meaning in columns.items()
    ]
    chain: dict[str, object] = {
        "study": study.blinded.study,
        "lock": study.genesis,
        "protocol": study.protocol.protocol_hash,
    }
    chain |= {"journal_count": end.count, "journal_head": end.hash, "app": __version__}
    files = {
        "readings.csv": "\ufeff" + csv_text(list(columns), lines),
        "dictionary.csv": csv_text(["column", "meaning", "type", "journal_count", "journal_head"], dictionary),
        "readings.jsonl": "".join(
            json.dumps({name: line.get(name) for name in columns}, ensure_ascii=True) + "\n" for line in lines
        ),
        "readings.R": syntax.r_syntax(end),
        "readings.sps": syntax.spss_syntax(list(columns), lines, end),
        "chain.json": json.dumps(chain, indent=2) + "\n",
    }
    if with_names:
        files["journal.jsonl"] = "".join(
            canonical_json(asdict(row) | {"at": row.at.isoformat()}) + "\n" for row in rows
        )
    if unblinded and (imrmc := syntax.imrmc(lines, end)) is not None:
        files["readings.imrmc"] = imrmc
    return _write(out, files)


def _lines(
    study: Study, key: Key, found: tuple[Reported, ...], end: Head, *, unblinded: bool, with_names: bool
) -> list[dict[str, object]]:
    cases = {film: f"C{number:03d}" for number, film in enumerate(sorted(key.cases), start=1)}
    readers = {reader: f"R{number}" for number, reader in enumerate(study.protocol.readers, start=1)}
    history: dict[object, int] = {}
    for row in study.journal():
        if row.kind == "answer":
            item = row.content()["item"]
            history[item] = history.get(item, -1) + 1
    lines = []
    for one in found:
        answer = one.answer
        film = study.blinded.reports[one.slot.report].film
        timed = "shown_ns" in answer
        line: dict[str, object] = {
            "reader": one.reader if with_names else readers[one.reader],
            "case": one.facts.case if with_names else cases[film],
            "grade": answer["grade"],
            "success": int(answer["grade"] <= 2),
            "training": int(one.slot.training),
            "position": one.position,
            "sitting": one.slot.sitting,
            "guessed_arm": answer.get("guessed_arm"),
            "shown_at": answer.get("shown_at"),
            "first_input_at": answer.get("first_input_at"),
            "submitted_at": answer.get("submitted_at"),
            "elapsed_s": (answer["submitted_ns"] - answer["shown_ns"]) / 1e9 if timed else None,
            "active_s": answer["active_ms"] / 1000 if timed else None,
            "superseded": history[one.slot.item],
            "comment": answer.get("comment") if with_names else None,
            "item": one.slot.item,
            "answer": one.row.identifier,
            "app_version": answer["app"],
            "protocol": answer["protocol"],
            "journal_count": end.count,
            "journal_head": end.hash,
        }
        if unblinded:
            line |= {"arm": one.arm, "repeat": int(one.repeat), "truth": one.facts.truth, "strata": one.facts.strata}
        line |= {f"answer_{name}": _plain(given) for name, given in answer.get("answers", {}).items()}
        lines.append(line)
    return lines


def _questions(study: Study, *, with_names: bool) -> dict[str, str]:
    return {
        f"answer_{question.name}": f"{question.text} ({question.kind.value})"
        for question in study.protocol.questions
        # Free text may name a patient.
        if with_names or question.kind is not QuestionKind.TEXT
    }


def _plain(given: object) -> object:
    return json.dumps(given) if isinstance(given, list) else given


def _write(out: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    written = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            with (out / name).open("w", encoding="utf-8", newline="") as file:
                file.write(text)
            written.append(out / name)
    except OSError as error:
        raise StudyError(f"{out}: the export cannot be written ({error.strerror}); name another folder") from error
    return tuple(written)
