"""What holds of every text: of its key, of what is concluded from it, and of how long that takes."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petition_app.domain.employer import (
    LONGEST_KEY,
    Directory,
    Employer,
    EmployerKey,
    Match,
    Reason,
    conclude,
    employer_key,
    read,
    resolve,
)
from petition_app.domain.employerlist import read_employers
from petition_app.domain.naming.reading import MOST_CANDIDATES
from petition_app.folders import SEEDS

FEW = Directory([
    Employer("google", "Google", None, ("Alphabet",), ("google.com",)),
    Employer("youtube", "YouTube", "google", (), ("youtube.com",)),
    Employer("deepmind", "DeepMind", "google"),
    Employer("meta", "Meta", None, ("Facebook",), ("meta.com",)),
    Employer("square", "Square"),
    Employer("at-and-t", "AT&T"),
    Employer("github", "GitHub", None, (), ("github.com",)),
])  # fmt: skip
with (SEEDS / "employers.csv").open(encoding="utf-8", newline="") as _lines:
    SHIPPED = Directory(read_employers(_lines))

any_text = st.text(st.characters(), max_size=60)
parts = st.sampled_from([
    "Google", "YouTube", "Meta", "Square", "Acme", "AT&T", "engineer", "Director of", "ex-", "formerly ", "now ", "at",
    "via", "a ", "(", ")", ", ", "/", " - ", "@", " | ", ":", "Inc.", "GmbH", "ООО", "株式会社", "PT", "Tbk", "LLC",
    "Co", "the", "The", "X", "London", "retired", "N/A", "e\u0301", "\u0301", "\u200b", "\u202e", " ", "https://",
    "www.", ".com", "jane@", "x" * 90, "sp. z o.o.", "and", "&", "Limited Liability Company", "\ufdfa",
])  # fmt: skip
typed = any_text | st.lists(parts, max_size=10).map("".join) | st.lists(parts, max_size=8).map(" ".join)
listed = st.sampled_from(sorted({spelling for spelling in SHIPPED.names.values() if len(spelling) > 1}))


@given(typed)
@example("ООО, " * 3)
@example("x " + "y" * 197 + " inc z")
@example("a" * 199 + " b")
def test_the_reading_of_a_key_is_that_of_the_text(text: str) -> None:
    reading = read(text)

    assert read(reading.key) == reading
    assert len(reading.key) <= LONGEST_KEY
    assert len(reading.candidates) <= MOST_CANDIDATES
    assert all(0 < len(key) <= LONGEST_KEY for key in reading.candidates)


@given(typed)
def test_no_conclusion_looks_up_more_than_the_candidates(text: str) -> None:
    asked: set[EmployerKey] = set()

    class Watched(dict[EmployerKey, Match]):
        def get(self, key: EmployerKey, default: Match | None = None) -> Match | None:  # type: ignore[override]
            asked.add(key)
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            asked.add(key)  # type: ignore[arg-type]
            return super().__contains__(key)

    reading = read(text)
    found = conclude(reading, Watched(FEW.known))
    limited = {key: FEW.known[key] for key in reading.candidates if key in FEW.known}

    assert asked <= set(reading.candidates)
    assert conclude(reading, limited) == found


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=150).filter(str.isalpha))
def test_the_key_of_a_plain_name_is_that_of_the_employer(text: str) -> None:
    if len(employer_key(text)) <= LONGEST_KEY:
        assert str(read(text).key) == employer_key(text)


@given(typed)
def test_texts_that_read_alike_mean_the_same(text: str) -> None:
    for other in (f"\u00a0{text}\u200b ", unicodedata.normalize("NFD", text)):
        assert resolve(other, FEW) == resolve(text, FEW)


@given(listed, st.sampled_from([" Inc.", ", Inc.", " LLC", " GmbH", ", Ltd.", " S.A.", " Sp. z o.o.", " (Inc.)"]))
def test_a_legal_form_changes_nothing(name: str, form: str) -> None:
    for text in (name, f"Engineer, {name}", f"ex-{name}"):
        assert resolve(text + form, SHIPPED).employer == resolve(text, SHIPPED).employer


@given(listed, st.data())
def test_a_name_with_a_letter_more_is_not_that_employer(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(name)))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    changed = name[:place] + letter + name[place:]

    if employer_key(changed) not in SHIPPED.known:
        assert resolve(changed, SHIPPED).employer != resolve(name, SHIPPED).employer


@given(typed, st.sampled_from(["Acme Widgets", "Jones Day", "Meta"]))
def test_another_name_beside_the_first_always_leaves_it_open(text: str, other: str) -> None:
    assert resolve(f"Google, {other}", FEW).employer is None
    assert resolve(f"{other} / YouTube", FEW).employer is None


@pytest.mark.parametrize(("text", "domain", "slug", "former", "reason"), [
    ("Meta", "google.com", "google", False, Reason.DOMAIN),
    ("anything", "mail.google.com", "google", False, Reason.DOMAIN),
    ("YouTube", "google.com", "youtube", False, Reason.DOMAIN),
    ("Google", "youtube.com", "youtube", False, Reason.DOMAIN),
    ("Engineer, YouTube", "google.com", "youtube", False, Reason.DOMAIN),
    ("ex-Google", "google.com", "google", True, Reason.DOMAIN),
    ("ex-Meta", "google.com", "google", False, Reason.DOMAIN),
    ("Freelance", "google.com", "google", False, Reason.DOMAIN),
    ("Acme", "example.org", None, False, Reason.UNKNOWN),
    ("Acme", "notgoogle.com", None, False, Reason.UNKNOWN),
    ("Acme", "reply.github.com", None, False, Reason.UNKNOWN),
    ("Acme", "github.com", "github", False, Reason.DOMAIN),
    ("Acme", "GOOGLE.COM.", "google", False, Reason.DOMAIN),
    ("", "google.com", None, False, Reason.BLANK),
    ("-", "google.com", None, False, Reason.BLANK),
    ("prefer not to say", "google.com", None, False, Reason.UNKNOWN),
    ("N/A", "google.com", None, False, Reason.UNKNOWN),
])  # fmt: skip
def test_a_confirmed_mail_domain_goes_before_the_text(
    text: str, domain: str, slug: str | None, former: bool, reason: Reason
) -> None:
    found = resolve(text, FEW, domain)

    assert (found.employer, found.is_former, found.reason) == (slug, former, reason)


@pytest.mark.parametrize(("text", "reason", "detail"), [
    ("Google", Reason.NAME, "google"), ("AT&T", Reason.NAME, "at and t"), ("Alphabet, Inc.", Reason.ALIAS, "alphabet"),
    ("SWE @ Facebook", Reason.PART, "facebook"), ("Acme", Reason.UNKNOWN, "acme"), ("🚀", Reason.BLANK, ""),
    ("Jones Day, Google", Reason.AMBIGUOUS, "jones day"), ("Google, Meta", Reason.AMBIGUOUS, "meta"),
    ("jane.doe@acme.example", Reason.UNKNOWN, "acme example"),
])  # fmt: skip
def test_the_reason_names_the_part_that_decided(text: str, reason: Reason, detail: str) -> None:
    found = resolve(text, FEW)

    assert (found.reason, found.detail) == (reason, detail)


def test_employers_that_organisers_add_are_known_as_the_shipped_ones_are() -> None:
    known: Mapping[EmployerKey, Match] = {employer_key("Acme Widgets"): Match("acme")}

    assert conclude(read("Engineer, Acme Widgets"), known).employer == "acme"
    assert conclude(read("Engineer, Google"), known).employer is None


def test_a_name_goes_before_a_mail_domain_that_reads_alike() -> None:
    directory = Directory([Employer("one", "Acme", None, (), ("box.com",)), Employer("two", "Box com")])

    assert resolve("box.com", directory).employer == "two"


def test_a_text_that_is_too_long_to_be_a_name_is_nobodys() -> None:
    long = "Google, " + "engineer " * 40

    assert resolve(long, FEW).employer is None
    assert resolve(long + "at Meta", FEW).employer is None
    assert resolve("Google" + " " * 5000, FEW).employer == "google"


def _hostile() -> Iterator[str]:
    yield from ("", "\x00", "\ud800", "\udfff\ud800", "\u202eelgooG", "<script>alert(1)</script>", "((((", ",,,,")
    for unit in ("a", " ", ",", "(", "@", "a@", "a/", "at ", "ex-", "Google, ", "www.", "https://", " - ", "&",
                 "e\u0301\u0316", "\u0301\u0316", "\uff9e\u0301", "\ufdfa", "👩‍👩‍👧", "مرحبا ", "Gооgle", "inc ",
                 "a.", "ООО ", "1/", "\ud800", "株"):  # fmt: skip
        yield unit * (10_000 // len(unit))


@pytest.mark.parametrize("text", list(_hostile()), ids=lambda text: ascii(text[:12]))
def test_what_is_no_name_has_no_employer_and_no_fault(text: str) -> None:
    found = resolve(text, FEW)

    assert found.employer is None
    assert found.sentence.isprintable()


def _steps(text: str) -> int:
    """How many calls it takes, of Python's functions and of those written in C."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        resolve(text, FEW)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "unit", ["a", "a ", ", ", "Google, ", "a@b.c ", "e\u0301\u0316", "\u0301\u0316", "www.a ", "株式会社", "1/"]
)
def test_the_steps_that_a_text_takes_grow_no_faster_than_it(unit: str) -> None:
    _steps(unit * 1000)

    assert _steps(unit * 8000) <= 8.1 * _steps(unit * 1000)
