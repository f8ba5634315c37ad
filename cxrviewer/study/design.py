"""A study's frozen design: films, reports, orders, and the key that says which report is of which arm.

Knows how the design is written down and hashed; not how it is drawn or read. The key is a part of its own: whoever
opens a study for reading takes its hash, but never reads it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from cxrviewer.errors import StudyError
from cxrviewer.store.chain import canonical_json, digest
from cxrviewer.study.normalising import Change
from cxrviewer.study.protocol import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFilm:
    """An image file and what it was when the study was locked."""

    identifier: str
    path: str
    """As seen from the study's folder, or absolute."""
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """A report as it is shown. Its identifier says nothing of its arm."""

    identifier: str
    film: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place in a reader's order."""

    item: str
    report: str
    sitting: int = 0
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blinded:
    """All that a reader's window may know."""

    study: str
    """The study's identifier."""
    created_at: str
    app_version: str
    protocol: Protocol
    films: Mapping[str, StudyFilm]
    reports: Mapping[str, StudyReport]
    orders: Mapping[str, tuple[Slot, ...]]
    """By reader."""
    package: str = ""
    """The identifier of a reader's package; empty in the study itself."""

    def parts(self) -> dict[str, str]:
        """Written down."""
        study = {"study": self.study, "created_at": self.created_at, "app_version": self.app_version}
        return {
            "study": canonical_json(study | {"package": self.package}),
            "protocol": canonical_json(self.protocol.to_json()),
            "films": canonical_json([asdict(film) for film in self.films.values()]),
            "reports": canonical_json([asdict(report) for report in self.reports.values()]),
            "orders": canonical_json(
                {reader: [asdict(slot) for slot in order] for reader, order in self.orders.items()}
            ),
        }

    @classmethod
    def from_parts(cls, parts: Mapping[str, str]) -> Self:
        """Read back. Raises StudyError where a part is damaged."""
        try:
            about = json.loads(parts["study"])
            films = (StudyFilm(**film) for film in json.loads(parts["films"]))
            reports = (StudyReport(**report) for report in json.loads(parts["reports"]))
            return cls(
                study=about["study"],
                created_at=about["created_at"],
                app_version=about["app_version"],
                package=about["package"],
                protocol=Protocol.from_json(json.loads(parts["protocol"])),
                films={film.identifier: film for film in films},
                reports={report.identifier: report for report in reports},
                orders={
                    reader: tuple(Slot(**slot) for slot in order)
                    for reader, order in json.loads(parts["orders"]).items()
                },
            )
        except (KeyError, TypeError, ValueError) as error:
            raise StudyError("the study's design is damaged; restore the study from a backup") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What the manifest says of a film."""

    case: str
    truth: str = ""
    strata: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A report as it came, and what was changed before it was shown."""

    text: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a reader must not know."""

    cases: Mapping[str, CaseFacts]
    """By film."""
    arms: Mapping[str, str]
    """By report."""
    originals: Mapping[str, Original]
    """By report."""
    repeats: frozenset[str]
    """The items that show a report for the second time."""
    provenance: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """By arm, where the model wrote it for this study: the model and how it was asked."""

    def part(self) -> str:
        """Written down."""
        return canonical_json(
            {
                "cases": {film: asdict(facts) for film, facts in self.cases.items()},
                "arms": dict(self.arms),
                "originals": {report: asdict(original) for report, original in self.originals.items()},
                "repeats": sorted(self.repeats),
                "provenance": {arm: dict(how) for arm, how in self.provenance.items()},
            }
        )

    @classmethod
    def from_part(cls, part: str) -> Self:
        """Read back. Raises StudyError where it is damaged."""
        try:
            made: dict[str, Any] = json.loads(part)
            originals = {
                report: Original(
                    text=original["text"],
                    changes=tuple(Change(change["rule"], tuple(change["removed"])) for change in original["changes"]),
                )
                for report, original in made["originals"].items()
            }
            return cls(
                cases={film: CaseFacts(**facts) for film, facts in made["cases"].items()},
                arms=made["arms"],
                originals=originals,
                repeats=frozenset(made["repeats"]),
                provenance=made["provenance"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise StudyError("the study's key is damaged; restore the study from a backup") from error


def lock_hash(parts: Mapping[str, str]) -> str:
    """The hash that a study is locked under: over all parts, the key among them."""
    return digest(canonical_json({part: digest(body) for part, body in parts.items()}))
