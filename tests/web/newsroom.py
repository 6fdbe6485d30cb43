"""Builders for the public side of updates: what organisers put on the page, in the order of its days."""

from __future__ import annotations

from uuid import UUID

from petition_app.database import begin_work
from petition_app.domain.update import Draft
from petition_app.services import petitions, updates
from petition_app.services.work import OPERATOR
from tests.builders import SLUG

PAGE = f"/p/{SLUG}/updates"


def on_the_page(title: str, body: str = "We **met** the board.", slug: str = SLUG) -> UUID:
    """A published update."""
    with begin_work(OPERATOR) as work:
        petition = petitions.by_slug(work, slug).id
        update = updates.draft(work, petition, Draft(title, body))
        updates.publish(work, petition, update, 1)
    return update


def rewritten(update: UUID, title: str, body: str) -> None:
    with begin_work(OPERATOR) as work:
        updates.change(work, petitions.by_slug(work, SLUG).id, update, 1, Draft(title, body))


def taken_off(update: UUID) -> None:
    with begin_work(OPERATOR) as work:
        updates.unpublish(work, petitions.by_slug(work, SLUG).id, update)
