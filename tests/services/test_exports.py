"""Exports: what stands in them, what never does, and who gets them, on both engines."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from petition_app.database import begin_reading, begin_work
from petition_app.domain.events import Action
from petition_app.domain.export import COLUMNS, ExportKind
from petition_app.domain.petition import Custody
from petition_app.domain.refusals import PassphraseIsNeeded, PassphraseIsWrong, PurposeIsNeeded
from petition_app.domain.signature import DisplayMode
from petition_app.services import exports, petitions, receipts, roster
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_petition, a_request, a_signature, sign
from tests.services.exporting import export, log, rows_of, start

PASSPHRASE = "correct horse battery staple"
SEALED = "sealed"


@pytest.fixture
def cast(app: Flask) -> None:
    """One signer for each way to appear, and one who has not confirmed."""
    names = ("Counted", "Anonymous", "Band", "Titled", "Named", "Both")
    for mode, name in zip(DisplayMode, names, strict=True):
        request = a_request(
            f"{name.lower()}@canary.example",
            employer="Google",
            display=mode,
            name=f"{name} Name",
            title=f"{name} Title",
        )
        a_signature(request)
    sign(a_request("pending@canary.example", display=DisplayMode.NAME, name="Pending Name"))


@pytest.fixture
def sealed(app: Flask) -> str:
    """A petition whose key the organisers keep, with one signer."""
    with begin_work(OPERATOR) as work:
        a_petition(work, SEALED, kept_by=Custody.ORGANISERS, passphrase=PASSPHRASE)
    a_signature(a_request("hidden@canary.example"), SEALED)
    return SEALED


@pytest.mark.usefixtures("cast")
def test_the_public_roster_holds_what_signers_chose_to_show_and_nothing_else():
    assert export(ExportKind.ROSTER).decode() == (
        "\ufeffname,title,employer\r\n,Titled Title,Google\r\nBoth Name,Both Title,Google\r\nNamed Name,,Google\r\n"
    )


@pytest.mark.usefixtures("cast")
def test_the_roster_export_is_the_roster_of_the_public_page():
    with begin_reading(OPERATOR) as work:
        shown = roster.page(work, petitions.by_slug(work, SLUG).id)

    assert [tuple(row.values()) for row in rows_of(export(ExportKind.ROSTER))] == [
        (each.name, each.title, each.employer) for each in shown
    ]


@pytest.mark.usefixtures("cast")
def test_the_tallies_are_the_exact_counters():
    assert export(ExportKind.TALLIES).decode() == (
        "\ufeffemployer,employer_slug,employer_known,relation,proof,status,signatures,recognisable\r\n"
        "Acme,,no,current,mailbox,pending,1,1\r\n"
        "Google,google,yes,current,mailbox,confirmed,6,3\r\n"
    )


@pytest.mark.usefixtures("cast")
def test_exports_without_private_fields_hold_no_address_and_no_hidden_name():
    for kind in (ExportKind.ROSTER, ExportKind.TALLIES):
        file = export(kind).decode()
        for canary in ("canary.example", "Counted", "Anonymous", "Band", "Titled Name", "Named Title", "Pending"):
            assert canary not in file


@pytest.mark.usefixtures("cast")
def test_all_signatories_have_their_address_and_a_name_only_where_it_is_shown(clock: Clock):
    rows = rows_of(export(ExportKind.SIGNATORIES))

    assert {row["email"]: (row["name"], row["title"]) for row in rows} == {
        "counted@canary.example": ("", ""),
        "anonymous@canary.example": ("", ""),
        "band@canary.example": ("", ""),
        "titled@canary.example": ("", "Titled Title"),
        "named@canary.example": ("Named Name", ""),
        "both@canary.example": ("Both Name", "Both Title"),
    }
    (counted,) = (row for row in rows if row["display"] == "counted")
    assert {name: value for name, value in counted.items() if name != "signature_id"} == {
        "petition": "letter", "status": "confirmed", "email": "counted@canary.example", "name": "", "title": "",
        "employer": "Google", "employer_slug": "google", "employer_group": "Google", "employer_raw": "Google",
        "relation": "current", "proof": "mailbox", "employment_shown": "no", "display": "counted",
        "role_band": "engineering", "consent_count": "yes", "consent_publish": "no", "consent_updates": "no",
        "consent_deliver": "no", "consent_press": "no", "consent_witness": "no", "consent_version": "1",
        "text_version": "1", "source": "form", "over_limit": "no", "signed_on": "2026-11-22",
        "confirmed_on": "2026-11-22", "mail_ended_on": "",
    }  # fmt: skip


def test_a_withdrawn_signature_is_in_no_export(app: Flask):
    receipt = a_signature(a_request("gone@canary.example", display=DisplayMode.NAME, name="Gone Name"))
    with begin_work(OPERATOR) as work:
        receipts.withdraw(work, receipt)

    assert rows_of(export(ExportKind.ROSTER)) == rows_of(export(ExportKind.SIGNATORIES)) == []


def test_a_name_that_is_a_formula_is_harmless_in_the_file(app: Flask):
    a_signature(
        a_request(display=DisplayMode.NAME_TITLE, name='=HYPERLINK("x")', title="\ufeff＝1+1", employer="Google")
    )

    assert export(ExportKind.ROSTER).decode() == (
        '\ufeffname,title,employer\r\n"\'=HYPERLINK(""x"")",\'\ufeff＝1+1,Google\r\n'
    )


def test_private_fields_leave_only_for_a_stated_purpose(app: Flask):
    with pytest.raises(PurposeIsNeeded):
        start(ExportKind.SIGNATORIES, purpose=" \n ")

    assert Action.EXPORT_STARTED not in dict(log())


@pytest.mark.parametrize(("passphrase", "refusal"), [(None, PassphraseIsNeeded), ("wrong", PassphraseIsWrong)])
def test_under_organiser_custody_nothing_opens_without_the_passphrase(
    sealed: str, passphrase: str | None, refusal: type[Exception]
):
    with pytest.raises(refusal):
        export(ExportKind.SIGNATORIES, sealed, passphrase)

    assert [action for action, _ in log(sealed)][:1] == [Action.EXPORT_STARTED]


def test_under_organiser_custody_the_passphrase_opens_the_addresses(sealed: str):
    assert [row["email"] for row in rows_of(export(ExportKind.SIGNATORIES, sealed, PASSPHRASE))] == [
        "hidden@canary.example"
    ]


def test_under_organiser_custody_the_other_exports_ask_for_nothing(sealed: str):
    assert "canary" not in (export(ExportKind.ROSTER, sealed) + export(ExportKind.TALLIES, sealed)).decode()


def test_an_organiser_makes_ten_exports_a_day_and_wrong_passphrases_count(sealed: str, clock: Clock):
    for _ in range(9):
        start(ExportKind.ROSTER, sealed)
    with pytest.raises(PassphraseIsWrong):
        export(ExportKind.SIGNATORIES, sealed, "wrong")

    with pytest.raises(exports.TooManyExports):
        start(ExportKind.ROSTER, sealed)
    clock.now += timedelta(days=1)
    start(ExportKind.ROSTER, sealed)


def test_the_documentation_lists_every_column_in_its_order():
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")

    for kind in ExportKind:
        lines = [f"| `{name}` | {meaning} |" for name, meaning in COLUMNS[kind].items()]
        assert "\n".join(lines) in page
