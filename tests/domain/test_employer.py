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
    display_name,
    employer_key,
    slug_of,
)

# Text as hostile as a form lets through, and text made of the parts that names are made of.
any_text = st.text(st.characters(), max_size=60)
parts = st.sampled_from([
    "Acme", "the", "The", "and", "&", "+", "de", "Co", "Inc.", "GmbH", "S.A.", "A/S", "X", "é", "e", "\u0301",
    "株式会社", "トヨタ", "ᄀ", "ᅡ", " ", ".", ",", "-", "'", "´", "\u200b", "\u202e", "\ufe0f", "3", "private",
])  # fmt: skip
name_parts = st.lists(parts, max_size=12).map("".join)
typed = any_text | name_parts


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
    ("ООО «Яндекс»", "яндекс"), ("Яндекс, ООО", "яндекс"), ("JSC Acme", "acme"), ("株式会社トヨタ", "トヨタ"),
    ("PT Acme Tbk", "acme"), ("Limited Liability Company Acme", "acme"), ("Acme Limited Liability Company", "acme"),
    ("Acme Sp. z o.o.", "acme"),
    ("トヨタ自動車株式会社", "トヨタ自動車"), ("トヨタ自動車㈱", "トヨタ自動車"), ("ᄀ ᅡ", "가"), ("Google &", "google"),
])  # fmt: skip
def test_spellings_of_one_employer_share_a_key(text: str, key: str) -> None:
    assert employer_key(text) == key


@pytest.mark.parametrize(("text", "key"), [
    ("Co-op", "co op"), ("The Company", "the company"), ("The Co. Ltd.", "the co"), ("Limited", "limited"),
    ("Limited Run Games", "limited run games"), ("Inc. Magazine", "inc magazine"), ("X Corp.", "x corp"),
    ("株式会社", "株式会社"), ("Berkshire Holdings", "berkshire holdings"), ("ООО", "ооо"), ("LLC", "llc"),
    ("PT Barnum", "pt barnum"), ("San Diego Zoo", "san diego zoo"), ("Limited Liability Company", "limited"),
])  # fmt: skip
def test_a_legal_form_goes_only_from_where_it_is_written_and_never_takes_the_name_with_it(text: str, key: str) -> None:
    assert employer_key(text) == key


@pytest.mark.parametrize("text", ["", "   ", "...", "&", "+ &", "-/-", "\u200b\u202e", "\u3164", "🚀", "\u0301", "'"])
def test_what_cannot_be_read_as_a_name_has_no_key(text: str) -> None:
    assert employer_key(text) == ""


@given(typed)
def test_the_key_of_a_key_is_that_key(text: str) -> None:
    assert employer_key(employer_key(text)) == employer_key(text)


def test_of_thousands_of_marks_on_one_letter_only_some_are_read() -> None:
    # Unicode sorts them, in time that grows with the square of their number.
    assert len(employer_key("e" + "\u0316\u0301" * 5000)) < 50
    assert len(display_name("e" + "\u0316\u0301" * 5000)) < 50


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
