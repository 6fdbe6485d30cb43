"""Rows of a file on their way to being signatures: each record read by the rules, sealed and staged. Plain tuples and
the driver's own ways of writing many rows: there may be a million."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from petition_app.domain import importreasons
from petition_app.domain.address import canonical_address, domain_of
from petition_app.domain.employer import read
from petition_app.domain.importing import Plan
from petition_app.domain.importlines import Record
from petition_app.domain.importreasons import CellIsWrong
from petition_app.domain.importrow import Entry, Newest, Reader
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.naming.key import folded, words_of
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import kept
from petition_app.domain.signature import Status
from petition_app.models import ImportBatch, ImportFault, ImportRow, Petition, Signature
from petition_app.security.tokens import one_way
from petition_app.security.vault import seal, seal_with_secret
from petition_app.services import custody
from petition_app.services.domainkeys import domain_key
from petition_app.services.mailboxes import AddressIsDisposable, reachable
from petition_app.services.signing import private_binding
from petition_app.services.upsert import table
from petition_app.services.work import Work

_ROW, _FAULT, _SIGNATURE = table(ImportRow), table(ImportFault), table(Signature)
_COLUMNS = tuple(column.name for column in _ROW.columns)


class Staging:
    """Stages the records of one import: what `take` was given is written by `flush`, in the same transaction."""

    def __init__(self, work: Work, batch: ImportBatch, plan: Plan, secret: bytes) -> None:
        petition = work.session.get_one(Petition, batch.petition_id)
        newest = Newest(petition.text_version, petition.consent_version)
        self._work, self._batch, self._asks, self._secret = work, batch, plan.asks, secret
        self._reader = Reader(plan, work.today, newest, short_address)
        self._pepper = custody.pepper(work, petition.id)
        self._epoch = custody.epoch_for(work, petition.id)
        self._ids = _Ids(work, batch)
        # As the driver stores a UUID.
        self._stored: Callable[[UUID], Any] = attrgetter("hex") if work.is_sqlite else lambda key: key
        self._own_key = self._stored(batch.id)
        self._domains: dict[str, bytes] = {}
        self._entries: list[tuple[int, Entry]] = []
        self._faults: list[tuple[int, str]] = []

    def take(self, record: Record) -> None:
        try:
            self._entries.append((record.line, self._reader.entry(record.cells)))
        except CellIsWrong as error:
            self._faults.append((record.line, kept(error.sentence)))

    def flush(self) -> tuple[int, int]:
        """Write them; how many were good, and how many were not."""
        # Made before the first is written: while PostgreSQL takes rows in, its connection answers no question.
        own = {entry.key: key for _, entry in self._entries if (key := _own_key(entry.key))}
        used = self._used(own.values())
        self._set_aside({text for text, key in own.items() if used.get(key)})
        # Whoever is asked by letter signs anew.
        kept = {} if self._asks else {text: key for text, key in own.items() if key not in used}
        rows = [self._row(line, entry, kept.get(entry.key) or self._ids.at(line)) for line, entry in self._entries]
        _write_many(self._work.connection, rows)
        if self._faults:
            batch = self._batch.id
            self._work.connection.execute(
                insert(_FAULT), [{"import_id": batch, "line": line, "reason": why} for line, why in self._faults]
            )
        return len(self._entries), len(self._faults)

    def _used(self, keys: Collection[UUID]) -> dict[UUID, bool]:
        """The keys that signatures have already, each with whether it is one of this petition that was withdrawn."""
        if not keys:
            return {}
        query = select(_SIGNATURE.c.id, _SIGNATURE.c.petition_id, _SIGNATURE.c.status)
        rows = self._work.connection.execute(query.where(_SIGNATURE.c.id.in_(keys))).all()
        return {row.id: row.petition_id == self._batch.petition_id and row.status is Status.WITHDRAWN for row in rows}

    def _set_aside(self, withdrawn: Collection[str]) -> None:
        """An older file must not bring back whoever has left since: of them only the key is still known."""
        self._faults += [(line, "withdrawn by the signer") for line, each in self._entries if each.key in withdrawn]
        self._entries = [(line, each) for line, each in self._entries if each.key not in withdrawn]

    def _row(self, line: int, entry: Entry, signature: UUID) -> Sequence[Any]:
        return (
            self._own_key, line, self._stored(signature), self._key(entry),
            self._domain(entry.email) if entry.email else None,
            entry.employer or None, entry.relation.value, entry.display.value, entry.role_band.value,
            entry.proof.value, entry.name or None, entry.title or None,
            searchable(entry.name, entry.title) if entry.name or entry.title else None,
            entry.consents, _day(entry.signed_on), entry.text_version, entry.consent_version,
            self._sealed(signature, entry) if entry.email else None,
        )  # fmt: skip

    def _key(self, entry: Entry) -> bytes:
        """Under which one person is one signer: the mailbox; else the name with the employer; else the file's key."""
        if entry.email:
            return one_way(self._pepper, canonical_address(entry.email))
        if entry.person:
            name = " ".join(words_of(folded(entry.person))) or entry.person
            return one_way(self._pepper, f"person:{name}\0{_spelling_key(entry.employer)}")
        return one_way(self._pepper, f"key:{entry.key}")

    def _domain(self, email: str) -> bytes:
        domain = email.rpartition("@")[2]
        if domain not in self._domains:
            self._domains[domain] = domain_key(self._work, self._batch.petition_id, domain_of(domain))
        return self._domains[domain]

    def _sealed(self, signature: UUID, entry: Entry) -> bytes:
        # As json.dumps writes it, of this one thing alone.
        private = b'{"email": %b}' % encode_basestring_ascii(entry.email).encode()
        if self._asks:
            return seal_with_secret(self._secret, private, binding=signature.bytes)
        return seal(self._epoch, private, binding=private_binding(signature))


class _Ids:
    """Keys of signatures in the order of the file, so that a million of them are appended to their table rather than
    strewn over it: the day, a mark of the import, the line, and chance."""

    def __init__(self, work: Work, batch: ImportBatch) -> None:
        self._day = work.new_id().int >> 80 << 80
        self._mark = batch.id.int & 0xFFFFF

    def at(self, line: int) -> UUID:
        # 74 bits: 12 before the variant of the UUID, 62 after it.
        value = self._mark << 54 | line << 26 | secrets.randbits(26)
        return UUID(int=self._day | 7 << 76 | (value >> 62) << 64 | 2 << 62 | value & (1 << 62) - 1)


def _own_key(text: str) -> UUID | None:
    """The key of a signature as we write it, and nothing else that can be read as a UUID."""
    try:
        key = UUID(text) if text else None
    except ValueError:
        return None
    return key if key and key.version == 7 and str(key) == text else None


def short_address(text: str) -> str:
    """The address as it will be written to. Raises CellIsWrong."""
    try:
        return reachable(text)
    except AddressIsDisposable:
        raise CellIsWrong(importreasons.ADDRESS_IS_DISPOSABLE) from None
    except Refusal:
        raise CellIsWrong(importreasons.ADDRESS_IS_NONE) from None


@lru_cache(maxsize=20_000)
def _spelling_key(text: str) -> str:
    return read(text).key


@lru_cache(maxsize=1_000)
def _day(day: date) -> str:
    return day.isoformat()


def _write_many(connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
    """Rows of import_row as the driver stores them."""
    names = ", ".join(_COLUMNS)
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(_COLUMNS))
        driver.executemany(f"INSERT INTO import_row ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own names
        return
    with driver.cursor() as cursor, cursor.copy(f"COPY import_row ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
