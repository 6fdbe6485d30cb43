"""Which employer a signature counts for: known spellings, near misses, and the mail domains of the shipped list."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select

from petition_app import folders
from petition_app.database import begin_work
from petition_app.domain.address import domain_of
from petition_app.domain.employer import Employer as Company
from petition_app.models import Employer, EmployerAlias, EmployerDomain
from petition_app.services import employers, petitions, seeding
from petition_app.services.seeds import read_companies
from petition_app.services.work import OPERATOR, Work
from tests.builders import SLUG

SPELLINGS = {
    "Google LLC": "google", "google inc.": "google", "Alphabet Inc.": "google", "Google DeepMind": "deepmind",
    "YOUTUBE, LLC": "youtube", "Meta Platforms, Inc.": "meta", "Facebook": "meta", "Facebook (Meta)": "meta",
    "Meta/Facebook": "meta", "AWS": "amazon", "Amazon.com, Inc.": "amazon", "Amazon Web Services, Inc.": "amazon",
    "Open AI": "openai", "Open A.I.": "openai", "OpenAI OpCo, LLC": "openai", "Twitter, Inc.": "x-twitter",
    "X Corp.": "x-twitter", "International Business Machines Corp.": "ibm", "I.B.M.": "ibm", "RedHat": "red-hat",
    "Tesla Motors": "tesla", "NVIDIA Corporation": "nvidia", "Anthropic, PBC": "anthropic", "Square": "block",
    "Wal-Mart Stores, Inc.": "walmart", "Sam’s Club": "walmart", "Box, Inc.": "box", "Dropbox, Inc.": "dropbox",
}  # fmt: skip
NEAR_MISSES = (
    "Mapbox", "Metabase", "MetaBrite", "Meta Materials", "Meta Materials Inc.", "Foursquare", "Squarespace",
    "Pioneer Square Labs", "Target Hospitality", "Target Hospitality Corp.", "OpenAIR", "Open Air", "Amazonas",
    "Amazon Conservation Team", "H&R Block", "Snaptortoise", "Moz", "TWiT", "ZoomInfo", "Apple Bank", "Black Box",
    "X", "Epic", "Gооgle", "Teslа", "Intelsat", "Oracle Park", "Adobe Acres", "N/A", "none", "-", "",
)  # fmt: skip
DOMAINS = {
    "google.com": "google", "GOOGLE.COM.": "google", "us.ibm.com": "ibm", "a.b.us.ibm.com": "ibm",
    "amazon.co.uk": "amazon", "github.com": "github", "users.noreply.github.com": None,
    "marketplace.amazon.com": None, "notibm.com": None, "ibm.com.example.org": None, "co.uk": None,
    "com": None, "": None, "...": None, "gmail.com": None, f"{'a.' * 100}ibm.com": "ibm",
}  # fmt: skip


@pytest.fixture
def work(app: Flask) -> Iterator[Work]:
    """In the middle of a transaction, with the shipped companies instead of the few that other tests need."""
    with begin_work(OPERATOR) as work:
        for table in (EmployerAlias, EmployerDomain, Employer):
            work.session.execute(delete(table))
        seeding.add_known_companies(work, folders.SEEDS)
        yield work


@pytest.fixture(scope="module")
def shipped() -> tuple[Company, ...]:
    return read_companies(folders.SEEDS)


def known(work: Work, text: str, domain: str = "") -> str | None:
    """The slug of the known company that this is counted for."""
    found = employers.resolve(work, petitions.by_slug(work, SLUG).id, text, domain_of(f"sam@{domain}"))
    return slug_of(work, found.employer)


def known_by_domain(work: Work, domain: str) -> str | None:
    return known(work, "An employer nobody knows", domain)


def slug_of(work: Work, employer: UUID | None) -> str | None:
    return work.session.scalar(select(Employer.slug).where(Employer.id == employer, Employer.resolved))


def add(work: Work, *companies: Company) -> None:
    employers.add_companies(work, companies)


def test_a_known_spelling_finds_its_employer(work: Work):
    assert {text: known(work, text) for text in SPELLINGS} == SPELLINGS


def test_a_name_that_only_resembles_a_known_one_finds_nothing(work: Work):
    assert [text for text in NEAR_MISSES if known(work, text)] == []


def test_a_work_address_finds_the_employer_by_its_domain(work: Work):
    assert {domain: known_by_domain(work, domain) for domain in DOMAINS} == DOMAINS


def test_the_nearest_listed_domain_decides(work: Work):
    add(work, Company("acme", "Acme", domains=("acme.com",)), Company("lab", "Lab", domains=("lab.acme.com",)))

    assert known_by_domain(work, "x.lab.acme.com") == "lab"
    assert known_by_domain(work, "x.acme.com") == "acme"


def test_every_shipped_spelling_and_domain_finds_its_own_employer(work: Work, shipped: tuple[Company, ...]):
    for company in shipped:
        for text in (company.name, *company.aliases):
            assert known(work, text) == known(work, f"{text.upper()}, Inc.") == company.slug, text
        for domain in company.domains:
            assert known_by_domain(work, domain) == company.slug, domain


def test_no_unlisted_name_can_take_a_shipped_address(work: Work, shipped: tuple[Company, ...]):
    for company in shipped:
        assert known(work, company.slug.replace("-", " ")) == company.slug
