"""The hand-over room as browsers get it: packages, the ledger and letters, and what everybody reads of it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_work
from petition_app.domain.petition import State
from petition_app.services import handoverpackages, jobs, petitions
from petition_app.services.jobkinds import STEPS
from petition_app.services.publishable import Wish
from petition_app.services.work import OPERATOR
from tests.application import Clock
from tests.builders import SLUG, change_petition
from tests.cast import OTHER_SLUG, a_member, browser_of, text_of, token_in
from tests.services.handing import a_named_signature, ledger, target_id, the_line
from tests.web.handingover import LINE, ROOM, a_release_with_names, made, pressed, public_page, recorded, send

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


@pytest.fixture
def with_a_release(app: Flask, clock: Clock) -> None:
    a_release_with_names(clock)


@pytest.mark.usefixtures("with_a_release")
def test_one_press_gives_the_package(olu: FlaskClient):
    answer = made(olu)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="letter-release-1.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.read("signatories.csv").decode("utf-8-sig")
        digest = hashlib.sha256(archive.read("petition.json")).hexdigest()
    assert names == "name,title,employer\r\nAda Agreed,,Google\r\n"
    assert digest in text_of(olu, ROOM)


@pytest.mark.usefixtures("with_a_release")
def test_the_press_gets_the_list_of_the_public_page(olu: FlaskClient):
    answer = made(olu, "press", "letter")

    assert answer.headers["Content-Disposition"].endswith('letter-release-1-press.zip"')
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "Nora Nodelivery" in archive.read("signatories.csv").decode()


@pytest.mark.usefixtures("with_a_release")
@pytest.mark.parametrize(("name", "status"), [("Vera", 403), ("Mo", 403), ("Ed", 200), ("Olu", 200), ("Ren", 404)])
def test_only_exporters_and_owners_of_this_petition_make_it(app: Flask, name: str, status: int):
    client = browser_of(app, a_member(name))
    if status == 200:
        assert made(client).status_code == status
        return
    assert client.post(f"{ROOM}/make", data={"paper": "a4"}).status_code == status
    assert client.get(ROOM).status_code == (404 if name == "Ren" else 200)
    if name != "Ren":
        assert 'action="/organise/letter/hand-over/make"' not in text_of(client, ROOM)


def test_before_a_release_the_room_says_what_to_do(olu: FlaskClient):
    page = text_of(olu, ROOM)

    assert "There are no published figures yet." in page
    answer = olu.post(f"{ROOM}/make", data={"token": token_in(text_of(olu, f"{ROOM}/cover").partition("Sign out")[2]),
                                            "paper": "a4", "whom": ""})  # fmt: skip
    assert answer.status_code == 409
    assert "publish a release first" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("with_a_release")
@pytest.mark.parametrize("fields", [{"whom": "nobody"}, {"paper": "a3"}, {"whom": "0" * 32}])
def test_a_wish_that_is_none_is_refused_in_the_form(olu: FlaskClient, fields: dict[str, str]):
    answer = made(olu, **fields)

    assert answer.status_code == 422
    assert "error-summary" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("with_a_release")
def test_a_large_package_is_made_by_the_worker_and_fetched_then(olu: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    small = made(olu).data
    monkeypatch.setattr("petition_app.web.organiser.handover.MOST_AT_ONCE", 0)

    answer = made(olu)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ROOM}#package")
    assert "Making the package" in text_of(olu, ROOM)
    while jobs.work_off(begin_work, STEPS):
        pass
    page = text_of(olu, ROOM)
    assert "Making the package" not in page
    (address,) = set(re.findall(r'href="([^"]+/packages/[^"]+)"', page))
    assert olu.get(address).data == small


@pytest.mark.usefixtures("with_a_release")
def test_a_package_in_which_something_has_changed_is_not_given_out(olu: FlaskClient, clock: Clock):
    with begin_work(OPERATOR) as work:
        handoverpackages.begin(work, petitions.by_slug(work, SLUG), Wish())
    while jobs.work_off(begin_work, STEPS):
        pass
    (address,) = set(re.findall(r'href="([^"]+/packages/[^"]+)"', text_of(olu, ROOM)))
    a_named_signature("Zoe Later")

    answer = olu.get(address)

    assert answer.status_code == 410
    assert "Please make it anew" in answer.get_data(as_text=True)


@pytest.mark.usefixtures("with_a_release")
def test_the_cover_is_remembered_and_each_addressee_may_have_its_own(olu: FlaskClient):
    first = text_of(olu, f"{ROOM}/cover")
    assert "We hand it over to you" in first
    assert send(olu, f"{ROOM}/cover", cover="To all of you.\r\n\r\nRead.").status_code == 303
    assert send(olu, f"{ROOM}/cover/{target_id()}", cover="To you alone.").status_code == 303

    assert "To all of you.\n\nRead." in unescape(text_of(olu, f"{ROOM}/cover"))
    with zipfile.ZipFile(io.BytesIO(made(olu).data)) as archive:
        assert "To all of you." in archive.read("petition.json").decode()
    with zipfile.ZipFile(io.BytesIO(made(olu, str(target_id())).data)) as archive:
        assert "To you alone." in archive.read("petition.json").decode()
    send(olu, f"{ROOM}/cover/{target_id()}", cover=" ")
    assert "To all of you." in text_of(olu, f"{ROOM}/cover/{target_id()}")


def test_a_cover_that_is_too_long_comes_back_as_it_was_typed(olu: FlaskClient):
    answer = send(olu, f"{ROOM}/cover", cover="x" * 3_001)

    assert answer.status_code == 422
    assert "x" * 3_001 in answer.get_data(as_text=True)
    assert "x" * 100 not in text_of(olu, f"{ROOM}/cover")


def test_three_thousand_characters_are_enough_however_lines_end(olu: FlaskClient):
    assert send(olu, f"{ROOM}/cover", cover="x\r\n" * 1_499 + "xy").status_code == 303


@pytest.mark.parametrize(("name", "status"), [("Vera", 403), ("Mo", 303), ("Ed", 303), ("Olu", 303)])
def test_whoever_may_write_records_a_hand_over(app: Flask, name: str, status: int):
    client = browser_of(app, a_member(name))
    if status == 403:
        assert client.post(f"{ROOM}/ledger/to/{target_id()}", data=LINE).status_code == 403
        return
    assert recorded(client).status_code == 303
    page = text_of(client, ROOM)
    assert all(word in page for word in ("In person", "At the front desk.", "Two of us", "news.example"))
    assert "0 days without an answer" in page


def test_a_private_line_is_nowhere_in_public(olu: FlaskClient, client: FlaskClient):
    recorded(olu)

    assert "Handed over on" not in public_page(client)
    assert "Nothing has been made public yet." in text_of(client, f"/p/{SLUG}/hand-overs")


def test_a_public_line_is_on_the_page_of_the_petition_and_in_the_history(olu: FlaskClient, client: FlaskClient):
    recorded(olu, is_public="y")

    page, history = public_page(client), text_of(client, f"/p/{SLUG}/hand-overs")
    assert "Handed over on 22 November 2026" in page
    assert "In person" in page
    assert all(word in history for word in ("Chief executive", "Acme", "In person", "news.example"))
    for own in ("Two of us", "front desk"):
        assert own not in page + history


def test_the_history_of_a_petition_that_nobody_may_see_is_not_there(olu: FlaskClient, client: FlaskClient):
    recorded(olu, is_public="y")
    for values in ({"state": State.DRAFT}, {"state": State.OPEN, "hidden_until": 500}):
        change_petition(**values)
        assert client.get(f"/p/{SLUG}/hand-overs").status_code == 404


@pytest.mark.parametrize("fields", [
    {"on": ""}, {"on": "2027-01-01"}, {"way": "pigeon"}, {"by_whom": "x" * 121}, {"note": "x" * 1_001},
    {"evidence_url": "nowhere"}, {"package": "other"},
])  # fmt: skip
def test_what_is_wrong_comes_back_with_what_was_typed(olu: FlaskClient, fields: dict[str, str]):
    answer = recorded(olu, **fields)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "error-summary" in page
    assert (fields.get("note") or "At the front desk.") in page
    assert ledger().lines == ()


def test_a_line_is_changed_removed_and_each_step_taken_back(olu: FlaskClient):
    recorded(olu)
    address = f"{ROOM}/ledger/{the_line().id}"

    assert send(olu, address, **{**LINE, "number": "1", "note": "At the back door."}).status_code == 303
    assert the_line().delivery.note == "At the back door."
    assert pressed(olu, "undo").status_code == 303
    assert the_line().delivery.note == "At the front desk."
    assert pressed(olu, "remove").status_code == 303
    assert ledger().lines == ()
    assert "1 removed line" in text_of(olu, ROOM)
    assert pressed(olu, "undo").status_code == 303
    assert len(ledger().lines) == 1
    history = text_of(olu, f"{address}/history")
    assert history.count("Olu") >= 5
    assert "At the back door." in history


def test_the_second_of_two_who_change_a_line_sees_that_and_decides(olu: FlaskClient):
    recorded(olu)
    address = f"{ROOM}/ledger/{the_line().id}"
    send(olu, address, **{**LINE, "number": "1", "note": "Theirs."})

    answer = send(olu, address, **{**LINE, "number": "1", "note": "Mine."})

    assert answer.status_code == 409
    assert "Somebody else has changed this line" in answer.get_data(as_text=True)
    assert the_line().delivery.note == "Theirs."
    assert pressed(olu, "remove", number=1).status_code == 409


def test_nothing_typed_becomes_markup(olu: FlaskClient, client: FlaskClient):
    recorded(olu, note=HOSTILE, by_whom=HOSTILE, is_public="y")
    send(olu, f"{ROOM}/letters/{target_id()}", letter=HOSTILE)

    for address in (ROOM, f"{ROOM}/ledger/{the_line().id}/history", f"{ROOM}/letters/{target_id()}/preview"):
        assert HOSTILE not in text_of(olu, address)


def test_another_petition_has_no_part_in_it(app: Flask, olu: FlaskClient):
    recorded(olu)
    line, target = the_line().id, target_id()
    ren = browser_of(app, a_member("Ren"))
    other = f"/organise/{OTHER_SLUG}/hand-over"

    for path in (f"ledger/{line}", f"ledger/{line}/history", f"ledger/to/{target}", f"letters/{target}",
                 f"letters/{target}/preview", f"letters/{target}/print", f"cover/{target}"):  # fmt: skip
        assert ren.get(f"{other}/{path}").status_code == 404, path
        assert ren.get(f"{ROOM}/{path}").status_code == 404, path


def test_after_the_first_hand_over_the_state_is_offered(olu: FlaskClient):
    assert "delivered" not in text_of(olu, ROOM)
    recorded(olu)
    assert "It has been handed over." in text_of(olu, ROOM)
    change_petition(state=State.DELIVERED)
    assert "It has been handed over." not in text_of(olu, ROOM)
