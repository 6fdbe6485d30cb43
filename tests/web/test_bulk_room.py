"""Changing many signatures through the pages, without JavaScript: what was shown, what fits, and nothing else."""

from __future__ import annotations

import html
import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.domain.access import Role
from petition_app.domain.signature import Status
from petition_app.services import bulkrows, bulkrunning
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, sign
from tests.bulk import some_confirmed, statuses, work_off
from tests.cast import OTHER_SLUG, a_member, an_organiser, another_petition, browser_of, text_of, token_in

ROOM = f"/organise/{SLUG}/signatories"


@pytest.fixture
def mo(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Mo"))


def fields_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that posts there."""
    forms = [each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if f'action="{action}"' in each]
    assert forms, action
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', forms[0])
    return {name: html.unescape(value) for name, value in hidden}


def choose(client: FlaskClient, ids: list[UUID], query: str = "", **more: str) -> TestResponse:
    page = text_of(client, f"{ROOM}?q={query}")
    fields = {"which": "ticked", "step": "remove", "reason": "duplicate", **fields_of(page, f"{ROOM}/choose"), **more}
    return client.post(f"{ROOM}/choose", data={**fields, "row": [str(each) for each in ids]})


def preview(client: FlaskClient, query: str, step: str = "remove") -> TestResponse:
    return client.get(f"{ROOM}/preview", query_string={"q": query, "step": step, "reason": "other"})


def test_ticked_signatures_are_changed_and_taken_back(mo: FlaskClient):
    ids = some_confirmed(3)

    done = choose(mo, ids[:2])
    assert done.location == f"{ROOM}/changes/1"
    assert statuses() == {Status.INVALIDATED: 2, Status.CONFIRMED: 1}
    page = text_of(mo, done.location)
    assert "2 changed" in page
    assert mo.post(f"{done.location}/undo", data=fields_of(page, f"{done.location}/undo")).status_code == 303

    assert "2 taken back" in text_of(mo, done.location)
    assert statuses() == {Status.CONFIRMED: 3}


def test_the_whole_page_is_changed_and_what_came_after_it_is_not(mo: FlaskClient):
    some_confirmed(2)
    page = text_of(mo, ROOM)
    some_confirmed(1, "late.example")

    fields = {**fields_of(page, f"{ROOM}/choose"), "which": "shown", "step": "hold", "reason": "other"}
    mo.post(f"{ROOM}/choose", data=fields)

    assert statuses() == {Status.HELD: 2, Status.CONFIRMED: 1}


def test_what_was_not_on_the_page_is_refused_and_nothing_is_done(mo: FlaskClient):
    ids = some_confirmed(1, "first.example")
    a_signature(a_request("other@second.example"))

    for foreign in (uuid4(), "nonsense", ids[0]):
        answer = choose(mo, [foreign], query="@second.example")  # type: ignore[list-item]
        assert answer.status_code == 400
        assert "not on the page" in answer.text
    assert statuses() == {Status.CONFIRMED: 2}


@pytest.mark.parametrize("forged", ["", "x", "WyJ4Il0.abc"])
def test_a_forged_list_is_refused(mo: FlaskClient, forged: str):
    ids = some_confirmed(1)

    assert choose(mo, ids, rows=forged).status_code == 400
    assert statuses() == {Status.CONFIRMED: 1}


def test_a_list_is_good_for_its_petition_and_its_organiser_alone_and_not_for_ever(
    app: Flask, mo: FlaskClient, clock: Clock
):
    ids = some_confirmed(1)
    rows = fields_of(text_of(mo, ROOM), f"{ROOM}/choose")["rows"]
    another_petition()
    ren = browser_of(app, an_organiser("Ren", Role.OWNER, OTHER_SLUG))
    other_room = f"/organise/{OTHER_SLUG}/signatories"
    sign(a_request("ren@example.org"), OTHER_SLUG)
    token = fields_of(text_of(ren, other_room), f"{other_room}/choose")["token"]
    form = {"token": token, "rows": rows, "which": "shown", "step": "hold", "reason": "other"}
    assert ren.post(f"{other_room}/choose", data=form).status_code == 400
    ed = browser_of(app, a_member("Ed"))

    assert choose(ed, ids, rows=rows).status_code == 400
    clock.move(hours=5)
    assert choose(browser_of(app, a_member("Olu")), ids, rows=rows).status_code == 400
    assert statuses() == {Status.CONFIRMED: 1}


@pytest.mark.parametrize(("more", "said"), [
    ({"step": ""}, "what to do"), ({"reason": ""}, "choose a reason"), ({"step": "explode"}, "not a valid choice"),
])  # fmt: skip
def test_what_is_missing_is_said_on_the_list_itself(mo: FlaskClient, more: dict[str, str], said: str):
    ids = some_confirmed(1)

    answer = choose(mo, ids, **more)

    assert answer.status_code == 422
    assert said in answer.text.lower()
    assert statuses() == {Status.CONFIRMED: 1}


def test_nothing_ticked_is_nothing_done(mo: FlaskClient):
    some_confirmed(1)

    answer = choose(mo, [])

    assert answer.status_code == 422
    assert "no signature with which this can be done" in answer.text


def test_all_that_fit_are_shown_with_their_count_before_anything_is_done(mo: FlaskClient):
    some_confirmed(3, "throw.example", employer="Google")
    some_confirmed(2)
    sign(a_request("late@throw.example"))

    answer = choose(mo, [], query="@throw.example", which="all")
    page = text_of(mo, answer.location)
    assert statuses() == {Status.CONFIRMED: 5, Status.PENDING: 1}
    assert "Do it with all 3" in page
    assert "Google" in page
    done = mo.post(f"{ROOM}/changes", data=fields_of(page, f"{ROOM}/changes"))

    assert done.status_code == 303
    assert statuses() == {Status.CONFIRMED: 2, Status.PENDING: 1, Status.INVALIDATED: 3}
    assert "@throw.example" in text_of(mo, f"{ROOM}/changes")


def test_when_the_count_has_changed_it_asks_again(mo: FlaskClient):
    some_confirmed(2, "throw.example")
    fields = fields_of(preview(mo, "@throw.example").text, f"{ROOM}/changes")
    sign(a_request("late@throw.example"))

    late = mo.post(f"{ROOM}/changes", data=fields)
    assert late.status_code == 409
    assert "others fit this search" in late.text
    assert statuses() == {Status.CONFIRMED: 2, Status.PENDING: 1}
    assert mo.post(f"{ROOM}/changes", data=fields_of(late.text, f"{ROOM}/changes")).status_code == 303

    assert statuses() == {Status.INVALIDATED: 2, Status.PENDING: 1}


@pytest.mark.parametrize("changed", [
    {"q": ""}, {"step": "hold"}, {"reason": "offensive"}, {"can": "3"}, {"all": "3"}, {"can": "x"}, {"token": ""},
])  # fmt: skip
def test_a_preview_is_good_for_exactly_what_it_showed(mo: FlaskClient, changed: dict[str, str]):
    some_confirmed(2, "throw.example")
    some_confirmed(1)
    fields = fields_of(preview(mo, "@throw.example").text, f"{ROOM}/changes")

    assert mo.post(f"{ROOM}/changes", data={**fields, **changed}).status_code == 400
    assert statuses() == {Status.CONFIRMED: 3}


def test_a_large_change_shows_how_far_it_is_can_be_stopped_and_undone(mo: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    for module in (bulkrunning, bulkrows):
        monkeypatch.setattr(module, "BATCH", 2)
    some_confirmed(5)
    here = mo.post(f"{ROOM}/changes", data=fields_of(preview(mo, "").text, f"{ROOM}/changes")).location
    work_off(1)

    page = text_of(mo, here)
    assert "2 of 5" in page
    assert mo.post(f"{here}/undo", data=fields_of(page, f"{here}/stop")).status_code == 409
    assert mo.post(f"{here}/stop", data=fields_of(page, f"{here}/stop")).status_code == 303
    page = text_of(mo, here)
    assert "Stopped." in page
    assert mo.post(f"{here}/undo", data=fields_of(page, f"{here}/undo")).status_code == 303
    again = mo.post(f"{here}/undo", data=fields_of(page, f"{here}/undo"))

    assert (again.status_code, "taken back already" in again.text) == (409, True)
    assert statuses() == {Status.CONFIRMED: 5}


def test_a_change_of_another_petition_is_not_there(app: Flask, mo: FlaskClient):
    choose(mo, some_confirmed(1))
    another_petition()
    ren = browser_of(app, an_organiser("Ren", Role.OWNER, OTHER_SLUG))
    there = f"/organise/{OTHER_SLUG}/signatories/changes/1"
    token = token_in(text_of(ren, f"/organise/{OTHER_SLUG}/signatories/searches"), "Keep a search")

    assert ren.get(there).status_code == 404
    assert {ren.post(f"{there}/{step}", data={"token": token}).status_code for step in ("undo", "stop")} <= {400, 404}
    assert statuses() == {Status.INVALIDATED: 1}


def test_a_dry_run_of_what_makes_no_sense_says_why(mo: FlaskClient):
    for query, step in (("sate:held", "remove"), ("", ""), ("", "explode")):
        answer = preview(mo, query, step)
        assert answer.status_code == 422
        assert "error-summary" in answer.text
