"""What is acknowledged is on the disk: the settings of every connection that writes, whatever the server's own are."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from petition_app.database import begin_work
from petition_app.services.work import OPERATOR


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0)],
)
def test_sqlite_waits_for_the_disk_and_keeps_its_rules(app: Flask, pragma: str, value: object):
    with begin_work(OPERATOR) as work:
        assert work.session.scalar(text(f"PRAGMA {pragma}")) == value


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_postgresql_waits_for_the_disk_even_where_the_server_would_not(app: Flask):
    with begin_work(OPERATOR) as work:
        assert work.session.scalar(text("SHOW synchronous_commit")) == "on"
