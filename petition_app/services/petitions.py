"""Reading a petition as the public sees it: text, addressees, responses, the released table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import and_, case, or_, select

from petition_app.domain.goal import Goal, goal_for
from petition_app.domain.lifecycle import BEFORE_OPENING
from petition_app.domain.petition import PUBLIC_STATES, ResponseKind, State, is_hidden, is_public, takes_signatures
from petition_app.domain.refusals import NotFound
from petition_app.models import (
    ConsentText,
    Demand,
    Petition,
    PetitionText,
    Precedent,
    Response,
    Target,
    Update,
)
from petition_app.services import releases, tallies
from petition_app.services.releases import StoredRelease
from petition_app.services.work import Work


@dataclass(frozen=True)
class Addressee:
    """Who must answer, with what is known of their answers, newest first."""

    target: Target
    responses: tuple[Response, ...]


@dataclass(frozen=True)
class PetitionPage:
    """Everything on a petition's public page. `total` is live or as of the release, as the petition's policy says.
    A hidden petition has no figures: no release, a total of 0, and no updates, which could tell some."""

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
    is_hidden: bool

    @property
    def goal(self) -> Goal | None:
        return goal_for(self.total, self.petition.goal, self.is_open)


@dataclass(frozen=True)
class Summary:
    """A petition in a list."""

    petition: Petition
    summary: str
    total: int
    is_open: bool

    @property
    def goal(self) -> Goal | None:
        return goal_for(self.total, self.petition.goal, self.is_open)


#: What stands in public lists: neither what is still written nor what waits for its launch.
IS_LISTED = and_(
    Petition.state.in_(PUBLIC_STATES), or_(Petition.hidden_until.is_(None), Petition.launched_at.is_not(None))
)
#: Those that can still be signed first, then those whose time is over, then the archived.
_IN_LISTS = (State.OPEN, State.PAUSED, State.CLOSED, State.DELIVERED, State.ARCHIVED)


def listed(work: Work) -> Sequence[Petition]:
    """The petitions of public lists, newest first."""
    query = select(Petition).where(IS_LISTED).order_by(Petition.opened_at.desc(), Petition.id)
    return work.session.scalars(query).all()


def summaries(work: Work) -> list[Summary]:
    """The petitions of public lists with what a list says of each: open ones first, archived ones last, each group
    newest first."""
    return [
        Summary(
            each,
            work.session.get_one(PetitionText, (each.id, each.text_version)).summary,
            public_total(work, each, releases.latest(work, each.id)),
            takes_signatures(each.state, each.closes_at, work.now),
        )
        for each in sorted(listed(work), key=lambda petition: _IN_LISTS.index(petition.state))
    ]


def by_slug(work: Work, slug: str) -> Petition:
    """Any petition, public or not. Raises NotFound."""
    petition = work.session.scalars(select(Petition).where(Petition.slug == slug)).one_or_none()
    if petition is None:
        raise NotFound
    return petition


def public_by_slug(work: Work, slug: str) -> Petition:
    """A public petition. Raises NotFound for one that is not public or waits for its launch, exactly as for one that
    is not there."""
    petition = reachable_by_slug(work, slug)
    if is_hidden(petition.hidden_until, petition.launched_at):
        raise NotFound
    return petition


def reachable_by_slug(work: Work, slug: str) -> Petition:
    """A petition that can be read and signed by whoever knows its address, hidden or not. Raises NotFound."""
    petition = by_slug(work, slug)
    if not is_public(petition.state):
        raise NotFound
    return petition


def public_page(work: Work, slug: str) -> PetitionPage:
    """Everything the public page shows, of a hidden petition too. Raises NotFound."""
    return page_of(work, reachable_by_slug(work, slug))


def preview(work: Work, petition: Petition) -> PetitionPage:
    """The page as the public will see it: what is not open yet as if it had just been opened."""
    page = page_of(work, petition)
    return replace(page, is_open=page.is_open or petition.state in BEFORE_OPENING)


def page_of(work: Work, petition: Petition) -> PetitionPage:
    hidden = is_hidden(petition.hidden_until, petition.launched_at)
    release = None if hidden else releases.latest(work, petition.id)
    return PetitionPage(
        petition=petition,
        text=work.session.get_one(PetitionText, (petition.id, petition.text_version)),
        demands=_demands(work, petition),
        addressees=addressees(work, petition.id),
        precedents=tuple(work.session.scalars(
            select(Precedent).where(Precedent.petition_id == petition.id).order_by(Precedent.position))),
        updates=() if hidden else tuple(work.session.scalars(
            select(Update).where(Update.petition_id == petition.id, Update.published_at <= work.now)
            .order_by(Update.published_at.desc()))),
        consents=consents(work, petition.id, petition.consent_version),
        release=release,
        total=0 if hidden else public_total(work, petition, release),
        is_open=takes_signatures(petition.state, petition.closes_at, work.now),
        is_hidden=hidden,
    )  # fmt: skip


def public_total(work: Work, petition: Petition, release: StoredRelease | None) -> int:
    """The one number at the top: counted now where the petition's policy allows it, else as released. It is 0 until a
    total has been released: while they are few, a number that moves tells who has just signed."""
    released = release.tally.total if release else 0
    return tallies.confirmed_total(work, petition.id) if petition.live_total and released else released


def consents(work: Work, petition: UUID, version: int) -> tuple[ConsentText, ...]:
    """The texts of the tick boxes, as they were in this version."""
    query = select(ConsentText).where(ConsentText.petition_id == petition, ConsentText.version == version)
    return tuple(work.session.scalars(query))


def addressees(work: Work, petition: UUID) -> tuple[Addressee, ...]:
    targets = list(work.session.scalars(select(Target).where(Target.petition_id == petition).order_by(Target.position)))
    answers: dict[UUID, list[Response]] = {}
    query = select(Response).where(Response.target_id.in_([target.id for target in targets]))
    # On the day a silence ends, what was said is the newer of the two.
    silent = case((Response.kind == ResponseKind.NONE, 1), else_=0)
    for answer in work.session.scalars(query.order_by(Response.on.desc(), silent, Response.recorded_at.desc())):
        answers.setdefault(answer.target_id, []).append(answer)
    return tuple(Addressee(target, tuple(answers.get(target.id, ()))) for target in targets)


def _demands(work: Work, petition: Petition) -> tuple[str, ...]:
    query = select(Demand.text).where(Demand.petition_id == petition.id, Demand.text_version == petition.text_version)
    return tuple(work.session.scalars(query.order_by(Demand.position)))
