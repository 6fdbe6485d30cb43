"""The share of those who work at an employer, on its public page: only from what is published; on both engines."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from petition_app.domain.headcount import Headcount
from tests.application import Clock
from tests.builders import change_petition
from tests.cast import text_of
from tests.published import headcount_entered, released, signed_at
from tests.web.employerpage import AT, page_of, two_rows

pytestmark = pytest.mark.usefixtures("app")
REPORT = Headcount(1_000, date(2026, 9, 30), "Annual report 2025")
HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(("number", "said"), [
    (180_000, "at least 1 in 18,000 of about 180,000 people who work there"),
    (999, "at least 1 percent of about 999 people"),
    (1_000, "at least 1 percent of about 1,000 people"),
    (1_001, "at least 1 in 110 of about 1,001 people"),
    (640, "at least 1.5 percent of about 640 people"),
    (96, "at least 10 percent of about 96 people"),
])  # fmt: skip
def test_the_share_is_that_of_the_published_figure(client: FlaskClient, clock: Clock, number: int, said: str):
    headcount_entered("google", Headcount(number, date(2026, 9, 30), "Annual report 2025"))
    two_rows(clock)
    page = page_of(client, "google")

    assert f"If all of them work where they say, that is {said}" in page
    assert "(by Annual report 2025, 30 September 2026)" in page


def test_where_nearly_everybody_signed_the_share_stops(client: FlaskClient, clock: Clock):
    signed_at("Google", 59)
    signed_at("Meta", 12)
    headcount_entered("google", Headcount(60, date(2026, 9, 30), HOSTILE))
    released(clock)
    page = page_of(client, "google")

    assert "At least 50 people at Google have signed." in page
    assert "that is more than 90 percent of about 60 people who work there" in page
    assert HOSTILE in page
    assert HOSTILE not in text_of(client, f"{AT}/google")
    assert not re.search(r"\b(59|55|98|91|92)\b", page)


@pytest.mark.parametrize("source", ["https://news.example/report", "javascript:alert(1)", 'x" onclick="y'])
def test_a_source_is_a_link_only_where_it_leads_to_a_page(client: FlaskClient, clock: Clock, source: str):
    headcount_entered("google", Headcount(1_000, date(2026, 9, 30), source))
    two_rows(clock)
    page = text_of(client, f"{AT}/google")

    link = '(by <a href="https://news.example/report" rel="noopener noreferrer nofollow">news.example</a>,'
    assert (link in page) is source.startswith("https")
    assert 'href="javascript' not in page
    assert 'onclick="' not in page


def test_a_headcount_entered_since_the_release_waits_for_the_next(client: FlaskClient, clock: Clock):
    two_rows(clock)
    headcount_entered("google", REPORT)
    before = page_of(client, "google")
    released(clock)
    after = page_of(client, "google")
    headcount_entered("google", Headcount(20_000, date(2026, 10, 1), "Another"))

    assert "that is" not in before
    assert "that is at least 1 percent" in after
    assert "that is" not in page_of(client, "google")


def test_verified_employees_are_called_so_only_where_nobody_else_is_counted(client: FlaskClient, clock: Clock):
    headcount_entered("google", REPORT)
    two_rows(clock)
    assert "employees" not in page_of(client, "google")
    change_petition(employment_proof=True)
    page = page_of(client, "google")

    assert "At least 10 verified employees of Google have signed." in page
    assert "That is at least 1 percent of about 1,000 people who work there" in page
