"""The widget of a petition, and the sites that may show it within their own pages."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from petition_app.domain.embedding import MOST_SITES, SiteIsWrong, TooManySites, site_of
from petition_app.domain.events import Action
from petition_app.domain.petition import takes_signatures
from petition_app.domain.refusals import NotFound
from petition_app.domain.said import said
from petition_app.models import Petition, WidgetSite
from petition_app.services import audit, petitions, releases
from petition_app.services.releases import StoredRelease
from petition_app.services.work import Work


@dataclass(frozen=True)
class Widget:
    """All that a widget shows: nothing that has not been released. `sites` may show it."""

    petition: Petition
    release: StoredRelease | None
    is_open: bool
    sites: tuple[str, ...]


def widget(work: Work, slug: str) -> Widget:
    """Raises NotFound for a petition that is not public or waits for its launch."""
    petition = petitions.public_by_slug(work, slug)
    return Widget(
        petition,
        releases.latest(work, petition.id),
        takes_signatures(petition.state, petition.closes_at, work.now),
        sites(work, petition.id),
    )


def sites(work: Work, petition: UUID) -> tuple[str, ...]:
    """The sites that may show the petition's widget, in the order in which they were added."""
    query = select(WidgetSite.site).where(WidgetSite.petition_id == petition)
    return tuple(work.session.scalars(query.order_by(WidgetSite.added_at, WidgetSite.site)))


def add_site(work: Work, petition: UUID, typed: str) -> str:
    """Let one more site show the widget; how it is written. Raises SiteIsWrong and TooManySites."""
    site = site_of(typed, on_this_machine=not work.settings.is_public)
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update()).one()
    known = sites(work, petition)
    if site in known:
        raise SiteIsWrong(said("%(site)s is on the list already.", site=site))
    if len(known) >= MOST_SITES:
        raise TooManySites
    work.session.add(WidgetSite(petition_id=petition, site=site, added_at=work.now))
    work.session.flush()
    audit.record(work, Action.WIDGET_SITE_ADDED, petition, sites=len(known) + 1)
    return site


def remove_site(work: Work, petition: UUID, site: str) -> None:
    """It may not show the widget any more. Raises NotFound."""
    work.session.execute(select(Petition.id).where(Petition.id == petition).with_for_update()).one()
    known = sites(work, petition)
    if site not in known:
        raise NotFound
    work.session.execute(delete(WidgetSite).where(WidgetSite.petition_id == petition, WidgetSite.site == site))
    audit.record(work, Action.WIDGET_SITE_REMOVED, petition, sites=len(known) - 1)
