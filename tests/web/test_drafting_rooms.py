"""Addressees, consent texts and settings as browsers get them; on both engines."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from petition_app.database import begin_reading
from petition_app.services import addressees, consenting, petitions
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, a_request, a_signature, change_petition
from tests.cast import a_member, browser_of, text_of
from tests.web.drafting import OFFICES, ROOM, TICK_BOXES, send, the_petition

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def olu(app: Flask) -> FlaskClient:
    return browser_of(app, a_member("Olu"))


def key() -> str:
    with begin_reading(OPERATOR) as work:
        return addressees.offices(work, petitions.by_slug(work, SLUG)).offices[0].key


def consent_versions() -> dict[int, int]:
    with begin_reading(OPERATOR) as work:
        return consenting.signed(work, petitions.by_slug(work, SLUG))


def test_addressees_are_added_linked_and_shown(olu: FlaskClient, client: FlaskClient):
    kept = {"offices-1-key": key(), "offices-1-name": "Chief executive", "offices-1-organisation": "Acme"}
    saved = send(olu, "addressees", "save", **OFFICES, **kept, **{"offices-0-employer": "google"})
    page, room = text_of(client, f"/p/{SLUG}"), text_of(olu, f"{ROOM}/addressees")

    assert saved.status_code == 303
    assert page.index("Borealis") < page.index("Acme")
    assert "Google" in room
    assert "<ins>" in room


def test_whoever_has_answered_cannot_be_dropped_and_can_be_marked(olu: FlaskClient, client: FlaskClient):
    dropped = send(olu, "addressees", "save", **OFFICES)
    marked = {"offices-1-key": key(), "offices-1-name": "Chief executive", "offices-1-organisation": "Acme"}
    saved = send(olu, "addressees", "save", **OFFICES, **marked, **{"offices-1-retired": "y"})
    page = text_of(client, f"/p/{SLUG}")

    assert dropped.status_code == 422
    assert "stays on record" in dropped.get_data(as_text=True)
    assert saved.status_code == 303
    assert "no longer addressed" in page
    assert "To Borealis" in page


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"offices-0-name": ""}, "offices-0-name"),
    ({"offices-0-organisation": "x" * 151}, "offices-0-organisation"),
    ({"offices-0-employer": HOSTILE}, "offices-0-employer"),
])  # fmt: skip
def test_mistakes_of_addressees_come_back(olu: FlaskClient, fields: dict[str, str], wrong: str):
    answer = send(olu, "addressees", "save", **{**OFFICES, **fields})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert f'href="#{wrong}"' in page
    assert HOSTILE not in page


def test_rows_of_addressees_move_and_keep_what_was_typed(olu: FlaskClient):
    fields = {**OFFICES, "offices-1-name": "Chair", "offices-1-organisation": "Cirrus", "offices-1-retired": "y"}
    page = send(olu, "addressees", "offices-up-1", **fields).get_data(as_text=True)

    assert page.index('value="Chair"') < page.index('value="Board"')
    assert re.search(r'<input[^>]*checked[^>]*name="offices-0-retired"', page)


def test_the_second_who_names_addressees_gets_both_lists(olu: FlaskClient):
    kept = {"offices-1-key": key(), "offices-1-name": "Chief executive", "offices-1-organisation": "Acme"}
    send(olu, "addressees", "save", **OFFICES, **kept)
    answer = send(olu, "addressees", "save", **{**OFFICES, "offices-0-name": "Council"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "Board" in page
    assert "Council" in page


def test_consent_texts_of_a_draft_are_changed_in_place(olu: FlaskClient):
    change_petition(opened_at=None, state="draft")
    saved = send(olu, "consents", "save", **{**TICK_BOXES, "press": "The press may ask."})

    assert saved.status_code == 303
    assert the_petition().consent_version == 1
    assert "The press may ask." in text_of(olu, f"{ROOM}/consents")


def test_signers_keep_the_consent_they_gave(olu: FlaskClient, client: FlaskClient):
    a_signature()
    fields = {**TICK_BOXES, "press": HOSTILE}
    asked = send(olu, "consents", "save", **fields).get_data(as_text=True)
    refused = send(olu, "consents", "confirm", **fields)
    saved = send(olu, "consents", "confirm", **fields, reason="It was not plain.")
    a_signature(a_request("another@example.org"))

    assert "1 person has agreed to the texts as they are" in asked
    assert (refused.status_code, saved.status_code) == (422, 303)
    assert consent_versions() == {1: 1, 2: 1}
    assert HOSTILE not in text_of(client, f"/p/{SLUG}")


def test_an_empty_consent_text_is_refused(olu: FlaskClient):
    answer = send(olu, "consents", "save", **{**TICK_BOXES, "press": " "})

    assert answer.status_code == 422
    assert 'href="#press"' in answer.get_data(as_text=True)


def test_the_second_who_changes_consent_texts_gets_both(olu: FlaskClient):
    send(olu, "consents", "confirm", **{**TICK_BOXES, "press": "Theirs."}, reason="One.")
    answer = send(olu, "consents", "save", **{**TICK_BOXES, "press": "Mine."})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "Theirs." in page
    assert "Mine." in page


def test_the_goal_and_the_contact_can_change_at_any_time(olu: FlaskClient, client: FlaskClient):
    saved = send(olu, "settings", "save", number="1", goal="500", contact=f"us@example.org {HOSTILE}")

    assert saved.status_code == 303
    for address in (f"/p/{SLUG}", "/privacy"):
        page = text_of(client, address)
        assert "us@example.org" in page
        assert HOSTILE not in page
    assert the_petition().goal == 500
    assert the_petition().live_total is True


@pytest.mark.parametrize(("fields", "wrong"), [
    ({"threshold": "20"}, "threshold"),
    ({"employment_proof": "y"}, "employment_proof"),
    ({"threshold": "4"}, "threshold"),
    ({"goal": "-1"}, "goal"),
    ({"goal": "many"}, "goal"),
    ({"contact": "x" * 201}, "contact"),
])  # fmt: skip
def test_what_is_fixed_or_makes_no_sense_is_refused(olu: FlaskClient, fields: dict[str, str], wrong: str):
    answer = send(olu, "settings", "save", **{"number": "1", **fields})

    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.get_data(as_text=True)
    assert (the_petition().threshold, the_petition().employment_proof) == (10, False)


def test_a_draft_chooses_how_it_publishes(olu: FlaskClient):
    change_petition(opened_at=None, state="draft")
    saved = send(olu, "settings", "save", number="1", threshold="20", employment_proof="y")

    assert saved.status_code == 303
    petition = the_petition()
    assert (petition.threshold, petition.employment_proof, petition.live_total) == (20, True, False)


def test_the_second_who_chooses_settings_is_told(olu: FlaskClient):
    send(olu, "settings", "save", number="1", goal="500")
    answer = send(olu, "settings", "save", number="1", goal="700")

    assert answer.status_code == 409
    assert "Goal: 500" in answer.get_data(as_text=True)
    assert the_petition().goal == 500
