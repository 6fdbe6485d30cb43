"""Reading a petition as the public sees it: text, addressees, responses, the released table, the roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from petition_app.domain.petition import PUBLIC_STATES, is_public, takes_signatures
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode, Status
from petition_app.models import (
    ConsentText,
    Demand,
    Employer,
    Petition,
    PetitionText,
    Precedent,
    Response,
    Signature,
    Target,
    Update,
)
from petition_app.services import releases, tallies
from petition_app.services.releases import StoredRelease
from petition_app.services.work import Work

_IDENTIFIED = (DisplayMode.TITLE, DisplayMode.NAME, DisplayMode.NAME_TITLE)


@dataclass(frozen=True)
class Addressee:
    """Who must answer, with what is known of their answers, newest first."""

    target: Target
    responses: tuple[Response, ...]


@dataclass(frozen=True)
class PetitionPage:
    """Everything on a petition's public page. `total` is live or as of the release, as the petition's policy says."""

    petition: Petition
    text: PetitionText
    demands: tuple[str, ...]
    addressees: tuple[Addressee, ...]
    precedents: tuple[Precedent, ...]
    updates: tuple[Update, ...]
    consents: tuple[ConsentText, ...]
    release: StoredRelease | None
    total: int
    is_open: bool


@dataclass(frozen=True)
class Summary:
    """A petition in a list."""

    petition: Petition
    summary: str
    total: int
    is_open: bool


@dataclass(frozen=True)
class Signatory:
    """One line of the public roster: what this signer chose to show, and nothing else."""

    name: str
    title: str
    employer: str


def listed(work: Work) -> Sequence[Petition]:
    """The public petitions, newest first."""
    query = select(Petition).where(Petition.state.in_(PUBLIC_STATES)).order_by(Petition.opened_at.desc(), Petition.id)
    return work.session.scalars(query).all()


def summaries(work: Work) -> list[Summary]:
    """The public petitions with what a list says of each, newest first."""
    return [
        Summary(
            each,
            work.session.get_one(PetitionText, (each.id, each.text_version)).summary,
            public_total(work, each, releases.latest(work, each.id)),
            takes_signatures(each.state, each.closes_at, work.now),
        )
        for each in listed(work)
    ]


def by_slug(work: Work, slug: str) -> Petition:
    """Any petition, public or not. Raises NotFound."""
    petition = work.session.scalars(select(Petition).where(Petition.slug == slug)).one_or_none()
    if petition is None:
        raise NotFound
    return petition


def public_by_slug(work: Work, slug: str) -> Petition:
    """A public petition. Raises NotFound for one that is not public, exactly as for one that is not there."""
    petition = by_slug(work, slug)
    if not is_public(petition.state):
        raise NotFound
    return petition


def public_page(work: Work, slug: str) -> PetitionPage:
    """Everything the public page shows. Raises NotFound."""
    petition = public_by_slug(work, slug)
    release = releases.latest(work, petition.id)
    return PetitionPage(
        petition=petition,
        text=work.session.get_one(PetitionText, (petition.id, petition.text_version)),
        demands=_demands(work, petition),
        addressees=addressees(work, petition.id),
        precedents=tuple(work.session.scalars(
            select(Precedent).where(Precedent.petition_id == petition.id).order_by(Precedent.position))),
        updates=tuple(work.session.scalars(
            select(Update).where(Update.petition_id == petition.id, Update.published_at <= work.now)
            .order_by(Update.published_at.desc()))),
        consents=consents(work, petition),
        release=release,
        total=public_total(work, petition, release),
        is_open=takes_signatures(petition.state, petition.closes_at, work.now),
    )  # fmt: skip


def public_total(work: Work, petition: Petition, release: StoredRelease | None) -> int:
    """The one number at the top: counted now where the petition's policy allows it, else as released."""
    if petition.live_total:
        return tallies.confirmed_total(work, petition.id)
    return release.tally.total if release else 0


def consents(work: Work, petition: Petition) -> tuple[ConsentText, ...]:
    """The tick boxes of the version in force."""
    query = select(ConsentText).where(
        ConsentText.petition_id == petition.id, ConsentText.version == petition.consent_version
    )
    return tuple(work.session.scalars(query))


def addressees(work: Work, petition: UUID) -> tuple[Addressee, ...]:
    targets = list(work.session.scalars(select(Target).where(Target.petition_id == petition).order_by(Target.position)))
    answers: dict[UUID, list[Response]] = {}
    query = select(Response).where(Response.target_id.in_([target.id for target in targets]))
    for answer in work.session.scalars(query.order_by(Response.on.desc(), Response.recorded_at.desc())):
        answers.setdefault(answer.target_id, []).append(answer)
    return tuple(Addressee(target, tuple(answers.get(target.id, ()))) for target in targets)


def _demands(work: Work, petition: Petition) -> tuple[str, ...]:
    query = select(Demand.text).where(Demand.petition_id == petition.id, Demand.text_version == petition.text_version)
    return tuple(work.session.scalars(query.order_by(Demand.position)))


def roster(
    work: Work, petition: UUID, most: int = 50, after: Signatory | None = None, seen: int = 1
) -> list[Signatory]:
    """Signers who chose to be recognisable, by employer and name, `most` at a time from `after` on, of which `seen`
    equal lines were shown already (many may share a title).

    Alphabetical: the order of signing is nobody's business.
    """
    employer = func.coalesce(Employer.name, "")
    name, title = func.coalesce(Signature.public_name, ""), func.coalesce(Signature.public_title, "")
    query = (
        select(employer.label("employer"), name.label("name"), title.label("title"))
        .outerjoin(Employer, Employer.id == Signature.employer_id)
        .where(
            Signature.petition_id == petition,
            Signature.status == Status.CONFIRMED,
            Signature.display.in_(_IDENTIFIED),
        )
        .order_by(employer, name, title)
        .limit(most + seen if after else most)
    )
    if after:
        query = query.where(
            or_(
                employer > after.employer,
                and_(employer == after.employer, name > after.name),
                and_(employer == after.employer, name == after.name, title >= after.title),
            )
        )
    lines = [Signatory(row.name, row.title, row.employer) for row in work.session.execute(query)]
    repeated = sum(1 for line in lines[:seen] if line == after)
    return lines[repeated:][:most]


def quoted_titles(work: Work, petition: UUID) -> frozenset[tuple[str, str]]:
    """(title, employer) of the confirmed signers who let their title be published."""
    query = (
        select(Signature.public_title, Employer.name)
        .join(Employer, Employer.id == Signature.employer_id)
        .where(
            Signature.petition_id == petition,
            Signature.status == Status.CONFIRMED,
            Signature.public_title.is_not(None),
        )
    )
    return frozenset((row.public_title, row.name) for row in work.session.execute(query))
