"""A large import into SQLite drops the indexes of signatures and makes them anew."""

from __future__ import annotations

import pytest
import sqlalchemy

from petition_app.database import begin_reading
from petition_app.services.work import OPERATOR
from tests.builders import a_request, a_signature
from tests.services.importing import checked, people, promises_broken, seen, state_it, work_off
from tests.web.signer import signatures

pytestmark = pytest.mark.usefixtures("app")


def indexes() -> list[str]:
    with begin_reading(OPERATOR) as work:
        found = sqlalchemy.inspect(work.connection).get_indexes("signature")
        return sorted(str((each["name"], each["column_names"], each["unique"])) for each in found)


def test_many_rows_count_as_few_do_and_every_index_is_there_afterwards(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("petition_app.services.wholeimport._MANY", 1)
    before = indexes()
    batch = checked(people(1, 2, 3))
    a_signature(a_request("signer1@example.org"))
    state_it(batch)
    work_off()

    assert (seen(batch).counted, seen(batch).late, len(signatures())) == (2, 1, 3)
    assert indexes() == before
    assert promises_broken() == []
