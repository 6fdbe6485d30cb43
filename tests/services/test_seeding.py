"""The seeded petition: what is put in, and that its figures bear out every claim of the report, on both engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from petition_app import folders
from petition_app.database import begin_reading, begin_work
from petition_app.domain.events import Action
from petition_app.domain.pressline import check, read_claims
from petition_app.domain.tally import PublishedTally
from petition_app.models import AuditLine, Signature
from petition_app.services import audit, claims, custody, petitions, releases, roster, seeding, tallies, verifying
from petition_app.services.seeding import SeedReport
from petition_app.services.seeds import read_seeds
from petition_app.services.signing import private_binding
from petition_app.services.work import OPERATOR

SEEDED = "leaders-speak-up"
CLAIMS = read_claims((folders.SEEDS / "claims.toml").read_text("utf-8"))


def seed() -> SeedReport:
    with begin_work(OPERATOR) as work:
        return seeding.seed(work, folders.SEEDS)


def published() -> PublishedTally:
    with begin_reading(OPERATOR) as work:
        release = releases.latest(work, petitions.by_slug(work, SEEDED).id)
    assert release
    return release.tally


def test_the_seed_publishes_figures_within_the_report(app: Flask):
    report = seed()

    assert (report.signatures, report.total) == (812, 810)
    assert {row.employer: row.at_least for row in published().rows} == {
        "Google": 95, "Amazon": 55, "Meta": 50, "OpenAI": 45,
    }  # fmt: skip
    assert (published().other, published().total, published().employees) == (565, 810, 810)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.text)
def test_every_claim_of_the_report_holds(app: Flask, claim):
    seed()

    with begin_reading(OPERATOR) as work:
        facts = claims.facts(work, petitions.by_slug(work, SEEDED))
    findings = check(claim.text, facts)

    assert findings
    assert {finding.verdict for finding in findings} == {claim.expect}, findings


def test_seeding_twice_changes_nothing(app: Flask):
    seed()
    with begin_reading(OPERATOR) as work:
        before = work.session.scalar(select(func.count()).select_from(AuditLine))

    report = seed()

    with begin_reading(OPERATOR) as work:
        assert work.session.scalar(select(func.count()).select_from(AuditLine)) == before
        assert work.session.scalar(select(func.count()).select_from(Signature)) == 812
    assert report == SeedReport(SEEDED, 0, 0, 0)


def test_every_promise_holds_of_the_seeded_data(app: Flask):
    seed()

    with begin_reading(OPERATOR) as work:
        assert [promise for promise in verifying.verify(work) if not promise.holds] == []
        assert tallies.confirmed_total(work, petitions.by_slug(work, SEEDED).id) == 812


def test_a_release_can_be_published_on_the_day_of_the_seeding(app: Flask):
    seed()

    with begin_work(OPERATOR) as work:
        release = releases.release(work, petitions.by_slug(work, SEEDED))

    assert release.number == 2


def test_seeded_addresses_are_sealed_and_open_for_the_instance(app: Flask):
    seed()

    with begin_reading(OPERATOR) as work:
        opener = custody.opener(work, petitions.by_slug(work, SEEDED))
        rows = work.session.execute(select(Signature.id, Signature.sealed)).all()
        addresses = {json.loads(opener(row.sealed, private_binding(row.id)))["email"] for row in rows}

    assert len(addresses) == 812
    assert all(address.endswith("@seed.invalid") for address in addresses)


def test_the_audit_log_tells_of_the_seeding(app: Flask):
    seed()

    with begin_reading(OPERATOR) as work:
        newest, release, *_ = audit.lines(work)
    assert (newest.action, release.action) == (Action.SEEDED, Action.RELEASE_PUBLISHED)
    assert json.loads(newest.details)["signatures"] == 812


def test_the_public_page_has_everything_the_report_tells(app: Flask):
    seed()

    with begin_reading(OPERATOR) as work:
        page = petitions.public_page(work, SEEDED)
        lines = roster.page(work, page.petition.id, most=500)
    assert len(page.demands) == 2
    assert [each.target.organisation for each in page.addressees][:4] == ["OpenAI", "Nvidia", "Apple", "Anthropic"]
    assert len(page.precedents) == 2
    assert len(page.consents) == 6
    assert page.total == 812
    assert len(lines) == 172
    assert [(each.name, each.title) for each in lines if each.employer == "Tesla"] == [("", "Senior Vice President")]


def test_every_seeded_name_is_recognisably_invented():
    seeds = read_seeds(folders.SEEDS)

    names = [signer.name for signer in seeds.signers if signer.name]

    assert len(set(names)) == 171
    assert {name.split()[-1] for name in names} == {"Example", "Sample", "Specimen"}


def test_nothing_in_the_seed_quotes_anybody():
    text = Path(folders.SEEDS / "petition.toml").read_text("utf-8")

    assert "quotation" not in text
    assert not set("“”«»") & set(text)
