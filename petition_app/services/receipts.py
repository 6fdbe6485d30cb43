"""What the holder of a receipt can do with a signature, without asking anybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from petition_app.domain.events import Action
from petition_app.domain.listsearch.folding import searchable
from petition_app.domain.refusals import ChangeIsImpossible, ReceiptIsUnknown
from petition_app.domain.signature import LIVE, DisplayMode, Purpose, RoleBand, Status
from petition_app.models import Petition, PetitionText, Signature
from petition_app.security.tokens import Receipt
from petition_app.security.vault import unseal_with_secret
from petition_app.services import audit, counting, outbox, petitions
from petition_app.services.signing import own_copy_binding
from petition_app.services.work import Work


@dataclass(frozen=True)
class OwnSignature:
    """A signature as its holder sees it. `private` is empty once it has been withdrawn; `employer` is what they typed,
    for what it is taken for would tell what others have typed."""

    signature: Signature
    petition: Petition
    employer: str
    private: dict[str, str]

    @property
    def is_live(self) -> bool:
        return self.signature.status in LIVE


@dataclass(frozen=True)
class Appearance:
    """How a signer wants to appear; name and title count only where the mode shows them."""

    display: DisplayMode
    role_band: RoleBand
    name: str
    title: str


def parse(text: str) -> Receipt:
    """The receipt a person typed or pasted. Raises ReceiptIsUnknown with a sentence for them."""
    try:
        return Receipt.parse(text)
    except ValueError as error:
        raise ReceiptIsUnknown(str(error)) from error


def open_signature(work: Work, receipt: Receipt) -> OwnSignature:
    """The signature of a receipt with its own copy opened. Raises ReceiptIsUnknown."""
    signature = _by_receipt(work, receipt)
    audit.record(work, Action.OWN_COPY_OPENED, signature.petition_id)
    return _own(work, signature, receipt)


def change_appearance(work: Work, receipt: Receipt, wanted: Appearance) -> OwnSignature:
    """Show the signer otherwise from now on. Raises ReceiptIsUnknown and ChangeIsImpossible."""
    signature = _by_receipt(work, receipt)
    if signature.status not in LIVE:
        raise ChangeIsImpossible
    old = counting.cell_of(signature)
    signature.display = wanted.display
    signature.role_band = wanted.role_band
    signature.public_name = wanted.name if wanted.display.shows_name else None
    signature.public_title = wanted.title if wanted.display.shows_title else None
    signature.search_text = searchable(signature.public_name, signature.public_title)
    given = {*signature.consents.split(",")} - {Purpose.PUBLISH}
    shown = set() if wanted.display is DisplayMode.COUNTED else {Purpose.PUBLISH}
    signature.consents = ",".join(sorted(given | shown))
    new = counting.cell_of(signature)
    if new != old:
        counting.move(work, old, new, signature.confirmed_on)
    audit.record(work, Action.SIGNATURE_EDITED, signature.petition_id)
    return _own(work, signature, receipt)


def download(work: Work, receipt: Receipt) -> dict[str, Any]:
    """Everything held about the signer, ready to be written as JSON (GDPR Art. 15 and 20)."""
    own = open_signature(work, receipt)
    signature = own.signature
    text = work.session.get_one(PetitionText, (signature.petition_id, signature.text_version))
    given = set(signature.consents.split(","))
    consents = petitions.consents(work, signature.petition_id, signature.consent_version)
    return {
        "petition": {"title": text.title, "slug": own.petition.slug, "text_version": text.version,
                     "text_sha256": text.digest},
        "status": signature.status,
        "email": own.private.get("email"),
        "language": own.private.get("language"),
        "employer": own.employer or None,
        "relation": signature.relation,
        "role": signature.role_band,
        "proof": signature.proof,
        "display": signature.display,
        "name": signature.public_name,
        "title": signature.public_title,
        "signed_on": signature.signed_on.isoformat(),
        "confirmed_on": signature.confirmed_on and signature.confirmed_on.isoformat(),
        "withdrawn_on": signature.ended_on and signature.ended_on.isoformat(),
        "consents": [
            {"purpose": each.purpose, "given": each.purpose in given, "text": each.text, "version": each.version}
            for each in consents
        ],
    }  # fmt: skip


def withdraw(work: Work, receipt: Receipt) -> None:
    """Take the signature out of every count and list, and erase what it held; an empty row tells that it was
    withdrawn. Doing it twice changes nothing. Raises ReceiptIsUnknown and ChangeIsImpossible."""
    signature = _by_receipt(work, receipt)
    if signature.status is Status.WITHDRAWN:
        return
    if signature.status not in LIVE:
        raise ChangeIsImpossible
    old = counting.cell_of(signature)
    counting.count(work, old, -1, signature.confirmed_on)
    signature.status = Status.WITHDRAWN
    signature.ended_on = work.today
    signature.display = DisplayMode.COUNTED
    for field in ("email_key", "domain_key", "employer_raw", "public_name", "public_title", "search_text",
                  "sealed", "own_copy"):  # fmt: skip
        setattr(signature, field, None)
    # What was typed may be known of this signer alone.
    signature.spelling_id = None
    outbox.drop(work, signature.petition_id, signature.id)
    counting.count(work, counting.cell_of(signature), +1)
    audit.record(work, Action.SIGNATURE_WITHDRAWN, signature.petition_id)


def erase(work: Work, receipt: Receipt) -> None:
    """Delete the row: afterwards the receipt is unknown. Raises ReceiptIsUnknown."""
    signature = _by_receipt(work, receipt)
    counting.count(work, counting.cell_of(signature), -1, signature.confirmed_on)
    outbox.drop(work, signature.petition_id, signature.id)
    work.session.execute(delete(Signature).where(Signature.id == signature.id))
    audit.record(work, Action.SIGNATURE_ERASED, signature.petition_id)


def _by_receipt(work: Work, receipt: Receipt) -> Signature:
    query = select(Signature).where(Signature.receipt_hash == receipt.hash).with_for_update()
    signature = work.session.scalars(query).one_or_none()
    if signature is None:
        raise ReceiptIsUnknown
    return signature


def _own(work: Work, signature: Signature, receipt: Receipt) -> OwnSignature:
    private: dict[str, str] = {}
    if signature.own_copy:
        opened = unseal_with_secret(receipt.key, signature.own_copy, binding=own_copy_binding(signature.id))
        private = json.loads(opened)
    petition = work.session.get_one(Petition, signature.petition_id)
    return OwnSignature(signature, petition, signature.employer_raw or "", private)
