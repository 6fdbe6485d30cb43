"""One transaction about one petition of a site that is there: what most commands consist of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from petition_app.cli.preparing import existing_site
from petition_app.database import begin_reading, begin_work
from petition_app.services import petitions
from petition_app.services.work import OPERATOR, Work
from petition_app.settings import Settings


@contextmanager
def reading(settings: Settings, slug: str) -> Iterator[tuple[Work, UUID]]:
    """Of the petition its key. Raises NotFound, and CannotRun where there is no site."""
    with existing_site(settings), begin_reading(OPERATOR) as work:
        yield work, petitions.by_slug(work, slug).id


@contextmanager
def changing(settings: Settings, slug: str) -> Iterator[tuple[Work, UUID]]:
    """The same to write in; committed whole at the end of the block, or not at all."""
    with existing_site(settings), begin_work(OPERATOR) as work:
        yield work, petitions.by_slug(work, slug).id
