"""Signing: the path of every signature, plain statements in one transaction, no objects.

Whatever happened to an address before, the visitor sees the same page; only the mailbox learns more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from petition_app.domain.address import canonical_address, domain_of
from petition_app.domain.employer import display_name
from petition_app.domain.events import Action
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.petition import is_public, takes_signatures
from petition_app.domain.refusals import NotFound, PetitionIsNotOpen, TextHasChanged
from petition_app.domain.signature import DisplayMode, Proof, Purpose, Relation, RoleBand, Status
from petition_app.domain.throttle import LETTERS, LETTERS_ANYWHERE
from petition_app.mail import letters, links
from petition_app.models import Petition, Signature
from petition_app.security.tokens import ConfirmationSecret, one_way
from petition_app.security.vault import seal, seal_with_secret
from petition_app.services import asking, audit, counting, crowds, custody, employers, hourcounts, outbox, throttling
from petition_app.services.crowds import Effort
from petition_app.services.domainkeys import domain_key
from petition_app.services.upsert import Upsert, table
from petition_app.services.work import Work

_SIGNATURE, _PETITION = table(Signature), table(Petition)


@dataclass(frozen=True)
class SigningRequest:
    """What a signer sent, already of the right shape. `network` is where from, as `throttling.network_of` says;
    `versions` are those of the text and the consent texts that they read, the present ones where none are named;
    `language` is that of the page, and of the letters; `effort` is for where very many sign from one network."""

    email: str
    employer: str
    relation: Relation
    role_band: RoleBand
    display: DisplayMode
    name: str
    title: str
    consents: frozenset[Purpose]
    network: str
    versions: tuple[int, int] | None = None
    language: str = letters.SOURCE
    effort: Effort = field(default_factory=Effort)

    @property
    def private(self) -> dict[str, str]:
        """What is kept sealed: where to write to, and in which language."""
        return {"email": self.email, "language": self.language}


def _build(new: Any) -> Any:
    return (
        new(_SIGNATURE).on_conflict_do_nothing(index_elements=("petition_id", "email_key")).returning(_SIGNATURE.c.id)
    )


_ADD = Upsert(_build)
_FIND_PETITION = select(
    *(_PETITION.c[name] for name in ("id", "state", "closes_at", "text_version", "consent_version"))
).where(_PETITION.c.slug == bindparam("slug"))


def sign(work: Work, slug: str, request: SigningRequest) -> None:
    """Take a signature and write the confirmation letter. Raises NotFound, PetitionIsNotOpen, TextHasChanged, and what
    `crowds.admit` raises: what is known of the address already never shows."""
    petition = _petition(work, slug)
    if not takes_signatures(petition.state, petition.closes_at, work.now):
        raise PetitionIsNotOpen
    if request.versions not in (None, (petition.text_version, petition.consent_version)):
        raise TextHasChanged
    # Before anything is looked up by the address, so that it depends on the network alone.
    is_held = crowds.admit(work, petition.id, request.network, request.effort)
    address = canonical_address(request.email)
    key = one_way(custody.pepper(work, petition.id), address)
    may_write = _may_write(work, petition.id, key, address)
    secret = ConfirmationSecret.new()
    signature_id = work.new_id()
    values = _values(work, petition, signature_id, request, secret) | {
        "email_key": key,
        "over_limit": is_held,
    }
    added = work.connection.execute(_ADD.on(work), values).scalar()
    if added is None:
        _sign_again(work, petition, request, values, secret, work.now if may_write else None)
        return
    counting.count(work, counting.cell_of(SimpleNamespace(**values)), +1)
    hourcounts.count_new(work, petition.id, values["spelling_id"], values["domain_key"])
    audit.record(work, Action.SIGNATURE_RECEIVED, petition.id)
    if may_write:
        asking.ask_to_confirm(work, petition.id, signature_id, request.private, secret, work.now)


def invite(work: Work, petition: Petition, request: SigningRequest, batch: UUID, letter_at: datetime) -> bool:
    """Take a signature that organisers have entered for somebody, and ask its owner by letter to confirm it: it counts
    only then. False where the address is on record already; that mailbox gets no letter."""
    address = canonical_address(request.email)
    key = one_way(custody.pepper(work, petition.id), address)
    secret, signature_id = ConfirmationSecret.new(), work.new_id()
    values = _values(work, petition, signature_id, request, secret) | {
        "email_key": key,
        "over_limit": False,
        "import_id": batch,
    }
    if work.connection.execute(_ADD.on(work), values).scalar() is None:
        return False
    counting.count(work, counting.cell_of(SimpleNamespace(**values)), +1)
    if _may_write(work, petition.id, key, address):
        asking.ask_to_confirm(work, petition.id, signature_id, request.private, secret, letter_at)
    return True


def _may_write(work: Work, petition: UUID, key: bytes, address: str) -> bool:
    """Whether one more letter may go to this address: otherwise the form could be used to fill somebody's mailbox."""
    if not throttling.within(work, LETTERS, f"{petition}:{key.hex()}"):
        return False
    # Under two keys, as the one before: a petition's secret and the site's there, both of the site's here.
    return throttling.within(work, (LETTERS_ANYWHERE,), one_way(work.keys.instance, f"letters:{address}").hex())


def _sign_again(
    work: Work,
    petition: Any,
    request: SigningRequest,
    new: dict[str, Any],
    secret: ConfirmationSecret,
    letter_at: datetime | None,
) -> None:
    """An address that is here already. While it waits for confirmation, the newest form is the one that counts, and
    its letter replaces the one before; after that, only the mailbox is told."""
    query = select(_SIGNATURE).where(
        _SIGNATURE.c.petition_id == petition.id, _SIGNATURE.c.email_key == new["email_key"]
    )
    old = work.connection.execute(query.with_for_update()).one_or_none()
    # Where letters come back, or were complained of, none is written any more.
    if old is None or letter_at is None or old.mail_ended_on:
        return
    if old.status is not Status.PENDING:
        site = links.in_language(work.settings.site_url, request.language)
        letter = letters.already_on_record(request.email, request.language, receipt_page=links.receipt_page(site))
        outbox.enqueue(work, letter, petition.id, letter_at, signature=old.id)
        return
    # Whatever file or network it came from: from now on it is the signer's own.
    values = _values(work, petition, old.id, request, secret) | {"over_limit": new["over_limit"], "import_id": None}
    work.connection.execute(update(_SIGNATURE).where(_SIGNATURE.c.id == old.id).values(values))
    counting.move(work, counting.cell_of(old), counting.cell_of(SimpleNamespace(**values)), None)
    asking.ask_again(work, petition.id, old.id, request.private, secret, letter_at)


def _values(
    work: Work, petition: Any, signature_id: UUID, request: SigningRequest, secret: ConfirmationSecret
) -> dict[str, Any]:
    domain = domain_of(request.email)
    found = employers.resolve(work, petition.id, request.employer, domain)
    private = json.dumps(request.private).encode()
    epoch = custody.epoch_for(work, petition.id)
    return {
        "id": signature_id,
        "petition_id": petition.id,
        "domain_key": domain_key(work, petition.id, domain),
        "status": Status.PENDING,
        # "Ex-Acme" in the field for the employer goes before a box that was left as it was.
        "relation": Relation.FORMER if found.is_former and request.relation is Relation.CURRENT else request.relation,
        # What confirming will prove: the mailbox, and with it the employer where the domain is the employer's.
        "proof": Proof.WORK_ADDRESS if found.by_domain else Proof.MAILBOX,
        "display": request.display,
        "role_band": request.role_band,
        "spelling_id": found.spelling,
        # Shown as it is on the roster, beside the name of a signer who chose that.
        "employer_raw": display_name(request.employer) or None,
        "public_name": (name := request.name if request.display.shows_name else None),
        "public_title": (title := request.title if request.display.shows_title else None),
        "search_text": searchable(name, title),
        "text_version": petition.text_version,
        "consent_version": petition.consent_version,
        "consents": ",".join(sorted(request.consents)),
        "signed_on": work.today,
        "sealed": seal(epoch, private, binding=private_binding(signature_id)),
        "own_copy": seal_with_secret(secret.copy_key, private, binding=own_copy_binding(signature_id)),
    }


def private_binding(signature: UUID) -> bytes:
    return private_binding_of(signature.bytes)


def private_binding_of(key: bytes) -> bytes:
    """The same for a key that no UUID was made of."""
    return b"signature:" + key + b":private"


def own_copy_binding(signature: UUID) -> bytes:
    return b"signature:" + signature.bytes + b":own copy"


def _petition(work: Work, slug: str) -> Any:
    found = work.connection.execute(_FIND_PETITION, {"slug": slug}).one_or_none()
    if found is None or not is_public(found.state):
        raise NotFound
    return found
