"""Every address of the site says who may go there, and none does anything for another site or under another name."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from petition_app.database import begin_reading
from petition_app.domain.access import Right, may
from petition_app.domain.accesstoken import Scope
from petition_app.models import Base
from petition_app.services.work import OPERATOR
from tests.builders import a_signature
from tests.cast import ROLES, a_member, browser_of
from tests.web.visits import Visit, go, visits

GUARDS = ("public", "password given", "signed in")
SAFE = ("GET", "HEAD", "OPTIONS")
FOREIGN = "evil.example"
CROSS_SITE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": f"https://{FOREIGN}"},
    {"Origin": f"https://{FOREIGN}", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
)


@pytest.fixture(params=["visitor", "Olu"])
def anybody(app: Flask, client: FlaskClient, request: pytest.FixtureRequest) -> FlaskClient:
    """A visitor's browser, and the one of an organiser who may do everything."""
    return client if request.param == "visitor" else browser_of(app, a_member(request.param))


def contents() -> dict[str, int]:
    """How many rows each table has; every change adds a line to the audit log."""
    with begin_reading(OPERATOR) as work:
        tables = Base.metadata.tables.items()
        return {name: work.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}


def changing(app: Flask) -> list[Visit]:
    found = [visit for visit in visits(app) if visit.method not in SAFE]
    assert len(found) > 10
    return found


def test_every_route_says_who_may_go_there(app: Flask):
    known = [visit for visit in visits(app) if visit.guard in GUARDS or isinstance(visit.guard, (Right, Scope))]
    unsaid = [str(visit) for visit in visits(app) if visit not in known]

    assert unsaid == []


def test_whatever_belongs_to_one_petitions_workshop_needs_a_right_there(app: Flask):
    for visit in visits(app):
        if visit.path.startswith("/organise/") and visit.path != "/organise/new":
            assert isinstance(visit.guard, Right), str(visit)
        elif visit.endpoint.startswith("organiser"):
            assert not visit.is_public, str(visit)


def test_only_public_routes_answer_a_visitor(app: Flask, client: FlaskClient):
    for visit in visits(app):
        if visit.is_for_programs and visit.method != "OPTIONS":
            answer = go(client, visit)
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer"), str(visit)
        elif not visit.is_public and visit.method != "OPTIONS":
            answer = go(client, visit)
            assert answer.status_code == 303, str(visit)
            assert answer.headers["Location"].startswith("/sign-in"), str(visit)


@pytest.mark.parametrize("name", [*ROLES, "Ren", "Otto"])
def test_every_right_is_asked_for_at_every_route(app: Flask, name: str):
    browser, role = browser_of(app, a_member(name)), ROLES.get(name)
    for visit in visits(app):
        if not isinstance(visit.guard, Right) or visit.method == "OPTIONS":
            continue
        status = go(browser, visit).status_code
        if role is None:
            assert status == 404, str(visit)
        elif not may(role, visit.guard):
            assert status == 403, str(visit)
        else:
            # This signature is not there, and a form without its token is refused; but they were let in.
            assert status in (200, 303, 400, 404, 422), str(visit)


def test_nothing_is_done_for_a_form_on_another_site(app: Flask, anybody: FlaskClient):
    a_signature()
    before = contents()

    for visit in changing(app):
        for headers in CROSS_SITE:
            assert go(anybody, visit, headers=headers).status_code == 403, f"{visit} {headers}"
    assert contents() == before


def test_our_own_forms_are_not_taken_for_foreign_ones(app: Flask, client: FlaskClient):
    ours: tuple[dict[str, str], ...] = (
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {},
    )
    for headers in ours:
        assert client.post("/confirm", headers=headers).status_code == 422


def test_no_form_does_anything_without_its_token(app: Flask, anybody: FlaskClient):
    a_signature()
    before = contents()

    for visit in changing(app):
        for token in ("", "forged"):
            status = go(anybody, visit, data={"token": token}).status_code
            # Mail programs press for their readers, so the secret in the address is all that it takes.
            is_one_click = visit.endpoint == "unsubscribing.decline" and status == 200
            assert is_one_click or status in (303, 400, 401, 403, 404, 410, 422), str(visit)
    assert {**contents(), "hit": before["hit"]} == before


def test_looking_changes_nothing(app: Flask, client: FlaskClient):
    a_signature()
    before = contents()

    for visit in visits(app):
        if visit.method in SAFE:
            go(client, visit)
    assert contents() == before


def test_signers_get_no_cookie(app: Flask, client: FlaskClient):
    for visit in visits(app):
        answer = go(client, visit)
        if not visit.is_workshop:
            assert "Set-Cookie" not in answer.headers, str(visit)
            assert "Cookie" not in answer.vary, str(visit)


def test_a_name_that_is_not_ours_is_refused_everywhere(app: Flask, anybody: FlaskClient):
    for visit in visits(app):
        answer = go(anybody, visit, headers={"Host": FOREIGN})
        assert answer.status_code == 400, str(visit)
        assert FOREIGN not in answer.get_data(as_text=True) + str(answer.headers), str(visit)


def test_a_forwarded_name_is_believed_nowhere(app: Flask, anybody: FlaskClient):
    forwarded = {"X-Forwarded-Host": FOREIGN, "Forwarded": f"host={FOREIGN}", "X-Original-Host": FOREIGN}
    for visit in visits(app):
        answer = go(anybody, visit, headers=forwarded)
        assert FOREIGN not in answer.get_data(as_text=True) + str(answer.headers), str(visit)
