"""Answers from memory are the right ones: for everybody, in every language, and after everything that can change."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient

from petition_app.app import create_app
from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.domain.signature import DisplayMode
from petition_app.services import receipts
from petition_app.services.work import VISITOR
from petition_app.web.guards import public
from petition_app.web.keeping import kept
from petition_app.web.tokens import check_form_token, form_token
from tests.application import Clock, Site, close
from tests.builders import SLUG, a_request, a_signature, change_petition
from tests.cast import a_member, browser_of
from tests.published import released, signed_at
from tests.web.kept import Made, ask, differences, kept_pages, seen, ways
from tests.web.signer import PAGE

NAMED = a_request("nadia@example.org", display=DisplayMode.NAME, name="Nadia Named", network="elsewhere")


def is_in(state: State) -> Callable[[Clock], None]:
    return lambda clock: change_petition(state=state, closed_at=clock.now)


def withdrawn(clock: Clock) -> None:
    receipt = a_signature(NAMED)
    with begin_work(VISITOR) as work:
        receipts.withdraw(work, receipt)


CHANGES: dict[str, Callable[[Clock], object]] = {
    **{f"is {state}": is_in(state) for state in State},
    "hidden": lambda clock: change_petition(hidden_until=500),
    "launched": lambda clock: change_petition(hidden_until=500, launched_at=clock.now),
    "renamed": lambda clock: change_petition(slug="other-name"),
    "over": lambda clock: change_petition(closes_at=clock.now),
    "a release": released,
    "a named signer": lambda clock: a_signature(NAMED),
    "withdrawn": withdrawn,
    "another title": lambda clock: change_petition(title="A second appeal"),
}


@pytest.fixture
def made(app: Flask) -> Made:
    return Made(app)


@pytest.fixture
def signed(app: Flask, clock: Clock) -> None:
    """A release of twelve, and one more since."""
    signed_at("Google", 12)
    released(clock)
    a_signature()


@pytest.mark.parametrize("who", ["a visitor", "Olu"])
def test_what_is_kept_is_what_anybody_would_be_given(app: Flask, client: FlaskClient, signed: None, who: str):
    reader = client if who == "a visitor" else browser_of(app, a_member("Olu"))
    for path, headers in ways(app):
        ask(reader, path, headers)

    assert differences(app, client) == []


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_nobody_is_given_what_was_right_before(
    app: Flask, client: FlaskClient, clock: Clock, signed: None, change: str
):
    for path, headers in ways(app):
        ask(client, path, headers)

    CHANGES[change](clock)

    assert differences(app, client) == []


def test_what_becomes_right_again_by_the_clock_alone_shows(app: Flask, client: FlaskClient, clock: Clock):
    change_petition(closes_at=clock.now.replace(hour=13))
    assert 'name="token"' in ask(client, PAGE).text

    clock.move(hours=1)

    assert 'name="token"' not in ask(client, PAGE).text


def test_a_page_is_made_once_for_all_who_ask_in_its_moment(client: FlaskClient, clock: Clock, made: Made):
    for _ in range(5):
        for headers in ({}, {"Accept-Encoding": "gzip"}, {"Accept-Language": "en"}, {"Cookie": "ws=x"}):
            ask(client, PAGE, headers)
    assert made.count == 1

    clock.move(seconds=1)
    ask(client, PAGE)

    assert made.count == 2


def test_what_another_process_changes_shows_within_a_second(app: Flask, client: FlaskClient, clock: Clock, site: Site):
    ask(client, PAGE)
    elsewhere = create_app(site.settings, clock)
    with elsewhere.app_context():
        change_petition(title="Changed elsewhere")
    close(elsewhere)

    clock.move(seconds=1)

    assert "Changed elsewhere" in ask(client, PAGE).text


def test_files_are_kept_for_good(client: FlaskClient, clock: Clock, app: Flask, made: Made):
    style = next(path for path in kept_pages(app) if path.endswith(".css"))
    first = ask(client, style)
    clock.move(days=9)
    a_signature()

    assert seen(ask(client, style)) == seen(first)
    assert made.count == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [("/p/nothing", 404), (f"/p/{SLUG}/updates/7", 404), ("/static/0123456789ab/css/base.css", 404), ("/receipt", 200)],
)
def test_refusals_and_what_is_not_marked_are_never_kept(client: FlaskClient, made: Made, path: str, status: int):
    assert [ask(client, path).status_code for _ in range(2)] == [status, status]
    assert made.count == 2


def test_no_answer_that_sets_a_cookie_is_kept_whatever_its_view_says(app: Flask, client: FlaskClient):
    given = itertools.count()

    @app.get("/odd")
    @public
    @kept
    def odd() -> Response:
        response = Response("odd")
        response.set_cookie("ws", f"secret {next(given)}")
        return response

    assert len({ask(app.test_client(), "/odd").headers["Set-Cookie"] for _ in range(3)}) == 3


def test_no_failure_is_kept_whatever_its_view_says(app: Flask, client: FlaskClient, made: Made):
    @app.get("/odd")
    @public
    @kept
    def odd() -> Response:
        return Response("odd", 500, {"Cache-Control": "public, max-age=60"})

    assert [ask(client, "/odd").status_code for _ in range(2)] == [500, 500]
    assert made.count == 2


def test_a_view_that_is_marked_by_mistake_tells_nobody_of_another(app: Flask):
    @app.get("/odd")
    @public
    @kept
    def odd() -> str:
        return f"{request.headers} {request.cookies} {request.args} {request.remote_addr} {request.url}"

    told = {**POISON, "Cookie": "ws=evil", "Host": "127.0.0.1"}
    answer = ask(app.test_client(), "/odd?utm_source=evil", told)

    assert answer.status_code == 200
    assert "evil" not in answer.text
    assert answer.text == ask(app.test_client(), "/odd").text


POISON = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil", "Forwarded": "host=evil.example", "Cookie": "ws=evil",
    "X-HTTP-Method-Override": "POST", "Authorization": "Bearer evil", "User-Agent": "evil", "Referer": "http://evil/",
    "Accept-Encoding": "evil", "Accept": "evil/evil", "Origin": "http://evil.example", "If-Match": '"evil"',
    "If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT", "Transfer-Encoding": "evil", "Content-Length": "0",
}  # fmt: skip


@pytest.mark.parametrize("name", POISON)
def test_nobody_can_put_anything_into_what_others_are_given(app: Flask, client: FlaskClient, name: str):
    for path in kept_pages(app):
        ask(client, path, {name: POISON[name]})

    assert differences(app, client) == []


@pytest.mark.parametrize("part", [0, 0.04, 0.06, 0.96])
def test_a_form_that_asks_for_no_time_may_be_sent_at_once(app: Flask, clock: Clock, part: float):
    clock.move(seconds=part)

    with app.test_request_context(PAGE):
        # The page is kept for a moment, so that the time in its forms is ahead.
        check_form_token(form_token("code"), "code")
    with app.test_request_context("/sign-in"):
        check_form_token(form_token("sign in"), "sign in")
