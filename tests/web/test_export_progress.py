"""What an organiser's page says of a download: how far it is, and how it ended."""

from __future__ import annotations

import hashlib
from contextlib import closing
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading, begin_work
from petition_app.domain.access import Role
from petition_app.domain.export import ExportKind
from petition_app.domain.petition import Custody
from petition_app.domain.signature import DisplayMode
from petition_app.models import Export
from petition_app.services import exports
from petition_app.services.exports import StartedExport
from petition_app.services.work import OPERATOR, Actor, ActorKind
from tests.builders import SLUG, a_petition, a_request, a_signature
from tests.cast import TOKEN, an_organiser, browser_of
from tests.services.exporting import add_signatures, start

ROOM = f"/organise/{SLUG}/exports"


def begun_by(organiser: UUID) -> StartedExport:
    with begin_work(OPERATOR) as work:
        add_signatures(work, 1_200, DisplayMode.NAME)
    return start(ExportKind.SIGNATORIES, actor=Actor(ActorKind.ORGANISER, organiser))


def left_by(organiser: UUID) -> None:
    """A download of 1,200 rows, of which 500 had left when it stopped."""
    with closing(exports.stream(begun_by(organiser), begin_reading, begin_work)) as pieces:
        for _ in range(3):
            next(pieces)


def page(browser: FlaskClient, address: str = ROOM) -> str:
    return " ".join(browser.get(address).get_data(as_text=True).split())


def press(browser: FlaskClient, kind: str, form_page: str = ROOM, **typed: str) -> bytes:
    token = TOKEN.findall(page(browser, form_page))[-1]
    address = f"{form_page.partition('/exports')[0]}/exports/{kind}"
    return browser.post(address, data={"token": token, **typed}).get_data()


def test_a_download_that_stopped_is_told_to_who_began_it(app: Flask):
    olu = an_organiser("Olu", Role.EXPORTER)
    browser = browser_of(app, olu)
    left_by(olu)

    told, shown = browser.get(f"{ROOM}/mine").get_json(), page(browser)

    assert (told["state"], told["over"], told["done"], told["total"]) == ("stopped", True, 500, 1_200)
    assert told["words"] == "The download stopped after 500 of 1,200 rows."
    assert 'data-state="stopped"> <p class="notice-title download-words">The download stopped after 500 of' in shown
    assert "Do not use the file; start it again." in shown
    assert "stopped after 500 of 1,200</td>" in shown


def test_a_download_under_way_is_on_the_page_when_it_is_loaded_again(app: Flask):
    olu = an_organiser("Olu")
    started = begun_by(olu)
    with begin_work(OPERATOR) as work:
        export = work.session.get_one(Export, started.id)
        export.rows, export.expected = 500, 1_200

    shown = page(browser_of(app, olu))

    assert 'data-state="under way"> ' in shown
    assert "500 of 1,200 rows" in shown
    assert 'max="1200" value="500"' in shown
    assert "500 of 1,200 so far</td>" in shown


def test_a_whole_download_is_told_with_its_digest_and_its_summary(app: Flask):
    browser = browser_of(app, an_organiser("Vera", Role.VIEWER))

    file = press(browser, "roster", format="csv")
    told = browser.get(f"{ROOM}/mine").get_json()

    assert (told["state"], told["words"]) == ("complete", "Complete: 0 rows")
    assert told["digest"] == hashlib.sha256(file).hexdigest()
    assert browser.get(told["summary"]).get_json()["files"][0]["sha256"] == told["digest"]
    assert 'data-state="complete" hidden' in page(browser)


def test_how_far_a_list_of_addresses_is_is_told_to_those_who_may_take_it(app: Flask):
    left_by(an_organiser("Olu"))

    shown = page(browser_of(app, an_organiser("Mo", Role.MODERATOR)))

    assert "not finished</td>" in shown
    assert "1,200" not in shown


def test_nobody_is_told_of_the_download_of_another(app: Flask):
    left_by(an_organiser("Olu"))
    browser = browser_of(app, an_organiser("Ed", Role.OWNER))

    assert browser.get(f"{ROOM}/mine").get_json() == {}
    assert 'data-state="stopped" hidden' in page(browser)


def test_a_refused_passphrase_is_told_by_the_form_alone(app: Flask):
    with begin_work(OPERATOR) as work:
        a_petition(work, "sealed", kept_by=Custody.ORGANISERS, passphrase="correct horse battery staple")
    a_signature(a_request(), "sealed")
    browser = browser_of(app, an_organiser("Olu", slug="sealed"))

    typed = {"purpose": "Check", "format": "csv", "passphrase": "not this one"}
    shown = press(browser, "signatories", "/organise/sealed/exports/signatories", **typed).decode()

    assert "That passphrase does not open" in shown
    assert 'data-state="stopped" hidden' in shown
    assert 'data-state="under way" hidden' in shown
