"""The rooms of the workshop as browsers get them, on both engines."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.signature import DisplayMode, Status
from petition_app.domain.tally import PublishedRow, PublishedTally
from petition_app.models import Membership, Signature
from petition_app.services import petitions, releases
from petition_app.services.dashboard import Difference, compare, every_day
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, a_request, a_signature, sign
from tests.cast import a_member, an_organiser, browser_of, text_of, token_in
from tests.counts import by_status

SECRET = "olivia.private@canary.example"
PAGES = {
    "": {"Vera", "Mo", "Ed", "Olu"},
    "/signatories": {"Mo", "Ed", "Olu"},
    "/signatories/{id}": {"Mo", "Ed", "Olu"},
    "/releases": {"Vera", "Mo", "Ed", "Olu"},
    "/audit": {"Olu"},
}
STEPS = {
    "/signatories/{id}/hold": {"Mo", "Ed", "Olu"},
    "/signatories/{id}/restore": {"Mo", "Ed", "Olu"},
    "/signatories/{id}/remove": {"Mo", "Ed", "Olu"},
    "/releases": {"Olu"},
}
OUTSIDE = {"Otto", "Ren"}


def the_signature() -> UUID:
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(Signature.id)).one()


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed", "Olu", "Otto", "Ren"])
def test_each_room_opens_to_the_roles_it_is_for(app: Flask, name: str):
    a_signature()
    signature = the_signature()
    client = browser_of(app, a_member(name))
    for page, roles in PAGES.items():
        address = f"/organise/{SLUG}{page.format(id=signature)}"
        expected = 404 if name in OUTSIDE else 200 if name in roles else 403
        assert client.get(address).status_code == expected, address
    for page, roles in STEPS.items():
        address = f"/organise/{SLUG}{page.format(id=signature)}"
        # Who may enter is stopped by the missing token, and by nothing before it.
        stopped = {404} if name in OUTSIDE else {400, 422} if name in roles else {403}
        assert client.post(address).status_code in stopped, address
    assert by_status()[Status.CONFIRMED] == 1


def test_nobody_enters_without_signing_in(app: Flask, client: FlaskClient):
    a_signature()
    for page in (*PAGES, *STEPS):
        address = f"/organise/{SLUG}{page.format(id=the_signature())}"
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (303, 405), address
            assert answer.status_code == 405 or answer.location.startswith("/sign-in")
    assert client.get("/organise/no-such-petition").location == "/sign-in?next=/organise/no-such-petition"


def test_a_petition_that_is_not_there_looks_like_one_of_others(app: Flask):
    ren = browser_of(app, a_member("Ren"))
    theirs, none = ren.get(f"/organise/{SLUG}"), ren.get("/organise/nothing-here")

    assert (theirs.status_code, theirs.data) == (none.status_code, none.data)


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(app: Flask):
    olu = an_organiser()
    client = browser_of(app, olu)
    assert client.get(f"/organise/{SLUG}").status_code == 200
    with begin_work(OPERATOR) as work:
        work.session.delete(work.session.get_one(Membership, (olu, petitions.by_slug(work, SLUG).id)))

    assert client.get(f"/organise/{SLUG}").status_code == 404


def test_one_petition_opens_at_once_and_several_are_listed(app: Flask):
    olu = an_organiser()
    client = browser_of(app, olu)
    assert client.get("/organise").location == f"/organise/{SLUG}"
    otto = browser_of(app, a_member("Otto"))
    assert "Here your petitions will be" in text_of(otto, "/organise")


def test_no_room_shows_what_is_private(app: Flask):
    a_signature(a_request(SECRET, display=DisplayMode.NAME, name="Olivia Invented"))
    client = browser_of(app, an_organiser())
    for page in PAGES:
        shown = text_of(client, f"/organise/{SLUG}{page.format(id=the_signature())}")
        assert "canary" not in shown
    assert "Olivia Invented" in text_of(client, f"/organise/{SLUG}/signatories")


def test_the_overview_shows_exact_figures(app: Flask):
    for number in range(3):
        a_signature(a_request(f"sam{number}@google.com", employer="Google"))
    a_signature(a_request("ann@example.org", employer="Borealis"))
    sign(a_request("late@example.org"))
    shown = text_of(browser_of(app, an_organiser()), f"/organise/{SLUG}")

    table = re.search(r"Every employer, by relation and proof</caption>(.*?)</table>", shown, re.DOTALL)
    assert table
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>(.*?)</tr>", table.group(1), re.DOTALL)]
    assert rows[1] == ["Google", "3", "–", "3"]
    assert rows[2] == ["Not", "matched", "yet", "1", "1", "–"]
    assert rows[3] == ["All", "signatures", "4", "1", "3"]


def test_an_owner_publishes_once_a_day(app: Flask, clock: Clock):
    for number in range(12):
        a_signature(a_request(f"sam{number}@example.org", network=f"192.0.2.{number}"))
    client = browser_of(app, an_organiser())
    address = f"/organise/{SLUG}/releases"
    assert client.post(address, data={"token": _release_token(client)}).status_code == 303
    shown = text_of(client, address)
    clock.move(days=1)
    client = browser_of(app, an_organiser("Ann", Role.OWNER))
    assert client.post(address, data={"token": _release_token(client)}).status_code == 303

    assert "The next one can be made tomorrow" in shown
    assert "Publish this table" not in shown
    with begin_reading(OPERATOR) as work:
        history = releases.history(work, petitions.by_slug(work, SLUG).id)
    assert [(each.number, each.tally.total) for each in history] == [(1, 10), (2, 10)]


def _release_token(client: FlaskClient) -> str:
    page = text_of(client, f"/organise/{SLUG}/releases")
    return token_in(page, f'action="/organise/{SLUG}/releases"')


def test_a_second_release_on_one_day_is_declined_kindly(app: Flask):
    client = browser_of(app, an_organiser())
    token = _release_token(client)
    address = f"/organise/{SLUG}/releases"
    client.post(address, data={"token": token})

    again = client.post(address, data={"token": token})
    assert again.status_code == 409
    assert "You can release again tomorrow" in again.get_data(as_text=True)


def test_a_name_with_markup_in_it_stays_text(app: Flask):
    a_signature(a_request(display=DisplayMode.NAME_TITLE, name="<script>alert(1)</script>", title="<b>x</b>",
                          employer="<img src=x onerror=alert(1)>"))  # fmt: skip
    client = browser_of(app, an_organiser())
    for page in PAGES:
        shown = text_of(client, f"/organise/{SLUG}{page.format(id=the_signature())}")
        assert not re.search(r"<(script|b|img src=x)\b", shown)


def test_days_without_signatures_are_in_the_growth_too():
    days = every_day([(date(2026, 1, 1), 3), (date(2026, 1, 4), 1)])

    assert [(each.day.day, each.count) for each in days] == [(1, 3), (2, 0), (3, 0), (4, 1)]
    assert every_day([]) == ()


def test_a_comparison_shows_what_comes_changes_and_leaves():
    day = date(2026, 1, 1)
    now = PublishedTally((PublishedRow("A", 20, day, "a"), PublishedRow("B", 10, day, "b")), 10, 40, 0, day)
    then = PublishedTally((PublishedRow("A", 25, day, "a"), PublishedRow("C", 10, day, "c")), 15, 50, 0, day)

    compared = compare(now, then)
    assert compared.rows == (Difference("A", 20, 25), Difference("C", None, 10), Difference("B", 10, None))
    assert compared.total.by == 10
    assert compared.changes
    assert not compare(then, then).changes
