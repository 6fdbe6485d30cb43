"""What `petition verify` proves: every promise that can be checked from the database alone, one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from petition_app.domain.signature import Status
from petition_app.domain.tally import PublishedTally
from petition_app.models import AuditLine, EmployerRule, PublishedRelease, Signature, Spelling, TallyDay
from petition_app.services import (
    audit,
    counting,
    employersettling,
    releases,
    verifying_lifecycle,
    verifying_rows,
    verifying_search,
)
from petition_app.services.verifying_rows import Outcome, every_petition
from petition_app.services.work import Work


@dataclass(frozen=True)
class Promise:
    """One promise, the figures it was checked on, and what breaks it. Neither names a signer."""

    name: str
    figures: str
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(work: Work) -> list[Promise]:
    """Every promise in turn. Reads each table once; nothing is changed and no private field is opened."""
    return [_outcome(work, name, check) for name, check in _CHECKS]


def _outcome(work: Work, name: str, check: Callable[[Work], Outcome]) -> Promise:
    try:
        with work.session.begin_nested():  # so that a failed query does not spoil the checks after it
            figures, faults = check(work)
    except (DBAPIError, LookupError, ValueError) as error:
        # Its text could hold what stands in the row.
        return Promise(name, "", (f"it cannot be checked: {type(error).__name__}",))
    return Promise(name, figures, tuple(faults))


def counters_equal_rows(work: Work) -> Outcome:
    faults, signatures, cells = [], 0, 0
    for petition in every_petition(work):
        counted = counting.counted(work, petition.id)
        actual = counting.recount(work, petition.id)
        signatures, cells = signatures + sum(actual.values()), cells + len(counted)
        for cell in sorted(counted.keys() | actual.keys()):
            if counted.get(cell, 0) != actual.get(cell, 0):
                kind = f"{cell.status}, {cell.relation}, {cell.proof}, employer {_typed(work, cell.spelling)}"
                faults.append(f"{petition.slug}: {counted.get(cell, 0)} counted, {actual.get(cell, 0)} rows ({kind})")
    return f"signatures: {signatures:,}, counters: {cells:,}", faults


def _typed(work: Work, spelling: UUID) -> str:
    return work.session.scalar(select(Spelling.text).where(Spelling.id == spelling)) or "none"


def days_equal_rows(work: Work) -> Outcome:
    faults, days = [], 0
    for petition in every_petition(work):
        counted = {row.day: row.signatures for row in work.session.scalars(
            select(TallyDay).where(TallyDay.petition_id == petition.id, TallyDay.signatures > 0))}  # fmt: skip
        actual = _rows_by_day(work, petition.id)
        days += len(counted)
        faults += [
            f"{petition.slug}: {counted.get(day, 0)} counted on {day}, {actual.get(day, 0)} rows"
            for day in sorted(counted.keys() | actual.keys())
            if counted.get(day, 0) != actual.get(day, 0)
        ]
    return f"days: {days:,}", faults


def _rows_by_day(work: Work, petition: UUID) -> dict[date, int]:
    query = (
        select(Signature.confirmed_on, func.count())
        .where(Signature.petition_id == petition, Signature.status == Status.CONFIRMED)
        .group_by(Signature.confirmed_on)
    )
    # A confirmed signature without a day is in no line of growth: a fault, told under a day that never was.
    return {day or date.min: count for day, count in work.session.execute(query)}


def employers_follow_from_rules(work: Work) -> Outcome:
    faults, rules = [], work.session.scalar(select(func.count()).select_from(EmployerRule)) or 0
    for petition in every_petition(work):
        if wrong := employersettling.not_following(work, petition.id):
            faults.append(
                f"{petition.slug}: {wrong:,} spellings count for another employer (`petition employers replay`)"
            )
    spellings = work.session.scalar(select(func.count()).select_from(Spelling)) or 0
    return f"spellings: {spellings:,}, rules: {rules:,}", faults


def releases_are_consistent(work: Work) -> Outcome:
    faults, checked = [], 0
    for petition in every_petition(work):
        query = select(PublishedRelease).where(PublishedRelease.petition_id == petition.id)
        rows = work.session.scalars(query.order_by(PublishedRelease.number)).all()
        if [row.number for row in rows] != list(range(1, len(rows) + 1)):
            faults.append(f"{petition.slug}: a release is missing")
        for row in rows:
            checked += 1
            if hashlib.sha256(row.public.encode()).hexdigest() != row.digest:
                faults.append(f"{petition.slug}: release {row.number} is not the text that was published")
        faults += [
            f"{petition.slug}: release {stored.number} {contradiction}"
            for stored in releases.history(work, petition.id)
            for contradiction in _contradictions(stored.tally)
        ]
    return f"releases: {checked:,}", faults


def _contradictions(tally: PublishedTally) -> list[str]:
    found = []
    if sum(row.at_least for row in tally.rows) + tally.other != tally.total:
        found.append("does not sum to its total")
    if tally.employees > tally.total:
        found.append("has more employees than signers")
    if len({row.employer for row in tally.rows}) != len(tally.rows):
        found.append("names an employer twice")
    return found


def audit_log_is_whole(work: Work) -> Outcome:
    lines = work.session.scalar(select(func.count()).select_from(AuditLine)) or 0
    broken = islice(audit.broken_lines(work), 5)
    return f"lines: {lines:,}", [f"line {number} was changed, or one before it is missing" for number in broken]


_CHECKS: tuple[tuple[str, Callable[[Work], Outcome]], ...] = (
    ("Counters equal the signatures", counters_equal_rows),
    ("Days equal the signatures", days_equal_rows),
    ("Employers follow from the list and the rules", employers_follow_from_rules),
    ("One live signature per address", verifying_rows.one_live_signature_per_address),
    ("Published tables do not contradict themselves", releases_are_consistent),
    ("Publishing rules were not changed after opening", releases.rules_are_frozen),
    ("The audit log is whole", audit_log_is_whole),
    ("Every reference leads to a row", verifying_rows.references_are_whole),
    ("The database file is sound", verifying_rows.database_is_sound),
    ("Only what waits can be confirmed", verifying_rows.confirmations_belong_to_pending),
    ("Names and titles stand only where they are shown", verifying_rows.public_fields_are_meant),
    ("What was withdrawn is gone", verifying_rows.withdrawn_is_gone),
    ("Sealed fields have their keys", verifying_rows.sealed_fields_have_keys),
    ("The instance key opens what it must", verifying_rows.keys_open),
    ("Texts agreed with are kept", verifying_rows.texts_are_kept),
    ("Letters are emptied once they are sent", verifying_rows.letters_are_emptied),
    ("What waits for its launch is not in public", verifying_lifecycle.hidden_is_hidden),
    ("No address belongs to two petitions", verifying_lifecycle.addresses_are_kept),
    ("The index of names agrees with the signatures", verifying_search.index_agrees),
    ("Private data are erased in time", verifying_lifecycle.erased_in_time),
)
