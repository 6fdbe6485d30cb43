"""Letters to the offices of addressees: what they will read, and sending them through the outbox into the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from petition_app.domain.events import Action
from petition_app.domain.handover import Audience, Delivery, Way
from petition_app.domain.refusals import Refusal
from petition_app.domain.said import said
from petition_app.mail import letters
from petition_app.mail.letters import Letter
from petition_app.models import HandoverPackage, Petition
from petition_app.services import audit, handover_history, handovers, handovertexts, mailboxes, outbox
from petition_app.services.publishable import NothingToHandOver, release_shown
from petition_app.services.work import Work


class SentAlready(Refusal):
    status = 409
    sentence = said("This very letter went to this address today. Nothing was sent again.")


@dataclass(frozen=True)
class Preview:
    """A letter as it would leave now, and where to."""

    letter: Letter
    office: str


def preview(work: Work, petition: Petition, target: UUID) -> Preview:
    """Raises NotFound."""
    draft = handovertexts.draft(work, petition, release_shown(work, petition), target)
    return Preview(_letter(work, petition, target, draft.letter, draft.office), draft.office)


def send(work: Work, petition: Petition, target: UUID, office: str, *, is_public: bool) -> UUID:
    """The letter as drafted, into the outbox and the ledger; the line.

    Raises NotFound, NothingToHandOver, SentAlready, and of the address AddressIsWrong and AddressIsDisposable."""
    release = release_shown(work, petition)
    if release is None:
        raise NothingToHandOver
    address = mailboxes.reachable(office.strip())
    draft = handovertexts.draft(work, petition, release, target)
    delivery = Delivery(work.today, Way.EMAIL, package=_package(work, petition, target), is_public=is_public,
                        sent_to=address, letter=draft.letter)  # fmt: skip
    _refuse_twice(work, petition, target, delivery)
    outbox.enqueue(work, _letter(work, petition, target, draft.letter, address), petition.id)
    handovertexts.set_letter(work, petition, target, draft.letter, address)
    line = handovers.record(work, petition.id, target, delivery)
    audit.record(work, Action.HANDOVER_LETTER_SENT, petition.id, line=line, target=target)
    return line


def _letter(work: Work, petition: Petition, target: UUID, text: str, office: str) -> Letter:
    release = release_shown(work, petition)
    package = _package(work, petition, target)
    known = handover_history.packages(work, petition.id)
    return letters.delivery(
        office,
        title=petition.title,
        text=text,
        address=f"{work.settings.site_url}/p/{petition.slug}",
        release=f"{release.number}, SHA-256 {release.digest}" if release else "",
        package=known[package].digest if package else "",
    )


def _package(work: Work, petition: Petition, target: UUID) -> UUID | None:
    """The package that was last made for this addressee, or for all of them."""
    query = select(HandoverPackage.id).where(
        HandoverPackage.petition_id == petition.id,
        HandoverPackage.digest != "",
        HandoverPackage.audience == Audience.ADDRESSEES,
        (HandoverPackage.target_id == target) | HandoverPackage.target_id.is_(None),
    )
    newest = query.order_by(HandoverPackage.made_at.desc(), HandoverPackage.id.desc()).limit(1)
    return work.session.scalar(newest)


def _refuse_twice(work: Work, petition: Petition, target: UUID, delivery: Delivery) -> None:
    for ledger in handover_history.ledgers(work, petition.id):
        for line in ledger.lines if ledger.target.id == target else ():
            old = line.delivery
            if (old.on, old.sent_to, old.letter) == (delivery.on, delivery.sent_to, delivery.letter):
                raise SentAlready
