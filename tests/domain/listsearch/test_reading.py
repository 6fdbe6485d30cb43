"""The search box understands what it says it understands, names the rest, and never breaks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.listsearch.folding import fold, searchable
from petition_app.domain.listsearch.reading import read
from petition_app.domain.listsearch.term import Key, Search, Term


def understood(text: str) -> list[tuple[str, str, bool]]:
    reading = read(text)
    assert reading.problems == ()
    return [(each.key, each.value, each.is_not) for each in reading.search.terms]


@pytest.mark.parametrize(("text", "key", "value"), [
    ("ada", "text", "ada"), ('"ada lovelace"', "text", "ada lovelace"), ("Jean-Luc", "text", "Jean-Luc"),
    ('"state:held"', "text", "state:held"), ('"-ada"', "text", "-ada"),
    ('"she said \\"no\\""', "text", 'she said "no"'),
    ("@Google.com", "domain", "google.com"), ("domain:@bücher.example", "domain", "xn--bcher-kva.example"),
    ("mail:google.com.", "domain", "google.com"), (f"domain:#{'0a' * 16}", "domain", f"#{'0a' * 16}"),
    ('employer:"Meta Platforms"', "employer", "Meta Platforms"), ("employer:none", "employer", "none"),
    ("role:Engineering", "role", "engineering"), ("state:held", "state", "held"),
    ("status:removed", "state", "invalidated"),
    ("proof:work_address", "proof", "work_address"), ('proof:"work address"', "proof", "work_address"),
    ("relation:former", "relation", "former"), ("shown:name_title", "shown", "name_title"),
    ("over-limit:yes", "over-limit", "yes"), ("over_limit:no", "over-limit", "no"), ("changed:yes", "changed", "yes"),
    ('import:"Paper sheet 3"', "import", "Paper sheet 3"),
    ("id:01893D2C-0000-7000-8000-000000000001", "id", "01893d2c-0000-7000-8000-000000000001"),
    ("01893d2c-0000-7000-8000-000000000001", "id", "01893d2c-0000-7000-8000-000000000001"),
])  # fmt: skip
def test_every_kind_of_term_is_understood_and_its_opposite_too(text: str, key: str, value: str):
    assert understood(text) == [(key, value, False)]
    assert understood(f"-{text}") == [(key, value, True)]


@pytest.mark.parametrize(("text", "low", "high"), [
    ("2026-11-01", date(2026, 11, 1), date(2026, 11, 1)),
    ("2026-11-01..2026-11-07", date(2026, 11, 1), date(2026, 11, 7)),
    ("..2026-11-07", None, date(2026, 11, 7)), ("2026-11-01..", date(2026, 11, 1), None),
    (">=2026-11-01", date(2026, 11, 1), None), (">2026-11-01", date(2026, 11, 2), None),
    ("<=2026-11-01", None, date(2026, 11, 1)), ("<2026-11-01", None, date(2026, 10, 31)),
    ("2026-02", date(2026, 2, 1), date(2026, 2, 28)), ("2026-01..2026-02", date(2026, 1, 1), date(2026, 2, 28)),
])  # fmt: skip
@pytest.mark.parametrize("key", ["signed", "confirmed"])
def test_days_are_given_as_a_day_a_month_or_a_range(key: str, text: str, low: date | None, high: date | None):
    (term,) = read(f"{key}:{text}").search.terms

    assert (term.key, term.low, term.high) == (Key(key), low, high)


@pytest.mark.parametrize(("text", "piece", "suggestion"), [
    ("emploer:Google", "emploer:Google", "employer:Google"), ("-sate:held", "-sate:held", "-state:held"),
    ("state:hold", "state:hold", "state:held"), ("role:enginering", "role:enginering", "role:engineering"),
    ("@google", "@google", "@google.com"), ("https://acme.example", "https://acme.example", '"https://acme.example"'),
    ("signed:2026-11-07..2026-11-01", "signed:2026-11-07..2026-11-01", "signed:2026-11-01..2026-11-07"),
    ("signed:yesterday", "signed:yesterday", None), ("signed:2026-02-30", "signed:2026-02-30", None),
    ("signed:<0001-01-01", "signed:<0001-01-01", None), ("signed:..", "signed:..", None),
    ("state:", "state:", None), ('""', '""', None), ("id:7", "id:7", None),
])  # fmt: skip
def test_what_is_not_understood_is_named_with_what_may_have_been_meant(text: str, piece: str, suggestion: str | None):
    reading = read(f"ada {text}")

    assert [term.value for term in reading.search.terms] == ["ada"]
    (problem,) = reading.problems
    assert (problem.piece, problem.suggestion) == (piece, suggestion)
    assert problem.sentence
    if suggestion:
        assert read(suggestion).problems == ()


def test_a_search_that_is_too_long_says_so():
    assert read("a" * 501).problems
    assert read(" ".join(f"word{number}" for number in range(21))).problems
    assert len(read(" ".join(f"word{number}" for number in range(20))).search.terms) == 20


@given(st.text(max_size=600))
def test_no_text_breaks_the_reader_and_what_it_understood_reads_the_same_again(text: str):
    search = read(text).search

    assert read(str(search)).search == search
    assert read(str(search)).problems == ()


_PARTS = st.sampled_from(
    ["ada", '"', "\\", "-", "@", ":", "..", "state:", "held", "employer:", "signed:", "2026-11-01", ">=", " ", "é", "#"]
)


@given(st.lists(_PARTS, max_size=30).map("".join))
def test_pieces_of_the_language_in_any_order_read_the_same_again(text: str):
    search = read(text).search

    assert read(str(search)).search == search


@given(st.text(min_size=1, max_size=60))
def test_any_name_can_be_searched_for_as_an_employer(name: str):
    wanted = " ".join("".join(each if each.isprintable() else " " for each in name).split())
    term = Term(Key.EMPLOYER, wanted)

    if wanted:
        assert read(str(term)).search == Search((term,))


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


def test_case_and_accents_make_no_difference():
    assert fold("  ÉLODIE  Großmann-Łukasz ") == "elodie grossmann-lukasz"
    assert searchable("Zoë", None) == "zoe"
    assert searchable(None, None) is None


def test_a_choice_of_the_form_takes_the_place_of_what_was_asked_before():
    search = read("ada state:held -state:pending employer:Google").search

    changed = search.instead([Term(Key.STATE, "confirmed")])

    assert str(changed) == "ada -state:pending employer:Google state:confirmed"
