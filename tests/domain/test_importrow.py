"""Records as signatures to be: the rules of the form, and what other tools write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.importcolumns import looks_like_header, suggested
from petition_app.domain.importing import Column, Plan, Source
from petition_app.domain.importreasons import CellIsWrong
from petition_app.domain.importrow import Entry, Newest, Reader
from petition_app.domain.signature import DisplayMode, Proof, Purpose, Relation
from petition_app.domain.spreadsheet import safe_cell
from petition_app.services.importrows import short_address
from petition_app.services.mailboxes import AddressIsDisposable, AddressIsWrong, reachable

TODAY = date(2026, 11, 22)
PLAN = Plan("utf-8", ",", columns=(Column.EMAIL, Column.NAME, Column.EMPLOYER))


def entry(cells: list[str], plan: Plan = PLAN) -> Entry:
    return Reader(plan, TODAY, Newest(2, 3), short_address).entry(cells)


def test_a_row_takes_what_stands_for_all_where_no_column_says_it():
    read = entry(["sam@Example.org", " Sam  Signer ", "Acme"])

    assert (read.email, read.person, read.employer) == ("sam@example.org", "Sam Signer", "Acme")
    assert (read.relation, read.display, read.proof) == (Relation.CURRENT, DisplayMode.COUNTED, Proof.PAPER)
    assert (read.consents, read.signed_on, read.text_version, read.consent_version) == ("count", TODAY, 2, 3)


def test_a_name_is_kept_only_where_it_is_shown():
    shown = replace(PLAN, display=DisplayMode.NAME, consents=frozenset({Purpose.COUNT, Purpose.PUBLISH}))

    assert entry(["", "Sam Signer", ""]).name == ""
    assert entry(["", "Sam Signer", ""], shown).name == "Sam Signer"


@pytest.mark.parametrize(
    ("said", "display", "name"),
    [("yes", DisplayMode.NAME, "Sam Signer"), ("no", DisplayMode.COUNTED, ""), ("", DisplayMode.COUNTED, "")],
)
def test_what_stands_for_all_rows_shows_nobody_who_said_no(said: str, display: DisplayMode, name: str):
    plan = replace(PLAN, display=DisplayMode.NAME, columns=(Column.NAME, Column.EMPLOYER, Column.CONSENT_PUBLISH))

    read = entry(["Sam Signer", "Acme", said], plan)

    assert (read.display, read.name) == (display, name)
    assert (Purpose.PUBLISH in read.consents) == (said == "yes")


def test_a_row_that_asks_to_be_shown_and_says_no_is_refused():
    plan = replace(PLAN, columns=(Column.NAME, Column.DISPLAY, Column.CONSENT_PUBLISH))

    with pytest.raises(CellIsWrong, match="did not agree to appear in public"):
        entry(["Sam Signer", "name", "no"], plan)


def test_first_and_last_name_are_joined():
    plan = replace(PLAN, columns=(Column.FIRST_NAME, Column.LAST_NAME))

    assert entry(["Sam", "Signer"], plan).person == "Sam Signer"
    assert entry(["", "Signer"], plan).person == "Signer"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["", "", "Acme"], "neither an e-mail address nor a name"),
        (["sam(at)example.org", "Sam", ""], "the e-mail address is not one"),
        (["sam@mailinator.com", "Sam", ""], "one-time use"),
        (["sam@example.org", "", "x" * 201], "the employer has more than 200 characters"),
        (["sam@example.org", "", "https://example.org"], "the employer holds a web address"),
        (["sam@example.org", "Sam", "Acme", "more"], "4 cells where the file has 3 columns"),
    ],
)
def test_a_row_that_the_form_would_refuse_is_refused(cells: list[str], reason: str):
    with pytest.raises(CellIsWrong, match=reason):
        entry(cells)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (Column.RELATION, "friend", "the relation is none of"),
        (Column.DISPLAY, "name", "did not agree to appear"),
        (Column.CONSENT_COUNT, "no", "did not agree to be counted"),
        (Column.CONSENT_UPDATES, "maybe", "neither yes nor no"),
        (Column.STATUS, "held", "was held where it comes from"),
        (Column.SIGNED_ON, "11/22/2026", "not written as"),
        (Column.SIGNED_ON, "2026-02-30", "no such day"),
        (Column.SIGNED_ON, "2026-11-23", "in the future"),
        (Column.TEXT_VERSION, "3", "no such text version"),
    ],
)
def test_a_cell_that_says_what_cannot_be_is_refused(column: Column, cell: str, reason: str):
    plan = replace(PLAN, columns=(Column.NAME, column))

    with pytest.raises(CellIsWrong, match=reason):
        entry(["Sam", cell], plan)


def test_words_of_other_languages_and_tools_are_understood():
    plan = replace(PLAN, columns=(Column.NAME, Column.RELATION, Column.CONSENT_UPDATES, Column.SIGNED_ON))

    read = entry(["Sam", "Ehemalig", "Sí", "21.11.2026"], plan)

    assert (read.relation, read.consents, read.signed_on) == (Relation.FORMER, "count,updates", date(2026, 11, 21))


@pytest.mark.parametrize(("cell", "proof"), [("paper", Proof.PAPER), ("mailbox", Proof.NONE), ("document", Proof.NONE)])
def test_a_file_can_prove_nothing_but_paper(cell: str, proof: Proof):
    plan = replace(PLAN, columns=(Column.NAME, Column.PROOF), source=Source.TOOL)

    assert entry(["Sam", cell], plan).proof is proof


def test_a_list_of_another_tool_is_no_paper():
    assert entry(["sam@example.org", "", ""], replace(PLAN, source=Source.TOOL)).proof is Proof.NONE


@given(st.text(max_size=60))
def test_what_our_own_exports_guard_against_spreadsheets_is_read_as_it_was(text: str):
    plan = replace(PLAN, columns=(Column.EMAIL, Column.EMPLOYER))
    try:
        plain = entry(["sam@example.org", text], plan)
    except CellIsWrong:
        return
    if plain.employer and not text.startswith("'"):
        assert entry(["sam@example.org", safe_cell(text)], plan).employer == plain.employer


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "email,first_name,last_name,zip_code,can2_phone,employer",
            (Column.EMAIL, Column.FIRST_NAME, Column.LAST_NAME, None, None, Column.EMPLOYER),
        ),
        (
            "First Name,Last Name,Email,Current Employer,Job Title",
            (Column.FIRST_NAME, Column.LAST_NAME, Column.EMAIL, Column.EMPLOYER, Column.TITLE),
        ),
        ("Email Address,First Name,Company", (Column.EMAIL, Column.FIRST_NAME, Column.EMPLOYER)),
        (
            "email,name,note,subscribed_to_emails,created_at",
            (Column.EMAIL, Column.NAME, None, Column.CONSENT_UPDATES, Column.SIGNED_ON),
        ),
        ("Nombre,Apellidos,Correo electrónico,Empresa", (
            Column.FIRST_NAME, Column.LAST_NAME, Column.EMAIL, Column.EMPLOYER)),
        ("Prénom,Nom,Courriel,Employeur", (Column.FIRST_NAME, Column.LAST_NAME, Column.EMAIL, Column.EMPLOYER)),
        ("Vorname,Nachname,E-Mail,Arbeitgeber", (
            Column.FIRST_NAME, Column.LAST_NAME, Column.EMAIL, Column.EMPLOYER)),
        ("employer,employer_raw,name", (None, Column.EMPLOYER, Column.NAME)),
        ("name,name", (Column.NAME, None)),
    ],
)  # fmt: skip
def test_headings_say_what_their_columns_hold(header: str, expected: tuple[Column | None, ...]):
    assert suggested(header.split(",")) == expected


def test_a_first_row_of_people_is_no_heading():
    assert looks_like_header(["Name", "whatever"])
    assert not looks_like_header(["Sam Signer", "sam@example.org"])


def test_a_plan_survives_being_stored():
    plan = replace(PLAN, consents=frozenset(Purpose), asks=True, source=Source.TOOL, columns=(None, Column.EMAIL))

    assert Plan.from_text(plan.to_text()) == plan


@given(st.from_regex(r"[A-Za-z0-9._+-]{1,20}@[A-Za-z0-9-]{1,10}\.(org|com|test|museum)", fullmatch=True))
def test_the_quick_way_to_check_an_address_says_what_the_full_rules_say(address: str):
    from_rules = _by_the_rules(address)

    assert _quickly(address) == from_rules


def _by_the_rules(address: str) -> str | None:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _quickly(address: str) -> str | None:
    try:
        return reachable(address)
    except AddressIsWrong:
        return None
    except AddressIsDisposable:
        return _by_the_rules(address)
