"""Sites to measure on: made anew, with the seeded petition."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import select

from petition_app import folders, migrations
from petition_app.app import create_app
from petition_app.database import begin_reading, begin_work, db, make_engine
from petition_app.models import Petition
from petition_app.services import instance, seeding
from petition_app.services.work import OPERATOR
from petition_app.settings import load_settings


@contextmanager
def seeded(environment: Mapping[str, str]) -> Iterator[None]:
    """The application of a site that is made in an empty folder and an empty database."""
    settings = load_settings(environment)
    instance.make_secrets(settings)
    engine = make_engine(settings)
    migrations.upgrade(engine)
    engine.dispose()
    with opened(environment):
        with begin_work(OPERATOR) as work:
            instance.claim_database(work, is_demo=True)
            seeding.seed(work, folders.SEEDS)
        yield


@contextmanager
def opened(environment: Mapping[str, str]) -> Iterator[None]:
    """The application of a site that is there."""
    with create_app(load_settings(environment)).app_context():
        yield
        db.engine.dispose()


@contextmanager
def site(url: str | None = None) -> Iterator[UUID]:
    """The petition of such a site, which is deleted afterwards; in a PostgreSQL database, if its address is given."""
    at = {"DATABASE_URL": url} if url else {}
    with tempfile.TemporaryDirectory() as folder, seeded({"PETITION_DATA_DIR": folder, **at}):
        with begin_reading(OPERATOR) as work:
            petition = work.session.scalars(select(Petition.id)).one()
        yield petition
