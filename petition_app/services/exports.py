"""Exports: written down before the first byte leaves, streamed from one state of the database, and closed with the
number of rows and the digest of what left."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text

from petition_app.domain.events import Action
from petition_app.domain.export import ExportKind, file_name
from petition_app.domain.refusals import PurposeIsNeeded, Refusal
from petition_app.domain.spreadsheet import BOM, csv_lines
from petition_app.domain.throttle import EXPORTS
from petition_app.models import Export, Petition
from petition_app.services import audit, custody, export_rows, organisers, throttling
from petition_app.services.custody import Opener
from petition_app.services.work import Actor, Begin, Work

MOST_PURPOSE = 500
BROKEN_OFF = b"INCOMPLETE: this export broke off here. Delete this file and export again.\r\n"


class TooManyExports(Refusal):
    status = 429
    sentence = f"You have made {EXPORTS.most} exports today, which is the limit. Please come back tomorrow."


@dataclass(frozen=True)
class StartedExport:
    """An export that is in the audit log and may be streamed."""

    id: UUID
    petition: Petition
    kind: ExportKind
    actor: Actor
    file_name: str


@dataclass(frozen=True)
class PastExport:
    """An export as the log has it. One without `finished_at` broke off, or is still on its way."""

    kind: ExportKind
    who: str
    purpose: str
    started_at: datetime
    finished_at: datetime | None
    rows: int | None
    digest: str


def start(work: Work, petition: Petition, kind: ExportKind, purpose: str = "") -> StartedExport:
    """Write down who takes what and why; to be committed before anything is streamed.

    Raises PurposeIsNeeded for a private kind without one, and TooManyExports.
    """
    purpose = " ".join(purpose.split())[:MOST_PURPOSE]
    if kind.is_private and not purpose:
        raise PurposeIsNeeded
    if work.actor.id and not throttling.within(work, (EXPORTS,), str(work.actor.id)):
        raise TooManyExports
    export = Export(
        id=work.new_id(),
        petition_id=petition.id,
        kind=kind,
        actor=str(work.actor),
        purpose=purpose or None,
        started_at=work.now,
    )
    work.session.add(export)
    work.session.flush()
    audit.record(work, Action.EXPORT_STARTED, petition.id, export=export.id, kind=kind, purpose=purpose)
    return StartedExport(export.id, petition, kind, work.actor, file_name(petition.slug, kind, work.today))


def stream(
    started: StartedExport, begin_reading: Begin, begin_work: Begin, passphrase: str | None = None
) -> Generator[bytes]:
    """The file in pieces: UTF-8 with BOM. The vault is open before this returns, so a refusal comes before the first
    byte: PassphraseIsNeeded, PassphraseIsWrong. Only once the last piece is taken is the export noted as finished.
    """
    pieces = _pieces(started, begin_reading, begin_work, passphrase)
    return _after(next(pieces), pieces)


def _after(first: bytes, pieces: Generator[bytes]) -> Generator[bytes]:
    with closing(pieces):
        yield first
        try:
            yield from pieces
        except Exception:
            # Servers end the answer to a failed program as tidily as any other: the file itself must say it.
            yield BROKEN_OFF
            raise


def _pieces(
    started: StartedExport, begin_reading: Begin, begin_work: Begin, passphrase: str | None
) -> Generator[bytes]:
    digest, count = hashlib.sha256(), 0
    with begin_reading(started.actor) as work:
        _be_patient(work)
        opener = _open_vault(work, begin_work, started, passphrase) if started.kind.is_private else None
        piece = (BOM + csv_lines([started.kind.columns])).encode()
        digest.update(piece)
        yield piece
        with closing(export_rows.batches(work, started.petition.id, started.kind, opener)) as batches:
            for rows in batches:
                piece = csv_lines(rows).encode()
                digest.update(piece)
                count += len(rows)
                yield piece
    with begin_work(started.actor) as work:
        _finish(work, started, count, digest.digest())


def _be_patient(work: Work) -> None:
    """A slow connection may pause between two batches; PostgreSQL would end the transaction after half a minute."""
    if not work.is_sqlite:
        work.connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '5min'"))


def _open_vault(work: Work, begin_work: Begin, started: StartedExport, passphrase: str | None) -> Opener:
    opener = custody.opener(work, started.petition, passphrase)
    # A transaction of its own, committed before any field is opened: nothing can take this line back.
    with begin_work(started.actor) as writing:
        audit.record(writing, Action.PRIVATE_FIELDS_OPENED, started.petition.id, export=started.id)
    return opener


def _finish(work: Work, started: StartedExport, rows: int, digest: bytes) -> None:
    export = work.session.get_one(Export, started.id)
    export.finished_at, export.rows, export.digest = work.now, rows, digest
    audit.record(work, Action.EXPORT_FINISHED, started.petition.id, export=started.id, rows=rows, sha256=digest.hex())


def past(work: Work, petition: UUID, most: int = 20) -> list[PastExport]:
    """The newest exports first, with the organisers' names."""
    query = select(Export).where(Export.petition_id == petition).order_by(Export.started_at.desc(), Export.id)
    exports = list(work.session.scalars(query.limit(most)))
    names = organisers.names(work, {export.actor for export in exports})
    return [
        PastExport(
            ExportKind(each.kind), names.get(each.actor, each.actor), each.purpose or "", each.started_at,
            each.finished_at, each.rows, each.digest.hex() if each.digest else "",
        )
        for each in exports
    ]  # fmt: skip
