"""Many signatures in one transaction: each statement once for all of them, and none spoils its neighbours.

Whatever happened to an address before, the visitor sees the same page; only the mailbox learns more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from petition_app.domain.events import Action
from petition_app.domain.petition import is_public, takes_signatures
from petition_app.domain.refusals import NotFound, PetitionIsNotOpen, Refusal, ServiceIsBusy, TextHasChanged
from petition_app.domain.signature import Status
from petition_app.mail import links
from petition_app.mail.letters import Draft
from petition_app.models import Petition, Signature
from petition_app.services import asking, audit, counting, crowds, employers, hourcounts, outbox
from petition_app.services.sealing import sealing
from petition_app.services.signingrequest import Ready, columns, of_employer
from petition_app.services.statements import Statement
from petition_app.services.trycounts import TryCounts
from petition_app.services.upsert import table
from petition_app.services.work import Work

_SIGNATURE, _PETITION = table(Signature), table(Petition)
_COLUMNS = (
    "id", "petition_id", "email_key", "domain_key", "status", "relation", "proof", "display", "role_band",
    "spelling_id", "employer_raw", "public_name", "public_title", "search_text", "text_version", "consent_version",
    "consents", "import_id", "over_limit", "revision", "signed_on", "sealed", "own_copy",
)  # fmt: skip
_ADD = Statement(
    lambda insert: insert(_SIGNATURE).on_conflict_do_nothing(index_elements=("petition_id", "email_key")), *_COLUMNS
)
_PETITIONS = select(
    *(_PETITION.c[name] for name in ("slug", "id", "state", "closes_at", "text_version", "consent_version"))
).where(_PETITION.c.slug.in_(bindparam("slugs", expanding=True)))
_HELD = (
    select(_SIGNATURE)
    .where(
        _SIGNATURE.c.petition_id == bindparam("petition"),
        _SIGNATURE.c.email_key.in_(bindparam("keys", expanding=True)),
    )
    .order_by(_SIGNATURE.c.email_key)
    .with_for_update()
)


class MadeForAnother(ServiceIsBusy):
    """The short name has gone to another petition since the request was made ready: it has to be made ready anew."""


@dataclass(frozen=True)
class Admitted:
    """A request that is to become a signature, of which everything is known but whether the address is new."""

    ready: Ready
    row: dict[str, Any]
    may_write: bool


def sign_all(work: Work, waiting: Sequence[Ready]) -> list[Refusal | None]:
    """Take these signatures; what each was refused with: NotFound, PetitionIsNotOpen, TextHasChanged, MadeForAnother,
    or what `crowds.admit` raises. What is known of an address already never shows."""
    petitions = {row.slug: row for row in _petitions(work, waiting)}
    counts = TryCounts(work, [tried for each in waiting for tried in (*each.networks, *each.mailbox)])
    refused: list[Refusal | None] = []
    admitted: list[tuple[Ready, dict[str, Any], bool]] = []
    for each in waiting:
        try:
            petition = _open(work, petitions.get(each.slug), each)
            # Before anything is looked up by the address, so that it depends on the network alone.
            is_held = crowds.admit(work, each.petition, counts, each.networks, each.request.effort)
        except Refusal as refusal:
            refused.append(refusal)
        else:
            refused.append(None)
            admitted.append((each, of_petition(petition, is_held), counts.are_within(each.mailbox)))
    counts.write()
    found = employers.resolve_typed(work, [each.typed for each, _, _ in admitted])
    add(work, [
        Admitted(each, {**each.columns, **of_employer(each.request, employer), **known}, may_write)
        for (each, known, may_write), employer in zip(admitted, found, strict=True)
    ])  # fmt: skip
    return refused


def of_petition(petition: Any, over_limit: bool, batch: UUID | None = None) -> dict[str, Any]:
    """What stands in the row of a new signature because of the petition as it is now, and of where it came from."""
    return {
        "text_version": petition.text_version,
        "consent_version": petition.consent_version,
        "over_limit": over_limit,
        "import_id": batch,
        "revision": 0,
    }


def add(work: Work, admitted: Sequence[Admitted]) -> None:
    """Store and count those whose address is new, and write to them; to the others, what they are to be told."""
    new, known = store(work, admitted)
    for each in new:
        hourcounts.count_new(work, each.ready.petition, each.row["spelling_id"], each.row["domain_key"])
    # One line for all of a petition: what the log does not tell apart cannot be told from its order.
    for petition, number in sorted(Counter(each.ready.petition for each in new).items()):
        audit.record(work, Action.SIGNATURE_RECEIVED, petition, signatures=number)
    for each, old in known:
        _sign_again(work, each, old)


def store(work: Work, admitted: Sequence[Admitted]) -> tuple[list[Admitted], list[tuple[Admitted, Any]]]:
    """Store and count those whose address is new, and write to them where a letter may go: these, and the others with
    the rows that are there already."""
    if not admitted:
        return [], []
    # In the order of the addresses, so that no two transactions wait for each other.
    rows = sorted((each.row for each in admitted), key=lambda row: (row["petition_id"], row["email_key"]))
    old = {} if _ADD.run(work, rows) == len(rows) else _held(work, admitted)
    new = [each for each in admitted if (at := _at(each)) not in old or old[at].id == each.ready.id]
    for each in new:
        counting.count(work, counting.cell_of_row(each.row), +1)
    if questions := [each.ready.question for each in new if each.may_write]:
        asking.ask(work, questions)
    ours = {each.ready.id for each in new}
    return new, [(each, old[_at(each)]) for each in admitted if each.ready.id not in ours]


def _petitions(work: Work, waiting: Sequence[Ready]) -> Any:
    return work.connection.execute(_PETITIONS, {"slugs": sorted({each.slug for each in waiting})})


def _open(work: Work, petition: Any, ready: Ready) -> Any:
    """The petition as it is in this transaction, whatever it was when the request was made ready."""
    if petition is None or not is_public(petition.state):
        raise NotFound
    if petition.id != ready.petition:
        raise MadeForAnother
    if not takes_signatures(petition.state, petition.closes_at, work.now):
        raise PetitionIsNotOpen
    if ready.request.versions not in (None, (petition.text_version, petition.consent_version)):
        raise TextHasChanged
    return petition


def _at(each: Admitted) -> tuple[UUID, bytes]:
    return each.ready.petition, each.ready.email_key


def _held(work: Work, admitted: Sequence[Admitted]) -> dict[tuple[UUID, bytes], Any]:
    found: dict[tuple[UUID, bytes], Any] = {}
    for petition in sorted({each.ready.petition for each in admitted}):
        keys = [each.ready.email_key for each in admitted if each.ready.petition == petition]
        for row in work.connection.execute(_HELD, {"petition": petition, "keys": keys}):
            found[petition, bytes(row.email_key)] = row
    return found


def _sign_again(work: Work, each: Admitted, old: Any) -> None:
    """An address that is here already. While it waits for confirmation, the newest form is the one that counts, and
    its letter replaces the one before; after that, only the mailbox is told."""
    # Where letters come back, or were complained of, none is written any more.
    if not each.may_write or old.mail_ended_on:
        return
    petition, request, secret = each.ready.petition, each.ready.request, each.ready.secret
    if old.status is not Status.PENDING:
        site = links.in_language(work.settings.site_url, request.language)
        told = Draft("already_on_record", request.email, request.language, {"receipt_page": links.receipt_page(site)})
        outbox.enqueue(work, told, petition, signature=old.id)
        return
    # Whatever file or network it came from: from now on it is the signer's own.
    kept = {"import_id": None, "revision": old.revision}
    values = each.row | columns(work.desk, sealing(work, petition), old.id, request, secret) | kept
    work.connection.execute(update(_SIGNATURE).where(_SIGNATURE.c.id == old.id).values(values))
    counting.move(work, counting.cell_of(old), counting.cell_of_row(values), None)
    asking.ask_again(work, petition, old.id, request.private, secret, work.now)
