"""Importing in the room as an organiser does: files uploaded, plans sent, statements made, and the worker at work."""

from __future__ import annotations

import io
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from petition_app.database import begin_work
from petition_app.services import jobs
from petition_app.services.jobkinds import STEPS
from tests.builders import SLUG
from tests.cast import text_of, token_in

ROOM = f"/organise/{SLUG}/imports"


def upload(client: FlaskClient, content: bytes, name: str = "sheet.csv") -> TestResponse:
    token = token_in(text_of(client, ROOM), 'enctype="multipart/form-data"')
    return client.post(ROOM, data={"token": token, "file": (io.BytesIO(content), name)})


def uploaded(client: FlaskClient, content: bytes) -> str:
    """The address of the import."""
    answer = upload(client, content)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def id_in(address: str) -> UUID:
    return UUID(address.rsplit("/", 1)[-1])


def plan(client: FlaskClient, address: str, columns: list[str], step: str = "check", **fields: str) -> TestResponse:
    """Send the form of the plan, with what each column holds."""
    form = {
        "token": token_in(text_of(client, address), "/plan"), "encoding": "utf-8", "delimiter": ",",
        "has_header": "y", "relation": "current", "display": "counted", "source": "paper", "step": step,
        **{f"column-{place}": column for place, column in enumerate(columns)},
    }  # fmt: skip
    return client.post(f"{address}/plan", data={name: value for name, value in (form | fields).items() if value})


def state_and_count(client: FlaskClient, address: str, note: str = "") -> TestResponse:
    token = token_in(text_of(client, address), "/count")
    return client.post(f"{address}/count", data={"token": token, "stated": "y", "note": note})


def press(client: FlaskClient, address: str, deed: str, **fields: str) -> TestResponse:
    token = token_in(text_of(client, address), f"/{deed}")
    return client.post(f"{address}/{deed}", data={"token": token, **fields})


def work() -> None:
    """Let the worker do all there is to do."""
    while jobs.work_off(begin_work, STEPS):
        pass
