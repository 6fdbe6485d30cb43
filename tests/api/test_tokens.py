"""What a token may do, and when it is worth nothing: on both engines."""

from __future__ import annotations

import hashlib
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.accesstoken import MOST_TOKENS, Scope, TokenIsWrong, TooManyTokens
from petition_app.domain.refusals import NotAllowed
from petition_app.domain.throttle import TOKEN_REQUESTS
from petition_app.models import AccessToken, AuditLine, Membership
from petition_app.services import accesstokens, organisers, petitions, retention
from petition_app.services.work import OPERATOR
from tests.api.bringing import AT, a_token, bearer
from tests.application import Clock
from tests.builders import SLUG
from tests.cast import OTHER_SLUG, an_organiser, another_petition

TALLIES, PEOPLE = f"{AT}/tallies", f"{AT}/signatories"


def status(client: FlaskClient, token: str, address: str = TALLIES) -> int:
    return client.get(address, headers=bearer(token)).status_code


def petition_id() -> UUID:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, SLUG).id


def test_a_token_is_worth_something_in_its_header_alone(client: FlaskClient):
    token = a_token(an_organiser())

    assert status(client, token) == 200
    for headers in ({}, {"Authorization": token}, {"Authorization": f"Basic {token}"}, bearer("petition_" + "A" * 43)):
        answer = client.get(TALLIES, headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.mimetype == "application/problem+json"
    assert client.get(f"{TALLIES}?token={token}").status_code == 401
    client.set_cookie("ws", token)
    assert client.get(TALLIES).status_code == 401


def test_only_the_hash_of_a_token_is_kept(app: Flask):
    token = a_token(an_organiser())

    with begin_reading(OPERATOR) as work:
        row = dict(work.session.execute(select(AccessToken.__table__)).mappings().one())
    assert len(row["secret_hash"]) == hashlib.sha256().digest_size
    assert token.removeprefix("petition_") not in str(row)


def test_a_token_does_what_it_was_made_for_and_nothing_else(client: FlaskClient):
    token = a_token(an_organiser(), Scope.TALLIES_READ)

    assert status(client, token) == 200
    assert status(client, token, PEOPLE) == 403
    assert client.post(f"{AT}/updates", json={"title": "x", "body": "y"}, headers=bearer(token)).status_code == 403


def test_a_token_is_for_one_petition(client: FlaskClient):
    another_petition()
    token = a_token(an_organiser(slug=OTHER_SLUG), slug=OTHER_SLUG)

    assert status(client, token, f"/api/v1/organise/{OTHER_SLUG}/tallies") == 200
    assert status(client, token) == 401
    assert status(client, token, "/api/v1/organise/nothing/tallies") == 401


def test_a_token_never_does_more_than_its_maker_may_now(client: FlaskClient):
    olu = an_organiser()
    token = a_token(olu)
    with begin_work(OPERATOR) as work:
        organisers.give_role(work, olu, petitions.by_slug(work, SLUG).id, Role.VIEWER)

    assert (status(client, token), status(client, token, PEOPLE)) == (200, 403)
    with begin_work(OPERATOR) as work:
        work.session.execute(delete(Membership).where(Membership.organiser_id == olu))
    assert status(client, token) == 401


def test_a_token_of_an_account_that_is_switched_off_is_dead(client: FlaskClient):
    olu = an_organiser()
    token = a_token(olu)
    with begin_work(OPERATOR) as work:
        organisers.switch(work, olu, active=False)

    assert status(client, token) == 401


def test_a_token_ends_and_is_forgotten_a_month_later(client: FlaskClient, clock: Clock):
    token = a_token(an_organiser(), days=365)
    clock.move(days=364)
    assert status(client, token) == 200
    clock.move(days=1)
    assert status(client, token) == 401

    clock.move(days=31)
    with begin_work(OPERATOR) as work:
        retention.forget_what_is_over(work)
    with begin_reading(OPERATOR) as work:
        assert accesstokens.every(work, petitions.by_slug(work, SLUG).id) == ()


def test_a_revoked_token_is_dead_at_once(client: FlaskClient):
    token = a_token(an_organiser())
    with begin_work(OPERATOR) as work:
        (line,) = accesstokens.every(work, petition_id())
        accesstokens.revoke(work, petition_id(), line.id)

    assert status(client, token) == 401


def test_nobody_makes_a_token_for_more_than_they_may(app: Flask):
    vera, stranger, petition = an_organiser("Vera", Role.VIEWER), an_organiser("Otto", None), petition_id()
    wrong: tuple[tuple[UUID, str, list[Scope], int, type[Exception]], ...] = (
        (vera, "x", [Scope.SIGNATORIES_READ], 1, TokenIsWrong),
        (vera, "x", [], 1, TokenIsWrong),
        (vera, " ", [Scope.TALLIES_READ], 1, TokenIsWrong),
        (vera, "x" * 81, [Scope.TALLIES_READ], 1, TokenIsWrong),
        (vera, "x", [Scope.TALLIES_READ], 366, TokenIsWrong),
        (vera, "x", [Scope.TALLIES_READ], 0, TokenIsWrong),
        (stranger, "x", [Scope.TALLIES_READ], 1, NotAllowed),
    )
    for maker, name, scopes, days, refusal in wrong:
        with pytest.raises(refusal), begin_work(OPERATOR) as work:
            accesstokens.make(work, petition, maker, name, scopes, days)


def test_a_petition_has_a_limited_number_of_tokens(app: Flask):
    olu = an_organiser()
    for _ in range(MOST_TOKENS):
        a_token(olu, Scope.TALLIES_READ)

    with pytest.raises(TooManyTokens):
        a_token(olu, Scope.TALLIES_READ)


def test_a_token_that_asks_too_often_waits(client: FlaskClient, clock: Clock):
    olu = an_organiser()
    token, other = a_token(olu), a_token(olu)
    first = client.get(TALLIES, headers=bearer(token))
    assert first.headers["RateLimit-Policy"] == '"token";q=120;w=60'
    assert first.headers["RateLimit"] == '"token";r=119;t=60'

    for _ in range(TOKEN_REQUESTS.most - 1):
        last = client.get(f"{AT}/addressees", headers=bearer(token))
    over = client.get(TALLIES, headers=bearer(token))

    assert (last.status_code, last.headers["RateLimit"]) == (200, '"token";r=0;t=60')
    assert (over.status_code, over.headers["Retry-After"]) == (429, "60")
    assert status(client, other) == 200
    clock.move(seconds=61)
    assert status(client, token) == 200


def test_the_log_has_the_making_the_first_use_of_a_day_and_the_end_of_a_token(client: FlaskClient, clock: Clock):
    token = a_token(an_organiser())
    for _ in range(3):
        status(client, token)
    clock.move(days=1)
    status(client, token)
    with begin_work(OPERATOR) as work:
        (line,) = accesstokens.every(work, petition_id())
        accesstokens.revoke(work, petition_id(), line.id)

    with begin_reading(OPERATOR) as work:
        lines = work.session.scalars(select(AuditLine).where(AuditLine.action.like("token%")).order_by("number")).all()
    assert [each.action for each in lines] == ["token made", "token used", "token used", "token revoked"]
    assert all(str(line.id) in each.details for each in lines)
    assert token.removeprefix("petition_") not in "".join(each.details for each in lines)
    assert line.last_used_on == clock.now.date()
