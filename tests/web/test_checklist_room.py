"""The set-up checklists in the workshop: what is to do, where it is done, and what may be left out, on both engines."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.petition import State
from petition_app.models import ChecklistMark, Instance, Organiser
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, change_petition, claim_letters
from tests.cast import a_member, an_organiser, browser_of, text_of, token_in

ROOM, SITE = f"/organise/{SLUG}/checklist", "/account/site"
STANDING = re.compile(r'<li id="([a-z-]+)" class="checkpoint checkpoint-([a-z-]+)">')
LEFT_OUT, DONE, BACK = "left out", "done", "wanted again"


def standings(client: FlaskClient, page: str = ROOM) -> dict[str, str]:
    return dict(STANDING.findall(text_of(client, page)))


def press(client: FlaskClient, item: str, mark: str, page: str = ROOM) -> TestResponse:
    token = token_in(text_of(client, page), f'action="{page}"')
    return client.post(page, data={"token": token, "item": item, "mark": mark})


def send(client: FlaskClient, to: str, **fields: str) -> TestResponse:
    """A form of the site's list."""
    return client.post(SITE + to, data={"token": site_token(client), **fields})


def site_token(client: FlaskClient) -> str:
    return token_in(text_of(client, SITE), f'action="{SITE}')


def owner(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


def the_first(app: Flask) -> FlaskClient:
    """A browser of the organiser who set the site up."""
    olu = an_organiser("Olu")
    with begin_work(OPERATOR) as work:
        work.session.scalars(select(Instance)).one().set_up_by = olu
    return browser_of(app, olu)


def marks() -> int:
    with begin_reading(OPERATOR) as work:
        return work.session.scalar(select(func.count()).select_from(ChecklistMark)) or 0


def test_a_draft_greets_its_owner_with_what_is_to_do_and_where(app: Flask):
    change_petition(state=State.DRAFT, opened_at=None)
    page = text_of(owner(app), f"/organise/{SLUG}")

    assert "Set-up of this petition: 7 things to do" in page
    assert "Set-up of this site: 3 things to do" in page
    assert page.index('<details class="checklist" open>') < page.index('<details class="checklist">')
    for link in (f"{ROOM}/letter", f"/organise/{SLUG}/team", f"/organise/{SLUG}/settings/edit", f"{SITE}#mail"):
        assert f'href="{link}"' in page


def test_an_open_petition_has_its_list_folded_away_and_a_finished_one_none(app: Flask):
    browser = owner(app)
    page = text_of(browser, f"/organise/{SLUG}")
    assert '<details class="checklist">' in page
    assert '<details class="checklist" open>' not in page

    for item, standing in standings(browser).items():
        if standing == "open":
            assert press(browser, item, LEFT_OUT).status_code == 303
    for item in standings(browser, SITE):
        assert press(browser, item, LEFT_OUT, SITE).status_code == 303

    assert 'class="checklist"' not in text_of(browser, f"/organise/{SLUG}")


@pytest.mark.parametrize("name", ["Vera", "Mo", "Ed"])
def test_only_owners_are_shown_the_list_of_a_petition(app: Flask, name: str):
    browser = browser_of(app, a_member(name))

    assert "Set-up of this petition" not in text_of(browser, f"/organise/{SLUG}")
    assert browser.get(ROOM).status_code == 403


def test_an_item_is_left_out_put_back_and_ticked(app: Flask):
    browser = owner(app)
    press(browser, "deadline", LEFT_OUT)
    assert standings(browser)["deadline"] == "left-out"
    press(browser, "deadline", BACK)
    assert standings(browser)["deadline"] == "open"

    letter = text_of(browser, f"{ROOM}/letter")
    assert "Please confirm your e-mail address" in letter
    read = {"token": token_in(letter, f'action="{ROOM}"'), "item": "letter", "mark": DONE}
    assert browser.post(ROOM, data=read).status_code == 303
    assert standings(browser)["letter"] == "done"


def test_the_link_in_the_letter_that_is_shown_confirms_nothing(app: Flask, client: FlaskClient):
    found = re.search(r"/c/[\w-]{43}", text_of(owner(app), f"{ROOM}/letter"))
    assert found

    assert client.get(found.group()).status_code == 410


def test_no_hand_ticks_what_the_data_tell(app: Flask):
    browser = owner(app)

    assert press(browser, "contact", DONE).status_code == 409
    assert press(browser, "key", DONE, SITE).status_code == 409
    assert press(browser, "mail", LEFT_OUT).status_code == 404
    assert press(browser, "nothing", DONE).status_code == 404
    assert press(browser, "deadline", "eaten").status_code == 404
    assert marks() == 0


def test_letters_are_shown_to_arrive_by_the_code_of_one(app: Flask):
    browser = owner(app)
    assert send(browser, "/letter").location == f"{SITE}?done=sent#mail"
    (letter,) = claim_letters()
    assert letter.to == "olu@example.org"
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", letter.text)
    assert found

    wrong = send(browser, "/letter/code", mail_code="AAAA-AAAA")
    assert wrong.status_code == 422
    assert 'value="AAAA-AAAA"' in wrong.text
    assert 'href="#mail_code"' in wrong.text
    assert send(browser, "/letter/code", mail_code=found.group()).status_code == 303
    assert standings(browser, SITE)["mail"] == "done"


def test_the_key_is_shown_once_to_who_set_the_site_up(app: Flask):
    browser = the_first(app)
    before = text_of(browser, f"{SITE}/key")
    with begin_reading(OPERATOR) as work:
        key = work.keys.instance.hex()
    assert key not in before

    shown = browser.post(f"{SITE}/key", data={"token": token_in(before)})
    assert key in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert browser.post(f"{SITE}/key", data={"token": token_in(before)}).status_code == 403
    assert browser.get(f"{SITE}/key").location == f"{SITE}#key"

    assert send(browser, "/key/end", key_end="000000").status_code == 422
    assert send(browser, "/key/end", key_end=key[-6:]).status_code == 303
    assert standings(browser, SITE)["key"] == "done"


def test_the_key_asks_for_a_fresh_second_factor(app: Flask, clock: Clock):
    browser = the_first(app)
    token = token_in(text_of(browser, f"{SITE}/key"))
    clock.move(minutes=10)

    assert browser.get(f"{SITE}/key").location.startswith("/account/second-factor")
    assert browser.post(f"{SITE}/key", data={"token": token}).location.startswith("/account/second-factor")


def test_nobody_else_is_shown_the_key(app: Flask):
    first, other = the_first(app), browser_of(app, an_organiser("Ada"))
    assert "Show me the key" in text_of(first, SITE)
    assert "Show me the key" not in text_of(other, SITE)

    assert other.get(f"{SITE}/key").location == f"{SITE}#key"
    assert other.post(f"{SITE}/key", data={"token": site_token(other)}).status_code == 403


def test_who_may_not_begin_petitions_does_not_look_after_the_site(app: Flask):
    may_not = an_organiser("Vera")
    browser = browser_of(app, may_not)
    token = site_token(browser)
    with begin_work(OPERATOR) as work:
        work.session.get_one(Organiser, may_not).may_found = False

    assert "Set-up of this site" not in text_of(browser, f"/organise/{SLUG}")
    assert browser.get(SITE).status_code == 403
    for to in ("", "/letter", "/letter/code", "/key", "/key/end"):
        data = {"token": token, "item": "key", "mark": LEFT_OUT, "mail_code": "A", "key_end": "A"}
        assert browser.post(SITE + to, data=data).status_code == 403, to
    assert marks() == 0
