"""What must hold after any fault: nothing acknowledged is lost, nothing is half there, counters equal their rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work, db
from petition_app.domain.address import canonical_address
from petition_app.domain.events import Action
from petition_app.domain.refusals import Refusal
from petition_app.domain.signature import Status
from petition_app.mail.letters import Letter
from petition_app.models import AuditLine, Confirmation, OutboxLetter, Signature, TallyDay
from petition_app.security.tokens import Receipt, one_way
from petition_app.security.vault import unseal_letter
from petition_app.services import audit, counting, custody, petitions, receipts, tallies
from petition_app.services.work import OPERATOR, VISITOR, Work
from tests.builders import SLUG


def violations(acknowledged: Iterable[str]) -> list[str]:
    """One sentence for each promise that is broken. `acknowledged` are the lines of `signer.py`; no letter has been
    posted, so that each signature has one."""
    with begin_reading(OPERATOR) as work:
        found = [*_damaged_file(), *_half_states(work), *_wrong_counters(work), *_broken_log(work)]
        found += _lost_signatures(work, acknowledged)
    return found + list(_lost_receipts(acknowledged))


def waiting_letters() -> list[Letter]:
    """The letters in the outbox, which stay there."""
    with begin_reading(OPERATOR) as work:
        return [
            Letter.from_bytes(unseal_letter(work.keys.instance, each.sealed or b"", binding=each.id.bytes))
            for each in work.session.scalars(select(OutboxLetter).where(OutboxLetter.sealed.is_not(None)))
        ]


def _damaged_file() -> Iterator[str]:
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.connect() as connection:
        if (said := connection.exec_driver_sql("PRAGMA integrity_check").scalar()) != "ok":
            yield f"the file is damaged: {said}"
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            yield "a row refers to one that is not there"


def _count(work: Work, model: type[Any], *where: Any) -> int:
    return work.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


def _half_states(work: Work) -> Iterator[str]:
    waiting = set(work.session.scalars(select(Signature.id).where(Signature.status == Status.PENDING)))
    unused = select(Confirmation.signature_id).where(Confirmation.receipt.is_(None))
    if set(work.session.scalars(unused)) != waiting:
        yield "a waiting signature has no link, or a link no waiting signature"
    # A letter that still waits is taken back once its signature is confirmed.
    if _count(work, OutboxLetter) != len(waiting):
        yield "a waiting signature has no letter, or a letter no waiting signature"
    half = _count(work, Signature, (Signature.confirmed_on.is_(None)) != (Signature.receipt_hash.is_(None)))
    half += _count(work, Signature, (Signature.status == Status.PENDING) != (Signature.receipt_hash.is_(None)))
    if half:
        yield "a signature is confirmed by half"


def _wrong_counters(work: Work) -> Iterator[str]:
    petition = petitions.by_slug(work, SLUG).id
    if counting.counted(work, petition) != counting.recount(work, petition):
        yield "a counter is not the number of its rows"
    days = Counter(work.session.scalars(select(Signature.confirmed_on).where(Signature.confirmed_on.is_not(None))))
    if dict(days) != dict(tallies.by_day(work, petition)) or _count(work, TallyDay, TallyDay.signatures < 0):
        yield "a day's counter is not the number of its rows"


def _broken_log(work: Work) -> Iterator[str]:
    if broken := list(audit.broken_lines(work)):
        yield f"the audit log is broken at {broken}"
    received = select(AuditLine.details).where(AuditLine.action == Action.SIGNATURE_RECEIVED.value)
    if sum(json.loads(each)["signatures"] for each in work.session.scalars(received)) != _count(work, Signature):
        yield "the audit log does not tell of each signature"


def _lost_signatures(work: Work, acknowledged: Iterable[str]) -> Iterator[str]:
    pepper = custody.pepper(work, petitions.by_slug(work, SLUG).id)
    stored = set(work.session.scalars(select(Signature.email_key)))
    for kind, what in _parts(acknowledged):
        if kind == "signed" and one_way(pepper, canonical_address(what)) not in stored:
            yield f"an acknowledged signature is lost: {what}"


def _lost_receipts(acknowledged: Iterable[str]) -> Iterator[str]:
    for kind, what in _parts(acknowledged):
        if kind == "confirmed":
            try:
                with begin_work(VISITOR) as work:
                    receipts.open_signature(work, Receipt.parse(what))
            except Refusal as refusal:
                yield f"an acknowledged confirmation is lost: {refusal}"


def _parts(acknowledged: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in acknowledged:
        kind, _, what = line.partition(" ")
        yield kind, what
