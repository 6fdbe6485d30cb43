"""The list of known employers: what the shipped one promises, and which lists are refused."""

from __future__ import annotations

import re

import pytest

from petition_app.domain.employer import Employer
from petition_app.domain.employerlist import read_employers
from petition_app.domain.naming.places import PLACES
from petition_app.domain.naming.signals import ASIDES, DECLINED, NO_EMPLOYER
from petition_app.domain.naming.titles import DEPARTMENTS, TITLE_WORDS
from petition_app.folders import SEEDS

HEADING = "slug,name,parent,aliases,domains"
FREE_MAIL = frozenset({
    "163.com", "aol.com", "att.net", "comcast.net", "fastmail.com", "free.fr", "gmail.com", "gmx.de", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.com", "icloud.com", "live.com", "mac.com", "mail.com", "mail.ru", "me.com",
    "msn.com", "naver.com", "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "rocketmail.com",
    "t-online.de", "tutanota.com", "verizon.net", "web.de", "yahoo.co.uk", "yahoo.com", "yandex.ru", "zoho.com",
})  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> tuple[Employer, ...]:
    with (SEEDS / "employers.csv").open(encoding="utf-8", newline="") as lines:
        return read_employers(lines)


def test_the_shipped_list_has_the_size_it_promises(shipped: tuple[Employer, ...]) -> None:
    companies = [each for each in shipped if each.parent is None]

    assert len(companies) >= 400
    assert sum(len(each.aliases) for each in shipped) >= 1000
    assert sum(bool(each.domains) for each in shipped) >= 300


def test_no_shipped_name_or_domain_belongs_to_two_employers(shipped: tuple[Employer, ...]) -> None:
    keys = [key for each in shipped for key in each.keys]
    domains = [domain for each in shipped for domain in each.domains]

    assert len(set(keys)) == len(keys)
    assert len(set(domains)) == len(domains)


def test_no_shipped_domain_is_a_free_mail_provider(shipped: tuple[Employer, ...]) -> None:
    assert not FREE_MAIL & {domain for each in shipped for domain in each.domains}


def test_no_shipped_domain_is_a_universitys(shipped: tuple[Employer, ...]) -> None:
    # Students and alumni have addresses there too, for life at some: they do not show that somebody is employed.
    academic = re.compile(r"(?:^|\.)edu(?:\.[a-z]{2})?$|\.ac\.[a-z]{2}$")

    assert [domain for each in shipped for domain in each.domains if academic.search(domain)] == []


def test_no_word_of_a_title_and_no_place_is_the_name_of_a_shipped_employer(shipped: tuple[Employer, ...]) -> None:
    names = {key for each in shipped for key in each.spellings}

    assert not names & (TITLE_WORDS | DEPARTMENTS | PLACES | NO_EMPLOYER | DECLINED | ASIDES)


def test_units_roll_up_to_their_company(shipped: tuple[Employer, ...]) -> None:
    parents = {each.slug: each.parent for each in shipped}
    units = ("youtube", "instagram", "twitch", "github", "slack", "red-hat", "square")
    assert [parents[unit] for unit in units] == ["google", "meta", "amazon", "microsoft", "salesforce", "ibm", "block"]


def test_a_list_is_read_as_written() -> None:
    row = 'acme,Acme,,"Acme, the Maker|ACME Rockets",acme.com|acme.co.uk\r\n'
    lines = [f"\ufeff{HEADING}\r\n", row, "\r\n", "lab, Acme Lab ,acme,,\r\n"]

    assert read_employers(lines) == (
        Employer("acme", "Acme", None, ("Acme, the Maker", "ACME Rockets"), ("acme.com", "acme.co.uk")),
        Employer("lab", "Acme Lab", "acme"),
    )


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (["acme,Acme,,"], "Line 2: give 5 cells, not 4"),
        (["acme,Acme, Inc.,,,"], "Line 2: give 5 cells, not 6"),
        (["Acme Ltd,Acme,,,"], "Line 2: write the slug 'Acme Ltd'"),
        (["acme,...,,,"], "Line 2: '...' cannot be shown as a name"),
        (["acme,Acme,,A||B,"], "Line 2: '' cannot be shown as a name"),
        (["acme,Ac\u200bme,,,"], "Line 2: 'Ac\\u200bme' cannot be shown as a name"),
        (["acme,Acme,,,Acme.com"], "Line 2: write the mail domain 'Acme.com'"),
        (["acme,Acme,,,com"], "Line 2: write the mail domain 'com'"),
        (["acme,Acme,,,@acme.com"], "Line 2: write the mail domain '@acme.com'"),
        (["acme,Acme,,,", "acme,Other,,,"], "Line 3: 'acme' is already there in line 2"),
        (["acme,Acme,,ACME Inc.,"], "Line 2: 'ACME Inc.' is already there in line 2"),
        (["acme,Acme,,Foo,", "", "bar,Bar,,foo,"], "Line 4: 'foo' is already there in line 2"),
        (["acme,Acme,,,a.com", "bar,Bar,,,a.com"], "Line 3: 'a.com' is already there in line 2"),
        (["acme,Acme,nobody,,"], "Line 2: 'nobody' must be the slug of a listed employer"),
        (["acme,Acme,acme,,"], "Line 2: 'acme' must be the slug of a listed employer that has no parent itself"),
        (["a,A1,b,,", "b,B1,c,,", "c,C1,,,"], "Line 2: 'b' must be the slug of a listed employer that has no parent"),
        (['acme,"Acme,,,'], "Line 2: this is not CSV"),
    ],
)
def test_a_bad_list_is_refused_with_its_line_and_what_to_do(rows: list[str], complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        read_employers([HEADING, *rows])


@pytest.mark.parametrize("lines", [[], ["slug;name;parent;aliases;domains"], ["acme,Acme,,,"]])
def test_a_list_without_its_heading_is_refused(lines: list[str]) -> None:
    with pytest.raises(ValueError, match="Line 1: begin the file with the heading slug,name,parent"):
        read_employers(lines)
