"""No page goes through all signatures: how the database means to read is asked for each statement of each page."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import event

from petition_app.database import db
from petition_app.domain.signature import DisplayMode
from petition_app.services import searchpages
from petition_app.settings import Settings
from tests.application import Site
from tests.builders import SLUG, a_request, a_signature, sign
from tests.cast import a_member, browser_of
from tests.web.visits import go, visits

ON_SQLITE = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
# Also over an index, which has an entry for each signature too, and over those of one petition, which may be all.
THROUGH_ALL = re.compile(r"SCAN signature\b|SEARCH signature USING .*INDEX (\w+) \(petition_id=\?\)$")
#: The list's own order: whoever follows it stops when a page is full, or once there is one.
IN_ORDER, STOPS = "ix_signature_list", ("LIMIT", "EXISTS (SELECT")
#: All signatures leave there, which is what they are for.
WHOLE = ("export", "roster.csv", "hand-over", "data.json")
SEARCHES = (
    "ada", "zq", "q", "ada google", "state:held", "-state:confirmed", "over-limit:yes", "changed:yes", "-proof:mailbox",
    "relation:former", "role:executive", "@example.org", "employer:none", "signed:2026-08", "confirmed:2026-08", "-ada",
)  # fmt: skip


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs that the database is sent meanwhile."""
    seen: list[tuple[str, Any]] = []

    def note(*about: Any) -> None:
        if about[2].lstrip().startswith(("SELECT", "WITH")):
            seen.append((about[2], about[3]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def through_all(settings: Settings, seen: list[tuple[str, Any]]) -> list[str]:
    """Those that read every signature there is, each once."""
    found = {}
    with closing(sqlite3.connect(settings.data_dir / "petition.db")) as connection:
        for statement, values in dict((each[0], each) for each in seen).values():
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
            ways = [way for line in plan if (way := THROUGH_ALL.search(line))]
            if any(way[1] != IN_ORDER or not any(each in statement for each in STOPS) for way in ways):
                found[statement] = plan
    return [f"{statement}\n{plan}" for statement, plan in found.items()]


@pytest.fixture
def signed(app: Flask) -> Flask:
    a_signature(a_request(name="Ada Lovelace", display=DisplayMode.NAME))
    return app


@ON_SQLITE
def test_no_page_reads_all_signatures(signed: Flask, site: Site):
    browser = browser_of(signed, a_member("Olu"))
    found, asked = {}, 0
    for visit in visits(signed):
        if visit.method == "GET" and not any(part in visit.path for part in WHOLE):
            with statements() as seen:
                go(browser, visit)
            asked += len(seen)
            if slow := through_all(site.settings, seen):
                found[str(visit)] = slow

    assert asked > 300
    assert not found, "\n".join(f"{page}: {each}" for page, slow in found.items() for each in slow)


@ON_SQLITE
@pytest.mark.parametrize("words", SEARCHES)
def test_no_search_reads_all_signatures(signed: Flask, site: Site, monkeypatch: pytest.MonkeyPatch, words: str):
    monkeypatch.setattr(searchpages, "AT_ONCE", 1)
    sign(a_request("bo@example.org"))
    with statements() as seen:
        browser_of(signed, a_member("Olu")).get(f"/organise/{SLUG}/signatories?q={quote(words)}")

    assert [each for each in seen if "FROM signature" in each[0]]
    assert through_all(site.settings, seen) == []
