from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petition_app.domain.employer import (
    LONGEST_NAME,
    LONGEST_SLUG,
    Directory,
    Employer,
    display_name,
    employer_key,
    read_employers,
    slug_of,
)
from petition_app.folders import SEEDS

HEADING = "slug,name,parent,aliases,domains"
FREE_MAIL = frozenset({
    "163.com", "aol.com", "att.net", "comcast.net", "fastmail.com", "free.fr", "gmail.com", "gmx.de", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.com", "icloud.com", "live.com", "mac.com", "mail.com", "mail.ru", "me.com",
    "msn.com", "naver.com", "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "rocketmail.com",
    "t-online.de", "tutanota.com", "verizon.net", "web.de", "yahoo.co.uk", "yahoo.com", "yandex.ru", "zoho.com",
})  # fmt: skip

# Text as hostile as a form lets through, and text made of the parts that names are made of.
any_text = st.text(st.characters(), max_size=60)
parts = st.sampled_from([
    "Acme", "the", "The", "and", "&", "+", "de", "Co", "Inc.", "GmbH", "S.A.", "A/S", "X", "é", "e", "\u0301",
    "株式会社", "トヨタ", "ᄀ", "ᅡ", " ", ".", ",", "-", "'", "´", "\u200b", "\u202e", "\ufe0f", "3", "private",
])  # fmt: skip
name_parts = st.lists(parts, max_size=12).map("".join)
typed = any_text | name_parts


@pytest.fixture(scope="module")
def shipped() -> tuple[Employer, ...]:
    with (SEEDS / "employers.csv").open(encoding="utf-8", newline="") as lines:
        return read_employers(lines)


@pytest.fixture(scope="module")
def directory(shipped: tuple[Employer, ...]) -> Directory:
    return Directory.of(shipped)


@pytest.mark.parametrize(("text", "key"), [
    ("Google", "google"), ("  GOOGLE \t\n", "google"), ("Ｇｏｏｇｌｅ", "google"),
    ("Goo\u200bgle\u202e", "google"), ("Google, LLC", "google"), ("Google, L.L.C.", "google"),
    ("Google Inc", "google"), ("Foo Co., Ltd.", "foo"), ("Foo GmbH & Co. KG", "foo"),
    ("Foo S.A. de C.V.", "foo"), ("Foo Private Limited", "foo"), ("Foo Pvt. Ltd.", "foo"),
    ("Foo Pty Ltd", "foo"), ("Enel S.p.A.", "enel"), ("Enel S. p. A.", "enel"),
    ("Novo Nordisk A/S", "novo nordisk"), ("Smith & Company", "smith"), ("J.P. Morgan", "jp morgan"),
    ("J. P. Morgan", "jp morgan"), ("AT&T", "at and t"), ("AT & T", "at and t"), ("Disney+", "disney plus"),
    ("Amazon.com", "amazon com"), ("Lowe’s", "lowes"), ("McDonald´s", "mcdonalds"), ("STRASSE", "strasse"),
    ("Straße", "strasse"), ("Cafe\u0301", "café"), ("गूगल", "गूगल"), ("गगल", "गगल"), ("Google 🚀", "google"),
    ("トヨタ自動車株式会社", "トヨタ自動車"), ("トヨタ自動車㈱", "トヨタ自動車"), ("ᄀ ᅡ", "가"), ("Google &", "google"),
])  # fmt: skip
def test_spellings_of_one_employer_share_a_key(text: str, key: str) -> None:
    assert employer_key(text) == key


@pytest.mark.parametrize(("text", "key"), [
    ("Co-op", "co op"), ("The Company", "the company"), ("The Co. Ltd.", "the co"), ("Limited", "limited"),
    ("Limited Run Games", "limited run games"), ("Inc. Magazine", "inc magazine"), ("X Corp.", "x corp"),
    ("株式会社", "株式会社"), ("Berkshire Holdings", "berkshire holdings"),
])  # fmt: skip
def test_a_legal_form_goes_only_from_the_end_and_never_takes_the_name_with_it(text: str, key: str) -> None:
    assert employer_key(text) == key


@pytest.mark.parametrize("text", ["", "   ", "...", "&", "+ &", "-/-", "\u200b\u202e", "\u3164", "🚀", "\u0301", "'"])
def test_what_cannot_be_read_as_a_name_has_no_key(text: str) -> None:
    assert employer_key(text) == ""


@given(typed)
def test_the_key_of_a_key_is_that_key(text: str) -> None:
    assert employer_key(employer_key(text)) == employer_key(text)


@given(typed)
def test_invisible_edges_and_composed_or_split_accents_never_change_the_key(text: str) -> None:
    assert employer_key(f"\u00a0{text}\u200b ") == employer_key(text)
    assert employer_key(unicodedata.normalize("NFD", text)) == employer_key(text)


@given(typed)
def test_a_key_holds_only_visible_single_spaced_text(text: str) -> None:
    key = employer_key(text)
    assert key == " ".join(key.split(" "))
    assert key.isprintable()


@given(typed.filter(lambda text: any(each.isascii() and each.isalnum() for each in text)))
def test_a_name_with_a_letter_never_loses_its_whole_key(text: str) -> None:
    assert employer_key(text)
    assert employer_key(f"{text} Inc.")


@pytest.mark.parametrize("unit", ["a", "inc ", "and co ", "a&", "é .", "\u202e", "e\u0301\u0316", "株式会社", "\ufdfa"])
def test_ten_kilobytes_in_the_employer_field_cost_less_than_ten_milliseconds(unit: str) -> None:
    text = unit * (10_000 // len(unit.encode()))

    def seconds() -> float:
        start = time.process_time()
        employer_key(text)
        return time.process_time() - start

    assert min(seconds() for _ in range(5)) < 0.010


@pytest.mark.parametrize(("text", "shown"), [
    ("  Google \n LLC ", "Google LLC"), ("Goo\u202egle\u200b", "Google"), ("Cafe\u0301", "Café"),
    ("<script>", "<script>"), ("\u3164\u2800", ""), ("A\x00B\ud800", "AB"),
])  # fmt: skip
def test_an_employer_is_shown_as_typed_without_what_cannot_be_seen(text: str, shown: str) -> None:
    assert display_name(text) == shown


@given(typed)
@example(f"{'a' * 119} b")
def test_a_shown_name_is_one_bounded_visible_line_and_keeps_its_employer(text: str) -> None:
    shown = display_name(text * 3)

    assert len(shown) <= LONGEST_NAME
    assert shown.isprintable()
    assert shown == shown.strip()
    assert display_name(shown) == shown
    if len(text) * 6 < LONGEST_NAME:
        assert employer_key(shown) == employer_key(text * 3)


@pytest.mark.parametrize(("name", "slug"), [("Acme Labs, Inc.", "acme-labs"), ("3M", "3m"), ("AT&T", "at-and-t")])
def test_an_unlisted_employer_has_a_readable_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("name", "stem"),
    [("Nestlé", "nestle"), ("Ørsted", "orsted"), ("Яндекс Go", "go"), ("Яндекс", "employer"), ("", "employer")],
)
def test_an_address_that_lost_letters_carries_a_mark(name: str, stem: str) -> None:
    assert re.fullmatch(stem + "-[0-9a-f]{10}", slug_of(name))


def test_employers_that_look_alike_in_ascii_have_different_addresses() -> None:
    names = ["Nestle", "Nestlé", "Яндекс", "Ябдекс", "Яндекс Go", "Go", "a" * 70, "a" * 71]
    assert len({slug_of(name) for name in names}) == len(names)


@given(typed, typed)
def test_an_address_is_a_slug_and_two_names_share_one_exactly_when_they_share_a_key(one: str, other: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(one))
    assert len(slug_of(one * 9)) <= LONGEST_SLUG
    assert (slug_of(one) == slug_of(other)) == (employer_key(one) == employer_key(other))


@pytest.mark.parametrize(("text", "slug"), [
    ("Google LLC", "google"), ("google inc.", "google"), ("Alphabet Inc.", "google"),
    ("Google DeepMind", "deepmind"), ("YOUTUBE, LLC", "youtube"), ("Meta Platforms, Inc.", "meta"),
    ("Facebook", "meta"), ("Facebook (Meta)", "meta"), ("Meta/Facebook", "meta"), ("AWS", "amazon"),
    ("Amazon.com, Inc.", "amazon"), ("Amazon Web Services, Inc.", "amazon"), ("Open AI", "openai"),
    ("Open A.I.", "openai"), ("OpenAI OpCo, LLC", "openai"), ("Twitter, Inc.", "x-twitter"),
    ("X Corp.", "x-twitter"), ("International Business Machines Corp.", "ibm"), ("I.B.M.", "ibm"),
    ("RedHat", "red-hat"), ("Tesla Motors", "tesla"), ("NVIDIA Corporation", "nvidia"),
    ("Anthropic, PBC", "anthropic"), ("Square", "block"), ("Wal-Mart Stores, Inc.", "walmart"),
    ("Sam’s Club", "walmart"), ("Box, Inc.", "box"), ("Dropbox, Inc.", "dropbox"),
])  # fmt: skip
def test_a_known_spelling_finds_its_employer(directory: Directory, text: str, slug: str) -> None:
    found = directory.by_name(text)
    assert (found and found.slug) == slug


@pytest.mark.parametrize("text", [
    "Mapbox", "Metabase", "MetaBrite", "Meta Materials", "Meta Materials Inc.", "Foursquare", "Squarespace",
    "Pioneer Square Labs", "Target Hospitality", "Target Hospitality Corp.", "OpenAIR", "Open Air", "Amazonas",
    "Amazon Conservation Team", "H&R Block", "Snaptortoise", "Moz", "TWiT", "ZoomInfo", "Apple Bank", "Black Box",
    "X", "Epic", "Gооgle", "Teslа", "Intelsat", "Oracle Park", "Adobe Acres", "N/A", "none", "-", "",
])  # fmt: skip
def test_a_name_that_only_resembles_a_known_one_finds_nothing(directory: Directory, text: str) -> None:
    assert directory.by_name(text) is None


@pytest.mark.parametrize(("domain", "slug"), [
    ("google.com", "google"), ("GOOGLE.COM.", "google"), ("us.ibm.com", "ibm"), ("a.b.us.ibm.com", "ibm"),
    ("amazon.co.uk", "amazon"), ("github.com", "github"), ("users.noreply.github.com", None),
    ("marketplace.amazon.com", None), ("notibm.com", None), ("ibm.com.example.org", None), ("co.uk", None),
    ("com", None), ("", None), ("...", None), ("gmail.com", None), ("a." * 5000 + "ibm.com", None),
])  # fmt: skip
def test_a_work_address_finds_the_employer_by_its_domain(directory: Directory, domain: str, slug: str | None) -> None:
    found = directory.by_domain(domain)
    assert (found and found.slug) == slug


def test_the_nearest_listed_domain_decides() -> None:
    parent, unit = Employer("acme", "Acme", domains=("acme.com",)), Employer("lab", "Lab", domains=("lab.acme.com",))

    directory = Directory.of([parent, unit])

    assert directory.by_domain("x.lab.acme.com") is unit
    assert directory.by_domain("x.acme.com") is parent


def test_what_two_employers_claim_finds_neither() -> None:
    one = Employer("acme", "Acme", aliases=("Roadrunner",), domains=("acme.com", "shared.com"))
    other = Employer("borealis", "Borealis", aliases=("ROADRUNNER Inc.",), domains=("shared.com",))

    directory = Directory.of([one, other])

    assert directory.by_name("roadrunner") is None
    assert directory.by_domain("shared.com") is None
    assert directory.by_name("Acme Ltd") is one


def test_the_shipped_list_has_the_size_it_promises(shipped: tuple[Employer, ...]) -> None:
    companies = [each for each in shipped if each.parent is None]

    assert len(companies) >= 60
    assert sum(len(each.aliases) for each in shipped) >= 300
    assert all(each.domains for each in shipped)


def test_no_shipped_name_or_domain_belongs_to_two_employers(shipped: tuple[Employer, ...]) -> None:
    keys = [key for each in shipped for key in each.keys]
    domains = [domain for each in shipped for domain in each.domains]

    assert len(set(keys)) == len(keys)
    assert len(set(domains)) == len(domains)


def test_no_shipped_domain_is_a_free_mail_provider(shipped: tuple[Employer, ...]) -> None:
    assert not FREE_MAIL & {domain for each in shipped for domain in each.domains}


def test_every_shipped_spelling_finds_its_own_employer(shipped: tuple[Employer, ...], directory: Directory) -> None:
    for each in shipped:
        for text in (each.name, *each.aliases):
            assert directory.by_name(text) is directory.by_name(f"{text.upper()}, Inc.") is each
        assert all(directory.by_domain(domain) is each for domain in each.domains)


def test_no_unlisted_name_can_take_a_shipped_address(shipped: tuple[Employer, ...], directory: Directory) -> None:
    for each in shipped:
        assert directory.by_name(each.slug.replace("-", " ")) is each


def test_units_roll_up_to_their_company(shipped: tuple[Employer, ...]) -> None:
    parents = {each.slug: each.parent for each in shipped}
    units = ("youtube", "instagram", "twitch", "github", "slack", "red-hat")
    assert [parents[unit] for unit in units] == ["google", "meta", "amazon", "microsoft", "salesforce", "ibm"]


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
