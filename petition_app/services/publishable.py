"""The publishable data set: everything a hand-over package is made of, and nothing else. No private field is read here,
and no exact count, so none has to be taken out afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import literal, or_

from petition_app.domain.handover import Audience, Paper
from petition_app.domain.petition import is_public
from petition_app.domain.refusals import Refusal
from petition_app.domain.response import Wording
from petition_app.domain.said import said
from petition_app.domain.signature import Purpose
from petition_app.models import Employer, Petition, Signature, Target
from petition_app.services import handovertexts, petitions, roster
from petition_app.services.petitions import Addressee
from petition_app.services.releases import StoredRelease
from petition_app.services.response_history import addressee, wording_of
from petition_app.services.roster import Signatory
from petition_app.services.work import Work


class NothingToHandOver(Refusal):
    status = 409
    sentence = said(
        "A package shows published figures, and there are none yet. Open the petition and publish a release first."
    )


@dataclass(frozen=True)
class Wish:
    """What package somebody wants: for whom, for which addressee alone, and on which paper."""

    audience: Audience = Audience.ADDRESSEES
    target: UUID | None = None
    paper: Paper = Paper.A4


@dataclass(frozen=True)
class Office:
    """An addressee with what they are known to have said, newest first."""

    name: str
    organisation: str
    responses: tuple[Wording, ...]


@dataclass(frozen=True)
class Publishable:
    """`signatories` are in the order of the public roster. `for_office` is the addressee for whom alone the package is
    made; `only_employer` says that of the signatories only those of that office's organisation are in it."""

    slug: str
    address: str
    title: str
    text_version: int
    text_digest: str
    summary: str
    body: str
    demands: tuple[str, ...]
    cover: str
    audience: Audience
    paper: Paper
    for_office: Office | None
    only_employer: bool
    offices: tuple[Office, ...]
    release: StoredRelease
    signatories: tuple[Signatory, ...]

    @property
    def day(self) -> date:
        """The only date a package bears: that of its release."""
        return self.release.tally.as_of


def read(work: Work, petition: Petition, wish: Wish) -> Publishable:
    """Raises NothingToHandOver, and NotFound for an addressee of another petition."""
    release = release_shown(work, petition)
    if release is None:
        raise NothingToHandOver
    target = addressee(work, petition.id, wish.target) if wish.target else None
    page = petitions.public_page(work, petition.slug)
    offices = {each.target.id: _office(each) for each in page.addressees}
    return Publishable(
        slug=petition.slug,
        address=f"{work.settings.site_url}/p/{petition.slug}",
        title=page.text.title,
        text_version=page.text.version,
        text_digest=page.text.digest,
        summary=page.text.summary,
        body=page.text.body,
        demands=page.demands,
        cover=handovertexts.cover(work, petition, release, target),
        audience=wish.audience,
        paper=wish.paper,
        for_office=offices.get(target.id, Office(target.name, target.organisation, ())) if target else None,
        only_employer=bool(target and target.employer_id),
        offices=tuple(offices.values()),
        release=release,
        signatories=_signatories(work, petition.id, wish.audience, target),
    )


def release_shown(work: Work, petition: Petition) -> StoredRelease | None:
    """The release that everybody can read; None while the petition waits for its opening or its launch."""
    return petitions.page_of(work, petition).release if is_public(petition.state) else None


def _office(addressee: Addressee) -> Office:
    return Office(
        addressee.target.name, addressee.target.organisation, tuple(wording_of(each) for each in addressee.responses)
    )


def _signatories(work: Work, petition: UUID, audience: Audience, target: Target | None) -> tuple[Signatory, ...]:
    rows = work.session.execute(_of_roster(petition, audience, target))
    return tuple(Signatory(row.name, row.title, row.employer, row.slug or "") for row in rows)


def _of_roster(petition: UUID, audience: Audience, target: Target | None) -> Any:
    """The public roster. Of it an addressee is shown those who agreed to be shown to addressees, and where the office
    is that of an employer, those of that employer, its units, and what was merged into it."""
    query = roster.whole(petition).add_columns(Employer.slug.label("slug"))
    if audience is Audience.ADDRESSEES:
        query = query.where(literal(",").concat(Signature.consents).concat(",").contains(f",{Purpose.DELIVER},"))
    if target and target.employer_id:
        top = target.employer_id
        query = query.where(or_(Employer.id == top, Employer.parent_id == top, Employer.merged_into_id == top))
    return query
