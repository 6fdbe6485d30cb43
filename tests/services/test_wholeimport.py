"""Statements that go through all rows of an import at once."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from petition_app.database import begin_reading
from petition_app.services.work import OPERATOR
from tests.services.importing import checked, people


@pytest.mark.usefixtures("app")
def test_postgresql_knows_how_many_rows_were_staged():
    checked(people(1, 2, 3))

    with begin_reading(OPERATOR) as work:
        if not work.is_sqlite:
            known = work.session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'import_row'"))
            assert known == 3
