"""Builders: what a test needs, made with the product's own services, everything else left at its safe default."""

from __future__ import annotations

import os
import re

from petition_app.database import begin_work
from petition_app.domain.employer import Employer as Company
from petition_app.domain.petition import Custody, ResponseKind, State
from petition_app.domain.signature import DisplayMode, Purpose, Relation, RoleBand
from petition_app.mail.letters import Letter
from petition_app.models import ConsentText, Demand, Petition, PetitionText, Precedent, Response, Target
from petition_app.security.tokens import Receipt
from petition_app.services import companies, confirming, custody, outbox, petitions, signing
from petition_app.services.signing import SigningRequest
from petition_app.services.work import OPERATOR, VISITOR, WORKER, Work

SLUG = "letter"
COMPANIES = (
    Company("google", "Google", None, ("Alphabet",), ("google.com",)),
    Company("youtube", "YouTube", "google", (), ("youtube.com",)),
    Company("meta", "Meta", None, ("Facebook",), ("meta.com",)),
)
CONSENTS = {
    Purpose.COUNT: "Count my signature.",
    Purpose.PUBLISH: "Show me in public in the way I have chosen.",
    Purpose.UPDATES: "Write to me about this petition.",
    Purpose.DELIVER: "Show my entry to the addressees.",
    Purpose.PRESS: "Journalists may ask me for comment.",
    Purpose.WITNESS: "A neutral witness may check my signature.",
}


def known_companies(work: Work) -> None:
    companies.add_companies(work, COMPANIES)


def a_petition(
    work: Work,
    slug: str = SLUG,
    *,
    state: State = State.OPEN,
    kept_by: Custody = Custody.INSTANCE,
    passphrase: str | None = None,
    threshold: int = 10,
    live_total: bool = True,
) -> Petition:
    petition = Petition(
        id=work.new_id(), slug=slug, title="An appeal to our leaders", state=state, custody=kept_by,
        threshold=threshold, live_total=live_total, created_at=work.now, opened_at=work.now,
        text_version=1, consent_version=1,
    )  # fmt: skip
    work.session.add(petition)
    work.session.flush()
    custody.create_keys(work, petition, passphrase, os.urandom(32))
    companies.adopt(work, petition.id)
    target = Target(id=work.new_id(), petition_id=petition.id, position=1, name="Chief executive", organisation="Acme")
    work.session.add_all([
        PetitionText(petition_id=petition.id, version=1, title=petition.title, summary="We ask you to act.",
                     body="Dear leaders,\n\nplease act.", digest="0" * 64, created_at=work.now),
        Demand(petition_id=petition.id, text_version=1, position=1, text="Act."),
        Precedent(petition_id=petition.id, position=1, title="It was done before", summary="Last autumn."),
        target,
        *(ConsentText(petition_id=petition.id, version=1, purpose=p, text=text) for p, text in CONSENTS.items()),
    ])  # fmt: skip
    work.session.flush()
    work.session.add(Response(id=work.new_id(), target_id=target.id, kind=ResponseKind.NONE, on=work.today,
                              summary="No public statement.", recorded_at=work.now))  # fmt: skip
    return petition


def change_petition(**values: object) -> None:
    """Give the test petition other values in these columns."""
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, SLUG)
        for name, value in values.items():
            assert hasattr(Petition, name)
            setattr(petition, name, value)


def a_request(
    email: str = "sam@example.org",
    *,
    employer: str = "Acme",
    relation: Relation = Relation.CURRENT,
    role_band: RoleBand = RoleBand.ENGINEERING,
    display: DisplayMode = DisplayMode.COUNTED,
    name: str = "",
    title: str = "",
    network: str = "",
) -> SigningRequest:
    """Each address signs from a network of its own, unless one is named."""
    consents = frozenset({Purpose.COUNT} if display is DisplayMode.COUNTED else {Purpose.COUNT, Purpose.PUBLISH})
    return SigningRequest(
        email, employer, relation, role_band, display, name, title, consents, network or f"network of {email}"
    )


def sign(request: SigningRequest | None = None, slug: str = SLUG) -> None:
    with begin_work(VISITOR) as work:
        signing.sign(work, slug, request or a_request())


def claim_letters() -> list[Letter]:
    """The letters that wait, taken out of the outbox as delivered."""
    with begin_work(WORKER) as work:
        claimed = outbox.claim(work, most=10_000)
        for each in claimed:
            outbox.mark_delivered(work, each.id)
    return [each.letter for each in claimed]


def secret_in(letter_text: str) -> str:
    """What follows /c/ in a confirmation letter."""
    found = re.search(r"/c/([\w-]{43})", letter_text)
    assert found, letter_text
    return found.group(1)


def confirm(letter_text: str) -> Receipt:
    with begin_work(VISITOR) as work:
        return confirming.confirm(work, secret_in(letter_text)).receipt


def a_signature(request: SigningRequest | None = None, slug: str = SLUG) -> Receipt:
    """A confirmed signature, through the letter as in life."""
    sign(request, slug)
    (letter,) = claim_letters()
    return confirm(letter.text)
