"""What may be said of an addressee's answer."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.petition import ResponseKind
from petition_app.domain.response import (
    IN_PUBLIC,
    LONGEST_LINK,
    LONGEST_TEXT,
    Change,
    Wording,
    contradicted_by,
    differences,
    host_of,
    is_stale,
    is_web_address,
    problems,
    tidy,
)

TODAY = date(2026, 11, 22)
LINK = "https://news.example/story"
NONE, PRIVATE, PUBLIC = ResponseKind.NONE, ResponseKind.PRIVATE, ResponseKind.PUBLIC


def wrong(wording: Wording) -> set[str]:
    return {each.field for each in problems(wording.tidied(), TODAY)}


def test_silence_needs_a_day_and_nothing_else():
    assert wrong(Wording(NONE, TODAY)) == set()
    assert wrong(Wording(NONE, TODAY, "Asked twice by e-mail.")) == set()
    assert wrong(Wording(NONE, TODAY, quotation="No.", source_url=LINK)) == {"quotation", "source_url"}


@pytest.mark.parametrize("kind", sorted(IN_PUBLIC))
def test_what_was_said_in_public_needs_a_summary_and_a_source(kind: ResponseKind):
    assert wrong(Wording(kind, TODAY, "They answered.", source_url=LINK)) == set()
    assert wrong(Wording(kind, TODAY, "They answered.", "We agree.", LINK)) == set()
    assert wrong(Wording(kind, TODAY, " \n ", source_url=" ")) == {"summary", "source_url"}


def test_a_private_answer_is_told_in_our_words_only():
    assert wrong(Wording(PRIVATE, TODAY, "Their office wrote to us.")) == set()
    assert wrong(Wording(PRIVATE, TODAY)) == {"summary"}
    assert wrong(Wording(PRIVATE, TODAY, "They wrote.", "In confidence: yes.", LINK)) == {"quotation", "source_url"}


@pytest.mark.parametrize(("day", "is_wrong"), [
    (TODAY, False), (TODAY + timedelta(days=1), True), (date(1990, 1, 1), False), (date(1989, 12, 31), True),
    (date.min, True), (date.max, True),
])  # fmt: skip
def test_a_day_lies_between_1990_and_today(day: date, is_wrong: bool):
    assert wrong(Wording(NONE, day)) == ({"on"} if is_wrong else set())


def test_texts_have_a_limit_of_two_thousand_characters():
    full, over = "é" * LONGEST_TEXT, "é" * (LONGEST_TEXT + 1)

    assert wrong(Wording(PUBLIC, TODAY, full, full, LINK)) == set()
    assert wrong(Wording(PUBLIC, TODAY, over, over, LINK)) == {"summary", "quotation"}


@pytest.mark.parametrize("address", [
    LINK, "http://news.example", "HTTPS://News.Example/A?b=c#d", "https://xn--bcher-kva.example:8080/a", "https://bücher.example/ä",
    "https://news.example/" + "a" * (LONGEST_LINK - 21),
])  # fmt: skip
def test_a_source_is_a_page_on_the_web(address: str):
    assert is_web_address(address)


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "JavaScript://news.example/%0aalert(1)", "data:text/html,x", "ftp://news.example",
    "news.example/a",
    "//news.example", "https:news.example", "https://", "https:///a", "https://?a", "https://a@news.example",
    "https://apple.example@evil.example", "https://evil.example\\@news.example", "https://news.example/a b",
    "https://news.example/\n", "java\tscript:alert(1)", "https://news.example/\u202egpj", "https://[::1", "https://a..b/",
    "https://news.example:port/", "https://news.example/" + "a" * (LONGEST_LINK - 20), "https://\u3000/", "",
])  # fmt: skip
def test_what_is_no_page_or_hides_where_it_leads_is_no_source(address: str):
    assert not is_web_address(address)


def test_a_host_that_imitates_another_is_shown_as_what_it_is():
    assert host_of("https://News.Example:443/a") == "news.example"
    assert host_of("https://аррӏе.com/") == "xn--80ak6aa92e.com"


def test_text_keeps_its_lines_and_its_scripts_and_loses_what_turns_or_hides():
    assert tidy("\r\n a\tb\r\nc\rd \u202e\u2066e\x00\x1b\x7f\ud800\n") == "a b\nc\nd e"
    assert tidy("شُكْرًا \u200f(1) می\u200cروم 👩\u200d🔬") == "شُكْرًا \u200f(1) می\u200cروم 👩\u200d🔬"


def test_silence_is_stale_after_fourteen_days():
    assert not is_stale(Wording(NONE, TODAY - timedelta(days=14)), TODAY)
    assert is_stale(Wording(NONE, TODAY - timedelta(days=15)), TODAY)
    assert not is_stale(Wording(PUBLIC, TODAY - timedelta(days=99)), TODAY)


@pytest.mark.parametrize(("kind", "by", "contradicts"), [
    (PUBLIC, -1, True), (PUBLIC, 0, False), (PUBLIC, 1, False),
    (ResponseKind.COMMITMENT, -1, True), (ResponseKind.COMMENTED, -1, False), (PRIVATE, -1, False), (NONE, -1, False),
])  # fmt: skip
def test_nobody_is_called_silent_after_they_spoke(kind: ResponseKind, by: int, contradicts: bool):
    silence, other = Wording(NONE, TODAY), Wording(kind, TODAY + timedelta(days=by), "Said.")

    assert (contradicted_by(silence, [other]) is other) == contradicts
    assert (contradicted_by(other, [silence]) is silence) == contradicts


@given(st.text(alphabet="ab \n", max_size=60), st.text(alphabet="ab \n", max_size=60))
def test_a_difference_holds_both_texts_whole(old: str, new: str):
    found = differences(old, new)

    assert "".join(text for change, text in found if change is not Change.ADDED) == old
    assert "".join(text for change, text in found if change is not Change.TAKEN_OUT) == new


def test_a_difference_says_what_changed_and_no_more():
    assert differences("They said no today.", "They said yes today.") == [
        (Change.SAME, "They said "), (Change.TAKEN_OUT, "no "), (Change.ADDED, "yes "), (Change.SAME, "today."),
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [("a " * 1_000, "b a " * 500), ("a b " * 500, "b a " * 500),
                                          ("a " * 1_000, "a " * 999), ("a" * 2_000, "b" * 2_000)])  # fmt: skip
def test_a_difference_of_the_longest_texts_takes_no_time_to_speak_of(old: str, new: str):
    start = time.process_time()
    differences(old, new)

    assert time.process_time() - start < 1.0
