"""Exports: written down before the first byte leaves, streamed from one state of the database, and closed with the
number of rows and the digest of what left."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import text

from petition_app.domain.events import Action
from petition_app.domain.export import Format, Wanted, file_stem
from petition_app.domain.exportmanifest import File, Manifest
from petition_app.domain.refusals import PurposeIsNeeded, Refusal
from petition_app.domain.said import said
from petition_app.domain.throttle import EXPORTS
from petition_app.models import Export, Petition
from petition_app.services import approvals, audit, custody, export_progress, export_rows, throttling
from petition_app.services.custody import Opener
from petition_app.services.export_passing import Passing
from petition_app.services.export_rows import Table
from petition_app.services.exporting.file import Making, Pieces, pieces_of
from petition_app.services.pagecache import page_cache
from petition_app.services.work import Actor, Begin, Work

MOST_PURPOSE = 500
# Kilobytes: whoever reads all rows once comes by no page of the database again soon.
_CACHE = 2_000
BROKEN_OFF = b"INCOMPLETE: this export broke off here. Delete this file and export again.\r\n"


class TooManyExports(Refusal):
    status = 429
    sentence = said(
        "You have made %(most)s exports today, which is the limit. Please come back tomorrow.", most=EXPORTS.most
    )


@dataclass(frozen=True)
class StartedExport:
    """An export that is in the audit log and may be streamed; `passing` tells how far it is."""

    id: UUID
    petition: Petition
    wanted: Wanted
    purpose: str
    actor: Actor
    day: date
    passing: Passing = field(default_factory=Passing)

    @property
    def is_archive(self) -> bool:
        return bool(self.wanted.rows_a_part)

    @property
    def stem(self) -> str:
        return file_stem(self.petition.slug, self.wanted, self.day)

    @property
    def file_name(self) -> str:
        return f"{self.stem}.{'zip' if self.is_archive else self.wanted.format}"


def start(work: Work, petition: Petition, wanted: Wanted, purpose: str = "") -> StartedExport:
    """Write down who takes what and why; to be committed before anything is streamed. `wanted` has been settled
    (`export_scope.settle`).

    Raises PurposeIsNeeded for a private kind without one, SecondOwnerIsNeeded where two owners must agree on that, and
    TooManyExports.
    """
    wanted.check()
    purpose = " ".join(purpose.split())[:MOST_PURPOSE]
    if wanted.kind.is_private and not purpose:
        raise PurposeIsNeeded
    if wanted.kind.is_private:
        purpose = approvals.let_export(work, petition.id, wanted.scope, purpose)
    if work.actor.id and not throttling.within(work, (EXPORTS,), str(work.actor.id)):
        raise TooManyExports
    export = Export(
        id=work.new_id(),
        petition_id=petition.id,
        kind=wanted.kind,
        profile=wanted.profile,
        format=wanted.format,
        employer=wanted.employer,
        status=wanted.status or "",
        since=wanted.since,
        actor=str(work.actor),
        purpose=purpose or None,
        started_at=work.now,
        moved_at=work.now,
    )
    work.session.add(export)
    work.session.flush()
    asked = {"employer": wanted.employer, "only": wanted.status, "since": wanted.since}
    asked = {name: value for name, value in asked.items() if value}
    audit.record(
        work, Action.EXPORT_STARTED, petition.id, export=export.id, kind=wanted.kind, profile=wanted.profile,
        format=wanted.format, purpose=purpose, **asked,
    )  # fmt: skip
    return StartedExport(export.id, petition, wanted, purpose, work.actor, work.today)


def stream(
    started: StartedExport, begin_reading: Begin, begin_work: Begin, passphrase: str | None = None
) -> Generator[bytes]:
    """The file in pieces. The vault is open before this returns, so a refusal comes before the first byte:
    PassphraseIsNeeded, PassphraseIsWrong. Only once the last piece is taken is the export noted as finished."""
    pieces = _pieces(started, begin_reading, begin_work, passphrase)
    return _after(next(pieces), pieces, says_so=not started.is_archive and started.wanted.format is not Format.XLSX)


def _after(first: bytes, pieces: Generator[bytes], says_so: bool) -> Generator[bytes]:
    with closing(pieces):
        yield first
        try:
            yield from pieces
        except Exception:
            # Servers end the answer to a failed program as tidily as any other: the file itself must say it. A ZIP or
            # a workbook does by itself, because its list of contents is missing.
            if says_so:
                yield BROKEN_OFF
            raise


def _pieces(
    started: StartedExport, begin_reading: Begin, begin_work: Begin, passphrase: str | None
) -> Generator[bytes]:
    told = export_progress.told(started.id, started.actor, begin_work, started.passing)
    with told, begin_reading(started.actor) as work, page_cache(work, _CACHE):
        _be_patient(work)
        opener = _open_vault(work, begin_work, started, passphrase) if started.wanted.kind.is_private else None
        table = export_rows.table(work, started.petition, started.wanted, opener, started.passing)
        manifest = partial(_manifest, started, table)
        making = Making(started.stem, started.petition.title, started.purpose, started.day, manifest)
        with closing(table.batches), closing(pieces_of(table, started.wanted, making)) as pieces:
            files, digest = yield from _digested(pieces, is_archive=started.is_archive)
    with begin_work(started.actor) as work:
        _finish(work, started, manifest(files), digest)


def _digested(pieces: Pieces, *, is_archive: bool) -> Generator[bytes, None, tuple[tuple[File, ...], bytes]]:
    """The files, and the digest of what leaves: that of a file alone is known, and hashing takes as long as opening."""
    if not is_archive:
        files = yield from pieces
        return files, bytes.fromhex(files[0].sha256)
    digest = hashlib.sha256()
    while True:
        try:
            piece = next(pieces)
        except StopIteration as end:
            return end.value, digest.digest()
        digest.update(piece)
        yield piece


def _manifest(started: StartedExport, table: Table, files: tuple[File, ...]) -> Manifest:
    return Manifest.of(str(started.id), started.petition.slug, started.day, started.wanted, table.left_out, *files)


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


def _finish(work: Work, started: StartedExport, manifest: Manifest, digest: bytes) -> None:
    export = work.session.get_one(Export, started.id)
    export.finished_at, export.rows, export.digest = work.now, manifest.rows, digest
    export.expected, export.stopped_at = manifest.rows, None
    export.manifest = manifest.as_json()
    audit.record(
        work, Action.EXPORT_FINISHED, started.petition.id, export=started.id, rows=manifest.rows,
        left_out=sum(manifest.left_out.values()), sha256=digest.hex(),
    )  # fmt: skip
