"""Making hand-over packages and writing the delivery ledger, as organisers do."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.handover import Delivery, Way
from petition_app.domain.signature import DisplayMode, Purpose
from petition_app.models import Employer, Target
from petition_app.services import handover_history, handoverfiles, handovers, petitions, publishable
from petition_app.services.handover_history import Ledger, Line
from petition_app.services.handoverfiles import Package
from petition_app.services.publishable import Publishable, Wish
from petition_app.services.work import OPERATOR, Actor
from tests.builders import SLUG, a_request, a_signature
from tests.services.answering import OLU, petition_id

TODAY = date(2026, 11, 22)
BROUGHT = Delivery(TODAY, Way.IN_PERSON, "Two of us", "At the front desk.", "https://news.example/desk")
DELIVERED = frozenset({Purpose.COUNT, Purpose.PUBLISH, Purpose.DELIVER})


def a_named_signature(name: str, employer: str = "Google", title: str = "", *, may_be_delivered: bool = True) -> None:
    """Somebody who chose to be named in public and, unless said otherwise, agreed to be shown to addressees."""
    display = DisplayMode.NAME_TITLE if title else DisplayMode.NAME
    address = f"{name.encode().hex()[:40]}@example.org"
    made = a_request(address, employer=employer, display=display, name=name, title=title)
    a_signature(replace(made, consents=DELIVERED if may_be_delivered else made.consents))


def data(wish: Wish | None = None, slug: str = SLUG) -> Publishable:
    with begin_reading(OPERATOR) as work:
        return publishable.read(work, petitions.by_slug(work, slug), wish or Wish())


def package(wish: Wish | None = None) -> Package:
    return handoverfiles.build(data(wish))


def files_of(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def target_id(organisation: str = "Acme", slug: str = SLUG) -> UUID:
    petition = petition_id(slug)
    with begin_reading(OPERATOR) as work:
        query = select(Target.id).where(Target.petition_id == petition, Target.organisation == organisation)
        return work.session.scalars(query).one()


def an_addressee_at(employer: str, organisation: str) -> UUID:
    """Another addressee, the office of this employer."""
    petition = petition_id()
    with begin_work(OPERATOR) as work:
        query = select(Employer.id).where(Employer.petition_id == petition, Employer.slug == employer)
        made = Target(id=work.new_id(), petition_id=petition, position=9, name="Chief executive",
                      organisation=organisation, employer_id=work.session.scalars(query).one())  # fmt: skip
        work.session.add(made)
    return made.id


def ledger() -> Ledger:
    petition = petition_id()
    with begin_reading(OPERATOR) as work:
        return handover_history.ledgers(work, petition)[0]


def the_line() -> Line:
    found = ledger()
    (line,) = (*found.lines, *found.removed)
    return line


def recorded(delivery: Delivery = BROUGHT, by: Actor = OLU, slug: str = SLUG) -> UUID:
    about, petition = target_id(slug=slug), petition_id(slug)
    with begin_work(by) as work:
        return handovers.record(work, petition, about, delivery)
