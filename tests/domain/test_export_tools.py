"""The tables of other tools: their headings to the letter, and what of a signer may stand in them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition_app.domain.exportperson import Person, person
from petition_app.domain.exportprofile import PROFILES, TOOLS, Profile
from petition_app.domain.personname import split_name
from petition_app.domain.signature import DisplayMode, Relation
from petition_app.domain.spreadsheet import bare_text, csv_lines, is_safe

DAY = date(2026, 11, 22)
HEADINGS = {
    Profile.ACTION_NETWORK: "email,first_name,last_name,zip_code,can2_phone,can2_user_city,can2_state_abbreviated,"
    "can2_user_tags,employer",
    Profile.NATIONBUILDER: "email,email_opt_in,first_name,last_name,employer,occupation,tag_list,external_id,"
    "created_at,note,language",
    Profile.CIVICRM: "External Identifier,First Name,Last Name,Email,Current Employer,Job Title,Contact Source,"
    "Preferred Language,No Bulk Emails (User Opt Out),Do Not Email",
    Profile.MAILCHIMP: "Email Address,First Name,Last Name,Company,Tags",
    Profile.GHOST: "email,name,note,subscribed_to_emails,labels,created_at",
    Profile.LISTMONK: "email,name,attributes",
}


def told(
    display: DisplayMode, name: str = "Ana de la Cruz", title: str = "Engineer", employer: str = "Google"
) -> Person:
    return person("k-1", "letter", DAY, "ana@example.org", display, Relation.CURRENT, (name, title, employer))


@pytest.mark.parametrize("tool", TOOLS)
def test_the_headings_are_those_of_the_tool(tool: Profile):
    assert ",".join(tool.columns) == HEADINGS[tool]


@pytest.mark.parametrize("display", [mode for mode in DisplayMode if not mode.shows_name])
@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_is_told_nothing_but_the_address_of_who_shows_no_name(tool: Profile, display: DisplayMode):
    row = " ".join(PROFILES[tool].row(told(display)))

    assert "ana@example.org" in row
    assert not any(word in row for word in ("Ana", "Cruz", "Engineer", "Google", "current"))


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Sam Signer", "Sam", "Signer"),
        ("Mary Ann Smith", "Mary Ann", "Smith"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("Ana de la Cruz", "Ana", "de la Cruz"),
        ("Cruz, Ana", "Ana", "Cruz"),
        ("de la Cruz", "de", "la Cruz"),
        ("Cher", "Cher", ""),
        ("Cher,", "Cher,", ""),
        ("", "", ""),
        ("  Sam   Signer ", "Sam", "Signer"),
        ("محمد علي", "محمد", "علي"),
    ],
)
def test_one_name_becomes_two(name: str, given: str, family: str):
    assert split_name(name) == (given, family)


@given(st.text())
def test_a_bare_text_needs_no_guard_and_stays_on_its_line(text: str):
    bare = bare_text(text)

    assert is_safe(bare)
    assert bare.splitlines() in ([], [bare])
    assert bare_text(bare) == bare


@given(st.text(alphabet="=+-@;' \t\n\r,＝\u202eaБ\"", max_size=12), st.text(alphabet="=+-@; ,aB", max_size=9))
def test_nothing_typed_becomes_a_formula_in_any_tool(name: str, employer: str):
    of = told(DisplayMode.NAME_TITLE, name, name, employer)

    for tool in TOOLS:
        row = PROFILES[tool].row(of)
        assert all(is_safe(cell) for cell in row)
        assert csv_lines([row]).count("\r\n") == 1


def test_ordinary_names_stay_as_they_are():
    for name in ("O'Brien", "'t Hooft", "Jean-Luc", "AT&T", "Ernst & Young", "Ünal Öz", "株式会社", "محمد علي", "3M"):
        assert bare_text(name) == name


def test_mailchimp_gets_no_more_than_255_bytes_and_no_broken_letter():
    row = PROFILES[Profile.MAILCHIMP].row(told(DisplayMode.NAME, employer="ж" * 200))

    assert row[3] == "ж" * 127


def test_listmonk_gets_attributes_as_json_without_what_is_empty():
    full, bare = (PROFILES[Profile.LISTMONK].row(told(mode)) for mode in (DisplayMode.NAME_TITLE, DisplayMode.COUNTED))

    assert json.loads(full[2]) == {
        "petition": "letter", "employer": "Google", "title": "Engineer", "relation": "current",
    }  # fmt: skip
    assert json.loads(bare[2]) == {"petition": "letter"}
