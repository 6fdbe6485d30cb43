"""What belongs to one petition cannot be reached through another one, not even by an organiser who owns both."""

from __future__ import annotations

import re
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Enum, LargeBinary, Table, Uuid, insert, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Right, Role
from petition_app.models import Base
from petition_app.models.base import UtcDateTime
from petition_app.services import organisers, petitions
from petition_app.services.work import OPERATOR, Work
from tests.builders import SLUG
from tests.cast import OTHER_SLUG, an_organiser, another_petition, browser_of
from tests.web.visits import Visit, ids_in, visits

#: Which table the ids of an address lead to. A new kind of id has to be given its table here.
TABLES = {
    "approval": "approval",
    "batch": "import_batch",
    "export": "export",
    "invitation": "invitation",
    "job": "job",
    "line": "handover_line",
    "mailing": "mailing",
    "package": "handover_package",
    "passkey": "passkey",
    "response": "response",
    "search": "saved_search",
    "signature": "signature",
    "target": "target",
    "token": "access_token",
    "update": "petition_update",
    "webhook": "webhook",
}
TOKEN = re.compile(r'name="token" value="([^"]+)"')


class Filler:
    """Rows with anything in them that the tables allow, all of one petition."""

    def __init__(self, work: Work, petition: UUID) -> None:
        self._work, self._petition, self._numbers = work, petition, count(100)

    def add(self, table: Table) -> UUID:
        values = {column.name: self._value(column) for column in table.columns if not column.nullable}
        values |= {column.name: self._petition for column in table.columns if column.name == "petition_id"}
        self._work.connection.execute(insert(table), values)
        return values.get("id") or next(each for each in values.values() if isinstance(each, UUID))

    def _value(self, column: Any) -> Any:
        if column.name == "petition_id":
            return self._petition
        if column.foreign_keys:
            return self._other_end(next(iter(column.foreign_keys)).column)
        if isinstance(column.type, Uuid):
            return uuid4()
        if isinstance(column.type, Enum):
            return column.type.enum_class(column.type.enums[0]) if column.type.enum_class else column.type.enums[0]
        if isinstance(column.type, LargeBinary):
            return uuid4().bytes * 2
        if isinstance(column.type, UtcDateTime):
            return self._work.now
        return {str: "x", int: next(self._numbers), bool: False, date: self._work.today}[column.type.python_type]

    def _other_end(self, column: Any) -> Any:
        own = [column.table.c.petition_id == self._petition] if "petition_id" in column.table.columns else []
        found = self._work.session.scalar(select(column).where(*own).limit(1))
        return found if found is not None else self.add(column.table)


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    """Owns both petitions."""
    another_petition()
    organiser = an_organiser("Olu")
    with begin_work(OPERATOR) as work:
        organisers.give_role(work, organiser, petitions.by_slug(work, OTHER_SLUG).id, Role.OWNER)
    return browser_of(app, organiser)


def one_of_each(slug: str, member: UUID) -> dict[str, UUID]:
    """One thing of each kind in this petition."""
    with begin_work(OPERATOR) as work:
        filler = Filler(work, petitions.by_slug(work, slug).id)
        return {"member": member} | {name: filler.add(Base.metadata.tables[table]) for name, table in TABLES.items()}


def of_the_other() -> dict[str, list[Any]]:
    """Every row of the other petition, and of what belongs to no petition directly."""
    with begin_reading(OPERATOR) as work:
        petition = petitions.by_slug(work, OTHER_SLUG).id
        return {
            name: sorted(map(repr, work.session.execute(select(table).where(table.c.petition_id == petition))))
            for name, table in Base.metadata.tables.items()
            if "petition_id" in table.columns and name != "audit_line"
        }


def addressed(app: Flask, ids: dict[str, UUID]) -> list[Visit]:
    """Every address of the workshop of the own petition that names something by its id."""
    named = {rule.endpoint for rule in app.url_map.iter_rules() if ids_in(rule)}
    assert {name for rule in app.url_map.iter_rules() for name in ids_in(rule)} <= ids.keys()
    return [
        visit
        for visit in visits(app, ids)
        if visit.endpoint in named and isinstance(visit.guard, Right) and visit.method != "OPTIONS"
    ]


def tokens_in(pages: list[str]) -> list[str]:
    return sorted({token for page in pages for token in TOKEN.findall(page)})


def test_what_belongs_to_another_petition_is_not_there(app: Flask, olu: FlaskClient):
    own = one_of_each(SLUG, an_organiser("Mo", Role.MODERATOR))
    foreign = one_of_each(OTHER_SLUG, an_organiser("Ren", Role.OWNER, OTHER_SLUG))
    pages = [visit.path for visit in visits(app, own) if visit.method == "GET" and isinstance(visit.guard, Right)]
    tokens = tokens_in([olu.get(page).get_data(as_text=True) for page in pages])
    before = of_the_other()

    assert len(tokens) > 10
    for visit in addressed(app, foreign):
        if visit.method in ("GET", "HEAD"):
            assert olu.get(visit.path).status_code == 404, str(visit)
            continue
        # Whichever form the token is of: at most it is the right one, and then there is nothing there.
        answers = {olu.post(visit.path, data={"token": token, "reason": "other"}).status_code for token in tokens}
        assert answers <= {400, 404, 409}, f"{visit} {answers}"
        assert answers != {400}, f"{visit}: no token fits"
    assert of_the_other() == before
