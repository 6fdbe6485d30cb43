"""What a signer sends, and making it ready: all that can be worked out before a transaction begins, such as sealing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from petition_app.domain.address import CanonicalAddress, canonical_address, domain_of
from petition_app.domain.employer import display_name, read
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.signature import DisplayMode, Proof, Purpose, Relation, RoleBand, Status
from petition_app.domain.throttle import LETTERS, LETTERS_ANYWHERE
from petition_app.mail import letters
from petition_app.security.tokens import ConfirmationSecret, one_way
from petition_app.security.vault import seal, seal_with_secret
from petition_app.services import asking, crowds
from petition_app.services.asking import Question
from petition_app.services.crowds import Effort
from petition_app.services.domainkeys import keyed
from petition_app.services.employers import Found, Typed
from petition_app.services.sealing import Sealing
from petition_app.services.throttling import Try
from petition_app.services.work import Desk


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

    @cached_property
    def mailbox(self) -> CanonicalAddress:
        return canonical_address(self.email)

    @cached_property
    def domain(self) -> str:
        return domain_of(self.email)

    @property
    def private(self) -> dict[str, str]:
        """What is kept sealed: where to write to, and in which language."""
        return {"email": self.email, "language": self.language}


@dataclass(frozen=True)
class Ready:
    """A request of which only what the database knows is missing. `columns` are those of a new signature, `question`
    the letter that asks to confirm it; `networks` and `mailbox` are the tries that it is counted among."""

    slug: str
    petition: UUID
    request: SigningRequest
    secret: ConfirmationSecret
    columns: Mapping[str, Any]
    typed: Typed
    question: Question
    networks: tuple[Try, Try]
    mailbox: tuple[Try, ...]

    @property
    def id(self) -> UUID:
        found: UUID = self.columns["id"]
        return found

    @property
    def email_key(self) -> bytes:
        found: bytes = self.columns["email_key"]
        return found


def make_ready(
    desk: Desk, sealing: Sealing, slug: str, request: SigningRequest, letter_at: datetime | None = None
) -> Ready:
    """The request for the petition of `sealing`, which is hoped to be the one of that slug. The letter leaves at once
    or `letter_at` a time."""
    petition, signature, secret = sealing.petition, desk.new_id(), ConfirmationSecret.new()
    at, found = letter_at or desk.now, columns(desk, sealing, signature, request, secret)
    return Ready(
        slug,
        petition,
        request,
        secret,
        found,
        Typed(petition, request.employer, read(request.employer), request.domain),
        asking.question(desk, petition, sealing.pepper, signature, request.private, secret, at),
        crowds.tries_of(desk, petition, request.network),
        _letters(desk, petition, found["email_key"], request.mailbox),
    )


def columns(
    desk: Desk, sealing: Sealing, signature: UUID, request: SigningRequest, secret: ConfirmationSecret
) -> dict[str, Any]:
    """What stands in the row of a signature that waits for its confirmation, whatever the database says."""
    private = json.dumps(request.private).encode()
    name = request.name if request.display.shows_name else None
    title = request.title if request.display.shows_title else None
    return {
        "id": signature,
        "petition_id": sealing.petition,
        "email_key": one_way(sealing.pepper, request.mailbox),
        "domain_key": keyed(sealing.pepper, request.domain),
        "status": Status.PENDING,
        "display": request.display,
        "role_band": request.role_band,
        # Shown as it is on the roster, beside the name of a signer who chose that.
        "employer_raw": display_name(request.employer) or None,
        "public_name": name,
        "public_title": title,
        "search_text": searchable(name, title),
        "consents": ",".join(sorted(request.consents)),
        "signed_on": desk.today,
        "sealed": seal(sealing.epoch, private, binding=private_binding(signature)),
        "own_copy": seal_with_secret(secret.copy_key, private, binding=own_copy_binding(signature)),
    }


def of_employer(request: SigningRequest, found: Found) -> dict[str, Any]:
    """What stands in the row because of what was typed as employer."""
    return {
        "spelling_id": found.spelling,
        # "Ex-Acme" in the field for the employer goes before a box that was left as it was.
        "relation": Relation.FORMER if found.is_former and request.relation is Relation.CURRENT else request.relation,
        # What confirming will prove: the mailbox, and with it the employer where the domain is the employer's.
        "proof": Proof.WORK_ADDRESS if found.by_domain else Proof.MAILBOX,
    }


def _letters(desk: Desk, petition: UUID, email_key: bytes, address: CanonicalAddress) -> tuple[Try, ...]:
    """The limits on letters to one address: otherwise the form could be used to fill somebody's mailbox."""
    here = f"{petition}:{email_key.hex()}"
    # Under two keys, as the one before: a petition's secret and the site's there, both of the site's here.
    anywhere = one_way(desk.keys.instance, f"letters:{address}").hex()
    return (*(Try.of(desk, limit, here) for limit in LETTERS), Try.of(desk, LETTERS_ANYWHERE, anywhere))


def private_binding(signature: UUID) -> bytes:
    return private_binding_of(signature.bytes)


def private_binding_of(key: bytes) -> bytes:
    """The same for a key that no UUID was made of."""
    return b"signature:" + key + b":private"


def own_copy_binding(signature: UUID) -> bytes:
    return b"signature:" + signature.bytes + b":own copy"
