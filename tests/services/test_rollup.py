"""What rows include and what they are measured against, where programs and the claim checker read it."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from petition_app.database import begin_reading, begin_work
from petition_app.domain.employer import Employer as Company
from petition_app.domain.employerrule import Rule, RuleKind
from petition_app.domain.headcount import Headcount
from petition_app.domain.pressline import Facts
from petition_app.services import claims, companies, petitions
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG
from tests.published import decided, headcount_entered, kept_separate, released, signed_at

pytestmark = pytest.mark.usefixtures("app")
ENTERED = Headcount(60, date(2026, 9, 30), "Annual report 2025")


def facts() -> Facts:
    with begin_reading(OPERATOR) as work:
        return claims.facts(work, petitions.by_slug(work, SLUG))


def includes(client: FlaskClient) -> dict[str, list[str]]:
    rows = client.get(f"/api/v1/petitions/{SLUG}").get_json()["data"]["attributes"]["signatures_by_employer"]
    return {row["slug"]: row["includes"] for row in rows}


def test_only_units_of_the_list_and_of_published_rows_are_told(client: FlaskClient, clock: Clock):
    signed_at("YouTube", 12)
    signed_at("Borealis", 1)
    borealis = kept_separate("Borealis")
    decided(Rule(RuleKind.PARENT, borealis, "google"))
    assert includes(client) == {}
    released(clock)

    assert includes(client) == {"google": ["YouTube"]}
    assert facts().units == {"YouTube": "Google"}


def test_a_unit_with_a_row_of_its_own_is_not_told_as_included(client: FlaskClient, clock: Clock):
    decided(Rule(RuleKind.PARENT, "youtube"))
    signed_at("YouTube", 12)
    signed_at("Google", 12)
    released(clock)
    decided(Rule(RuleKind.PARENT, "youtube", "google"))

    assert includes(client) == {"google": [], "youtube": []}
    assert facts().units == {}
    released(clock)
    assert includes(client) == {"google": ["YouTube"]}


def test_a_row_leads_to_its_own_employer_where_a_newer_list_has_brought_another_of_its_name(
    client: FlaskClient, clock: Clock
):
    signed_at("Acme Labs", 11)
    signed_at("Acme Labs", 1, "Ada")
    decided(Rule(RuleKind.SEPARATE, "acme labs", "acme-labs", "Acme"))
    with begin_work(OPERATOR) as work:
        companies.add_companies(work, [Company("acme", "Acme")])
    signed_at("Acme", 12)
    released(clock)

    assert includes(client) == {"acme": [], "acme-labs": []}


def test_the_claim_checker_knows_the_headcounts_of_the_release(clock: Clock):
    signed_at("Google", 59)
    signed_at("Meta", 12)
    headcount_entered("google", ENTERED)
    headcount_entered("meta", Headcount(70_000, ENTERED.on, "Annual report"))
    released(clock)
    headcount_entered("meta", Headcount(80_000, ENTERED.on, "A newer report"))

    assert facts().headcounts == {"Google": ENTERED}
    assert facts().capped == {"Google"}
