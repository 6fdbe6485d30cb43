"""Making exports in tests, and reading them and the log."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from petition_app.database import begin_reading, begin_work
from petition_app.domain.events import Action
from petition_app.domain.export import ExportKind, Wanted
from petition_app.domain.exportprofile import Profile
from petition_app.domain.signature import DisplayMode, Proof, Relation, RoleBand, Status
from petition_app.models import Signature
from petition_app.security.vault import EpochKey, seal
from petition_app.services import audit, custody, export_history, export_scope, exports, petitions
from petition_app.services.export_history import PastExport
from petition_app.services.signing import private_binding
from petition_app.services.upsert import table
from petition_app.services.work import OPERATOR, Actor, ActorKind, Work
from tests.builders import SLUG

OLU = Actor(ActorKind.ORGANISER, UUID(int=7))


def start(
    kind: ExportKind, slug: str = SLUG, purpose: str = "Hand-over", actor: Actor = OLU, **asked: Any
) -> exports.StartedExport:
    """`asked`: as in `Wanted`."""
    with begin_reading(actor) as work:
        petition = petitions.by_slug(work, slug)
        wanted = export_scope.settle(work, petition, Wanted(kind, **asked))
    with begin_work(actor) as work:
        return exports.start(work, petition, wanted, purpose)


def export(kind: ExportKind, slug: str = SLUG, passphrase: str | None = None, **asked: Any) -> bytes:
    return b"".join(exports.stream(start(kind, slug, **asked), begin_reading, begin_work, passphrase))


def for_tool(profile: Profile, **asked: Any) -> bytes:
    return export(ExportKind.SIGNATORIES, profile=profile, **asked)


def past(slug: str = SLUG) -> list[PastExport]:
    with begin_reading(OPERATOR) as work:
        return export_history.past(work, petitions.by_slug(work, slug).id)


def manifest(slug: str = SLUG) -> dict[str, Any]:
    """Of the export that was finished last."""
    last = next(details["export"] for action, details in log(slug) if action == Action.EXPORT_FINISHED)
    with begin_reading(OPERATOR) as work:
        text = export_history.manifest(work, petitions.by_slug(work, slug).id, UUID(str(last)))
    found: dict[str, Any] = json.loads(text)
    return found


def rows_of(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def log(slug: str = SLUG) -> list[tuple[str, dict[str, object]]]:
    """Newest first."""
    with begin_reading(OPERATOR) as work:
        found = audit.lines(work, petitions.by_slug(work, slug).id)
        return [(line.action, json.loads(line.details)) for line in found if "signature" not in line.action]


def add_signatures(work: Work, many: int, display: DisplayMode, slug: str = SLUG) -> None:
    """Confirmed signatures straight into the table: these tests are about reading them."""
    petition = petitions.by_slug(work, slug)
    epoch = custody.epoch_for(work, petition.id)
    for at in range(0, many, 1_000):
        work.connection.execute(
            insert(table(Signature)), list(_rows(work, petition.id, epoch, range(at, min(at + 1_000, many)), display))
        )


def _rows(
    work: Work, petition: UUID, epoch: EpochKey, numbers: range, display: DisplayMode
) -> Iterator[dict[str, object]]:
    for number in numbers:
        key = work.new_id()
        private = json.dumps({"email": f"signer{number}@example.org"}).encode()
        yield {
            "id": key, "petition_id": petition, "email_key": number.to_bytes(32), "status": Status.CONFIRMED,
            "relation": Relation.CURRENT, "proof": Proof.MAILBOX, "display": display,
            "role_band": RoleBand.ENGINEERING, "employer_raw": "Acme",
            "public_name": f"Signer {number}" if display.shows_name else None,
            "public_title": "Engineer" if display.shows_title else None,
            "text_version": 1, "consent_version": 1, "consents": "count,publish", "over_limit": False,
            "signed_on": work.today, "confirmed_on": work.today,
            "sealed": seal(epoch, private, binding=private_binding(key)),
        }  # fmt: skip
