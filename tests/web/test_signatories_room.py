"""The signatories' room as browsers get it, on both engines."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from petition_app.database import begin_reading
from petition_app.domain.access import Role
from petition_app.domain.signature import Status
from petition_app.models import Signature
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, a_request, a_signature, sign
from tests.cast import OTHER_SLUG, a_member, an_organiser, another_petition, browser_of, text_of, token_in
from tests.counts import by_status


def the_signature() -> UUID:
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(Signature.id)).one()


def row_of(signature: UUID) -> dict[str, object]:
    with begin_reading(OPERATOR) as work:
        row = work.session.get_one(Signature, signature)
        return {column.name: getattr(row, column.name) for column in Signature.__table__.columns}


def take_step(client: FlaskClient, signature: UUID, step: str, **fields: str) -> int:
    address = f"/organise/{SLUG}/signatories/{signature}"
    token = token_in(text_of(client, address), f"{address}/{step}")
    return client.post(f"{address}/{step}", data={"token": token, **fields}).status_code


def test_a_signature_is_found_under_its_own_petition_only(app: Flask):
    a_signature()
    signature = the_signature()
    another_petition()
    ren = browser_of(app, an_organiser("Ren", Role.OWNER, OTHER_SLUG))
    token = token_in(text_of(ren, f"/organise/{OTHER_SLUG}/releases"))
    for wanted in (signature, uuid4()):
        address = f"/organise/{OTHER_SLUG}/signatories/{wanted}"
        assert ren.get(address).status_code == 404
        for step in ("hold", "restore", "remove"):
            assert ren.post(f"{address}/{step}", data={"token": token}).status_code in (400, 404)
    assert by_status()[Status.CONFIRMED] == 1


def test_holding_counting_again_and_removing_through_the_page(app: Flask):
    a_signature()
    signature, client = the_signature(), browser_of(app, a_member("Mo"))

    assert take_step(client, signature, "hold", **{"hold-reason": "duplicate"}) == 303
    assert by_status()[Status.HELD] == 1
    assert take_step(client, signature, "restore") == 303
    assert by_status()[Status.CONFIRMED] == 1
    assert take_step(client, signature, "remove", **{"remove-reason": "offensive"}) == 303
    assert by_status()[Status.INVALIDATED] == 1


def test_holding_and_removing_need_a_reason_from_the_list(app: Flask):
    a_signature()
    signature, client = the_signature(), browser_of(app, a_member("Mo"))
    for step in ("hold", "remove"):
        for reason in ("", "because I say so"):
            assert take_step(client, signature, step, **{f"{step}-reason": reason}) == 422
    assert by_status()[Status.CONFIRMED] == 1


def test_a_step_that_came_too_late_is_refused_in_words(app: Flask):
    a_signature()
    signature, client = the_signature(), browser_of(app, a_member("Mo"))
    address = f"/organise/{SLUG}/signatories/{signature}"
    token = token_in(text_of(client, address), f"{address}/hold")
    fields = {"token": token, "hold-reason": "other"}
    client.post(f"{address}/hold", data=fields)

    again = client.post(f"{address}/hold", data=fields)
    assert again.status_code == 409
    assert "not in a state" in again.get_data(as_text=True)
    assert by_status()[Status.HELD] == 1


@pytest.mark.parametrize(
    ("step", "changed"), [("hold", {"status", "revision"}), ("remove", {"status", "ended_on", "revision"})]
)
def test_fields_that_no_form_has_change_nothing(app: Flask, step: str, changed: set[str]):
    a_signature()
    signature, client = the_signature(), browser_of(app, a_member("Mo"))
    before = row_of(signature)
    extra = {column: "1" for column in before} | {f"{step}-{column}": "1" for column in before}
    take_step(client, signature, step, **extra, **{f"{step}-reason": "other"})

    after = row_of(signature)
    assert {column for column in before if before[column] != after[column]} == changed


def test_no_form_works_without_its_token(app: Flask):
    a_signature()
    signature, client = the_signature(), browser_of(app, an_organiser())
    other = token_in(text_of(client, f"/organise/{SLUG}/releases"), "Sign out")
    for step in ("hold", "restore", "remove"):
        for token in ("", "forged", other):
            form = {"token": token, "hold-reason": "other", "remove-reason": "other"}
            address = f"/organise/{SLUG}/signatories/{signature}/{step}"
            assert client.post(address, data=form).status_code in (400, 422)
    assert client.post(f"/organise/{SLUG}/releases").status_code == 400
    assert by_status()[Status.CONFIRMED] == 1


def test_paging_through_the_page_keeps_the_search_and_shows_each_once(app: Flask):
    for number in range(53):
        sign(a_request(f"sam{number}@example.org", network=f"192.0.2.{number}", employer="Borealis"))
    client = browser_of(app, a_member("Mo"))
    first = text_of(client, f"/organise/{SLUG}/signatories?q=bor&status=pending&_external=1&endpoint=x")
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    address = older.group(1).replace("&amp;", "&")
    second = text_of(client, address)

    assert address.startswith(f"/organise/{SLUG}/signatories?")
    assert "q=bor" in address
    assert "_external" not in address
    ids = [re.findall(r"/signatories/([0-9a-f-]{36})", page) for page in (first, second)]
    assert [len(each) for each in ids] == [50, 3]
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize("query", ["status=nonsense", "since=yesterday", "employer=1"])
def test_a_search_that_makes_no_sense_is_shown_again(app: Flask, query: str):
    answer = browser_of(app, a_member("Mo")).get(f"/organise/{SLUG}/signatories?{query}")

    assert answer.status_code == 422
    assert "error-summary" in answer.get_data(as_text=True)


def test_a_page_of_nonsense_is_not_there(app: Flask):
    client = browser_of(app, a_member("Mo"))
    for query in ("after=1", "before=x", "after=%00"):
        assert client.get(f"/organise/{SLUG}/signatories?{query}").status_code == 404


def test_the_audit_log_names_who_did_what(app: Flask):
    a_signature()
    signature, client = the_signature(), browser_of(app, a_member("Mo"))
    take_step(client, signature, "remove", **{"remove-reason": "impersonation"})
    shown = text_of(browser_of(app, an_organiser("Olu")), f"/organise/{SLUG}/audit")

    line = re.search(r"<td>Mo</td>\s*<td>signature removed</td>\s*<td[^>]*>([^<]+)</td>", shown)
    assert line
    assert line.group(1).strip() == f"reason: impersonation; signature: {signature}"


def test_what_an_answered_letter_would_show_is_not_said_of_one_that_waits(app: Flask):
    sign()
    browser = browser_of(app, a_member("Mo"))

    for page in (f"/organise/{SLUG}/signatories", f"/organise/{SLUG}/signatories/{the_signature()}"):
        assert not re.search(r"Mailbox confirmed</(td|dd)>", text_of(browser, page))
