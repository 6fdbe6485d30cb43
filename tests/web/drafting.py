"""The forms in which a petition is written, filled and sent as a browser does."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_reading
from petition_app.models import Petition
from petition_app.services import petitions
from petition_app.services.work import OPERATOR
from tests.builders import CONSENTS, SLUG
from tests.cast import text_of, token_in

ROOM = f"/organise/{SLUG}"
TEXT = {"title": "Another title", "summary": "A summary.", "body": "A body.", "demands-0": "Act now.", "number": "1"}
OFFICES = {"offices-0-name": "Board", "offices-0-organisation": "Borealis", "number": "1"}
TICK_BOXES = {**{purpose.value: text for purpose, text in CONSENTS.items()}, "number": "1"}


def send(client: FlaskClient, room: str, do: str, **fields: str) -> TestResponse:
    """The form of a room, sent with this button."""
    address = f"{ROOM}/{room}/edit"
    token = token_in(text_of(client, address), "draft-form")
    return client.post(address, data={"token": token, "do": do, **fields})


def confirm_text(client: FlaskClient, **fields: str) -> None:
    """Save another text of a petition that was opened."""
    answer = send(client, "text", "confirm", **{**TEXT, "reason": "A fact was wrong.", **fields})
    assert answer.status_code == 303, answer.get_data(as_text=True)


def the_petition(slug: str = SLUG) -> Petition:
    with begin_reading(OPERATOR) as work:
        return petitions.by_slug(work, slug)
