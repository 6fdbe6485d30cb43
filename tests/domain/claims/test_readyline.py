"""The sentences offered to the press: what they say, and that the checker bears out every word of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petition_app.domain.claims.readyline import LineKind
from petition_app.domain.headcount import Headcount
from petition_app.domain.petition import Policy, ResponseKind
from petition_app.domain.pressline import (
    Facts,
    TrackedResponse,
    Verdict,
    check,
    ready_lines,
)
from petition_app.domain.publishing import publish
from petition_app.domain.tally import Count, EmployerCount, ExactTally
from tests.domain.facts import ROWS, some_facts

TODAY = date(2026, 11, 22)
AS_OF = "as of 22 November 2026."
NVIDIA = TrackedResponse("Chief executive", "Nvidia", ResponseKind.NONE, TODAY)


def texts(facts: Facts, kind: LineKind) -> list[str]:
    return [line.text for line in ready_lines(facts) if line.kind is kind]


def test_the_headline_names_the_largest_and_those_alike_after_it() -> None:
    (verified,), (unverified,) = (
        texts(some_facts(rows_are_verified=is_verified), LineKind.HEADLINE) for is_verified in (True, False)
    )

    assert verified == (
        "More than 800 people have signed, including at least 95 Google employees and dozens each from Amazon, Meta "
        f"and OpenAI, {AS_OF}"
    )
    assert unverified == (
        "More than 800 people have signed, including at least 95 at Google and dozens each from Amazon, Meta and "
        f"OpenAI, {AS_OF}"
    )


@pytest.mark.parametrize(
    ("total", "opening"),
    [
        (95, "More than 90"),
        (100, "More than 90"),
        (105, "More than 100"),
        (150, "At least 150"),  # "more than 100" would understate it
        (810, "More than 800"),
        (855, "More than 850"),
        (1000, "More than 950"),
        (2950, "More than 2,900"),
        (3400, "More than 3,000"),
        (10, "At least 10"),
    ],
)
def test_the_total_is_more_than_the_largest_round_number_below_it(total: int, opening: str) -> None:
    first = texts(some_facts(total=total, employees=0, rows={}), LineKind.TOTAL)[0]

    assert first == f"{opening} people have signed, {AS_OF}"


def test_the_exact_figure_is_given_only_of_an_exact_total() -> None:
    assert f"At least 810 people have signed, {AS_OF}" in texts(some_facts(), LineKind.TOTAL)
    assert f"810 people have signed, {AS_OF}" in texts(some_facts(exact=True), LineKind.TOTAL)


@pytest.mark.parametrize(
    ("figure", "opening"),
    [
        (15, "More than a dozen"),
        (25, "More than two dozen"),
        (40, "Dozens of"),
        (95, "Nearly 100"),
        (105, "More than a hundred"),
        (195, "Nearly 200"),
        (350, "Hundreds of"),
        (3200, "Thousands of"),
    ],
)
def test_an_employer_has_its_figure_and_an_easier_phrase(figure: int, opening: str) -> None:
    facts = some_facts(total=9000, rows={"Acme": figure}, titles=frozenset())

    assert texts(facts, LineKind.EMPLOYER) == [
        f"At least {figure:,} Acme employees have signed, {AS_OF}",
        f"{opening} Acme employees have signed, {AS_OF}",
    ]


@pytest.mark.parametrize("figure", [10, 30 - 5, 36 - 1, 100, 150, 250])
def test_a_word_such_as_dozens_is_not_written_at_the_edge_of_its_range(figure: int) -> None:
    lines = " ".join(texts(some_facts(total=9000, rows={"Acme": figure}), LineKind.EMPLOYER)).casefold()

    assert "dozens" not in lines
    assert "hundreds" not in lines


def test_signers_whose_employment_was_not_verified_are_never_called_employees_or_workers() -> None:
    facts = some_facts(employees=0, rows_are_verified=False)

    lines = [line.text for line in ready_lines(facts)]

    assert f"At least 95 of the signers say they work at Google, {AS_OF}" in lines
    assert not any(noun in line for line in lines for noun in ("employee", "staff", "worker"))


@pytest.mark.parametrize(("second", "lines"), [(90, 0), (95, 0), (89, 1), (50, 1)])
def test_an_employer_leads_only_by_more_than_the_rounding(second: int, lines: int) -> None:
    assert len(texts(some_facts(rows={"Google": 95, "Meta": second}), LineKind.LEAD)) == lines


def test_a_leader_is_said_to_be_silent_as_of_the_day_somebody_looked() -> None:
    earlier = replace(NVIDIA, organisation="Apple", on=date(2026, 11, 20))
    spoke = replace(NVIDIA, organisation="Anthropic", kind=ResponseKind.PUBLIC)
    named = replace(NVIDIA, office="Jo Doe", organisation="Acme")

    assert texts(replace(some_facts(), responses=(NVIDIA, earlier, spoke, named)), LineKind.RESPONSE) == [
        "The chief executive of Nvidia has made no public statement, as of 22 November 2026.",
        "The chief executive of Apple has made no public statement, as of 20 November 2026.",
        "Jo Doe of Acme has made no public statement, as of 22 November 2026.",
    ]


@pytest.mark.parametrize(
    ("title", "with_article"),
    [
        ("Senior Vice President", "a Senior Vice President"),
        ("engineer", "an engineer"),
        ("SVP", "an SVP"),
        ("UX designer", "a UX designer"),
        ("university liaison officer", "a university liaison officer"),
    ],
)
def test_a_title_is_quoted_as_it_was_written(title: str, with_article: str) -> None:
    facts = some_facts(titles=frozenset({(title, "Tesla")}))

    assert texts(facts, LineKind.PERSON) == [f"The signers include {with_article} at Tesla, {AS_OF}"]


@pytest.mark.parametrize(("number", "share"), [(158, "At least 60%"), (100, "More than 90%"), (95, "More than 90%")])
def test_a_share_comes_with_its_headcount_and_stops_at_ninety(number: int, share: str) -> None:
    facts = replace(some_facts(), headcounts={"Google": Headcount(number, date(2026, 1, 31), "annual report")})

    assert texts(facts, LineKind.SHARE) == [
        f"{share} of Google employees (headcount of 31 January 2026: annual report) have signed, {AS_OF}"
    ]
    assert texts(replace(facts, rows_are_verified=False), LineKind.SHARE) == []


def test_a_figure_that_stops_at_the_cap_is_told_as_more_than_ninety_per_cent() -> None:
    headcounts = {"Google": Headcount(110, date(2026, 1, 31), "annual report")}
    facts = replace(some_facts(), headcounts=headcounts, capped=frozenset({"Google"}))

    (line,) = texts(facts, LineKind.SHARE)

    assert line.startswith("More than 90% of Google employees")
    assert [finding.verdict for finding in check("86% of Google employees have signed.", facts)] == [Verdict.FAIL]
    assert [finding.verdict for finding in check("95% of Google employees have signed.", facts)] == [Verdict.AMBER]


def test_nothing_is_said_of_a_petition_without_signatures() -> None:
    assert ready_lines(some_facts(total=0, employees=0, rows={}, titles=frozenset())) == ()


def test_a_line_is_copied_with_its_method() -> None:
    line = ready_lines(some_facts())[0]

    note = line.method_note("https://petition.example.org/how-we-count")

    copied = f"{line.text} {note}"
    assert note == "How it is counted: https://petition.example.org/how-we-count"
    assert {finding.verdict for finding in check(copied, some_facts())} == {Verdict.PASS}


NAMES = (
    "Google Meta Amazon OpenAI Tesla Square Booking.com AT&T Target 23andMe eBay X May L'Oréal T-Mobile Яндекс".split()
)
NAMES += ["Meta Materials", "Bank of America", "Two Sigma", "The Trade Desk", "Marks & Spencer", "Tesla, Inc."]
NAMES += ["Workers United", "Hundreds Ltd", "Barnes and Noble", "Level 5", "<script>", "Seven", "Lead Bank", "Yahoo!"]
#: Nobody can tell these from the words they are: lines about them are left out.
RIDDLES = ["Employees", "Dozens", "people", "95", "", "More than 800", "as of 1 May 2020", "has not responded"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_verified", [True, False])
def test_no_ordinary_name_costs_an_employer_its_lines(name: str, is_verified: bool) -> None:
    facts = some_facts(rows={name: 95, "Acme": 45}, rows_are_verified=is_verified, titles=frozenset({("Baker", name)}))

    kinds = [line.kind for line in ready_lines(facts) if name in line.subjects]

    assert kinds == [LineKind.HEADLINE, LineKind.EMPLOYER, LineKind.EMPLOYER, LineKind.LEAD, LineKind.PERSON]


COUNTS = st.builds(Count, st.integers(0, 400), st.integers(0, 400))
TABLES = st.builds(
    ExactTally,
    st.lists(
        st.tuples(st.sampled_from([*NAMES, *RIDDLES]), COUNTS, st.booleans()), unique_by=lambda row: row[0], max_size=9
    ).map(lambda rows: tuple(EmployerCount(name, name, count, small) for name, count, small in rows)),
    COUNTS,
)


@settings(deadline=None)
@given(TABLES, st.integers(5, 40), st.booleans(), st.lists(st.sampled_from(list(ResponseKind)), max_size=3))
def test_every_line_of_any_published_table_passes_its_own_check(
    exact: ExactTally, threshold: int, is_verified: bool, kinds: list[ResponseKind]
) -> None:
    tally = publish(replace(exact, employees=exact.total), Policy(threshold), TODAY).tally
    facts = Facts(
        total=tally.total,
        employees=tally.employees,
        rows={row.employer: row.at_least for row in tally.rows},
        rows_are_verified=is_verified,
        titles=frozenset({("Senior Vice President", "Tesla")}),
        as_of=TODAY,
        responses=tuple(replace(NVIDIA, organisation=f"Acme {place}", kind=kind) for place, kind in enumerate(kinds)),
        headcounts={row.employer: Headcount(700, TODAY, "annual report") for row in tally.rows},
    )

    for line in ready_lines(facts):
        findings = check(line.text, facts)
        assert {finding.verdict for finding in findings} == {Verdict.PASS}, line
        assert line.text.endswith("2026.")
        # Whatever is said of a number of signers is said of a published figure, and no row is below the threshold.
        for finding in (each for each in findings if each.claim.quantity):
            rows = facts.rows.get(finding.claim.subject or "")
            is_capped = line.kind is LineKind.SHARE and finding.figure is None
            assert is_capped or finding.figure in (rows, facts.total, facts.employees), line
            assert rows is None or rows >= threshold, line
        assert set(line.subjects) <= {None, "Tesla", *facts.rows, *(each.organisation for each in facts.responses)}


def test_many_employers_are_no_burden() -> None:
    rows = {f"Firm {number} Ltd": 10 + 5 * (number % 60) for number in range(300)}

    lines = ready_lines(some_facts(total=60_000, rows=rows | ROWS))

    assert sum(line.text.startswith("At least") for line in lines if line.kind is LineKind.EMPLOYER) == 304
