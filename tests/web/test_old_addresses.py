"""Old addresses lead to the new one: pages for readers, forms of signers, rooms of organisers, the API."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import State
from petition_app.models import Signature
from petition_app.services import addresses, petitions
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, change_petition
from tests.cast import OTHER_SLUG, a_member, another_petition, browser_of, text_of, token_in
from tests.web.signer import FORM, PAGE
from tests.web.signer import token_in as token_of
from tests.web.visits import go, visits

NEW = "fair-pay"


def rename(new: str = NEW, old: str = SLUG) -> None:
    with begin_work(OPERATOR) as work:
        addresses.rename(work, petitions.by_slug(work, old).id, new)


def signed() -> int:
    with begin_reading(OPERATOR) as work:
        return work.session.scalar(select(func.count()).select_from(Signature)) or 0


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_every_page_of_a_reader_is_found_under_the_new_address(app: Flask, client: FlaskClient, method: str):
    rename()
    seen = set()
    for visit in visits(app):
        if not visit.is_public or visit.method != method or SLUG not in visit.path:
            continue
        # The API refuses what it does not know.
        query = "" if visit.endpoint.startswith("api") else "?a=1&b=%C3%A4"
        answer = go(client, visit, query_string=query.removeprefix("?"))
        # The page that only forwards to another knows no petition.
        if visit.endpoint != "public.sign_form":
            assert answer.status_code == 301, str(visit)
            assert answer.headers["Location"] == f"{visit.path.replace(SLUG, NEW, 1)}{query}"
        seen.add(visit.endpoint)
    assert {"public.petition", "releases.as_csv", "api.petition", "employers.employer"} <= seen


def test_a_form_filled_in_under_the_old_address_is_not_lost(app: Flask, client: FlaskClient, clock: Clock):
    token = token_of(client.get(PAGE))
    clock.move(seconds=5)
    rename()
    answer = client.post(f"{PAGE}/sign", data={**FORM, "token": token})
    assert answer.status_code == 308
    sent_on = client.post(answer.headers["Location"], data={**FORM, "token": token})

    assert (sent_on.status_code, sent_on.headers["Location"]) == (303, f"/p/{NEW}/sent")
    assert signed() == 1


def test_a_wrong_form_comes_back_with_what_was_typed(app: Flask, client: FlaskClient, clock: Clock):
    token = token_of(client.get(PAGE))
    clock.move(seconds=5)
    rename()
    form = {**FORM, "token": token, "email": "nobody"}
    answer = client.post(client.post(f"{PAGE}/sign", data=form).headers["Location"], data=form)

    assert answer.status_code == 422
    assert 'value="nobody"' in answer.text
    assert "too old" not in answer.text


def test_a_token_of_another_petition_is_not_made_good_by_the_address(app: Flask, client: FlaskClient, clock: Clock):
    another_petition()
    token = token_of(client.get(f"/p/{OTHER_SLUG}"))
    clock.move(seconds=5)
    rename()
    answer = client.post(f"/p/{NEW}/sign?from={OTHER_SLUG}", data={**FORM, "token": token})

    assert answer.status_code == 422
    assert signed() == 0


def test_organisers_find_their_rooms_and_others_find_nothing(app: Flask):
    olu, otto = browser_of(app, a_member("Olu")), browser_of(app, a_member("Otto"))
    rename()
    for room in ("", "/state", "/signatories?status=held"):
        answer = olu.get(f"/organise/{SLUG}{room}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/organise/{NEW}{room}")
        assert otto.get(f"/organise/{SLUG}{room}").status_code == 404
    assert olu.post(f"/organise/{SLUG}/releases").status_code == 308


def test_what_is_not_public_has_no_old_address_in_public(app: Flask, client: FlaskClient):
    rename()
    change = change_of_state(State.DRAFT)

    assert change == State.DRAFT
    assert client.get(PAGE).status_code == 404


def change_of_state(state: State) -> State:
    with begin_work(OPERATOR) as work:
        petitions.by_slug(work, NEW).state = state
    return state


def test_a_name_that_is_given_back_leads_nowhere_in_a_circle(app: Flask, client: FlaskClient):
    rename()
    assert client.get(PAGE).headers["Cache-Control"] == "no-store"
    rename(SLUG, NEW)

    assert client.get(PAGE).status_code == 200
    assert client.get(f"/p/{NEW}").headers["Location"] == PAGE


@pytest.mark.parametrize("name", ["nothing", "a%00b", "%2e%2e", "x" * 3000, "%F0%9F%98%80"])
def test_a_name_that_never_was_is_not_there(client: FlaskClient, name: str):
    for address in (f"/p/{name}/releases", f"/api/v1/petitions/{name}"):
        assert client.get(address).status_code in (400, 404)


def test_an_owner_changes_the_address_in_the_room(app: Flask):
    olu = browser_of(app, a_member("Olu"))
    room = f"/organise/{SLUG}/state"
    for name in ("Not A Name", "new", ""):
        token = token_in(text_of(olu, room), 'class="work"')
        wrong = olu.post(f"{room}/address", data={"token": token, "name": name})
        assert (wrong.status_code, 'href="#name"' in wrong.text) == (422, True)
    token = token_in(text_of(olu, room), 'class="work"')
    answer = olu.post(f"{room}/address", data={"token": token, "name": NEW})

    assert answer.headers["Location"] == f"/organise/{NEW}/state?done=address"
    page = text_of(olu, answer.headers["Location"])
    assert f"So far it also had: {SLUG}." in page


def test_a_renamed_petition_stays_hidden(app: Flask, client: FlaskClient):
    change_petition(hidden_until=500)
    rename()

    assert client.get(PAGE).headers["Location"] == f"/p/{NEW}"
    assert client.get(f"{PAGE}/releases", follow_redirects=True).status_code == 404
