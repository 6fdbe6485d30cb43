"""Exports for other tools: exact files, only of signers who agreed to letters, and everybody else counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from petition_app.database import begin_reading, begin_work
from petition_app.domain.export import CannotBeSplit, ExportKind, Format, FormatIsNotOffered
from petition_app.domain.exportprofile import TOOLS, Profile
from petition_app.domain.moderation import Reason
from petition_app.domain.refusals import NotFound
from petition_app.domain.signature import DisplayMode, Purpose, Status
from petition_app.models import Signature
from petition_app.services import export_scope, moderation, petitions, receipts
from petition_app.services.signing import SigningRequest
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, sign
from tests.services.exporting import export, for_tool, manifest, rows_of, start

UPDATES = frozenset({Purpose.COUNT, Purpose.PUBLISH, Purpose.UPDATES})


def agreeing(email: str = "sam@example.org", **more: Any) -> SigningRequest:
    """Somebody who wants letters."""
    return replace(a_request(email, **more), consents=UPDATES)


def key_of_signature() -> str:
    with begin_reading(OPERATOR) as work:
        return str(work.session.scalars(select(Signature.id)).one())


def change_all(**values: object) -> None:
    with begin_work(OPERATOR) as work:
        work.session.execute(update(Signature).values(**values))


FILES = {
    Profile.ACTION_NETWORK: "email,first_name,last_name,zip_code,can2_phone,can2_user_city,can2_state_abbreviated,"
    "can2_user_tags,employer\r\n"
    'sam@example.org,Sam,van Signer,,,,,"letter, current",Google\r\n',
    Profile.NATIONBUILDER: "email,email_opt_in,first_name,last_name,employer,occupation,tag_list,external_id,"
    "created_at,note,language\r\n"
    'sam@example.org,Y,Sam,van Signer,Google,"Engineer, staff","letter,current",KEY,2026-11-22T00:00:00Z,'
    "Signed letter,\r\n",
    Profile.CIVICRM: "External Identifier,First Name,Last Name,Email,Current Employer,Job Title,Contact Source,"
    "Preferred Language,No Bulk Emails (User Opt Out),Do Not Email\r\n"
    'KEY,Sam,van Signer,sam@example.org,Google,"Engineer, staff",Petition letter,,0,0\r\n',
    Profile.MAILCHIMP: "Email Address,First Name,Last Name,Company,Tags\r\n"
    'sam@example.org,Sam,van Signer,Google,"letter,current"\r\n',
    Profile.GHOST: "email,name,note,subscribed_to_emails,labels,created_at\r\n"
    'sam@example.org,Sam van Signer,Signed letter,true,"letter,current",2026-11-22T00:00:00Z\r\n',
    Profile.LISTMONK: "email,name,attributes\r\n"
    'sam@example.org,Sam van Signer,"{""petition"": ""letter"", ""employer"": ""Google"", '
    '""title"": ""Engineer, staff"", ""relation"": ""current""}"\r\n',
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_file_is_what_the_tool_takes_byte_for_byte(app: Flask, tool: Profile):
    a_signature(
        agreeing(employer="Google", display=DisplayMode.NAME_TITLE, name="Sam van Signer", title="Engineer, staff")
    )

    assert for_tool(tool).decode() == FILES[tool].replace("KEY", key_of_signature())


@pytest.mark.parametrize("tool", TOOLS)
def test_an_anonymous_signer_who_wants_letters_is_an_address_and_no_more(app: Flask, tool: Profile):
    a_signature(agreeing(employer="Google", display=DisplayMode.ANONYMOUS_ROLE))

    (row,) = rows_of(for_tool(tool))
    assert "sam@example.org" in row.values()
    assert "Google" not in " ".join(row.values())


HOSTILE = "=cmd|'/C calc'!A0"


@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_hostile_runs_or_breaks_out_of_its_cell(app: Flask, tool: Profile):
    name = 'Sam\n;=1+1 "Q"\t\u202e@Signer, שלום'
    a_signature(agreeing(employer=HOSTILE, display=DisplayMode.NAME_TITLE, name=name, title="+1+1"))

    file = for_tool(tool).decode()

    assert file.count("\r\n") == 2
    assert "\n" not in file.replace("\r\n", "")
    (row,) = rows_of(file.encode())
    assert not [cell for cell in row.values() if cell.lstrip().startswith(("=", "+", "-", "@", "'"))]
    assert ";=" not in file
    assert "שלום" in file


def test_everybody_who_is_left_out_is_counted_under_one_reason(app: Flask):
    a_signature(agreeing("in@example.org"))
    a_signature(a_request("silent@example.org"))
    a_signature(agreeing("=1+1@example.org"))
    receipt = a_signature(agreeing("withdrawn@example.org"))
    with begin_work(OPERATOR) as work:
        receipts.withdraw(work, receipt)
    for email, act in (("held@example.org", moderation.hold), ("removed@example.org", moderation.remove)):
        key = newest(email)
        with begin_work(OPERATOR) as work:
            act(work, petitions.by_slug(work, SLUG).id, key, Reason.OTHER)
    alter(newest("bounced@example.org"), mail_ended_on=date(2026, 11, 22))
    alter(newest("paper@example.org"), sealed=None)
    sign(agreeing("pending@example.org"))

    rows = rows_of(for_tool(Profile.GHOST))

    assert [row["email"] for row in rows] == ["in@example.org"]
    assert manifest()["left_out"] == {
        "pending": 1, "held": 1, "invalidated": 1, "withdrawn": 1, "no_updates": 1, "mail_ended": 1, "no_address": 1,
        "unsafe_address": 1,
    }  # fmt: skip


def newest(email: str) -> UUID:
    """The key of a signature just given."""
    with begin_reading(OPERATOR) as work:
        before = set(work.session.scalars(select(Signature.id)))
    a_signature(agreeing(email))
    with begin_reading(OPERATOR) as work:
        (new,) = set(work.session.scalars(select(Signature.id))) - before
    return new


def alter(key: UUID, **values: object) -> None:
    with begin_work(OPERATOR) as work:
        work.session.execute(update(Signature).where(Signature.id == key).values(**values))


def test_the_list_of_all_leaves_out_what_does_not_count_and_never_may(app: Flask):
    a_signature(a_request("silent@example.org"))
    sign(a_request("pending@example.org"))

    assert len(rows_of(export(ExportKind.SIGNATORIES))) == 1
    assert manifest()["left_out"] == {"pending": 1}


def test_who_takes_back_the_consent_is_left_out(app: Flask):
    a_signature(agreeing())
    change_all(consents="count,publish")

    assert rows_of(for_tool(Profile.GHOST)) == []
    assert manifest()["left_out"] == {"no_updates": 1}


def test_an_employer_comes_with_all_that_is_counted_with_it(app: Flask):
    for email, employer in (("g@example.org", "Google"), ("y@example.org", "YouTube"), ("m@example.org", "Meta")):
        a_signature(agreeing(email, employer=employer))

    def taken(**asked: str) -> set[str]:
        return {row["email"] for row in rows_of(for_tool(Profile.GHOST, **asked))}

    assert taken(employer="google") == {"g@example.org", "y@example.org"}
    assert taken(employer="youtube") == {"y@example.org"}
    groups = {row["employer"]: row["employer_group"] for row in rows_of(export(ExportKind.SIGNATORIES))}
    assert groups == {"Google": "Google", "YouTube": "Google", "Meta": "Meta"}
    with pytest.raises(NotFound):
        start(ExportKind.SIGNATORIES, employer="nobody")


def test_the_list_can_be_of_one_status(app: Flask):
    key = newest("held@example.org")
    a_signature(a_request("counts@example.org"))
    with begin_work(OPERATOR) as work:
        moderation.hold(work, petitions.by_slug(work, SLUG).id, key, Reason.OTHER)

    for status, email in ((Status.HELD, "held@example.org"), (Status.CONFIRMED, "counts@example.org")):
        assert [row["email"] for row in rows_of(export(ExportKind.SIGNATORIES, status=status))] == [email]


def test_only_new_goes_from_the_day_of_the_last_whole_export_for_that_tool(app: Flask, clock: Clock):
    def taken(tool: Profile = Profile.GHOST) -> list[str]:
        return [next(iter(row.values())) for row in rows_of(for_tool(tool, only_new=True))]

    a_signature(agreeing("first@example.org"))
    assert taken() == ["first@example.org"]
    clock.now += timedelta(days=1)
    a_signature(agreeing("second@example.org"))
    start(ExportKind.SIGNATORIES, profile=Profile.GHOST)
    assert taken() == ["first@example.org", "second@example.org"]
    clock.now += timedelta(days=1)
    a_signature(agreeing("third@example.org"))

    assert taken() == ["second@example.org", "third@example.org"]
    assert manifest()["since"] == "2026-11-23"
    assert len(taken(Profile.MAILCHIMP)) == 3


def test_an_export_of_one_employer_does_not_make_the_others_old(app: Flask, clock: Clock):
    a_signature(agreeing("g@example.org", employer="Google"))
    a_signature(agreeing("m@example.org", employer="Meta"))
    for_tool(Profile.GHOST, employer="google")
    clock.now += timedelta(days=2)

    assert len(rows_of(for_tool(Profile.GHOST, only_new=True))) == 2
    assert rows_of(for_tool(Profile.GHOST, only_new=True, employer="google")) == []


def test_an_export_that_left_older_ones_out_does_not_make_them_old(app: Flask, clock: Clock):
    a_signature(agreeing("first@example.org"))
    clock.now += timedelta(days=1)
    for_tool(Profile.GHOST, since=clock.now.date())
    clock.now += timedelta(days=1)

    assert len(rows_of(for_tool(Profile.GHOST, only_new=True))) == 1


def test_tools_get_csv_and_only_of_signatories(app: Flask):
    for form in (Format.XLSX, Format.JSONL):
        with pytest.raises(FormatIsNotOffered):
            start(ExportKind.SIGNATORIES, profile=Profile.GHOST, format=form)
    with pytest.raises(FormatIsNotOffered):
        start(ExportKind.ROSTER, profile=Profile.GHOST)
    for rows in (-1, 200_001):
        with pytest.raises(CannotBeSplit):
            start(ExportKind.SIGNATORIES, rows_a_part=rows)


def test_what_the_page_foretells_is_what_the_file_holds(app: Flask):
    a_signature(agreeing("in@example.org"))
    a_signature(a_request("silent@example.org"))
    with begin_reading(OPERATOR) as work:
        taken, left_out = export_scope.outlook(work, petitions.by_slug(work, SLUG).id, True)

    assert len(rows_of(for_tool(Profile.GHOST))) == taken
    assert dict(left_out) == manifest()["left_out"]
