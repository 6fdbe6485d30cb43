"""Which employer a signature counts for: known spellings, near misses, and the mail domains of the shipped list."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select

from petition_app import folders
from petition_app.database import begin_work
from petition_app.domain.address import domain_of
from petition_app.domain.employer import Directory, resolve
from petition_app.domain.employer import Employer as Company
from petition_app.domain.signature import Relation
from petition_app.models import Company as Listed
from petition_app.models import CompanyAlias, CompanyDomain, Employer, Spelling
from petition_app.services import companies, employers, employersettling, petitions, seeding
from petition_app.services.seeds import read_companies
from petition_app.services.work import OPERATOR, Work
from tests.builders import SLUG, a_request, a_signature
from tests.counts import cells

STRINGS = Path(__file__).parents[1] / "domain" / "employer_strings.csv"
SPELLINGS = {
    "Google LLC": "google", "google inc.": "google", "Alphabet Inc.": "google", "Google DeepMind": "deepmind",
    "YOUTUBE, LLC": "youtube", "Meta Platforms, Inc.": "meta", "Facebook": "meta", "Facebook (Meta)": "meta",
    "Meta/Facebook": "meta", "AWS": "amazon", "Amazon.com, Inc.": "amazon", "Amazon Web Services, Inc.": "amazon",
    "Open AI": "openai", "Open A.I.": "openai", "OpenAI OpCo, LLC": "openai", "Twitter, Inc.": "x-twitter",
    "X Corp.": "x-twitter", "International Business Machines Corp.": "ibm", "I.B.M.": "ibm", "RedHat": "red-hat",
    "Tesla Motors": "tesla", "NVIDIA Corporation": "nvidia", "Anthropic, PBC": "anthropic", "Block, Inc.": "block",
    "Wal-Mart Stores, Inc.": "walmart", "Sam’s Club": "walmart", "Box, Inc.": "box", "Dropbox, Inc.": "dropbox",
}  # fmt: skip
NEAR_MISSES = {
    "Mapbox": "box", "Metabase": "meta", "MetaBrite": "meta", "Meta Materials": "meta", "Meta Materials Inc.": "meta",
    "Foursquare": "square", "Squarespace": "square", "Pioneer Square Labs": "square", "Target Hospitality": "target",
    "Target Hospitality Corp.": "target", "OpenAIR": "openai", "Open Air": "openai", "Amazonas": "amazon",
    "Amazon Conservation Team": "amazon", "H&R Block": "block", "Snaptortoise": "snap", "Moz": "mozilla",
    "TWiT": "x-twitter", "ZoomInfo": "zoom", "Apple Bank": "apple", "Black Box": "box", "X": "x-twitter",
    "Epic": "epic-games", "Gооgle": "google", "Teslа": "tesla", "Intelsat": "intel", "Oracle Park": "oracle",
    "Adobe Acres": "adobe",
}  # fmt: skip
NOBODY = ("N/A", "none", "-", "")
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
        for table in (CompanyAlias, CompanyDomain, Employer, Listed):
            work.session.execute(delete(table))
        seeding.add_known_companies(work, folders.SEEDS)
        yield work


@pytest.fixture(scope="module")
def shipped() -> tuple[Company, ...]:
    return read_companies(folders.SEEDS)


def known(work: Work, text: str, domain: str = "") -> str | None:
    """The slug of the known company that this is counted for."""
    found = employers.resolve(work, petitions.by_slug(work, SLUG).id, text, domain_of(f"sam@{domain}"))
    return slug_of(work, found.spelling)


def known_by_domain(work: Work, domain: str) -> str | None:
    return known(work, "An employer nobody knows", domain)


def slug_of(work: Work, spelling: UUID | None) -> str | None:
    query = select(Employer.slug).join(Spelling, Spelling.employer_id == Employer.id).where(Spelling.id == spelling)
    return work.session.scalar(query)


def add(work: Work, *added: Company) -> None:
    companies.add_companies(work, added)


def test_a_known_spelling_finds_its_employer(work: Work):
    assert {text: known(work, text) for text in SPELLINGS} == SPELLINGS


def test_a_name_that_only_resembles_a_known_one_is_not_counted_for_it(work: Work):
    slugs = set(work.session.scalars(select(Employer.slug)))

    assert set(NEAR_MISSES.values()) <= slugs
    assert [text for text, neighbour in NEAR_MISSES.items() if known(work, text) == neighbour] == []
    assert [text for text in NOBODY if known(work, text)] == []


def test_a_work_address_finds_the_employer_by_its_domain(work: Work):
    assert {domain: known_by_domain(work, domain) for domain in DOMAINS} == DOMAINS


def test_the_nearest_listed_domain_decides(work: Work):
    add(work, Company("acme", "Acme", domains=("acme.com",)), Company("lab", "Lab", domains=("lab.acme.com",)))

    assert known_by_domain(work, "x.lab.acme.com") == "lab"
    assert known_by_domain(work, "x.acme.com") == "acme"


def test_every_shipped_spelling_and_domain_finds_its_own_employer(work: Work, shipped: tuple[Company, ...]):
    for company in shipped:
        assert known(work, f"{company.name.upper()}, LLC") == company.slug, company.name
        for text in (company.name, *company.aliases):
            assert known(work, text) == company.slug, text
        for domain in company.domains:
            assert known_by_domain(work, domain) == company.slug, domain


def test_a_company_that_is_new_on_the_list_is_found_in_what_was_typed_before(app: Flask):
    a_signature(a_request(employer="Borealis Rockets, Inc."))
    with begin_work(OPERATOR) as work:
        assert known(work, "Borealis Rockets") is None
        add(work, Company("borealis", "Borealis Rockets", None))
        assert known(work, "Borealis Rockets") == "borealis"


@pytest.mark.parametrize(("chosen", "kept"), [
    (Relation.CURRENT, Relation.FORMER), (Relation.CONTRACTOR, Relation.CONTRACTOR),
    (Relation.SUPPORTER, Relation.SUPPORTER),
])  # fmt: skip
def test_a_signer_who_writes_that_they_left_is_no_current_employee(app: Flask, chosen: Relation, kept: Relation):
    a_signature(a_request(employer="ex-Google", relation=chosen))

    assert {cell.relation for cell in cells()} == {kept}


def test_the_database_finds_what_the_rules_find_without_one(work: Work, shipped: tuple[Company, ...]):
    directory = Directory(shipped)
    with STRINGS.open(encoding="utf-8", newline="") as file:
        texts = [row["raw"] for row in csv.DictReader(file)]

    assert len(texts) > 300
    assert {text: known(work, text) for text in texts} == {text: resolve(text, directory).employer for text in texts}
    assert employersettling.not_following(work, petitions.by_slug(work, SLUG).id) == 0
