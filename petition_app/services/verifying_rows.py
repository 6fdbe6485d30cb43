"""The promises of `petition verify` that are about single rows: each check gives its figures and what breaks it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text
from sqlalchemy.orm import aliased

from petition_app.domain.petition import Custody
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import LIVE, DisplayMode, Status
from petition_app.models import (
    NO_SPELLING,
    Confirmation,
    ConsentText,
    Epoch,
    OutboxLetter,
    Petition,
    PetitionKey,
    PetitionSecret,
    PetitionText,
    Signature,
    Spelling,
    TallyCounter,
)
from petition_app.security.boxes import VaultError
from petition_app.services import custody
from petition_app.services.work import Work

#: The figures checked, and the faults found.
Outcome = tuple[str, list[str]]

_NAMED = tuple(mode for mode in DisplayMode if mode.shows_name)
_TITLED = tuple(mode for mode in DisplayMode if mode.shows_title)


def every_petition(work: Work) -> list[Petition]:
    return list(work.session.scalars(select(Petition).order_by(Petition.slug)))


def one_live_signature_per_address(work: Work) -> Outcome:
    live = Signature.status.in_(LIVE)
    per_address = (
        select(func.count().label("rows"))
        .where(live, Signature.email_key.is_not(None))
        .group_by(Signature.petition_id, Signature.email_key)
        .subquery()
    )
    twice = _count(work, select(per_address.c.rows).where(per_address.c.rows > 1))
    with_secret = select(PetitionSecret.petition_id)
    unkeyed = _signatures(work, live, Signature.email_key.is_(None), Signature.petition_id.in_(with_secret))
    return f"addresses: {_count(work, select(per_address.c.rows)):,}", [
        *_fault(twice, "addresses have more than one live signature"),
        *_fault(unkeyed, "live signatures have no address key, so they could be signed twice"),
    ]


def references_are_whole(work: Work) -> Outcome:
    spellings = select(Spelling.id)
    counters = _count(
        work,
        select(TallyCounter.petition_id).where(
            TallyCounter.spelling_id != NO_SPELLING, TallyCounter.spelling_id.not_in(spellings)
        ),
    )
    faults = _fault(counters, "counters are for a spelling that is not there")
    if work.is_sqlite:
        broken = work.session.execute(text("PRAGMA foreign_key_check")).all()
        faults += [f"a row of {table} refers to one missing in {other}" for table, _, other, _ in broken[:5]]
        return "every table", faults
    query = text("SELECT conname FROM pg_constraint WHERE NOT convalidated")
    faults += [f"the database does not enforce {row.conname}" for row in work.session.execute(query)]
    return "enforced by PostgreSQL", faults


def database_is_sound(work: Work) -> Outcome:
    if not work.is_sqlite:
        query = text("SELECT count(*) FROM pg_index WHERE NOT indisvalid")
        return "PostgreSQL's indexes", _fault(int(work.session.scalar(query) or 0), "indexes are not valid")
    answers = list(work.session.scalars(text("PRAGMA integrity_check")))
    return "SQLite's own check", [] if answers == ["ok"] else [str(answer)[:200] for answer in answers[:5]]


def confirmations_belong_to_pending(work: Work) -> Outcome:
    waiting = _count(work, select(Confirmation.code_hash).where(Confirmation.receipt.is_(None)))
    query = (
        select(Confirmation.code_hash)
        .outerjoin(Signature, Signature.id == Confirmation.signature_id)
        .where(Confirmation.receipt.is_(None), or_(Signature.id.is_(None), Signature.status != Status.PENDING))
    )
    # A pending signature without a confirmation is no fault: letters to one address are limited.
    pending = _signatures(work, Signature.status == Status.PENDING)
    faults = _fault(_count(work, query), "letters could still confirm what does not wait for it")
    return f"letters: {waiting:,}, pending: {pending:,}", faults


def public_fields_are_meant(work: Work) -> Outcome:
    names = _signatures(work, Signature.public_name.is_not(None), Signature.display.not_in(_NAMED))
    titles = _signatures(work, Signature.public_title.is_not(None), Signature.display.not_in(_TITLED))
    shown = _signatures(work, or_(Signature.public_name.is_not(None), Signature.public_title.is_not(None)))
    return f"in the clear: {shown:,}", [
        *_fault(names, "names are kept of signers who do not show them"),
        *_fault(titles, "titles are kept of signers who do not show them"),
    ]


def withdrawn_is_gone(work: Work) -> Outcome:
    fields = (
        Signature.email_key, Signature.domain_key, Signature.employer_raw, Signature.public_name,
        Signature.public_title, Signature.search_text, Signature.sealed, Signature.own_copy,
    )  # fmt: skip
    withdrawn = Signature.status == Status.WITHDRAWN
    kept = _signatures(work, withdrawn, or_(*(field.is_not(None) for field in fields)))
    return f"withdrawn: {_signatures(work, withdrawn):,}", _fault(
        kept, "withdrawn signatures still hold private fields"
    )


def sealed_fields_have_keys(work: Work) -> Outcome:
    """A sealed field names its epoch in the 16 bytes after the first."""
    key = aliased(PetitionKey)
    lost = (
        select(Signature.id)
        .outerjoin(Epoch, Epoch.id == func.substr(Signature.sealed, 2, 16))
        .outerjoin(key, and_(key.id == Epoch.key_id, key.petition_id == Signature.petition_id))
        .where(Signature.sealed.is_not(None), key.id.is_(None))
    )
    sealed = _signatures(work, Signature.sealed.is_not(None))
    return f"sealed: {sealed:,}", _fault(_count(work, lost), "sealed fields have lost the key that opens them")


def keys_open(work: Work) -> Outcome:
    """Opens keys, not fields: nothing private is read."""
    faults, petitions = [], list(work.session.scalars(select(Petition).order_by(Petition.slug)))
    for petition in petitions:
        try:
            custody.pepper(work, petition.id)
            if petition.custody is Custody.INSTANCE:
                custody.opener(work, petition)
        except NotFound:
            continue  # destroyed on purpose when the petition ended
        except VaultError:
            faults.append(f"{petition.slug}: its keys do not open with this instance key")
    return f"petitions: {len(petitions):,}", faults


def texts_are_kept(work: Work) -> Outcome:
    texts = select(PetitionText.petition_id).where(
        PetitionText.petition_id == Signature.petition_id, PetitionText.version == Signature.text_version
    )
    consents = select(ConsentText.petition_id).where(
        ConsentText.petition_id == Signature.petition_id, ConsentText.version == Signature.consent_version
    )
    return f"versions: {_count(work, select(PetitionText.version)):,}", [
        *_fault(_signatures(work, ~texts.exists()), "signatures are under a text that is not there"),
        *_fault(_signatures(work, ~consents.exists()), "signatures are under consents whose words are not there"),
    ]


def letters_are_emptied(work: Work) -> Outcome:
    kept = select(OutboxLetter.id).where(OutboxLetter.ended_at.is_not(None), OutboxLetter.sealed.is_not(None))
    letters = _count(work, select(OutboxLetter.id))
    return f"letters: {letters:,}", _fault(_count(work, kept), "letters are kept after they were sent or given up")


def _signatures(work: Work, *conditions: ColumnElement[bool]) -> int:
    return _count(work, select(Signature.id).where(*conditions))


def _count(work: Work, query: Select[Any]) -> int:
    return int(work.session.scalar(select(func.count()).select_from(query.subquery())) or 0)


def _fault(rows: int, sentence: str) -> list[str]:
    return [f"{rows:,} {sentence}"] if rows else []
