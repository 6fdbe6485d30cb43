"""Deciding in the employers' room as an organiser does: forms filled in, sent, and pressed once more."""

from __future__ import annotations

import html
import re
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from petition_app.database import begin_reading, begin_work
from petition_app.domain.employerrule import Rule
from petition_app.models import Employer, Spelling
from petition_app.services import employerrules, petitions
from petition_app.services.work import OPERATOR
from tests.builders import SLUG, a_request, claim_letters, confirm, sign
from tests.cast import text_of, token_in

ROOM = f"/organise/{SLUG}/employers"
REVISION = re.compile(r'name="revision" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def typed(*texts: str) -> None:
    for number, text in enumerate(texts):
        sign(a_request(f"{number}-{len(texts)}@example.org", employer=text, network=f"10.{number}.0.1"))
    for letter in claim_letters():
        confirm(letter.text)


def id_of(text: str) -> UUID:
    with begin_reading(OPERATOR) as work:
        return work.session.scalars(select(Spelling.id).where(Spelling.text == text)).one()


def employers() -> dict[str, str | None]:
    with begin_reading(OPERATOR) as work:
        query = select(Spelling.text, Employer.slug).outerjoin(Employer, Employer.id == Spelling.employer_id)
        return {row.text: row.slug for row in work.session.execute(query)}


def picked(**choices: str) -> dict[str, str]:
    return {f"what-{id_of(text.replace('_', ' '))}": what for text, what in choices.items()}


def send(client: FlaskClient, where: str, token: str | None = None, **fields: str) -> TestResponse:
    token = token or room_token(client)
    return client.post(f"{ROOM}{where}", data={"token": token, **fields})


def room_token(client: FlaskClient, room: str = ROOM) -> str:
    return token_in(text_of(client, f"{room}/google"), 'id="changes-heading"')


def preview(client: FlaskClient, **fields: str) -> str:
    answer = send(client, "/preview", **fields)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def do(client: FlaskClient, page: str) -> TestResponse:
    """Press "Do it" on the preview."""
    form = page[page.index(f"{ROOM}/decide") :]
    fields = [(name, html.unescape(value)) for name, value in HIDDEN.findall(form[: form.index("</form>")])]
    return client.post(f"{ROOM}/decide", data=dict(fields))


def undo(client: FlaskClient, numbers: str, **fields: str) -> TestResponse:
    return send(client, "/undo", numbers=numbers, **fields)


def colleague_decides(*rules: Rule) -> list[int]:
    with begin_work(OPERATOR) as work:
        return employerrules.decide(work, petitions.by_slug(work, SLUG).id, rules)
